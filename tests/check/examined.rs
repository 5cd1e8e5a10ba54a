//! `check --database` with plpgsql_check, and without.

use super::{project, runtime, server};
use momni_db::connect::connect;
use momni_db::scratch::{Need, choice};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
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
    fs::write(folder.path().join("schema/f.sql"), BODY).unwrap();
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
    fs::write(folder.path().join("schema/f.sql"), body).unwrap();
    assert_eq!(alone(folder.path()).status.code(), Some(3));
    let mended = check(folder.path(), &[]).output().unwrap();
    assert!(!text(&mended).contains("plpgsql_check: "), "{}", text(&mended));
}

/// A new build of the extension may say something else. The server's programs stand in a folder in which `pg_config` leads to
/// files of our own, so that nothing of the machine is touched.
#[test]
fn a_new_build_of_the_extension_is_asked_anew() {
    let bin = runtime().block_on(server(15)).bin.clone();
    let folder = wrong("postgres: 15\n");
    let root = folder.path();
    let (programs, files) = (root.join("bin"), root.join("files"));
    for made in [&programs, &files.join("extension")] {
        fs::create_dir_all(made).unwrap();
    }
    for open in [root, &programs] {
        fs::set_permissions(open, Permissions::from_mode(0o711)).unwrap();
    }
    for program in ["postgres", "initdb", "pg_ctl"] {
        symlink(bin.join(program), programs.join(program)).unwrap();
    }
    let places = files.display();
    fs::write(programs.join("pg_config"), format!("#!/bin/sh\necho {places}\necho {places}\n"))
        .unwrap();
    fs::set_permissions(programs.join("pg_config"), Permissions::from_mode(0o755)).unwrap();
    let module = files.join("plpgsql_check.so");
    for file in ["extension/plpgsql.control", "extension/plpgsql_check.control", "plpgsql.so"] {
        fs::write(files.join(file), "").unwrap();
    }
    fs::write(&module, "2.3.0").unwrap();
    let check = || {
        let mut command = check(root, &[]);
        command.env("MOMNI_PG_BIN", &programs);
        command
    };
    let kept = || check().env("TMPDIR", "/nonexistent").output().unwrap().status.code();
    let first = check().output().unwrap();
    assert_ne!(first.status.code(), Some(3), "{}", text(&first));
    assert_eq!(kept(), first.status.code());
    fs::write(&module, "2.3.10").unwrap();
    assert_eq!(kept(), Some(3), "what another build said is taken for what this one would say");
    assert_eq!(check().output().unwrap().status.code(), first.status.code());
    assert_eq!(kept(), first.status.code());
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
