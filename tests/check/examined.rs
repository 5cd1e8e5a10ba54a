//! `check --database` with plpgsql_check, and without.

use super::{project, runtime, server};
use momni_db::connect::connect;
use momni_db::scratch::{Need, choice};
use std::path::Path;
use std::process::{Command, Output};

const WRONG: &str = "\
functions:
  f:
    returns: bigint
    volatility: stable
    body_file: f.sql
";
const BODY: &str = "begin\n  return (select count(*)\n    from nothing_of_this_name);\nend\n";

fn check(root: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_momni-db"));
    command.args(["check", "--database", "-C", root.to_str().unwrap()]).args(more);
    command.env("MOMNI_CACHE_DIR", root.join("cache")).env_remove("DATABASE_URL");
    command
}

fn text(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

fn wrong(config: &str) -> tempfile::TempDir {
    let folder = project(config, WRONG);
    std::fs::write(folder.path().join("schema/f.sql"), BODY).unwrap();
    folder
}

#[test]
fn what_it_finds_stands_at_its_line_of_the_file_and_where_it_is_missing_that_is_said() {
    for major in [15, 18] {
        let (offered, url) = runtime().block_on(async {
            let server = server(major).await;
            let offered = super::offers_plpgsql_check(&server).await;
            (offered, server)
        });
        let folder = wrong("");
        let url = url.target("postgres").to_string();
        let out = check(folder.path(), &["--scratch-url", &url]).output().unwrap();
        let said = text(&out);
        assert_eq!(said.contains("schema/f.sql:3"), offered, "PostgreSQL {major}: {said}");
        assert_eq!(said.contains("were not examined"), !offered, "PostgreSQL {major}: {said}");
        assert_eq!(out.status.code(), Some(i32::from(offered)), "{said}");
        let json = check(folder.path(), &["--scratch-url", &url, "--format", "json"]);
        let json = { json }.output().unwrap();
        let document: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(document["result"]["unexamined"].is_string(), !offered, "{document}");
    }
}

/// With a folder for temporary files that is none no server starts.
#[test]
fn what_was_found_is_kept_and_found_again_without_a_server() {
    let folder = wrong("postgres: 15\n");
    let need = Need { major: Some(15), ..Need::default() };
    let offered = runtime().block_on(choice(&need)).unwrap().extensions.contains("plpgsql_check");
    let alone = |root: &Path| check(root, &[]).env("TMPDIR", "/nonexistent").output().unwrap();
    assert_eq!(alone(folder.path()).status.code(), Some(3));
    let first = text(&check(folder.path(), &[]).output().unwrap());
    assert_eq!(first.contains("schema/f.sql:3"), offered, "{first}");
    let again = alone(folder.path());
    assert_eq!(text(&again), first);
    // Another command has no use for it, and leaves it where it is.
    let body = BODY.replace("nothing_of_this_name", "pg_class");
    std::fs::write(folder.path().join("schema/f.sql"), body).unwrap();
    assert_eq!(alone(folder.path()).status.code(), Some(3));
    let mended = check(folder.path(), &[]).output().unwrap();
    assert!(!text(&mended).contains("plpgsql_check: "), "{}", text(&mended));
}

#[test]
fn nothing_of_it_is_left_in_the_state_nor_on_a_lent_server() {
    runtime().block_on(async {
        let server = server(15).await;
        let target = server.target("postgres");
        let folder =
            project("", "functions: { f: { returns: void, body: begin perform 1; end } }\n");
        let (read, _) = momni_db::read::project(folder.path()).unwrap();
        let options =
            momni_db::pipeline::Options { lent: Some(target.clone()), ..Default::default() };
        let built = momni_db::pipeline::examined_state(&read.declared, &options).await.unwrap();
        let plain = momni_db::pipeline::declared_state(&read.declared, &options).await.unwrap();
        assert_eq!(built.catalog, plain);
        let session = connect(&target).await.unwrap();
        let rows = session
            .client
            .query("SELECT FROM pg_database WHERE datname LIKE 'momni_db_scratch%'", &[])
            .await
            .unwrap();
        assert!(rows.is_empty());
    });
}

/// A trigger of events that refuses every command refuses none of ours.
#[test]
fn declared_triggers_of_events_do_not_stand_in_the_way() {
    runtime().block_on(async {
        let server = server(15).await;
        let text = "\
functions:
  refuse: { returns: event_trigger, body: begin raise exception 'No.'; end }
event_triggers:
  refuse: { on: ddl_command_start, function: refuse }
";
        let folder = project("", text);
        let (read, _) = momni_db::read::project(folder.path()).unwrap();
        let options = momni_db::pipeline::Options {
            lent: Some(server.target("postgres")),
            ..Default::default()
        };
        let built = momni_db::pipeline::examined_state(&read.declared, &options).await.unwrap();
        assert_eq!(built.remarks.is_ok(), super::offers_plpgsql_check(&server).await);
    });
}
