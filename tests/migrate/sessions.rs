//! What a file sets for its session ends with it, and does not break the history.

use crate::project::Project;
use crate::support::{MAJORS, execute, query};

#[test]
fn nothing_leaks_from_one_migration_into_the_next() {
    for major in MAJORS {
        let project = Project::new(
            major,
            "sessions_leak",
            &[
                "create table a (id int);\n\
                 create role sessions_leak_role;\nset session_replication_role = replica;\n\
                 set role sessions_leak_role;\nset search_path = '';\nset lock_timeout = '1ms';\n\
                 set default_transaction_read_only = on;\n",
                "create table b ();\n\
                 set session authorization sessions_leak_role;\n\
                 create temporary table a (shadow int);\n",
                "insert into a (id) values (1);\n\
                 create table c as select current_setting('session_replication_role') as role;\n",
            ],
        );
        execute(&project.target, "drop role if exists sessions_leak_role");
        project.migrate();
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2,3", "a b c"));
        assert_eq!(project.value("select role from c").as_deref(), Some("origin"));
        let owners = "select distinct tableowner from pg_tables where schemaname = 'public'";
        let me = project.target.user().to_owned();
        assert_eq!(query(&project.target, owners), [[Some(me)]]);
        execute(&project.target, "drop role sessions_leak_role");
    }
}

#[test]
fn a_role_that_the_connection_sets_is_kept() {
    let project = Project::new(
        18,
        "sessions_role",
        &["create schema s; set session authorization default;", "create table s.b ();"],
    );
    execute(
        &project.target,
        "drop role if exists sessions_owner; create role sessions_owner;
         alter database sessions_role owner to sessions_owner",
    );
    let mut command = project.command(&["migrate"]);
    command.env("PGOPTIONS", "-c role=sessions_owner");
    let ran = crate::support::ran(&mut command);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let owner = "select tableowner from pg_tables where tablename = 'b'";
    assert_eq!(project.value(owner).as_deref(), Some("sessions_owner"));
    let owner = "select tableowner from pg_tables where tablename = 'refinery_schema_history'";
    assert_eq!(project.value(owner).as_deref(), Some("sessions_owner"));
}

/// Time limits that a role has for ordinary work do not end a migration.
#[test]
fn time_limits_of_the_role_are_lifted() {
    for major in MAJORS {
        let project =
            Project::new(major, "sessions_limits", &["select pg_sleep(0.4);", "select 1;"]);
        execute(&project.target, "alter database sessions_limits set statement_timeout = '100ms'");
        project.migrate();
    }
}
