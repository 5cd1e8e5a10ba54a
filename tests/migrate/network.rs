//! Servers that cannot be reached, refuse, or go away.

use crate::project::{Project, ended};
use crate::proxy::{pooler, renamed};
use crate::support::{MAJORS, execute, query, server};
use momni_db::connect::Target;
use momni_db::scratch::{Need, start};
use rustix::process::{Pid, Signal, kill_process};

#[test]
fn nobody_there() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::socket(folder.path(), 5432, "me", "mine").unwrap();
    let project = Project::with_target(target, &["select 1;"]);
    for command in ["migrate", "status"] {
        let ran = project.run(&[command]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains(folder.path().to_str().unwrap()), "{ran:?}");
    }
}

#[test]
fn a_wrong_password_is_named_and_not_shown() {
    for major in MAJORS {
        let server = server(major, &[]);
        let project = Project::new(major, "network_password", &["select 1;"]);
        execute(
            &project.target,
            "drop role if exists network_user; create role network_user login password 'right'",
        );
        let hba = query(&project.target, "show hba_file").remove(0).remove(0).unwrap();
        let rules = std::fs::read_to_string(&hba).unwrap();
        std::fs::write(&hba, format!("local all network_user scram-sha-256\n{rules}")).unwrap();
        execute(&project.target, "select pg_reload_conf()");
        let url = |password: &str| {
            let user = format!("postgresql://{}@", project.target.user());
            project.target.to_string().replacen(
                &user,
                &format!("postgresql://network_user:{password}@"),
                1,
            )
        };
        crate::project::wait(|| {
            let mut command = project.command(&["status"]);
            crate::support::ran(command.env("DATABASE_URL", url("s3cret%21"))).code == Some(3)
        });
        for place in ["environment", "option", ".env"] {
            let mut command = project.command(&["migrate"]);
            command.env_remove("DATABASE_URL");
            match place {
                "environment" => command.env("DATABASE_URL", url("s3cret%21")),
                "option" => command.args(["--database-url", &url("s3cret%21")]),
                _ => {
                    let line = format!("DATABASE_URL='{}'\n", url("s3cret%21"));
                    std::fs::write(project.folder.path().join(".env"), line).unwrap();
                    &mut command
                }
            };
            let ran = crate::support::ran(&mut command);
            assert_eq!(ran.code, Some(3), "{place}: {ran:?}");
            assert!(ran.stderr.contains("network_user"), "{place}: {ran:?}");
            assert!(ran.stderr.contains("password"), "{place}: {ran:?}");
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!all.contains("s3cret"), "{place}: {all}");
        }
        // The right one is taken, and not shown either.
        let mut command = project.command(&["status", "--format", "json"]);
        let ran = crate::support::ran(command.env("DATABASE_URL", url("right")));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(!ran.stdout.contains("right"), "{ran:?}");
        std::fs::write(&hba, rules).unwrap();
        execute(&server.target("postgres"), "select pg_reload_conf()");
        execute(&project.target, "drop role network_user");
    }
}

#[test]
fn a_server_older_than_14_is_refused() {
    let project = Project::new(15, "network_old", &["create table a ();"]);
    let old = renamed(&project.target, "13.21");
    let ran = crate::support::ran(&mut project.command_to(&old.target, &["migrate"]));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("13.21") && ran.stderr.contains("14"), "{ran:?}");
    assert_eq!(project.history(), "none");
    // The same way to the server is fine when the version is.
    let new = renamed(&project.target, "14.1");
    let ran = crate::support::ran(&mut project.command_to(&new.target, &["migrate"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_backend_that_is_terminated_in_the_middle() {
    for major in MAJORS {
        let project = Project::new(
            major,
            "network_backend",
            &["select 1;", "create table b ();\nselect pg_sleep(60);"],
        );
        let child = project.spawn(&["migrate"]);
        project.wait_for_statement("%pg_sleep(60)%");
        execute(
            &project.target,
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
             and query like '%pg_sleep(60)%' and datname = current_database()",
        );
        let ran = ended(child);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let said = "the connection to the server was lost during `migrations/V2__m2.sql`, which is rolled back";
        assert!(ran.stderr.contains(said), "{ran:?}");
        assert!(
            ran.stderr.contains("terminating connection due to administrator command"),
            "{ran:?}"
        );
        assert_eq!((project.history().as_str(), project.tables().as_str()), ("1", ""));
    }
}

#[test]
fn a_server_that_is_killed_in_the_middle() {
    for major in MAJORS {
        let need = Need { major: Some(major), ..Need::default() };
        // The server ends when the thread that started it does: it is kept here.
        let runtime = crate::support::runtime();
        let server = runtime.block_on(start(&need)).unwrap();
        let project =
            Project::with_target(server.target("postgres"), &["select 1;", "select pg_sleep(60);"]);
        let child = project.spawn(&["migrate"]);
        project.wait_for_statement("%pg_sleep(60)%");
        let pid = Pid::from_raw(i32::try_from(server.process()).unwrap()).unwrap();
        kill_process(pid, Signal::QUIT).unwrap();
        let ran = ended(child);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("the connection to the server was lost during"), "{ran:?}");
        assert!(ran.stderr.contains("V2__m2.sql"), "{ran:?}");
        assert!(!ran.stderr.contains("panicked"), "{ran:?}");
    }
}

/// The session's lock is worth nothing when the session changes under it.
#[test]
fn a_pooler_in_transaction_mode_is_found() {
    for major in MAJORS {
        let project = Project::new(major, "network_pooler", &["create table a ();"]);
        let pooler = pooler(&project.target);
        let ran = crate::support::ran(&mut project.command_to(&pooler.target, &["migrate"]));
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("a pooler in transaction mode stands between"), "{ran:?}");
        assert_eq!(project.tables(), "");
    }
}
