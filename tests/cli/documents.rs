//! `--format json`: one document, as its schema says.

use crate::json_schema::faults;
use crate::small::Small;
use crate::support::{Ran, execute, momni_db};
use serde_json::Value;
use std::path::Path;

fn schema() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/output.schema.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn the_schema_in_docs_is_current() {
    let printed = momni_db(Path::new("."), &["schema", "--output"]).stdout;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/output.schema.json");
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(printed == kept, "run: momni-db schema --output > docs/output.schema.json");
}

/// The document of a run, which must be as the schema says.
#[track_caller]
fn document(ran: &Ran, command: &str, code: i32) -> Value {
    let document: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    assert_eq!(faults(&schema(), &document), [""; 0], "{document:#}");
    assert_eq!(ran.code, Some(code), "{ran:?}");
    assert_eq!(document["exit_code"], code, "{document:#}");
    assert_eq!(document["command"], command, "{document:#}");
    document
}

#[test]
fn every_command_prints_one() {
    let small = Small::with_database(18, "documents_every");
    let run = |arguments: &[&str]| small.run(&[arguments, &["--format", "json"]].concat());
    let init = run(&["init", "inner"]);
    let init = document(&init, "init", 0);
    assert_eq!(init["result"]["files"].as_array().unwrap().len(), 6);
    std::fs::remove_dir_all(small.root().join("inner")).unwrap();

    let check = document(&run(&["check", "--database"]), "check", 0);
    assert_eq!(check["result"]["built"], true);
    let access = document(&run(&["access"]), "access", 0);
    assert_eq!(access["result"]["roles"][0]["role"], "public");
    let changes = document(&run(&["access", "--diff", "0"]), "access", 0);
    assert!(changes["result"]["changes"].is_array());
    let generate = document(&run(&["generate"]), "generate", 0);
    assert_eq!(generate["result"]["files"][0]["file"], "migrations/V1__init.sql");
    let plan = document(&run(&["plan"]), "plan", 0);
    assert!(plan["result"]["steps"].as_array().unwrap().len() > 5, "{plan:#}");
    let status = document(&run(&["status"]), "status", 0);
    assert_eq!(status["result"]["versions"][0]["state"], "pending");
    let dry = document(&run(&["migrate", "--dry-run"]), "migrate", 0);
    assert_eq!(
        (&dry["result"]["dry_run"], &dry["result"]["to_version"]),
        (&true.into(), &1.into())
    );
    let migrate = document(&run(&["migrate"]), "migrate", 0);
    assert_eq!(migrate["result"]["applied"][0]["version"], 1);
    assert_eq!(migrate["result"]["from_version"], Value::Null);
    let url = small.target.as_ref().unwrap().to_string();
    let live = document(&run(&["access", "--database-url", &url]), "access", 0);
    assert!(live["result"]["of"].as_str().unwrap().starts_with("postgresql://"), "{live:#}");
    assert!(live["result"]["cells"].as_array().unwrap().len() > 5);
    let same = document(&run(&["access", "--database-url", &url, "--diff", "1"]), "access", 0);
    assert_eq!(same["result"]["changes"], serde_json::json!([]));
    let drift = document(&run(&["drift"]), "drift", 0);
    assert_eq!(drift["result"]["differences"].as_array().unwrap().len(), 0);
    execute(
        small.database(),
        "alter table library.books drop column published; create table library.more ()",
    );
    let drift = document(&run(&["drift"]), "drift", 1);
    let objects: Vec<&str> = drift["result"]["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|difference| difference["object"].as_str().unwrap())
        .collect();
    assert_eq!(objects, ["table library.more", "column library.books.published"]);
    assert_eq!(drift["findings"].as_array().unwrap().len(), 2);
    let undo = document(&run(&["undo"]), "undo", 1);
    assert_eq!(undo["error"]["cause"], "undo");
    let undo = document(&run(&["undo", "--dry-run", "--allow", "data_loss"]), "undo", 3);
    assert_eq!(undo["error"]["cause"], "migration");
    let after = document(&run(&["migrate"]), "migrate", 1);
    assert_eq!(after["findings"].as_array().unwrap().len(), 2, "{after:#}");
}

#[test]
fn a_failure_is_one_too() {
    let small = Small::with_database(15, "documents_failure");
    let run = |arguments: &[&str]| small.run(&[arguments, &["--format", "json"]].concat());
    let refused = document(&run(&["init", "."]), "init", 2);
    assert_eq!(refused["error"]["cause"], "usage");
    let target = document(&run(&["migrate", "--target", "3"]), "migrate", 2);
    assert_eq!(target["error"]["cause"], "usage");
    let nowhere =
        document(&run(&["status", "--database-url", "host=/nonexistent user=x"]), "status", 3);
    assert_eq!(nowhere["error"]["cause"], "connection");
    assert!(nowhere["error"]["help"].is_string(), "{nowhere:#}");
    small.edit("schema/library.yaml", "columns:", "colums:");
    let faulty = document(&run(&["check"]), "check", 2);
    let finding = &faulty["findings"][0];
    assert_eq!(finding["at"]["file"], "schema/library.yaml", "{faulty:#}");
    assert!(finding["at"]["line"].as_u64().unwrap() > 1);
    let stopped = document(&run(&["drift"]), "drift", 2);
    assert_eq!(stopped["error"]["cause"], "faults");
    assert!(!stopped["findings"].as_array().unwrap().is_empty());
}
