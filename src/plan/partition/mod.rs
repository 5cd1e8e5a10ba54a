//! Partitions, and tables that inherit.
//!
//! A table that stops being a partition is detached before anything else, one that becomes a partition is attached
//! after everything else ([`apart`]): in between it is a table like any other. What PostgreSQL does to a partition by
//! itself when its parent changes needs no step of its own ([`settle`]).

mod added;
mod apart;
mod expression;
mod left_behind;
mod no_default;
mod not_null;
mod paired;
mod partial;
mod restated;
mod roots;
mod settle;
mod taken_in;
mod under_keys;
mod unvalidated;

pub(crate) use added::leave_to_later;
pub(crate) use apart::{Apart, apart};
pub(crate) use no_default::state_no_defaults;
pub(crate) use not_null::{leave_out_not_null, own_not_null};
pub(crate) use partial::{after_attaching, is_completed};
pub(crate) use restated::{leave_out_checks, needed_by_checks};
pub(crate) use settle::{Settled, members, settle};
pub(crate) use taken_in::make_way;
pub(crate) use under_keys::keys_after_attaching;

use super::again;
use crate::catalog::{
    Attached, Catalog, Constraint, ConstraintBody, Definition, Index, Kind, Level, Name, Object,
    ObjectId, PartitionOf, QName, ReplicaIdentity, Table,
};

/// The table of an identity.
pub(crate) fn table<'a>(catalog: &'a Catalog, id: &ObjectId) -> Option<&'a Table> {
    catalog.table(&id.qname())
}

/// Every partition, by name.
pub(super) fn partitions(catalog: &Catalog) -> impl Iterator<Item = (&ObjectId, &PartitionOf)> {
    catalog.of_kind(Kind::Table).filter_map(|(id, object)| match &object.definition {
        Definition::Table(Table { partition_of: Some(of), .. }) => Some((id, of)),
        _ => None,
    })
}

/// Every table that has columns from others, after those.
fn by_depth(catalog: &Catalog) -> Vec<(&ObjectId, Vec<QName>)> {
    let mut all: Vec<_> =
        children(catalog).map(|(id, of)| (depth(catalog, &id.qname()), id, of)).collect();
    all.sort_by_key(|(depth, id, _)| (*depth, *id));
    all.into_iter().map(|(_, id, of)| (id, of)).collect()
}

fn depth(catalog: &Catalog, name: &QName) -> usize {
    catalog.parents(name).map(|parent| 1 + depth(catalog, parent)).max().unwrap_or(0)
}

/// Every table that has columns from others, with those.
fn children(catalog: &Catalog) -> impl Iterator<Item = (&ObjectId, Vec<QName>)> {
    let tables = catalog.of_kind(Kind::Table).filter(|(_, object)| match &object.definition {
        Definition::Table(table) => table.partition_of.is_some() || !table.inherits.is_empty(),
        _ => false,
    });
    tables.map(|(id, _)| (id, catalog.parents(&id.qname()).cloned().collect()))
}

/// Whether a table is foreign, or has columns in common with a foreign one that gets them from it.
pub(crate) fn reaches_foreign(catalog: &Catalog, name: &QName) -> bool {
    let id = ObjectId::in_schema(Kind::Table, name);
    if table(catalog, &id).is_some_and(|table| table.foreign.is_some()) {
        return true;
    }
    // Where there is no foreign table at all nobody is asked for its heirs.
    catalog.of_kind(Kind::ForeignServer).next().is_some()
        && children(catalog).any(|(heir, parents)| {
            parents.contains(name) && reaches_foreign(catalog, &heir.qname())
        })
}

/// Whether a table cannot become the other one: PostgreSQL knows no way from a plain table to a partitioned one, nor
/// to another partition key, nor from or to a foreign table, nor to another server, nor to another order of columns.
pub(crate) fn is_remade(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    let (Some(old), Some(new)) = (table(from, id), table(to, id)) else { return false };
    if old.partition_by != new.partition_by {
        return true;
    }
    let server = |table: &Table| table.foreign.as_ref().map(|it| it.server.clone());
    if server(old) != server(new) {
        return true;
    }
    if new.of_type.is_some() && is_in_disorder(from, to, id) {
        return true;
    }
    let Some(key) = &new.partition_by else { return false };
    // PostgreSQL alters no column of a partition key, and nothing that the key calls goes without the table.
    let stands = |object: &Object| {
        let mut needed = object.depends_on.iter();
        needed.any(|needed| again::is_made_again(from, to, needed))
    };
    if from.get(id).is_some_and(stands) {
        return true;
    }
    let name = id.qname();
    let mut columns = from.of_relation(Kind::Column, &name);
    columns.any(|(column, object)| {
        let in_key = key.columns.iter().any(|it| is_column(it, &column.name));
        let same = |new: &Object| match (&object.definition, &new.definition) {
            (Definition::Column(old), Definition::Column(new)) => {
                old.data_type == new.data_type
                    && old.collation == new.collation
                    && old.generated == new.generated
            }
            _ => false,
        };
        in_key && (!to.get(column).is_some_and(same) || stands(object))
    })
}

