//! From one database to another: plan, apply, compare, plan again.
//!
//! A case is a folder `tests/cases/plan/<kind>/<case>/` with `from.sql` and `to.sql`. Both are run in databases of
//! their own. The plan between them, in each direction, is a snapshot; it is applied to a copy of the first, which
//! must then equal the second, plan to nothing, and read the same to `pg_dump`, which shares no code with the
//! introspection.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use momni_db::catalog::{Catalog, Intent, Name, Scope, differences};
use momni_db::connect::Session;
use momni_db::introspect::introspect;
use momni_db::plan::plan;
use momni_db::render::statements;
use momni_db::scratch::Server;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ROLES: [&str; 3] = ["r_owner", "r_member", "r_other"];

fn scope() -> Scope {
    Scope { roles: Some(ROLES.iter().map(Name::from).collect()), ..Scope::everything() }
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/plan");
    let folders = |path: &Path| -> BTreeSet<PathBuf> {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect()
    };
    folders(&root).iter().flat_map(|kind| folders(kind)).collect()
}

async fn create(server: &Server, name: &str) -> Session {
    let maintenance = support::session(&server.target("postgres")).await;
    maintenance.client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    support::session(&server.target(name)).await
}

/// A database of its own with this content.
async fn database(server: &Server, name: &str, sql: &str) -> Session {
    let session = create(server, name).await;
    session.client.batch_execute(sql).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
    session
}

async fn catalog(session: &Session) -> Catalog {
    introspect(&session.client, &scope()).await.unwrap()
}

/// `pg_dump`, with what has no meaning taken out: the order of lines, commas, comments, its own settings.
fn dump(server: &Server, name: &str) -> Vec<String> {
    let output = std::process::Command::new(server.bin.join("pg_dump"))
        .arg("--schema-only")
        .arg("--dbname")
        .arg(server.target(name).to_string())
        .output()
        .unwrap();
    assert!(output.status.success(), "pg_dump: {}", String::from_utf8_lossy(&output.stderr));
    let mut lines: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| line.trim().trim_end_matches(',').to_owned())
        .filter(|line| !line.is_empty() && !line.starts_with("--") && !line.starts_with("\\"))
        .collect();
    lines.sort();
    lines
}

struct Direction<'a> {
    label: String,
    from: &'a str,
    to: &'a str,
}

/// Plans and proves one direction; gives the plan's SQL, or what went wrong.
async fn prove(server: &Server, it: &Direction<'_>) -> Result<String, String> {
    let (from_name, to_name) = (format!("{}_from", it.label), format!("{}_to", it.label));
    let from = database(server, &from_name, it.from).await;
    let to = database(server, &to_name, it.to).await;
    let wanted = catalog(&to).await;
    let before = catalog(&from).await;
    let intent = Intent::default();
    let text: Vec<String> =
        statements(&plan(&before, &wanted, &intent)).into_iter().map(|it| it.sql).collect();
    let sql = text.iter().map(|sql| format!("{sql};\n")).collect::<String>();
    let settings = "BEGIN; SET LOCAL check_function_bodies = off;\n";
    if let Err(error) = from.client.batch_execute(&format!("{settings}{sql}COMMIT")).await {
        return Err(format!("does not apply: {:?}\n{sql}", error.as_db_error()));
    }
    let after = catalog(&from).await;
    let left: Vec<String> = differences(&wanted, &after)
        .iter()
        .map(|difference| difference.sentence("to.sql", "the result"))
        .collect();
    if !left.is_empty() {
        return Err(format!("differs:\n{}\n{sql}", left.join("\n")));
    }
    let again = statements(&plan(&after, &wanted, &intent));
    if !again.is_empty() {
        return Err(format!("plans again: {again:?}\n{sql}"));
    }
    let (result, wanted) = (dump(server, &from_name), dump(server, &to_name));
    if result != wanted {
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|line| !b.contains(line)).cloned().collect()
        };
        return Err(format!(
            "pg_dump sees a difference: only in the result {:#?}, only in to.sql {:#?}\n{sql}",
            only(&result, &wanted),
            only(&wanted, &result)
        ));
    }
    Ok(sql)
}

fn run(major: u32) {
    let server = support::server(major, &["pg_trgm"]);
    support::runtime().block_on(async {
        let session = support::session(&server.target("postgres")).await;
        for role in ROLES {
            session.client.batch_execute(&format!("CREATE ROLE {role}")).await.unwrap();
        }
        let mut failures = Vec::new();
        let only = std::env::var("CASE").ok();
        let cases = cases();
        assert!(cases.len() > 50, "the cases are gone");
        for (number, case) in cases.iter().enumerate() {
            let name = case.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            let name = name.strip_prefix("tests/cases/plan").unwrap().to_str().unwrap().to_owned();
            if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
                continue;
            }
            let read = |file: &str| std::fs::read_to_string(case.join(file)).unwrap();
            let (from, to) = (read("from.sql"), read("to.sql"));
            let there = Direction { label: format!("case{number}_there"), from: &from, to: &to };
            let back = Direction { label: format!("case{number}_back"), from: &to, to: &from };
            let mut text = String::new();
            for (heading, direction) in [("from → to", there), ("to → from", back)] {
                match prove(server, &direction).await {
                    Ok(sql) => text.push_str(&format!("-- {heading}\n{sql}\n")),
                    Err(error) => failures.push(format!("## {name} ({heading})\n{error}")),
                }
            }
            // The wording of expressions differs by version; the plan is the same. One version keeps the snapshot.
            if major == 15 {
                let mut settings = insta::Settings::clone_current();
                settings.set_snapshot_path(case);
                settings.set_prepend_module_to_snapshot(false);
                settings.set_omit_expression(true);
                settings.bind(|| insta::assert_snapshot!("plan", text.trim_end()));
            }
        }
        assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n\n"));
    });
}

#[test]
fn every_case_on_postgresql_15() {
    run(15);
}

#[test]
fn every_case_on_postgresql_18() {
    run(18);
}
