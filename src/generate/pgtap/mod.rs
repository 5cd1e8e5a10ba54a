//! What the declarations say as a test of pgTAP (pgtap.org), for those whose CI runs `pg_prove`. `momni-db drift` compares more, and needs no
//! extension.

mod function;
mod held;
mod relation;
mod table;
mod types;

use super::{Files, MARK, Source};
use crate::catalog::{Catalog, Definition, Kind, Name, QName};
use crate::render::literal;

/// The file.
pub(super) fn files(source: &Source<'_>) -> Files {
    let mut files = Files::default();
    files.add(&source.config.build.pgtap_file, text(source.catalog));
    files
}

fn text(catalog: &Catalog) -> String {
    let mut tests = Tests::default();
    roles(&mut tests, catalog);
    schemas(&mut tests, catalog);
    types::types(&mut tests, catalog);
    relation::relations(&mut tests, catalog);
    function::functions(&mut tests, catalog);
    format!(
        "-- {MARK}.\n\
         -- What is declared, as a test of pgTAP: pg_prove --dbname DATABASE FILE, as a role that reads the catalog.\n\
         begin;\n\
         -- Names are worded as they are where only pgTAP's own schema is searched.\n\
         select set_config('search_path', (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pgtap'), true);\n\
         select plan({});\n{}\
         select * from finish();\nrollback;\n",
        tests.count, tests.text
    )
}

/// The tests so far.
#[derive(Default)]
struct Tests {
    text: String,
    count: usize,
}

impl Tests {
    /// A heading over those that follow.
    fn about(&mut self, what: &str) {
        self.text += &format!("\n-- {}\n", what.replace('\n', " "));
    }

    /// A test: one of pgTAP's functions with its arguments in SQL, and what it says.
    fn put(&mut self, function: &str, args: &[String], says: &str) {
        self.text += &format!("select {function}({}, {});\n", args.join(", "), literal(says));
        self.count += 1;
    }
}

/// A name as a value of the type `name`, which tells the forms of pgTAP's functions apart.
fn name(text: &str) -> String {
    format!("{}::name", literal(text))
}

/// An array of names.
fn names<T: std::fmt::Display>(of: impl IntoIterator<Item = T>) -> String {
    let all: Vec<String> = of.into_iter().map(|it| literal(&it.to_string())).collect();
    format!("array[{}]::name[]", all.join(", "))
}

/// An array of texts in SQL.
fn texts(of: impl IntoIterator<Item = String>) -> String {
    format!("array[{}]::text[]", of.into_iter().collect::<Vec<_>>().join(", "))
}

/// A type as the server words it there: PostgreSQL writes a schema only where it has to.
fn worded(data_type: &str) -> String {
    format!("{}::regtype::text", literal(data_type))
}

fn both(of: &QName) -> [String; 2] {
    [name(&of.schema), name(&of.name)]
}

fn roles(tests: &mut Tests, catalog: &Catalog) {
    tests.about("Roles");
    for (id, object) in catalog.of_kind(Kind::Role) {
        let Definition::Role(it) = &object.definition else { continue };
        let role = &id.name;
        tests.put("has_role", &[name(role)], &format!("role {role} is there"));
        let (function, word) = match it.superuser {
            true => ("is_superuser", "is a superuser"),
            false => ("isnt_superuser", "is no superuser"),
        };
        tests.put(function, &[name(role)], &format!("role {role} {word}"));
    }
    for (_, object) in catalog.of_kind(Kind::Membership) {
        let Definition::Membership(it) = &object.definition else { continue };
        let args = [name(&it.role), name(&it.member)];
        tests.put("is_member_of", &args, &format!("{} is a member of {}", it.member, it.role));
    }
}

fn schemas(tests: &mut Tests, catalog: &Catalog) {
    tests.about("Schemas");
    for (id, _) in catalog.of_kind(Kind::Schema) {
        tests.put("has_schema", &[name(&id.name)], &format!("schema {} is there", id.name));
        let tables = relation::named(catalog, Kind::Table, &id.name);
        tests.put(
            "tables_are",
            &[name(&id.name), names(tables)],
            &format!("the tables of {}", id.name),
        );
    }
}

/// The names of the objects of a relation.
fn of_relation(catalog: &Catalog, kind: Kind, relation: &QName) -> Vec<Name> {
    catalog.of_relation(kind, relation).map(|(id, _)| id.name.clone()).collect()
}
