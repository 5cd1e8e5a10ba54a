//! That PostgreSQL takes what the pages show as examples.

use crate::projects::{pages, root};
use crate::support::{database, execute, momni_db, program, ran, server};
use momni_db::connect::Target;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

/// A database in which a project stands.
pub(crate) fn standing(project: &str) -> Target {
    static STANDING: OnceLock<Mutex<BTreeMap<String, Target>>> = OnceLock::new();
    let mut standing =
        STANDING.get_or_init(Mutex::default).lock().unwrap_or_else(|e| e.into_inner());
    let make = || {
        let name = format!("docs_{}", project.replace(['/', '-'], "_"));
        let target = database(server(15, &[]), &name);
        let folder = tempfile::tempdir().unwrap();
        let place = match root(project).join("migrations").is_dir() {
            true => root(project),
            false => {
                copy(&root(project), folder.path());
                let made = momni_db(folder.path(), &["generate"]);
                assert_eq!(made.code, Some(0), "{made:?}");
                folder.path().to_owned()
            }
        };
        let migrated = ran(program(&place).arg("migrate").env("DATABASE_URL", target.to_string()));
        assert_eq!(migrated.code, Some(0), "{migrated:?}");
        target
    };
    standing.entry(project.to_owned()).or_insert_with(make).clone()
}

pub(crate) fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &place),
            false => drop(std::fs::copy(entry.path(), place).unwrap()),
        }
    }
}

/// The example of a page: its statements.
fn example(page: &str) -> Option<&str> {
    let rest = page.split_once("\n## Example\n")?.1;
    Some(rest.split_once("```sql\n")?.1.split_once("\n```")?.0)
}

/// The rows that the test is given are not there, so that what a test does is planned and not done: names, types, and whether the role
/// may. Who calls, and with which settings, is said.
fn tried(statement: &str) -> String {
    // What stands for a value that the server makes for the test.
    let mut parts = statement.split(":'");
    let mut planned = parts.next().unwrap().to_owned();
    for part in parts {
        planned += &format!("NULL{}", part.split_once('\'').unwrap().1);
    }
    let lines: Vec<&str> = planned.lines().filter(|it| !it.starts_with("--")).collect();
    let planned = lines.join("\n");
    let lower = planned.to_lowercase();
    let begins = ["set ", "reset ", "select set_config("];
    let is_setting = begins.iter().any(|it| lower.starts_with(it)) && !lower.contains(" from ");
    if is_setting { format!("{planned};\n") } else { format!("EXPLAIN {planned};\n") }
}

#[test]
fn examples_are_calls_that_postgresql_takes() {
    let mut count = 0;
    for project in ["", "examples/family-groups"] {
        let target = standing(project);
        for (page, text) in pages(project) {
            let Some(sql) = example(&text) else { continue };
            count += 1;
            let statements: Vec<&str> = sql.trim_end_matches(';').split(";\n").collect();
            assert!(statements.last().is_some_and(|it| it.starts_with("SELECT ")), "{page}: {sql}");
            let said: String = statements.iter().map(|it| tried(it)).collect();
            let whole = format!("BEGIN;\n{said}ROLLBACK;");
            eprintln!("{project} {page}");
            execute(&target, &whole);
        }
    }
    assert!(count >= 60, "{count} examples");
}
