//! Roles that may not do what a run needs.

use crate::project::Project;
use crate::support::{MAJORS, database, execute, program, query, ran, server};
use momni_db::connect::Target;
use std::path::Path;

fn as_role(project: &Project, role: &str) -> Target {
    as_role_of(&project.target, role)
}

fn as_role_of(target: &Target, role: &str) -> Target {
    let url = target.to_string();
    let user = format!("postgresql://{}@", target.user());
    assert!(url.starts_with(&user), "{url}");
    let url = url.replacen(&user, &format!("postgresql://{role}@"), 1);
    Target::resolve(Some(&url), &Default::default()).unwrap()
}

/// Each error names the right and the GRANT that mends it; the GRANT, run as it is printed, does.
#[test]
fn a_missing_right_is_named_with_its_grant() {
    for major in MAJORS {
        let project = Project::new(major, "rights", &["select 1;"]);
        let role = "rights_role";
        execute(&project.target, &format!("drop role if exists {role}; create role {role} login"));
        let target = as_role(&project, role);
        let table = "create table momni_db.refinery_schema_history (version int4 primary key,
                     name varchar(255), applied_on varchar(255), checksum varchar(255))";
        // The first and the third right are not given: somebody else makes what is missing.
        for (grant, instead) in [
            ("GRANT CREATE ON DATABASE rights TO rights_role", Some("create schema momni_db")),
            ("GRANT USAGE ON SCHEMA momni_db TO rights_role", None),
            ("GRANT CREATE ON SCHEMA momni_db TO rights_role", Some(table)),
            ("GRANT SELECT ON TABLE momni_db.refinery_schema_history TO rights_role", None),
            ("GRANT INSERT ON TABLE momni_db.refinery_schema_history TO rights_role", None),
        ] {
            let done = ran(&mut project.command_to(&target, &["migrate"]));
            assert_eq!(done.code, Some(3), "{done:?}");
            assert!(done.stderr.contains("role rights_role has no right "), "{done:?}");
            assert!(done.stderr.contains(&format!("`{grant}`")), "{grant}: {done:?}");
            execute(&project.target, instead.unwrap_or(grant));
        }
        let done = ran(&mut project.command_to(&target, &["migrate"]));
        assert_eq!((done.code, project.history().as_str()), (Some(0), "1"), "{done:?}");
        // With these rights and no more, a run with nothing to do succeeds too.
        let done = ran(&mut project.command_to(&target, &["migrate"]));
        assert_eq!(done.code, Some(0), "{done:?}");
        execute(
            &project.target,
            &format!("drop owned by {role}; drop schema momni_db cascade; drop role {role}"),
        );
    }
}

/// Files without a transaction need one table more.
#[test]
fn a_missing_right_to_the_journal_is_named_with_its_grant() {
    for major in MAJORS {
        let pieces = "-- momni-db: no transaction\nselect 1;\n";
        let project = Project::new(major, "rights_journal", &["select 1;", pieces]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        let role = "rights_journal_role";
        execute(
            &project.target,
            &format!(
                "drop role if exists {role}; create role {role} login; grant usage on schema momni_db to {role};
                 grant select, insert on momni_db.refinery_schema_history to {role}"
            ),
        );
        let target = as_role(&project, role);
        // The first right is not given: somebody else makes what is missing.
        let table = "create table momni_db.migration_journal (version int4, statement int4, checksum text, digest text,
                     state text, started timestamptz, finished timestamptz, indexes oid[], invalid oid[],
                     partitions oid[], remains text[], primary key (version, statement))";
        let rights = "SELECT, INSERT, UPDATE, DELETE ON TABLE momni_db.migration_journal";
        for (grant, instead) in [
            (format!("GRANT CREATE ON SCHEMA momni_db TO {role}"), Some(table)),
            (format!("GRANT {rights} TO {role}"), None),
        ] {
            let done = ran(&mut project.command_to(&target, &["migrate"]));
            assert_eq!(done.code, Some(3), "{done:?}");
            assert!(done.stderr.contains(&format!("`{grant}`")), "{grant}: {done:?}");
            execute(&project.target, instead.unwrap_or(&grant));
        }
        let done = ran(&mut project.command_to(&target, &["migrate", "--target", "2"]));
        assert_eq!((done.code, project.history().as_str()), (Some(0), "1,2"), "{done:?}");
        execute(&project.target, &format!("drop owned by {role}; drop role {role}"));
    }
}

#[test]
fn the_grant_of_a_database_is_enough() {
    let project = Project::new(15, "Rights \"odd\"", &["select 1;"]);
    execute(&project.target, "drop role if exists \"Odd role\"; create role \"Odd role\" login");
    let target = as_role(&project, "Odd%20role");
    let done = ran(&mut project.command_to(&target, &["migrate"]));
    let grant = "GRANT CREATE ON DATABASE \"Rights \"\"odd\"\"\" TO \"Odd role\"";
    assert!(done.stderr.contains(grant), "{}", done.stderr);
    execute(&project.target, grant);
    let done = ran(&mut project.command_to(&target, &["migrate"]));
    assert_eq!(done.code, Some(0), "{done:?}");
    execute(&project.target, "drop owned by \"Odd role\"; drop role \"Odd role\"");
}

/// Roles, owners who may create nothing, forced row security, reference rows: all of it without a superuser, and back.
#[test]
fn whoever_owns_the_database_and_may_make_roles_migrates() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (major, (name, folder)) in MAJORS.into_iter().flat_map(|major| {
        [("momni", root.to_owned()), ("family_groups", root.join("examples/family-groups"))]
            .map(|project| (major, project))
    }) {
        let database = format!("deployed_{name}");
        let operator = database_of_deployer(major, &database);
        let deployer = as_role_of(&operator, "deployer");
        let undo = &["undo", "--to", "0", "--allow", "data_loss"][..];
        let commands = [&["migrate"][..], &["migrate"], &["drift"], undo, &["migrate"], &["drift"]];
        for arguments in commands {
            let mut command = program(&folder);
            let done = ran(command.args(arguments).env("DATABASE_URL", deployer.to_string()));
            assert_eq!(done.code, Some(0), "{name} on {major}, {arguments:?}: {done:?}");
        }
        let lent = "select n.nspname || ': ' || r.rolname from pg_namespace n, aclexplode(n.nspacl) a, pg_roles r
                    where a.privilege_type = 'CREATE' and a.grantee = r.oid and a.grantee <> n.nspowner";
        assert_eq!(query(&operator, lent), Vec::<Vec<_>>::new(), "{name} on {major}");
    }
}

/// An empty database whose owner is no superuser. Reading the rows of tables with forced row security takes BYPASSRLS.
fn database_of_deployer(major: u32, name: &str) -> Target {
    let target = database(server(major, &[]), name);
    execute(
        &target,
        "do $$begin
            if to_regrole('deployer') is null then
                create role deployer login createrole bypassrls;
            end if;
            execute format('alter database %I owner to deployer', current_database());
        end$$",
    );
    target
}
