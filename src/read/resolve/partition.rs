//! Partitions, declared within their table.

use super::acl::Class;
use super::constraint::expression;
use super::element::{Columns, key_part};
use super::role::options;
use super::{
    Place, Resolver, attached, comment_of, constraint, grants, index, policy, rule, table, trigger,
};
use crate::catalog::{
    AlsoOwn, Column, DefaultExpr, Definition, Kind, Name, NotNull, Object, ObjectId, PartitionKey,
    PartitionOf, PartitionStrategy, QName,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Brief, Entry, Map, Text};
use crate::read::grammar::{self, Partition, PartitionBy};

/// How a table is partitioned.
pub(super) fn key(
    cx: &mut Resolver<'_>,
    table: &QName,
    columns: Columns<'_>,
    name: &Text,
    it: &PartitionBy,
) -> Option<PartitionKey> {
    let given: Vec<_> = [
        (PartitionStrategy::Range, &it.range),
        (PartitionStrategy::List, &it.list),
        (PartitionStrategy::Hash, &it.hash),
    ]
    .into_iter()
    .filter(|(_, parts)| !parts.is_empty())
    .collect();
    let [(strategy, parts)] = given[..] else {
        let (rule, what) = match given.len() {
            0 => ("missing-key", "does not say how it is partitioned"),
            _ => ("conflicting-keys", "is partitioned in more than one way"),
        };
        let fault = Diagnostic::error(rule, format!("table {name} {what}"))
            .at(name.span.clone())
            .help("give `partition_by` exactly one of `range`, `list` and `hash`: `{ range: [created_at] }`");
        cx.fault(fault);
        return None;
    };
    let columns = parts.iter().map(|part| key_part(cx, table, columns, part)).collect();
    Some(PartitionKey { strategy, columns })
}

/// The partitions of a table, which is resolved already.
pub(super) fn partitions(
    cx: &mut Resolver<'_>,
    place: &Place,
    parent: &QName,
    is_partitioned: bool,
    map: &Map<Brief<Partition>>,
) {
    // A partition lives where its table does unless it says otherwise.
    let beside = Place { schema: parent.schema.clone(), file: place.file.clone() };
    for Entry { key, value, faulty } in &map.0 {
        let Some(name) = cx.declared_name(&beside, key) else { continue };
        if *faulty || cx.facts.faulty.contains(parent) {
            cx.facts.faulty.insert(name.clone());
        }
        match value {
            Some(_) if !is_partitioned => {
                let fault = Diagnostic::error(
                    "missing-key",
                    format!("table {parent} has a partition and is not partitioned"),
                )
                .at(key.span.clone())
                .help("say how, beside `partitions`: `partition_by: { range: [created_at] }`");
                cx.fault(fault);
                return;
            }
            Some(partition) => one(cx, place, parent, &name, key, partition),
            None => {
                cx.facts.lost.insert(ObjectId::in_schema(Kind::Table, &name));
            }
        }
    }
}

fn one(
    cx: &mut Resolver<'_>,
    place: &Place,
    parent: &QName,
    name: &QName,
    key: &Text,
    it: &Partition,
) {
    let Some(bound) = bound(cx, &it.bound) else { return };
    let of = PartitionOf { parent: parent.clone(), bound };
    let body = it.as_table();
    let known: Vec<Name> =
        cx.declared.catalog.columns(parent).iter().map(|(id, ..)| id.name.clone()).collect();
    if !table::object(cx, name, key, Columns(&known), &[(place, &body)], Some(of)) {
        return;
    }
    copy_columns(cx, parent, name);
    for (key, column) in it.columns.iter() {
        own_column(cx, name, key, column);
    }
    constraint::constraints(cx, place, name, Columns(&known), &body);
    index::indexes(cx, name, Columns(&known), &body.indexes);
    policy::policies(cx, place, name, &body.policies);
    trigger::triggers(cx, place, name, &body.triggers);
    rule::rules(cx, name, &body.rules);
    for (key, of_parent) in it.attached.iter() {
        attached::attached(cx, parent, name, key, of_parent);
    }
    partitions(cx, place, name, body.partition_by.is_some(), &it.partitions);
}

