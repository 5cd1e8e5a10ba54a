//! Tables and everything that belongs to them.

use super::acl::Class;
use super::element::Columns;
use super::role::options;
use super::traits::{self, Traits};
use super::{
    Place, Resolver, column, constraint, grants, index, partition, policy, rule, trigger, typed,
};
use crate::catalog::{
    Definition, Kind, Name, ObjectId, PartitionOf, Persistence, QName, ReplicaIdentity, Restated,
    Table,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Entry, Text};
use crate::read::grammar::{self, File, RowSecurity};

pub(super) fn tables(cx: &mut Resolver<'_>, place: &Place, file: &File, traits: &Traits<'_>) {
    for Entry { key, value, faulty } in &file.tables.0 {
        let Some(name) = cx.declared_name(place, key) else { continue };
        if *faulty {
            cx.facts.faulty.insert(name.clone());
        }
        match value {
            Some(table) => one(cx, place, &name, key, table, traits),
            None => {
                cx.facts.lost.insert(ObjectId::in_schema(Kind::Table, &name));
            }
        }
    }
}

fn one(
    cx: &mut Resolver<'_>,
    place: &Place,
    name: &QName,
    key: &Text,
    table: &grammar::Table,
    traits: &Traits<'_>,
) {
    let added = traits::layers(cx, traits, name, &table.traits);
    let layers: Vec<(&Place, &grammar::Table)> = std::iter::once((place, table))
        .chain(added.iter().map(|(place, table)| (place, table)))
        .collect();
    let mut known: Vec<Name> = layers
        .iter()
        .flat_map(|(_, layer)| &layer.columns.0)
        .filter_map(|entry| super::name::single(&entry.key).ok())
        .collect();
    if let Some(of) = &table.of {
        known.extend(typed::attributes(cx, place, of).into_iter().map(|it| it.name));
    }
    if !object(cx, name, key, Columns(&known), &layers, None) {
        return;
    }
    let mut position = 0;
    if let Some(of) = &table.of {
        position = typed::columns(cx, place, name, key, of);
    }
    for (place, layer) in &layers {
        for (key, it) in layer.columns.iter() {
            position += 1;
            column::column(cx, place, name, position, key, it);
        }
    }
    for (place, layer) in layers {
        constraint::constraints(cx, place, name, Columns(&known), layer);
        index::indexes(cx, name, Columns(&known), &layer.indexes);
        policy::policies(cx, place, name, &layer.policies);
        trigger::triggers(cx, place, name, &layer.triggers);
        rule::rules(cx, name, &layer.rules);
    }
    partition::partitions(cx, place, name, table.partition_by.is_some(), &table.partitions);
}

