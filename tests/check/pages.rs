//! `docs/check.md` has a section for each rule, with its examples: `MOMNI_WRITE=1 cargo test --test check pages` writes it.

use super::examples::example;
use momni_db::diagnostic::Level;
use momni_db::judge::{Needs, RULES, Rule};
use std::path::PathBuf;

const SUBJECTS: [&str; 10] = [
    "Policies",
    "Functions",
    "Routes",
    "Views",
    "Roles",
    "Tables",
    "Columns",
    "Keys and indexes",
    "Triggers",
    "Jobs",
];

#[test]
fn pages_say_what_the_rules_and_the_examples_say() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/check.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let mark = "<!-- rules -->\n";
    let (head, written) = text.split_once(mark).expect("docs/check.md has no mark");
    let page = page();
    if std::env::var_os("MOMNI_WRITE").is_some() {
        std::fs::write(&file, format!("{head}{mark}{page}")).unwrap();
    } else {
        assert!(
            written == page,
            "docs/check.md is stale: MOMNI_WRITE=1 cargo test --test check pages"
        );
    }
}

fn page() -> String {
    let mut page = String::new();
    assert_eq!(RULES.len(), SUBJECTS.len());
    for (subject, rules) in SUBJECTS.iter().zip(RULES) {
        page += &format!("\n## {subject}\n");
        for rule in rules.iter() {
            page += &section(rule);
        }
    }
    page
}

fn section(rule: &Rule) -> String {
    let level = match rule.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let needs = match rule.needs {
        Needs::Declared => "",
        Needs::Built => ", with `--database`",
        Needs::Examined => ", with `--database` where plpgsql_check is offered",
    };
    let fix = if rule.fixes { " `--fix` mends it." } else { "" };
    let (bad, good) = (example(rule, "bad"), example(rule, "good"));
    format!(
        "\n### {}\n\n{} ({level}{needs}){fix}\n\n{}\n\nBad:\n\n```yaml\n{}```\n\nGood:\n\n```yaml\n{}```\n",
        rule.id, rule.about, rule.why, bad, good
    )
}
