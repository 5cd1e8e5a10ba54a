//! The page of a table.

use super::columns::{ColumnView, LongView, columns};
use super::keys::{DemandView, ForeignKeyView, checks, incoming, indexes, outgoing, unique};
use super::known::Known;
use super::markdown::{code, text};
use super::mermaid;
use super::policies::{PolicyView, of_table, row_security};
use super::rights::{RightsView, TouchView, of_object, touching};
use super::templates::Templates;
use super::triggers::{RuleView, TriggerView, rules, triggers};
use crate::catalog::{
    Definition, Kind, Object, ObjectId, PartitionStrategy, Persistence, QName, Table, Value,
};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    title: String,
    comment: String,
    area: String,
    /// What else is to be said of it, a sentence each.
    facts: Vec<String>,
    diagram: Option<String>,
    left_out: usize,
    columns: Vec<ColumnView>,
    long: Vec<LongView>,
    unique: Vec<DemandView>,
    outgoing: Vec<ForeignKeyView>,
    incoming: Vec<ForeignKeyView>,
    checks: Vec<DemandView>,
    indexes: Vec<DemandView>,
    triggers: Vec<TriggerView>,
    rules: Vec<RuleView>,
    row_security: &'static str,
    policies: Vec<PolicyView>,
    rights: Vec<RightsView>,
    functions: Vec<TouchView>,
    views: Vec<String>,
    partitions: Vec<PartitionView>,
    rows: Option<RowsView>,
}

#[derive(Serialize)]
struct PartitionView {
    name: String,
    bound: String,
}

#[derive(Serialize)]
struct RowsView {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// How many are not shown.
    more: usize,
}

/// How many reference rows are shown.
const ROWS: usize = 100;

/// The page of a table.
pub(super) fn page(
    known: &Known<'_>,
    templates: &mut Templates,
    page: &str,
    id: &ObjectId,
    object: &Object,
    table: &Table,
) -> String {
    let name = id.qname();
    let (columns, long) = columns(known, page, &name);
    let drawn = mermaid::neighbours(known, &name);
    let view = View {
        title: code(&name.to_string()),
        comment: object.comment.as_deref().map(text).unwrap_or_default(),
        area: known.area(page, known.areas.area(id)),
        facts: facts(known, page, id, object, table),
        left_out: drawn.as_ref().map_or(0, |it| it.left_out),
        diagram: drawn.map(|it| it.diagram),
        columns,
        long,
        unique: unique(known, &name),
        outgoing: outgoing(known, page, &name),
        incoming: incoming(known, page, &name),
        checks: checks(known, &name),
        indexes: indexes(known, &name),
        triggers: triggers(known, page, &name),
        rules: rules(known, &name),
        row_security: row_security(table),
        policies: of_table(known, page, &name),
        rights: of_object(known, page, id),
        functions: touching(known, page, id),
        views: readers(known, page, id),
        partitions: partitions(known, &name),
        rows: rows(known, &name),
    };
    templates.page("table.md", &view)
}

fn facts(
    known: &Known<'_>,
    page: &str,
    id: &ObjectId,
    object: &Object,
    table: &Table,
) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(owner) = &object.owner {
        facts.push(format!("Owner: {}.", known.role(page, owner)));
    }
    if let Some(file) = known.declared_in(page, id) {
        facts.push(format!("Declared in {file}."));
    }
    if let Some(key) = &table.partition_by {
        let how = match key.strategy {
            PartitionStrategy::Range => "ranges",
            PartitionStrategy::List => "lists",
            PartitionStrategy::Hash => "hashes",
        };
        facts.push(format!("Partitioned by {how} of {}.", code(&key.columns.join(", "))));
    }
    if table.foreign.is_some() {
        facts.push("A foreign table: its rows lie elsewhere.".to_owned());
    }
    if table.persistence == Persistence::Unlogged {
        facts.push("Unlogged: a crash empties it.".to_owned());
    }
    if !table.inherits.is_empty() {
        let parents: Vec<String> =
            table.inherits.iter().map(|it| known.relation(page, it)).collect();
        facts.push(format!("Inherits {}.", parents.join(", ")));
    }
    if let Some(of) = &table.of_type {
        facts.push(format!(
            "Has its columns from the type {}.",
            known.data_type(page, &crate::render::qualified(of))
        ));
    }
    if !table.options.is_empty() {
        let options: Vec<String> =
            table.options.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        facts.push(format!("Storage parameters: {}.", code(&options.join(", "))));
    }
    facts
}

/// The views that read a relation.
fn readers(known: &Known<'_>, page: &str, id: &ObjectId) -> Vec<String> {
    let kinds = [Kind::View, Kind::MaterializedView];
    let views = kinds.into_iter().flat_map(|kind| known.catalog.of_kind(kind));
    let reads = |object: &Object| {
        object
            .depends_on
            .iter()
            .any(|it| it == id || (it.kind == Kind::Column && it.relation_qname() == id.qname()))
    };
    views.filter(|(_, object)| reads(object)).map(|(view, _)| known.link(page, view)).collect()
}

/// The partitions of a table, those of partitions too.
fn partitions(known: &Known<'_>, name: &QName) -> Vec<PartitionView> {
    if !known.catalog.is_partitioned(name) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut next = vec![name.clone()];
    while let Some(parent) = next.pop() {
        for (id, object) in known.catalog.of_kind(Kind::Table) {
            if let Definition::Table(Table { partition_of: Some(of), .. }) = &object.definition
                && of.parent == parent
            {
                found.push(PartitionView {
                    name: code(&id.qname().to_string()),
                    bound: code(&of.bound),
                });
                next.push(id.qname());
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The reference rows.
fn rows(known: &Known<'_>, name: &QName) -> Option<RowsView> {
    let id = ObjectId::in_schema(Kind::Rows, name);
    let alone = known.catalog.of_relation(Kind::Rows, name).map(|(_, object)| object).next();
    let Definition::Rows(it) = &known.catalog.get(&id).or(alone)?.definition else { return None };
    let value = |value: &Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Text(said) if said.is_empty() => String::new(),
        Value::Text(said) => text(said),
        Value::Sql(sql) => code(sql),
    };
    let rows = it.rows.iter().take(ROWS);
    Some(RowsView {
        columns: it.key.iter().chain(&it.columns).map(|it| code(it)).collect(),
        rows: rows.map(|(key, values)| key.iter().chain(values).map(value).collect()).collect(),
        more: it.rows.len().saturating_sub(ROWS),
    })
}
