//! Findings for other programs: what a rule is about goes along.

use super::project;
use serde_json::Value;
use std::process::Command;

#[test]
fn sarif_describes_the_rule_and_names_its_page() {
    let text = "tables: { t: { comment: Something., columns: { id: { type: bigint, comment: Which. } }, row_security: { off: Everybody may. } } }\n";
    let folder = project("", text);
    let ran = Command::new(env!("CARGO_BIN_EXE_momni-db"))
        .args(["check", "--strict", "--format", "sarif", "-C", folder.path().to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0]["id"], "no-primary-key");
    assert!(rules[0]["shortDescription"]["text"].as_str().unwrap().contains("primary key"));
    assert!(!rules[0]["fullDescription"]["text"].as_str().unwrap().is_empty());
    assert_eq!(rules[0]["help"]["text"], "See docs/check.md#no-primary-key");
}
