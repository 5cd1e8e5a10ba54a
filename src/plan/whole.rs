//! Whole rows of a table as values.
//!
//! PostgreSQL does not change the type of a column, nor fill a new one, while an expression works with a row of the table
//! (`NULL::t`) or a column keeps one. What does so makes way; a column of a table keeps the rows as JSON for that time
//! ([`kept`]).

use super::replace::merge;
use super::{Alteration, Fate, is_table, kept};
use crate::catalog::{Body, Catalog, ConstraintBody, Definition, Kind, Object, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// Has everything made again that works with rows of tables which change so; says whether there was any.
pub(crate) fn make_way<'a>(
    from: &Catalog,
    to: &'a Catalog,
    fates: &mut BTreeMap<&'a ObjectId, Fate>,
) -> bool {
    let tables: BTreeSet<ObjectId> = fates
        .iter()
        .filter(|(id, fate)| id.kind == Kind::Column && rewrites(fate))
        .map(|(id, _)| ObjectId::in_schema(Kind::Table, &id.relation_qname()))
        .filter(|table| from.get(table).is_some())
        .collect();
    if tables.is_empty() {
        return false;
    }
    let users = users(from, to, fates, &tables);
    let kept = kept::kept(from, to, fates, &tables);
    let mut any = !users.is_empty();
    fates.extend(users.into_iter().map(|id| (id, Fate::Replace)));
    for (id, fate) in kept {
        any |= merge(fates, id, fate);
    }
    any
}

/// What works with rows of these tables and stays, columns of tables aside.
fn users<'a>(
    from: &Catalog,
    to: &'a Catalog,
    fates: &BTreeMap<&'a ObjectId, Fate>,
    tables: &BTreeSet<ObjectId>,
) -> BTreeSet<&'a ObjectId> {
    let mut users = BTreeSet::new();
    for (id, object) in &from.objects {
        if (id.kind == Kind::Column && is_table(from, id))
            || !tables.iter().any(|table| uses(id, object, table))
        {
            continue;
        }
        let id = match id.kind {
            Kind::Column => ObjectId::in_schema(Kind::MaterializedView, &id.relation_qname()),
            _ => id.clone(),
        };
        let is_done = matches!(fates.get(&id), Some(Fate::Drop | Fate::Replace | Fate::Create));
        if let Some((id, _)) = to.objects.get_key_value(&id).filter(|_| !is_done) {
            users.insert(id);
        }
    }
    users
}

/// Whether a column gets other values, or is new.
pub(super) fn rewrites(fate: &Fate) -> bool {
    match fate {
        Fate::Alter(all) => all.iter().any(|it| matches!(it, Alteration::ColumnType { .. })),
        Fate::Create | Fate::Replace => true,
        Fate::Drop => false,
    }
}

/// The columns of tables of which an object works with whole rows.
pub(crate) fn columns<'c>(
    catalog: &'c Catalog,
    id: &ObjectId,
    object: &Object,
) -> Vec<&'c ObjectId> {
    if id.kind == Kind::Column {
        return Vec::new();
    }
    let tables = object.depends_on.iter().filter(|it| it.kind == Kind::Table);
    let tables = tables.filter(|table| uses(id, object, table));
    tables.flat_map(|it| catalog.of_relation(Kind::Column, &it.qname())).map(|(id, _)| id).collect()
}

fn uses(id: &ObjectId, object: &Object, table: &ObjectId) -> bool {
    if !object.depends_on.contains(table) || id.relation_qname() == table.qname() {
        return false;
    }
    let words = words(&object.definition);
    if words.is_empty() && id.kind != Kind::Column {
        return false;
    }
    let forms = forms(table);
    match &object.definition {
        // Of a materialized view: those of tables keep what no way leads from.
        Definition::Column(column) => {
            forms.iter().any(|name| column.data_type.trim_end_matches("[]") == name)
        }
        _ => {
            let casts = forms.map(|name| format!("::{name}"));
            words.iter().any(|words| casts.iter().any(|cast| words.contains(cast)))
        }
    }
}

/// Whether an object works with arrays of a type.
pub(crate) fn uses_arrays(object: &Object, element: &ObjectId) -> bool {
    let words = words(&object.definition);
    !words.is_empty()
        && object.depends_on.contains(element)
        && forms(element).iter().any(|name| {
            let cast = format!("::{name}[]");
            words.iter().any(|words| words.contains(&cast))
        })
}

/// How the server may word the name of a table or a type: what is no plain or a reserved word is quoted.
pub(super) fn forms(named: &ObjectId) -> [String; 4] {
    let QName { schema, name } = named.qname();
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    [
        format!("{schema}.{name}"),
        format!("{schema}.{}", quoted(&name)),
        format!("{}.{name}", quoted(&schema)),
        format!("{}.{}", quoted(&schema), quoted(&name)),
    ]
}

fn words(definition: &Definition) -> Vec<&str> {
    match definition {
        Definition::View(it) => vec![&it.query],
        Definition::MaterializedView(it) => vec![&it.query],
        Definition::Rule(it) => {
            it.condition.iter().chain([&it.action]).map(String::as_str).collect()
        }
        Definition::Policy(it) => {
            it.using.iter().chain(&it.with_check).map(String::as_str).collect()
        }
        Definition::DefaultExpr(it) => vec![&it.expression],
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::Check { expression, .. } => vec![expression],
            _ => Vec::new(),
        },
        Definition::Function(it) => {
            let defaults = it.args.iter().filter_map(|it| it.default.as_deref());
            let body = match &it.body {
                Body::Atomic(body) => Some(body.as_str()),
                _ => None,
            };
            defaults.chain(body).collect()
        }
        _ => Vec::new(),
    }
}
