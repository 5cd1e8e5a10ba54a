//! `docs/requirements.md` tells the truth: no id is missing, every object that it names is in the migrated database, and
//! every test that it names is here.

use crate::server::project;
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// The ids: a letter and a number, or an area and how many it has.
const IDS: &[(&str, u32)] = &[
    ("M1.", 13),
    ("M2.", 8),
    ("M3.", 7),
    ("M4.", 7),
    ("M5.", 7),
    ("M6.", 8),
    ("M7.", 5),
    ("M8.", 7),
    ("M9.", 10),
    ("S", 9),
    ("T", 6),
    ("F", 11),
];

/// From the id to where it lives and which tests prove it.
fn requirements() -> BTreeMap<String, (String, String)> {
    let text = std::fs::read_to_string(project().join("docs/requirements.md")).unwrap();
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, place, test] = cells[..] else { panic!("not three cells: {line}") };
        if id != "id" && !id.starts_with('-') {
            let twice = rows.insert(id.to_owned(), (place.to_owned(), test.to_owned()));
            assert!(twice.is_none(), "{id} is there twice");
        }
    }
    rows
}

/// What stands in backticks.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether a table, a type or a function has a name.
async fn is_there(world: &World, name: &str) -> bool {
    let there = format!(
        "select to_regclass('{name}') is not null or to_regtype('{name}') is not null or exists (
           select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname || '.' || p.proname = '{name}')"
    );
    world.read(&there).await == "t"
}

/// The guides name tables, types and functions that there are: `app.hosts`, `app.hosts.time_zone`, `auth.can(capability)`.
pub(crate) async fn guides_name_what_is_there(world: &World) {
    let mut guides = vec![project().join("docs/momni.md")];
    for folder in ["docs/momni", "docs/momni/decisions"] {
        let entries = std::fs::read_dir(project().join(folder)).unwrap();
        guides.extend(entries.map(|it| it.unwrap().path()).filter(|it| it.is_file()));
    }
    let mut named = BTreeSet::new();
    for guide in guides {
        let text = std::fs::read_to_string(&guide).unwrap();
        for name in names(&text) {
            let name = name.split('(').next().unwrap_or_default();
            let parts: Vec<&str> = name.split('.').collect();
            if let ["api" | "app" | "audit" | "auth", object, ..] = parts[..]
                && object.chars().all(|it| it.is_ascii_lowercase() || it == '_')
            {
                named.insert((format!("{}.{object}", parts[0]), guide.clone()));
            }
        }
    }
    assert!(named.len() > 100, "{}", named.len());
    for (name, guide) in named {
        assert!(is_there(world, &name).await, "{}: there is no {name}", guide.display());
    }
}

pub(crate) async fn requirements_name_what_is_there(world: &World) {
    let rows = requirements();
    let ids: Vec<String> = IDS
        .iter()
        .flat_map(|(area, last)| (1..=*last).map(move |n| format!("{area}{n}")))
        .collect();
    let missing: Vec<_> = ids.iter().filter(|id| !rows.contains_key(*id)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    assert_eq!(rows.len(), ids.len(), "an id that nobody knows");

    let tests = concat!(include_str!("../momni.rs"), include_str!("../behaviour.rs"));
    let hammer = include_str!("../hammer.rs");
    let mut objects = 0;
    for (id, (place, test)) in rows.iter().filter(|(id, _)| id.starts_with('M')) {
        for name in names(place).filter(|name| name.contains('.') && !name.contains('/')) {
            objects += 1;
            assert!(is_there(world, name).await, "{id}: there is no {name}");
            assert!(names(test).next().is_some(), "{id}: {name} without a test of its own");
        }
        for name in names(test) {
            let there = tests.contains(&format!("::{name},"))
                || hammer.contains(&format!("#[test]\nfn {name}() {{"));
            assert!(there, "{id}: there is no test {name}");
        }
    }
    assert!(objects > 40, "{objects}");

    // What falls due by itself serves something that was asked for.
    let jobs = std::fs::read_to_string(project().join("functions/upkeep/jobs.yaml")).unwrap();
    let called: Vec<_> = jobs.lines().filter_map(|it| it.strip_prefix("    function: ")).collect();
    assert!(called.len() > 20, "{called:?}");
    for function in called {
        let named = rows.values().any(|(place, _)| names(place).any(|it| it == function));
        assert!(named, "a job calls {function}, which is in no row");
    }
}

/// M8.4. PostgreSQL has a default for what becomes of rows whose row of reference goes; here it is always said.
pub(crate) async fn every_foreign_key_says_what_becomes_of_its_rows(world: &World) {
    let mut stated = 0;
    let mut folders = vec![project().join("schema")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for key in text.split("references:").skip(1) {
                let said = key.matches("on_delete:").count();
                assert_eq!(said, 1, "{}: references:{}", path.display(), &key[..60.min(key.len())]);
                stated += 1;
            }
        }
    }
    let keys = "select count(distinct conname) from pg_constraint k join pg_namespace n on n.oid = k.connamespace
                where k.contype = 'f' and n.nspname = 'app' and conparentid = 0 and conname !~ 'deleted_by'";
    // The one of the trait `soft_delete` is written once, for all tables that take it; that of `verification`, for three.
    assert_eq!(world.read(keys).await, (stated - 1 + 2).to_string());
}
