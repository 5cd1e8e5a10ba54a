//! What the command line says of hazards, and what it takes for leave.

use crate::small::Small;
use serde_json::Value;
use std::fs;

fn migration(small: &Small, file: &str) -> String {
    fs::read_to_string(small.root().join("migrations").join(file)).unwrap()
}

#[test]
fn a_hazard_is_written_only_where_it_is_allowed() {
    let small = Small::new().generated();
    small.edit("schema/library.yaml", "reader: text\n", "reader: varchar(20)\n");
    let refused = small.run(&["generate"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""), "{refused:?}");
    assert!(refused.stderr.contains("`--allow data_loss`"), "{refused:?}");
    assert!(refused.stderr.contains("schema/library.yaml:"), "{refused:?}");
    // Another one is no leave for it.
    assert_eq!(small.run(&["generate", "--allow", "table_rewrite"]).code, Some(1));
    assert_eq!(small.run(&["generate", "--allow", "nothing"]).code, Some(2));
    let hazards = "table_rewrite,data_loss";
    let short = ["generate", "--offline", "--name", "short", "--allow"];
    assert_eq!(small.run(&[&short[..], &["data_loss"]].concat()).code, Some(1));
    let allowed = small.run(&[&short[..], &[hazards]].concat());
    assert_eq!(allowed.code, Some(0), "{allowed:?}");
    let written = migration(&small, "V2__short.sql");
    assert!(written.contains("ACCESS EXCLUSIVE, every row is written anew"), "{written}");
    assert!(written.contains("--   data_loss: alter column"), "{written}");
}

#[test]
fn offline_writes_the_short_form_in_one_file() {
    let small = Small::new().generated();
    small.edit(
        "schema/library.yaml",
        "reader: text\n",
        "reader: { type: text, check: reader <> '' }\n",
    );
    let refused = small.run(&["generate", "--offline"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    let short = small.run(&["generate", "--offline", "--name", "short", "--allow", "blocks_reads"]);
    assert_eq!(short.code, Some(0), "{short:?}");
    let written = migration(&small, "V2__short.sql");
    assert!(written.contains("CHECK ((reader <> ''::text));"), "{written}");
    assert!(!written.contains("NOT VALID"), "{written}");
    assert_eq!(small.run(&["generate"]).stdout.lines().count(), 1);
}

#[test]
fn plan_has_the_sizes_of_what_is_read_through() {
    let small = Small::with_database(15, "hazards_plan").migrated();
    small.edit(
        "schema/library.yaml",
        "reader: text\n",
        "reader: { type: text, check: reader <> '' }\n",
    );
    let ran = small.run(&["plan", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let steps = document["result"]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2, "{document:#}");
    let lock = |step: usize| &steps[step]["locks"][0];
    assert_eq!(
        (&lock(0)["mode"], &lock(0)["grows"], &lock(0)["bytes"]),
        (&"ACCESS EXCLUSIVE".into(), &false.into(), &Value::Null)
    );
    assert_eq!(
        (&lock(1)["mode"], &lock(1)["work"]),
        (&"SHARE UPDATE EXCLUSIVE".into(), &"scan".into())
    );
    assert!(lock(1)["bytes"].as_u64().unwrap() > 0, "{document:#}");
    assert_eq!(steps[1]["hazards"][0]["hazard"], "may_fail_on_data");
}
