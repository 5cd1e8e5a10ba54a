//! Large schemas in the style of real ones: `tests/cases/schemas/<name>.sql`. Each is loaded, imported, made into
//! migrations, built from them on a server that knows nothing, and compared by two observers; it has no drift, and
//! the second import gives the same bytes.

use crate::support;
use crate::trip::{Servers, project, round, shown, stored};
use momni_db::catalog::{Catalog, Kind};
use momni_db::diagnostic::{Format, render};
use momni_db::pipeline::{Options, compare};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The script of every schema.
fn scripts() -> BTreeSet<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/schemas");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|it| it == "sql")).collect()
}

fn tables(catalog: &Catalog) -> usize {
    catalog.of_kind(Kind::Table).count()
}

fn every_schema(major: u32) {
    let servers = Servers::apart(major);
    let only = std::env::var("CASE").ok();
    let scripts = scripts();
    assert!(scripts.len() > 1, "the schemas are gone");
    let mut failures = Vec::new();
    for path in &scripts {
        let name = path.file_stem().unwrap().to_str().unwrap();
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let script = std::fs::read_to_string(path).unwrap();
        let from = script.lines().find_map(|line| line.strip_prefix("-- from: "));
        if from.is_some_and(|from| from.parse::<u32>().unwrap() > major) {
            continue;
        }
        if let Err(error) = support::run(one(&servers, name, &script)) {
            failures.push(format!("## {name} on {major}\n{error}"));
        }
    }
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n\n"));
}

async fn one(servers: &Servers, name: &str, script: &str) -> Result<(), String> {
    let source = servers.database(name).await;
    source.batch(script).await.map_err(|error| format!("the script: {error}"))?;
    // A script may have set what a dump sets.
    source.batch("RESET ALL").await.map_err(|error| error.to_string())?;
    let imported = round(servers, name, &source).await?;
    if let Ok(folder) = std::env::var("SHOW") {
        std::fs::write(Path::new(&folder).join(name), shown(&imported.files)).unwrap();
    }
    let unknown: Vec<String> = imported
        .catalog
        .unmodelled
        .iter()
        .map(|it| format!("{} {}", it.kind, it.identity))
        .collect();
    if !unknown.is_empty() || !imported.warnings.is_empty() {
        let warnings = render(&imported.warnings, &Default::default(), Format::Human, false);
        return Err(format!("not known: {unknown:#?}\n{warnings}"));
    }
    if tables(&imported.catalog) < 25 {
        return Err(format!("only {} tables", tables(&imported.catalog)));
    }
    let folder = stored(&imported.files);
    let project = project(folder.path())?;
    let options = Options { lent: Some(servers.fresh.target("postgres")), ..Default::default() };
    let drift = compare(&project.declared, &source, &options).await;
    let drift = drift.map_err(|failure| failure.to_string())?.differences;
    let drift: Vec<String> = drift.iter().map(|it| it.sentence("declared", "the source")).collect();
    if drift.is_empty() { Ok(()) } else { Err(format!("drift:\n{}", drift.join("\n"))) }
}

#[test]
fn every_schema_on_postgresql_15() {
    every_schema(15);
}

#[test]
fn every_schema_on_postgresql_18() {
    every_schema(18);
}
