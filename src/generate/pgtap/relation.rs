//! Tables and views, and who may do what with them.

use super::held::{held, roles};
use super::{Tests, both, name, names, table, texts};
use crate::catalog::{Catalog, Definition, Kind, Name, Object, QName};
use crate::render::literal;

pub(super) fn relations(tests: &mut Tests, catalog: &Catalog) {
    let roles = roles(catalog);
    for (id, object) in catalog.of_kind(Kind::Table) {
        if let Definition::Table(it) = &object.definition {
            let relation = id.qname();
            tests.about(&format!("Table {relation}"));
            columns(tests, catalog, &relation);
            table::table(tests, catalog, &relation, it);
            privileges(tests, &roles, &relation, object);
        }
    }
    for (kind, function) in
        [(Kind::View, "has_view"), (Kind::MaterializedView, "has_materialized_view")]
    {
        for (id, object) in catalog.of_kind(kind) {
            let relation = id.qname();
            let [schema, named] = both(&relation);
            tests.about(&format!("View {relation}"));
            tests.put(function, &[schema, named], &format!("{relation} is there"));
            columns(tests, catalog, &relation);
            privileges(tests, &roles, &relation, object);
        }
    }
}

/// The names of the relations of a kind in a schema.
pub(super) fn named(catalog: &Catalog, kind: Kind, schema: &Name) -> Vec<Name> {
    let all = catalog.of_kind(kind).filter(|(id, _)| id.schema.as_ref() == Some(schema));
    // pgTAP counts no foreign tables among the tables.
    let own = all.filter(|(_, object)| match &object.definition {
        Definition::Table(it) => it.foreign.is_none(),
        _ => true,
    });
    own.map(|(id, _)| id.name.clone()).collect()
}

fn columns(tests: &mut Tests, catalog: &Catalog, relation: &QName) {
    let [schema, named] = both(relation);
    let all = catalog.columns(relation);
    let listed = names(all.iter().map(|(id, _, _)| &id.name));
    tests.put("columns_are", &[schema, named, listed], &format!("the columns of {relation}"));
    let is_table =
        catalog.get(&crate::catalog::ObjectId::in_schema(Kind::Table, relation)).is_some();
    for (id, _, it) in all {
        let column = || {
            let [schema, named] = both(relation);
            [schema, named, name(&id.name)]
        };
        let says = format!("{relation}.{}", id.name);
        // The type with its modifiers, worded where the test runs.
        let query = format!(
            "(select format_type(a.atttypid, a.atttypmod) from pg_attribute a where a.attrelid = {}::regclass and a.attname = {})",
            literal(&crate::render::qualified(relation)),
            literal(&id.name)
        );
        tests.put("is", &[query, typed(&it.data_type)], &format!("{says} is {}", it.data_type));
        if is_table {
            let (function, word) = match it.null {
                true => ("col_is_null", "may be NULL"),
                false => ("col_not_null", "is NOT NULL"),
            };
            tests.put(function, &column(), &format!("{says} {word}"));
        }
    }
}

/// A type with modifiers is one of PostgreSQL's own, which has one wording; another one is worded where the test runs.
fn typed(data_type: &str) -> String {
    let name = crate::generate::schemas::TypeName::parse(data_type);
    if name.schema.is_none() || !name.modifiers.is_empty() {
        return literal(data_type);
    }
    super::worded(data_type)
}

fn privileges(
    tests: &mut Tests,
    roles: &[(Name, std::collections::BTreeSet<crate::catalog::Principal>)],
    relation: &QName,
    object: &Object,
) {
    for (role, used) in roles {
        let [schema, named] = both(relation);
        // Those that pgTAP asks for on every version of PostgreSQL.
        let words = held(&object.grants, used)
            .into_iter()
            .filter(|it| *it != crate::catalog::Privilege::Maintain);
        let words = texts(words.map(|it| literal(it.word())));
        let says = format!("what {role} may do with {relation}");
        tests.put("table_privs_are", &[schema, named, name(role), words], &says);
    }
}
