//! Of each rule: the bad example is found at the lines that are marked, the good one is not found.

use super::{found, project, runtime, server};
use momni_db::diagnostic::place;
use momni_db::judge::{Needs, Rule, rules};
use std::path::PathBuf;

/// What marks a line: in YAML and in SQL.
const MARKS: [&str; 2] = ["# <--", "-- <--"];

pub(crate) fn example(rule: &Rule, which: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check");
    let file = folder.join(rule.id).join(format!("{which}.yaml"));
    std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{} is missing", file.display()))
}

/// Those of the page, `bad` and `good`, and others beside them: `bad_view`.
fn examples(rule: &Rule) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check").join(rule.id);
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut names: Vec<String> =
        files.map(|it| it.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert!(names.contains(&"bad".to_owned()) && names.contains(&"good".to_owned()));
    names
}

#[test]
fn what_needs_no_server_is_found_without_one() {
    runtime().block_on(async {
        let mut wrong = String::new();
        for rule in rules().filter(|rule| rule.needs == Needs::Declared) {
            wrong += &judged(rule, None, true).await;
        }
        assert!(wrong.is_empty(), "{wrong}");
    });
}

#[test]
fn postgres_takes_every_example_and_tells_what_only_it_knows() {
    for major in [15, 18] {
        runtime().block_on(async {
            let server = server(major).await;
            let offered = super::offers_plpgsql_check(&server).await;
            let mut wrong = String::new();
            for rule in rules() {
                // Nothing is found where nobody looks.
                let finds = rule.needs != Needs::Examined || offered;
                wrong += &judged(rule, Some(server.target("postgres")), finds).await;
            }
            assert!(wrong.is_empty(), "PostgreSQL {major}\n{wrong}");
        });
    }
}

/// What is not as it should be with the examples of a rule.
async fn judged(rule: &Rule, lent: Option<momni_db::connect::Target>, finds: bool) -> String {
    let mut wrong = String::new();
    for which in examples(rule) {
        let text = example(rule, &which);
        let marked: Vec<usize> = (1..)
            .zip(text.lines())
            .filter(|(_, line)| MARKS.iter().any(|mark| line.contains(mark)))
            .map(|(number, _)| number)
            .collect();
        assert_eq!(
            marked.is_empty(),
            which.starts_with("good"),
            "{}/{which}.yaml has the wrong marks",
            rule.id
        );
        let marked = if finds { marked } else { Vec::new() };
        // What the file of the project says stands in a comment.
        let config = text.lines().filter_map(|line| line.strip_prefix("# momni-db.yaml: "));
        let config: String = config.map(|line| format!("{line}\n")).collect();
        let folder = project(&config, &text);
        match found(folder.path(), lent.clone()).await {
            Ok((found, sources)) => {
                let own = found.iter().filter(|it| it.rule == rule.id);
                let lines: Vec<usize> = own
                    .map(|it| place(it.span.as_ref().unwrap(), &sources).unwrap().line)
                    .collect();
                if lines != marked {
                    wrong += &format!("{}/{which}: marked {marked:?}, found {lines:?}\n", rule.id);
                }
            }
            Err(fault) => wrong += &format!("{}/{which}: {fault}\n", rule.id),
        }
    }
    wrong
}