/// `FOR VALUES …`, of which the first two words may be left out, or `DEFAULT`.
fn bound(cx: &mut Resolver<'_>, text: &Text) -> Option<String> {
    let text_of = text.trim();
    let word = text_of.split(|it: char| !it.is_ascii_alphabetic()).next().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "for" | "default" => Some(text_of.to_owned()),
        "from" | "in" | "with" => Some(format!("FOR VALUES {text_of}")),
        _ => {
            let fault = Diagnostic::error("bad-bound", format!("`{text_of}` is no bound"))
                .at(text.span.clone())
                .help("write `from (…) to (…)`, `in (…)`, `with (modulus …, remainder …)` or `default`");
            cx.fault(fault);
            None
        }
    }
}

/// A partition has the columns of its table, with their defaults.
fn copy_columns(cx: &mut Resolver<'_>, parent: &QName, name: &QName) {
    let objects = &mut cx.declared.catalog.objects;
    let mut copies = Vec::new();
    for kind in [Kind::Column, Kind::DefaultExpr] {
        let first = ObjectId::of_relation(kind, parent, "");
        let own = objects.range(first.clone()..).take_while(|(id, _)| {
            id.kind == kind && id.schema == first.schema && id.relation == first.relation
        });
        for (id, object) in own {
            let mut copy = Object::new(object.definition.clone());
            if let Definition::Column(column) = &mut copy.definition {
                *column = Column {
                    identity: None,
                    statistics: None,
                    options: Default::default(),
                    foreign_options: Default::default(),
                    null: is_null_of_child(column),
                    not_null: not_null_of_child(column.not_null.as_ref()),
                    own_not_null: AlsoOwn::default(),
                    ..column.clone()
                };
            }
            copies.push((ObjectId::of_relation(kind, name, id.name.clone()), copy));
        }
    }
    objects.extend(copies.into_iter().map(|(id, object)| (id, Box::new(object))));
}

/// Whether a column that a table has from another one allows NULL.
pub(super) fn is_null_of_child(above: &Column) -> bool {
    above.null || above.not_null.as_ref().is_some_and(|it| it.no_inherit)
}

/// What is unusual about a NOT NULL that a table has from another one: a new table has no rows to be validated.
pub(super) fn not_null_of_child(above: Option<&NotNull>) -> Option<NotNull> {
    let above = above.filter(|it| !it.no_inherit)?;
    NotNull { name: above.name.clone(), ..NotNull::USUAL }.unusual()
}

/// What a column that comes from another table has of its own.
pub(super) fn own_column(
    cx: &mut Resolver<'_>,
    table: &QName,
    key: &Text,
    it: &grammar::InheritedColumn,
) {
    let Some(name) = cx.column(table, key) else { return };
    let id = ObjectId::of_relation(Kind::Column, table, name);
    let mut granted = crate::catalog::Grants::new();
    grants::add(cx, &mut granted, Class::Column, &it.grants);
    let foreign_options = super::foreign::options(cx, &it.foreign_options);
    let above = match cx.declared.catalog.get(&id).map(|object| &object.definition) {
        Some(Definition::Column(Column { not_null: Some(it), .. })) => it.name.clone(),
        _ => None,
    };
    let not_null = it.not_null.as_ref().map(|it| super::column::not_null(cx, it, above));
    let Some(object) = cx.declared.catalog.objects.get_mut(&id) else { return };
    object.comment = comment_of(it.comment.as_ref());
    object.grants = granted;
    if let Definition::Column(column) = &mut object.definition {
        let inherited = !column.null;
        column.null = it.null.unwrap_or(column.null);
        if let Some(not_null) = not_null {
            // It has that of the table above under its name.
            let name = |it: &Option<NotNull>| it.as_ref().and_then(|it| it.name.clone());
            column.own_not_null = AlsoOwn(inherited && name(&column.not_null) != name(&not_null));
            column.not_null = not_null;
        }
        column.own_not_null.0 |= inherited && it.null == Some(false);
        if let Some(own) = &it.generated {
            column.generated = Some(super::column::generated(own));
        }
        column.storage = it.storage.or(column.storage);
        if let Some(compression) = &it.compression {
            column.compression = Some(compression.to_string());
        }
        column.statistics = it.statistics;
        column.options = options(&it.options);
        column.foreign_options = foreign_options;
    }
    if let Some(default) = &it.default.0 {
        let id = ObjectId { kind: Kind::DefaultExpr, ..id };
        let default = DefaultExpr { expression: expression(default) };
        cx.declared.catalog.insert(id, Object::new(default));
    }
}
