//! Findings in their four forms.

use crate::small::Small;
use serde_json::Value;

fn faulty() -> Small {
    let small = Small::new();
    small.edit("schema/library.yaml", "references: { table: books", "references: { table: bokks");
    small
}

#[test]
fn for_people_with_place_cause_and_mend() {
    let ran = faulty().run(&["check"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    for part in ["schema/library.yaml:", "bokks", "books", "1 error"] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    assert_eq!(ran.stderr, "");
}

#[test]
fn for_github() {
    let ran = faulty().run(&["check", "--format", "github"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stdout.starts_with("::error file=schema/library.yaml,line="), "{}", ran.stdout);
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
}

#[test]
fn as_sarif() {
    let ran = faulty().run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "schema/library.yaml");
    assert!(place["region"]["startLine"].as_u64().unwrap() > 20, "{log:#}");
}

#[test]
fn what_is_wrong_with_the_declarations_stops_every_command_before_it_does_anything() {
    let small = Small::with_database(15, "findings_stop").migrated();
    small.edit("schema/library.yaml", "references: { table: books", "references: { table: bokks");
    for command in ["generate", "migrate", "status", "drift", "plan"] {
        let ran = small.run(&[command]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{command}: {ran:?}");
        assert!(ran.stderr.contains("schema/library.yaml:"), "{command}: {ran:?}");
        assert!(ran.stderr.contains("1 fault must be mended first"), "{command}: {ran:?}");
    }
    let ran = small.run(&["drift", "--format", "github"]);
    assert!(ran.stdout.starts_with("::error file=schema/library.yaml,line="), "{ran:?}");
}

/// What PostgreSQL alone can judge is shown in the YAML too.
#[test]
fn check_with_a_database_finds_what_only_postgresql_knows() {
    let small = Small::new();
    small.edit("schema/library.yaml", "title <> ''", "title <> 1");
    assert_eq!(small.run(&["check"]).code, Some(0));
    let ran = small.run(&["check", "--database"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stdout.contains("operator does not exist: text <> integer"), "{ran:?}");
    assert!(ran.stdout.contains("schema/library.yaml:"), "{ran:?}");
}

#[test]
fn a_failure_has_its_place_in_every_form() {
    let small = Small::with_database(15, "findings_failure");
    let folder = small.root().join("migrations");
    momni_db::apply::add(&folder, &Default::default(), "bad", "select 1;\n  selec 2;\n").unwrap();
    let ran = small.run(&["migrate", "--format", "github"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.stdout.starts_with("::error file=migrations/V1__bad.sql,line=2,col=3,"),
        "{}",
        ran.stdout
    );
    let ran = small.run(&["migrate", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "migration");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
}