/// The table itself. What it does not say, a trait may say; the table's own word counts.
pub(super) fn object(
    cx: &mut Resolver<'_>,
    name: &QName,
    key: &Text,
    columns: Columns<'_>,
    layers: &[(&Place, &grammar::Table)],
    partition_of: Option<PartitionOf>,
) -> bool {
    let (place, table) = layers[0];
    let row_security = first(cx, key, "row_security", layers, |layer| layer.row_security);
    let unlogged = first(cx, key, "unlogged", layers, |layer| layer.unlogged);
    let owner = layers.iter().find_map(|(_, layer)| layer.owner.as_ref());
    let mut parameters = crate::catalog::Options::new();
    for (_, layer) in layers.iter().rev() {
        parameters.extend(options(&layer.with));
    }
    let partition_by =
        table.partition_by.as_ref().and_then(|it| partition::key(cx, name, columns, key, it));
    let foreign = table.foreign.as_ref().and_then(|it| {
        not_of_foreign(cx, key, table);
        super::foreign::table(cx, it)
    });
    let of_type = table.of.as_ref().and_then(|it| {
        typed::nothing_else(cx, key, table);
        cx.type_of(place, &it.r#type)
    });
    let using = layers.iter().find_map(|(_, layer)| layer.using.as_ref());
    // PostgreSQL makes a partition by the method of its table.
    let using = match (using, &partition_of) {
        (Some(text), _) => Some(Name::from(&**text)),
        (None, Some(of)) => declared(cx, &of.parent).and_then(|it| it.using.clone()),
        (None, None) => None,
    };
    let using = using.filter(|_| foreign.is_none());
    let tablespace = layers.iter().find_map(|(_, layer)| layer.tablespace.as_ref());
    // A partition lies where its table does.
    let tablespace = match (tablespace, &partition_of) {
        (Some(text), _) => cx.member_name(text),
        (None, Some(of)) => {
            let parent = declared(cx, &of.parent).and_then(|it| it.tablespace.clone());
            parent.filter(|_| foreign.is_none())
        }
        (None, None) => None,
    };
    let replica_identity = layers.iter().find_map(|(_, layer)| layer.replica_identity.as_ref());
    let replica_identity = replica_identity.map(|it| match it {
        grammar::ReplicaIdentity::Default => ReplicaIdentity::Default,
        grammar::ReplicaIdentity::Full => ReplicaIdentity::Full,
        grammar::ReplicaIdentity::Nothing => ReplicaIdentity::Nothing,
        grammar::ReplicaIdentity::Index(text) => {
            let name = cx.member_name(text);
            name.map_or(ReplicaIdentity::Default, ReplicaIdentity::Index)
        }
    });
    let inherits = table.inherits.iter().filter_map(|text| cx.table(place, text)).collect();
    let definition = Table {
        persistence: Persistence::of(unlogged),
        row_security: matches!(row_security, Some(RowSecurity::Forced | RowSecurity::Enabled)),
        force_row_security: matches!(
            row_security,
            Some(RowSecurity::Forced | RowSecurity::OffForced)
        ),
        options: parameters,
        partition_by,
        partition_of,
        of_type,
        foreign,
        using,
        tablespace,
        replica_identity: replica_identity.unwrap_or_default(),
        inherits,
        cluster_on: table.cluster_on.as_ref().and_then(|text| cx.member_name(text)),
        restated: Restated::default(),
    };
    let id = ObjectId::in_schema(Kind::Table, name);
    let owner = cx.owner(owner);
    let mut object =
        cx.owned(definition, Class::Table, owner, table.comment.as_ref(), &table.grants);
    for (_, layer) in &layers[1..] {
        grants::add(cx, &mut object.grants, Class::Table, &layer.grants);
    }
    let new = cx.add(id.clone(), object, &key.span);
    let unsaid = match row_security {
        None => Some("row_security"),
        Some(RowSecurity::Off | RowSecurity::OffForced) => Some("off"),
        Some(_) => None,
    };
    if let Some(unsaid) = unsaid.filter(|_| new) {
        cx.declared.unsaid.insert((id.clone(), unsaid));
    }
    if new {
        cx.renamed(&id, table.renamed_from.as_ref());
    }
    new
}

/// A table as far as it is resolved.
fn declared<'c>(cx: &'c Resolver<'_>, table: &QName) -> Option<&'c Table> {
    let table = cx.declared.catalog.get(&ObjectId::in_schema(Kind::Table, table))?;
    match &table.definition {
        Definition::Table(it) => Some(it),
        _ => None,
    }
}

/// What a foreign table cannot have: it holds nothing itself.
fn not_of_foreign(cx: &mut Resolver<'_>, key: &Text, table: &grammar::Table) {
    let keys = [
        ("primary_key", table.primary_key.is_some()),
        ("unique", !table.unique.is_empty()),
        ("foreign_keys", !table.foreign_keys.is_empty()),
        ("exclude", !table.exclude.is_empty()),
        ("indexes", !table.indexes.is_empty()),
        ("policies", !table.policies.is_empty()),
        ("partition_by", table.partition_by.is_some()),
        ("unlogged", table.unlogged == Some(true)),
        ("with", !table.with.is_empty()),
        ("using", table.using.is_some()),
        ("tablespace", table.tablespace.is_some()),
    ];
    let given: Vec<&str> =
        keys.into_iter().filter_map(|(word, given)| given.then_some(word)).collect();
    if !given.is_empty() {
        let fault = Diagnostic::error(
            "conflicting-keys",
            format!("table {key} is foreign and says {}", given.join(", ")),
        )
        .at(key.span.clone())
        .help("remove them: a foreign table holds no rows itself, so it has no keys, indexes and policies");
        cx.fault(fault);
    }
}

/// The table's own word, else what its traits say when they agree.
fn first<T: PartialEq + Copy>(
    cx: &mut Resolver<'_>,
    key: &Text,
    word: &str,
    layers: &[(&Place, &grammar::Table)],
    value: impl Fn(&grammar::Table) -> Option<T>,
) -> Option<T> {
    if let Some(own) = value(layers[0].1) {
        return Some(own);
    }
    let mut said = layers[1..].iter().filter_map(|(_, layer)| value(layer));
    let first = said.next();
    if said.any(|other| Some(other) != first) {
        let fault = Diagnostic::error(
            "trait-clash",
            format!("the traits of table {} do not agree on `{word}`", key),
        )
        .at(key.span.clone())
        .help(format!("state `{word}` in the table itself"));
        cx.fault(fault);
    }
    first
}
