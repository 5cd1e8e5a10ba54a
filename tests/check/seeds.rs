//! Whole designs as people have written them down, with their mistakes: each mistake that is known is marked, with the rule that finds
//! it, and nothing else is found but what is a matter of taste.

use super::{found, project, runtime, server};
use momni_db::diagnostic::{Diagnostic, Sources, place};
use momni_db::read;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rules that have something to say in nearly every line.
const TASTE: [&str; 7] = [
    "missing-column-comment",
    "missing-comment",
    "on-delete-unsaid",
    "open-choice",
    "row-security-not-forced",
    "row-security-off",
    "varchar-limit",
];

fn seed(name: &str) -> (PathBuf, String) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check/seeds").join(name);
    let text = std::fs::read_to_string(&file).unwrap();
    (file, text)
}

fn at(found: &[Diagnostic], sources: &Sources) -> BTreeSet<(usize, String)> {
    let told = found.iter().filter(|it| !TASTE.contains(&it.rule));
    told.map(|it| (place(it.span.as_ref().unwrap(), sources).unwrap().line, it.rule.to_owned()))
        .collect()
}

/// The marks are what was found; `MOMNI_WRITE=1` sets them.
fn compare((file, text): (PathBuf, String), found: &BTreeSet<(usize, String)>) {
    let mut marked = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mark = if line.contains("-- <--") || is_sql(line) { "-- <--" } else { "# <--" };
        let plain = line
            .split([" # <-- ", " -- <-- "].iter().find(|it| line.contains(**it)).unwrap_or(&"\0"))
            .next()
            .unwrap();
        let rules: Vec<&str> =
            found.iter().filter(|(at, _)| *at == number).map(|(_, rule)| rule.as_str()).collect();
        marked += plain;
        if !rules.is_empty() {
            marked += &format!(" {mark} {}", rules.join(", "));
        }
        marked.push('\n');
    }
    if std::env::var_os("MOMNI_WRITE").is_some() {
        std::fs::write(&file, &marked).unwrap();
        return;
    }
    for (number, (old, new)) in (1..).zip(text.lines().zip(marked.lines())) {
        assert_eq!(old, new, "{}:{number}", file.display());
    }
}

/// Lines of SQL in a block, where `#` would be a part of it.
fn is_sql(line: &str) -> bool {
    let words = ["WHERE", "WHEN", "SELECT", "EXISTS", "AND", "FROM", "JOIN", "UPDATE", "INSERT"];
    words.iter().any(|word| line.trim_start().starts_with(word)) || line.contains("auth.uid() OR")
}

#[test]
fn samia_tarot_and_family_groups() {
    runtime().block_on(async {
        let server = server(15).await;
        for name in ["samia_tarot.yaml", "family_groups.yaml"] {
            let (file, text) = seed(name);
            let folder = project("", &text);
            let (found, sources) =
                found(folder.path(), Some(server.target("postgres"))).await.unwrap();
            compare((file, text), &at(&found, &sources));
        }
    });
}

#[test]
fn smilefactory() {
    let (file, text) = seed("smilefactory.yaml");
    let folder = project("", &text);
    let faults = read::project(folder.path()).unwrap_err();
    compare((file, text), &at(&faults.diagnostics, &faults.sources));
}
