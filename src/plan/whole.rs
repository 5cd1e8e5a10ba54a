//! Whole rows of a table as values.
//!
//! PostgreSQL does not change the type of a column, nor fill a new one, while an expression works with a row of the table
//! (`NULL::t`) or a column keeps one. What does so makes way; a column of a table keeps the rows as JSON for that time.

use super::within::within;
use super::{Alteration, BY_NAME, Change, Fate, is_table};
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
    let mut users = BTreeSet::new();
    let mut keepers = Vec::new();
    for (id, object) in &from.objects {
        if id.kind == Kind::Column && is_table(from, id) {
            let is_filled = |table: &&ObjectId| is_filled(to, fates, table);
            let mut filled = tables.iter().filter(is_filled);
            if !fates.contains_key(id) && filled.any(|table| holds(from, object, table)) {
                keepers.extend(to.objects.get_key_value(id));
            }
            continue;
        }
        if !tables.iter().any(|table| uses(id, object, table)) {
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
    keepers.retain(|(id, object)| from.get(id).is_some_and(|old| is_kept(old, object)));
    let any = !users.is_empty() || !keepers.is_empty();
    fates.extend(users.into_iter().map(|id| (id, Fate::Replace)));
    fates.extend(keepers.into_iter().map(|(id, object)| (id, Fate::Alter(again(object)))));
    any
}

/// Whether columns of a table are computed for each row: of another type, or new with a value.
fn is_filled(to: &Catalog, fates: &BTreeMap<&ObjectId, Fate>, table: &ObjectId) -> bool {
    let has_value = |id: &ObjectId| {
        let default = ObjectId { kind: Kind::DefaultExpr, ..id.clone() };
        to.get(&default).is_some()
            || to.column(id).is_some_and(|it| it.generated.is_some() || it.identity.is_some())
    };
    fates.iter().filter(|(id, _)| id.kind == Kind::Column).any(|(id, fate)| {
        id.relation_qname() == table.qname()
            && match fate {
                Fate::Alter(_) => rewrites(fate),
                Fate::Create | Fate::Replace => has_value(id),
                Fate::Drop => false,
            }
    })
}

/// Whether values of a column are rows of a table, or made of such.
fn holds(from: &Catalog, column: &Object, table: &ObjectId) -> bool {
    let Definition::Column(column) = &column.definition else { return false };
    if !column.data_type.contains('.') {
        return false;
    }
    let forms = forms(table);
    within(from, &column.data_type).any(|part| forms.iter().any(|it| it == part))
}

fn is_kept(old: &Object, new: &Object) -> bool {
    match (&old.definition, &new.definition) {
        (Definition::Column(old), Definition::Column(new)) => {
            old.data_type == new.data_type && new.generated.is_none()
        }
        _ => false,
    }
}

/// The column gets the row type again.
fn again(object: &Object) -> Vec<Alteration> {
    let Definition::Column(column) = &object.definition else { return Vec::new() };
    vec![Alteration::ColumnType {
        foreign: false,
        data_type: column.data_type.clone(),
        collation: None,
        through: Some(BY_NAME),
    }]
}

/// Has the columns that get a row type again keep JSON from before the first to after the last step on columns of its table.
pub(crate) fn keep_as_json(from: &Catalog, steps: &mut Vec<Change>) {
    let is_again = |step: &Change| match step {
        Change::Alter { id, alteration } => match &**alteration {
            Alteration::ColumnType { through: Some(BY_NAME), .. } => Some(id.clone()),
            _ => None,
        },
        _ => None,
    };
    let mut open: Vec<(ObjectId, Vec<ObjectId>)> = steps
        .iter()
        .filter_map(is_again)
        .filter_map(|column| {
            let object = from.get(&column)?;
            let tables = from.of_kind(Kind::Table).map(|(id, _)| id);
            let held = tables.filter(|table| holds(from, object, table));
            Some((column.clone(), held.cloned().collect()))
        })
        .collect();
    while !open.is_empty() {
        // Rows that hold rows come around those.
        let is_last = |(_, held): &(ObjectId, Vec<ObjectId>)| {
            let mut others = open.iter().map(|(column, _)| column.relation_qname());
            !others.any(|table| held.iter().any(|it| it.qname() == table))
        };
        let next = open.iter().position(is_last).unwrap_or_default();
        let (column, held) = open.remove(next);
        let is_of_table = |step: &Change| match step {
            Change::Alter { id, .. } | Change::Create { id, .. } => {
                id.kind == Kind::Column && held.iter().any(|it| it.qname() == id.relation_qname())
            }
            _ => false,
        };
        let place = steps.iter().position(|it| is_again(it).as_ref() == Some(&column));
        let (Some(place), Some(first)) = (place, steps.iter().position(is_of_table)) else {
            continue;
        };
        let last = steps.iter().rposition(is_of_table).map_or(place, |last| last.max(place));
        if let Some(between) = steps.get_mut(place..=last) {
            between.rotate_left(1);
        }
        let json = Alteration::ColumnType {
            foreign: false,
            data_type: BY_NAME.to_owned(),
            collation: None,
            through: Some(BY_NAME),
        };
        let step = Change::Alter { id: column, alteration: Box::new(json) };
        steps.insert(first.min(place), step);
    }
}

fn rewrites(fate: &Fate) -> bool {
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
fn forms(named: &ObjectId) -> [String; 4] {
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
