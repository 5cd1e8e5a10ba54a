//! The synthetic projects of the benchmarks are what `docs/performance.md` says that they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../benches/stages/synthetic.rs"]
mod synthetic;

use momni_db::catalog::{Catalog, Kind};
use momni_db::read::project;
use std::collections::BTreeMap;
use std::path::Path;

fn read(files: &BTreeMap<String, String>) -> Catalog {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let (project, warnings) = project(folder.path())
        .unwrap_or_else(|faults| panic!("the project has faults: {:#?}", faults.diagnostics));
    assert!(warnings.is_empty(), "{warnings:#?}");
    project.declared.objects().unwrap().catalog.clone()
}

#[test]
fn a_project_of_n_tables_holds_what_is_said() {
    let catalog = read(&synthetic::project(30, 1));
    for (kind, count) in [
        (Kind::Table, 30),
        (Kind::Column, 30 * 12),
        // A primary key, two foreign keys, two checks.
        (Kind::Constraint, 30 * 5),
        (Kind::Index, 30 * 3),
        (Kind::Policy, 30 * 2),
        (Kind::Trigger, 30),
        (Kind::Enum, 3),
        (Kind::Function, 3),
        (Kind::Role, 2),
    ] {
        assert_eq!(catalog.of_kind(kind).count(), count, "{kind:?}");
    }
    let bare: Vec<String> = catalog
        .objects
        .iter()
        .filter(|(id, object)| {
            object.comment.is_none()
                && !matches!(
                    id.kind,
                    Kind::Constraint | Kind::Database | Kind::DefaultExpr | Kind::Membership
                )
        })
        .map(|(id, _)| id.to_string())
        .collect();
    assert_eq!(bare, Vec::<String>::new(), "objects without a comment");
}

#[test]
fn clients_call_three_functions_for_each_table() {
    let catalog = read(&synthetic::with_clients(synthetic::project(30, 1), 30));
    let clients = |id: &&momni_db::catalog::ObjectId| id.schema.as_deref() == Some("api");
    let functions = catalog.of_kind(Kind::Function).map(|(id, _)| id).filter(clients);
    assert_eq!(functions.count(), 30 * 3);
}

#[test]
fn the_seed_decides_every_byte() {
    assert_eq!(synthetic::project(30, 1), synthetic::project(30, 1));
    assert_ne!(synthetic::project(30, 1), synthetic::project(30, 2));
}

#[test]
fn the_change_adds_one_column_to_ten_tables() {
    let files = synthetic::project(30, 1);
    let (from, to) = (read(&files), read(&synthetic::changed(files)));
    let columns = |catalog: &Catalog| catalog.of_kind(Kind::Column).count();
    assert_eq!(columns(&to) - columns(&from), 10);
}
