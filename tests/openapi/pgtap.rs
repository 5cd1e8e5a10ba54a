//! The pgTAP test, run by psql on a server with pgTAP: it holds where the database is what is declared, and fails where it is not.

use crate::made::case;
use crate::support::{
    Ran, database, document::copy, execute, momni_db, program, query, ran, server,
};
use momni_db::connect::Target;
use std::path::Path;
use std::process::Command;

/// Runs a file; gives what is not so.
fn failed(target: &Target, file: &Path) -> (usize, Vec<String>) {
    let mut psql = Command::new("psql");
    psql.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d"]).arg(target.to_string());
    let Ran { code, stdout, stderr } = ran(psql.arg("-f").arg(file));
    assert_eq!(code, Some(0), "{stderr}\n{stdout}");
    let count = stdout.lines().filter(|line| line.starts_with("ok ")).count();
    let bad = stdout.lines().filter(|line| line.starts_with("not ok ") || line.starts_with('#'));
    (count, bad.map(str::to_owned).collect())
}

/// Debian has pgTAP for PostgreSQL 15. It is SQL alone, and PostgreSQL 18 looks for extensions where it is told.
fn installed(target: &Target, major: u32) {
    if major == 18 {
        let fifteen = database(server(15, &["pgtap"]), "pgtap_place");
        let asked = "SELECT setting FROM pg_config() WHERE name = 'SHAREDIR'";
        let shared = query(&fifteen, asked)[0][0].clone().unwrap();
        execute(
            target,
            &format!("SET extension_control_path = '{shared}:$system'; CREATE EXTENSION pgtap"),
        );
    } else {
        execute(target, "CREATE EXTENSION pgtap");
    }
}

#[test]
fn it_holds_on_15_where_the_database_is_what_is_declared() {
    it_holds_where_the_database_is_what_is_declared(15);
}

#[test]
fn it_holds_on_18_where_the_database_is_what_is_declared() {
    it_holds_where_the_database_is_what_is_declared(18);
}

fn it_holds_where_the_database_is_what_is_declared(major: u32) {
    let folder = tempfile::tempdir().unwrap();
    copy(&case("whole"), folder.path());
    for arguments in [&["generate"][..], &["build"]] {
        let said = momni_db(folder.path(), arguments);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
    }
    let extensions: &[&str] = if major == 15 { &["pgtap"] } else { &[] };
    let target = database(server(major, extensions), "pgtap_whole");
    let mut migrate = program(folder.path());
    let said = ran(migrate.arg("migrate").env("DATABASE_URL", target.to_string()));
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    installed(&target, major);
    let file = folder.path().join("docs/schema.pgtap.sql");
    let (count, bad) = failed(&target, &file);
    assert_eq!(bad, [""; 0]);
    assert!(count > 150, "{count} tests");
    for (change, wanted) in [
        ("ALTER TABLE app.stays ALTER note TYPE varchar(9)", "app.stays.note is text"),
        ("DROP INDEX app.stays_day_idx", "the indexes of app.stays"),
        ("GRANT EXECUTE ON FUNCTION api.inner_work() TO PUBLIC", "may call api.inner_work"),
        ("ALTER FUNCTION api.hosts() SECURITY INVOKER", "api.hosts runs as its owner"),
        ("ALTER TYPE api.mood ADD VALUE 'calm'", "the labels of api.mood"),
        ("GRANT SELECT ON app.hosts TO whole_member", "what whole_member may do with app.hosts"),
    ] {
        let before = failed(&target, &file).1.len();
        execute(&target, change);
        let bad = failed(&target, &file).1;
        assert!(
            bad.len() > before && bad.iter().any(|it| it.contains(wanted)),
            "{change}: {bad:?}"
        );
    }
}
