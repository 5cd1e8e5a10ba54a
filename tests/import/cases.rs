//! Every script that plans and introspection are tested with.

use crate::support::{self, MAJORS};
use crate::trip::{Servers, round};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The roles that the cases of plans know.
const ROLES: [&str; 3] = ["r_owner", "r_member", "r_other"];

/// What no declaration says. An extension that is made anew does not adopt again what was added to it. Before PostgreSQL 16 a
/// generated column that is inherited is not stated besides.
const NOT_SAID: [&str; 2] =
    ["introspect/extension/adopted.sql", "introspect/inheritance/generated.sql"];

/// Every script once, and the name of its file. Each takes its turn on one version, unless it is for newer ones. The two of
/// a case of plans are much alike: the second stands for both, unless `EVERY` or `CASE` is set.
fn scripts(major: u32) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = BTreeSet::new();
    for folder in ["plan", "introspect"] {
        walk(&root.join(folder), &mut files);
    }
    let every = ["EVERY", "CASE"].iter().any(|name| std::env::var_os(name).is_some());
    let (mut seen, mut doubles) = (BTreeSet::new(), 0_usize);
    let mut scripts = Vec::new();
    for file in files {
        let is_query = file.ends_with("values.sql");
        let is_double = file.ends_with("from.sql") && file.with_file_name("to.sql").exists();
        // Of the cases of plans every third one, likewise.
        doubles += usize::from(file.ends_with("to.sql"));
        let is_left = file.ends_with("to.sql") && !doubles.is_multiple_of(3);
        if is_query || (!every && (is_double || is_left)) {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let from = text.lines().find_map(|line| line.strip_prefix("-- from: "));
        let least: u32 = from.map_or(0, |from| from.parse().unwrap());
        // A case of plans says it once, in its first script.
        let first = std::fs::read_to_string(file.with_file_name("from.sql")).unwrap_or_default();
        let only = first.lines().find_map(|line| line.strip_prefix("-- only: "));
        let turn = if let Some(only) = only {
            only.parse().unwrap()
        } else if least > MAJORS[0] {
            MAJORS[1]
        } else {
            MAJORS[seen.len() % 2]
        };
        let named = std::env::var_os("CASE").is_some() && least <= major && only.is_none();
        if seen.insert(text.clone()) && (turn == major || named) {
            let name = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            scripts.push((name, text));
        }
    }
    scripts
}

fn walk(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|it| it == "sql") {
            found.insert(path);
        }
    }
}

fn every_script(major: u32) {
    let servers = Servers::of(major);
    let only = std::env::var("CASE").ok();
    let scripts = scripts(major);
    assert!(scripts.len() > 50, "only {} scripts were found", scripts.len());
    support::run(async {
        let session = support::session(&servers.source.target("postgres")).await;
        for role in ROLES {
            session.batch(&format!("CREATE ROLE {role}")).await.unwrap();
        }
        session.batch("CREATE ROLE r_super SUPERUSER").await.unwrap();
        support::tablespaces(servers.source).await;
        support::tablespaces(&servers.fresh).await;
        let mut failures = Vec::new();
        for (number, (file, script)) in scripts.iter().enumerate() {
            if only.as_ref().is_some_and(|only| !file.contains(only.as_str())) {
                continue;
            }
            // Scripts of the introspection name their database as its tests do.
            let name = match file.strip_prefix("introspect/").and_then(|it| it.strip_suffix(".sql"))
            {
                Some(case) => case.replace('/', "_"),
                None => format!("plan_{number}"),
            };
            let source = servers.database(&name).await;
            source.client.batch_execute(script).await.unwrap_or_else(|e| panic!("{file}: {e:?}"));
            if NOT_SAID.contains(&file.as_str()) {
                continue;
            }
            if let Err(error) = round(&servers, &name, &source).await {
                failures.push(format!("## {file}\n{error}"));
            }
        }
        assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n\n"));
    });
}

#[test]
fn every_script_on_postgresql_15() {
    every_script(15);
}

#[test]
fn every_script_on_postgresql_18() {
    every_script(18);
}
