//! A schema that is too large for one diagram, and what the pages of it take.

use momni_db::catalog::{
    Catalog, Column, Constraint, ConstraintBody, Definition, Kind, Name, Object, ObjectId,
    Position, QName, Table,
};
use momni_db::catalog::{ForeignKeyAction, ForeignKeyMatch};
use momni_db::generate::{self, Output, Source};
use momni_db::read;
use std::collections::BTreeMap;

/// `count` tables with `columns` columns each. Every one refers to a hub, and to up to `keys` before it.
fn catalog(count: usize, columns: usize, keys: usize) -> Catalog {
    let mut catalog = Catalog { major: 15, ..Catalog::default() };
    let name = |at: usize| QName::new("app", format!("table_with_a_rather_long_name_{at}"));
    for at in 0..count {
        let table = name(at);
        catalog.insert(
            ObjectId::in_schema(Kind::Table, &table),
            Object::new(Definition::Table(Table::default())),
        );
        let column = |catalog: &mut Catalog, position: usize, name: &str| {
            let it = Column {
                position: Position(i32::try_from(position).unwrap()),
                data_type: "timestamp with time zone".into(),
                ..Column::default()
            };
            catalog.insert(ObjectId::of_relation(Kind::Column, &table, name), Object::new(it));
        };
        for place in 0..columns {
            column(&mut catalog, place, &format!("a_column_with_a_long_name_{place}"));
        }
        let to = (1..=keys).filter_map(|back| at.checked_sub(back * back)).chain([0]);
        for (number, to) in to.enumerate() {
            let key = format!("refers_to_{number}");
            column(&mut catalog, columns + number, &key);
            let body = ConstraintBody::ForeignKey {
                columns: vec![Name::from(&key)],
                references: name(to),
                referenced_columns: vec!["a_column_with_a_long_name_0".into()],
                match_type: ForeignKeyMatch::Simple,
                on_delete: ForeignKeyAction::NoAction,
                on_update: ForeignKeyAction::NoAction,
                set_columns: Vec::new(),
                period: false,
            };
            let key_constraint = Constraint {
                body,
                deferrable: false,
                initially_deferred: false,
                validated: true,
                not_enforced: false,
                tablespace: None,
                index_comment: None,
                attached: None,
            };
            catalog.insert(
                ObjectId::of_relation(Kind::Constraint, &table, format!("{key}_fkey")),
                Object::new(key_constraint),
            );
        }
    }
    catalog
}

/// The pages of such a schema.
pub(crate) fn pages(count: usize, columns: usize, keys: usize) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("momni-db.yaml"), "name: wide\n").unwrap();
    let (project, _) = read::project(folder.path()).unwrap();
    let catalog = catalog(count, columns, keys);
    let source = Source {
        config: &project.config,
        catalog: &catalog,
        fingerprint: "",
        objects: project.declared.objects().unwrap(),
        migrations: &[],
        templates: &BTreeMap::new(),
    };
    let files = generate::files(&source, &[Output::Docs].into());
    assert!(files.faults.is_empty(), "{:#?}", files.faults);
    files.texts
}

#[test]
fn a_thousand_tables_take_seconds() {
    let start = std::time::Instant::now();
    let pages = pages(1000, 12, 2);
    assert!(pages.len() > 1000);
    // What is built for tests is some ten times slower than what is released, which has 5 seconds for everything.
    let took = start.elapsed();
    eprintln!("1,000 tables took {took:?}");
    assert!(took.as_secs() < 60, "{took:?}");
}

#[test]
fn no_diagram_is_larger_than_mermaid_takes() {
    let pages = pages(300, 60, 12);
    let diagrams: Vec<usize> =
        pages.values().flat_map(|it| crate::diagrams::of_page(it)).map(|it| it.len()).collect();
    assert!(diagrams.len() >= 300, "{} diagrams", diagrams.len());
    assert!(diagrams.iter().all(|it| *it < 50_000), "{:?}", diagrams.iter().max());
}