/// Whether a table would have its columns in another order than it shall have: PostgreSQL adds a column at the end, and
/// a table of a type has its columns in the order of the type.
fn is_in_disorder(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    let names = |catalog: &Catalog| -> Vec<Name> {
        catalog.columns(&id.qname()).into_iter().map(|(id, ..)| id.name.clone()).collect()
    };
    let (old, new) = (names(from), names(to));
    let stay = old.iter().filter(|it| new.contains(it));
    let come = new.iter().filter(|it| !old.contains(it));
    !stay.chain(come).eq(&new)
}

/// Whether a part of a partition key is this column, or an expression that names it.
fn is_column(part: &str, name: &Name) -> bool {
    let quoted = format!("\"{}\"", name.replace('"', "\"\""));
    if !part.contains('(') {
        let is_this = |name: &str| {
            part.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        return is_this(name) || is_this(&quoted);
    }
    let is_word = |it: char| !(it.is_alphanumeric() || matches!(it, '_' | '$'));
    part.contains(&quoted) || part.split(is_word).any(|word| *word == **name)
}

/// Whether it is an index, or a key that has one.
fn is_index(object: &Object) -> bool {
    match &object.definition {
        Definition::Index(_) => true,
        Definition::Constraint(it) => it.body.options().is_some(),
        _ => false,
    }
}

/// What an index or a key of a partition is part of.
fn attached(object: &Object) -> Option<&Attached> {
    match &object.definition {
        Definition::Index(Index { attached, .. })
        | Definition::Constraint(Constraint { attached, .. }) => attached.as_ref(),
        _ => None,
    }
}

/// Whether PostgreSQL forgets something about the indexes of partitions when it makes that of their parent, or a key, again
/// because a column changes its type: all but their columns, or even gives them the comment of the parent's.
pub(crate) fn is_forgotten(to: &Catalog, id: &ObjectId) -> bool {
    let commented = |id| {
        to.get(id).is_some_and(|it| {
            let is_said = |it: &Constraint| it.index_comment.is_some();
            it.comment.is_some()
                || matches!(&it.definition, Definition::Constraint(it) if is_said(it))
        })
    };
    let parts = attached_to(to, id);
    (to.major < 18 && commented(id) && !parts.is_empty())
        || parts.iter().any(|(part, object)| {
            let own = match &object.definition {
                Definition::Index(it) => !it.options.is_empty() || !it.statistics.is_empty(),
                _ => false,
            };
            let is_chosen = attached(object).is_none_or(|it| it.chosen);
            own || !is_chosen || commented(part) || is_mark(to, part) || is_forgotten(to, part)
        })
}

/// The indexes or keys of partitions that are part of this one.
pub(super) fn attached_to<'a>(
    catalog: &'a Catalog,
    id: &ObjectId,
) -> Vec<(&'a ObjectId, &'a Object)> {
    if !matches!(id.kind, Kind::Index | Kind::Constraint) {
        return Vec::new();
    }
    let table = id.relation_qname();
    let partitions = partitions(catalog).filter(|(_, of)| of.parent == table);
    let parts = partitions.flat_map(|(it, _)| catalog.of_relation(id.kind, &it.qname()));
    parts.filter(|(_, it)| attached(it).is_some_and(|it| it.to == id.name)).collect()
}

/// The index or key of the parent that this one is part of.
pub(crate) fn whole(catalog: &Catalog, id: &ObjectId) -> Option<ObjectId> {
    let attached = attached(catalog.get(id)?)?;
    let parent = catalog.parent(&id.relation_qname())?;
    Some(ObjectId::of_relation(id.kind, parent, attached.to.clone()))
}

/// Whether a table is ordered by an index, or known to replication by it.
fn is_mark(catalog: &Catalog, id: &ObjectId) -> bool {
    let table = ObjectId::in_schema(Kind::Table, &id.relation_qname());
    self::table(catalog, &table).is_some_and(|table| {
        table.cluster_on.as_ref() == Some(&id.name)
            || table.replica_identity == ReplicaIdentity::Index(id.name.clone())
    })
}

/// A trigger of a table, also one that it has from the table that it is a partition of.
fn trigger<'a>(catalog: &'a Catalog, table: &QName, name: &Name) -> Option<&'a Object> {
    let id = ObjectId::of_relation(Kind::Trigger, table, name.clone());
    catalog.get(&id).or_else(|| {
        trigger(catalog, catalog.parent(table)?, name).filter(|object| is_for_rows(object))
    })
}

/// Partitions have the row triggers of their parent, and no others.
fn is_for_rows(object: &Object) -> bool {
    matches!(&object.definition, Definition::Trigger(it) if it.level == Level::Row)
}

/// The checks and foreign keys that a partition of this table has from it.
fn inherited<'a>(catalog: &'a Catalog, table: &QName) -> Vec<(&'a Name, &'a Object)> {
    let own = catalog.of_relation(Kind::Constraint, table).filter(|(_, object)| {
        matches!(
            &object.definition,
            Definition::Constraint(Constraint {
                body: ConstraintBody::Check { .. } | ConstraintBody::ForeignKey { .. },
                ..
            })
        )
    });
    let mut all: Vec<_> = own.map(|(id, object)| (&id.name, object)).collect();
    for parent in catalog.parents(table) {
        all.extend(inherited(catalog, parent));
    }
    all
}
