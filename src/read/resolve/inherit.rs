//! What tables inherit: the columns of their parents, with their defaults.

use super::{Place, Resolver, partition};
use crate::catalog::{
    AlsoOwn, Column, Definition, Kind, Name, Object, ObjectId, Position, QName, Table,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Map;
use crate::read::grammar::{File, InheritedColumn};
use std::collections::{BTreeMap, BTreeSet};

/// Gives every table that inherits the columns that it does not state itself. Parents come first.
/// What a table says of a column that it inherits counts for its own heirs too.
pub(super) fn inherit(cx: &mut Resolver<'_>, placed: &[(Place, &File)]) {
    let mut said = Said::new();
    for (place, file) in placed {
        for (key, table) in file.tables.iter().filter(|(_, table)| !table.inherited.0.is_empty()) {
            said.extend(cx.declared_name(place, key).map(|name| (name, &table.inherited)));
        }
    }
    let tables = cx.declared.catalog.of_kind(Kind::Table);
    let heirs: Vec<QName> = tables
        .filter(|(_, object)| {
            matches!(&object.definition, Definition::Table(Table { inherits, .. }) if !inherits.is_empty())
        })
        .map(|(id, _)| id.qname())
        .collect();
    let mut done = BTreeSet::new();
    for heir in heirs {
        one(cx, &said, &heir, &mut done, &mut Vec::new());
    }
}

/// What tables say of the columns that they inherit.
type Said<'a> = BTreeMap<QName, &'a Map<InheritedColumn>>;

fn one(
    cx: &mut Resolver<'_>,
    said: &Said<'_>,
    heir: &QName,
    done: &mut BTreeSet<QName>,
    way: &mut Vec<QName>,
) {
    if done.contains(heir) {
        return;
    }
    let id = ObjectId::in_schema(Kind::Table, heir);
    if way.contains(heir) {
        let fault =
            Diagnostic::error("inheritance-cycle", format!("table {heir} inherits from itself"))
                .at(cx.declared.origins.get(&id).cloned())
                .help("take one of the tables out of `inherits`");
        done.insert(heir.clone());
        return cx.fault(fault);
    }
    way.push(heir.clone());
    let parents = match cx.declared.catalog.get(&id).map(|object| &object.definition) {
        Some(Definition::Table(table)) => table.inherits.clone(),
        _ => Vec::new(),
    };
    for parent in &parents {
        one(cx, said, parent, done, way);
        take(cx, parent, heir);
    }
    for (key, column) in said.get(heir).into_iter().flat_map(|columns| columns.iter()) {
        partition::own_column(cx, heir, key, column);
    }
    way.pop();
    done.insert(heir.clone());
}

fn take(cx: &mut Resolver<'_>, parent: &QName, heir: &QName) {
    let catalog = &mut cx.declared.catalog;
    let columns: Vec<(Name, Column)> = catalog
        .columns(parent)
        .into_iter()
        .map(|(id, _, column)| (id.name.clone(), column.clone()))
        .collect();
    let mut position = catalog.columns(heir).len();
    for (name, column) in columns {
        let id = ObjectId::of_relation(Kind::Column, heir, name.clone());
        if let Some(object) = catalog.objects.get_mut(&id) {
            if let Definition::Column(own) = &mut object.definition
                && cx.declared.origins.contains_key(&id)
            {
                own.also_own = AlsoOwn(true);
                own.own_not_null.0 |= !own.null && !partition::is_null_of_child(&column);
            }
            continue;
        }
        position += 1;
        let copy = Column {
            position: Position(i32::try_from(position).unwrap_or(i32::MAX)),
            identity: None,
            statistics: None,
            options: Default::default(),
            foreign_options: Default::default(),
            also_own: AlsoOwn::default(),
            own_not_null: AlsoOwn::default(),
            null: partition::is_null_of_child(&column),
            not_null: partition::not_null_of_child(column.not_null.as_ref()),
            ..column
        };
        catalog.insert(id, Object::new(copy));
        let default = ObjectId::of_relation(Kind::DefaultExpr, parent, name.clone());
        if let Some(default) = catalog.get(&default).map(|it| Object::new(it.definition.clone())) {
            let id = ObjectId::of_relation(Kind::DefaultExpr, heir, name);
            catalog.objects.entry(id).or_insert(default.into());
        }
    }
}
