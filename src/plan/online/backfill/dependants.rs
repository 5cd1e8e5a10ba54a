//! What stands in the way of changing every row of a table bit by bit, and of a column that is made anew.

use super::{Catalog, Definition, Kind, Name, ObjectId, QName, column};
use crate::catalog::{ConstraintBody, Index, Object, ReplicaIdentity, TriggerEnabled};
use std::collections::BTreeSet;

/// Whether nobody notices that rows are updated: no trigger or rule does something about it, no subscriber gets it, and no
/// policy hides a row.
pub(super) fn may_be_updated(catalog: &Catalog, table: &QName) -> bool {
    let fires = |object: &Object| match &object.definition {
        Definition::Trigger(it) => {
            it.events.update
                && it.events.update_of.is_empty()
                && it.enabled != TriggerEnabled::Disabled
        }
        _ => false,
    };
    let publishes = |object: &Object| match &object.definition {
        Definition::Publication(it) => {
            it.all_tables
                || it.schemas.contains(&table.schema)
                || it.tables.iter().any(|it| it.table == *table)
        }
        _ => false,
    };
    let is_forced = catalog.table(table).is_none_or(|it| it.force_row_security);
    !is_forced
        && !catalog.of_relation(Kind::Trigger, table).any(|(_, it)| fires(it))
        && catalog.of_relation(Kind::Rule, table).next().is_none()
        && !catalog.of_kind(Kind::Publication).any(|(_, it)| publishes(it))
}

/// Whether something works with the whole rows of a table, which have one column more for a while.
pub(super) fn has_its_rows_taken(catalog: &Catalog, table: &QName) -> bool {
    let id = ObjectId::in_schema(Kind::Table, table);
    let is_part = |it: &ObjectId| it.relation.is_some() && it.relation_qname() == *table;
    let takes = |it: &ObjectId| {
        !is_part(it)
            && matches!(
                it.kind,
                Kind::Column
                    | Kind::Function
                    | Kind::Aggregate
                    | Kind::Composite
                    | Kind::Domain
                    | Kind::Range
                    | Kind::Operator
                    | Kind::Cast
            )
    };
    catalog.iter().any(|(it, object)| takes(it) && object.depends_on.contains(&id))
}

/// The indexes and constraints of a column that go with it, if nothing else stands on it or on these.
pub(super) fn of_column(
    catalog: &Catalog,
    table: &QName,
    name: &Name,
) -> Option<BTreeSet<ObjectId>> {
    let column = column(table, name);
    let default = ObjectId { kind: Kind::DefaultExpr, ..column.clone() };
    let mut found = BTreeSet::new();
    for (id, object) in catalog.iter().filter(|(_, it)| it.depends_on.contains(&column)) {
        let is_own = id.relation.is_some() && id.relation_qname() == *table;
        let goes = match &object.definition {
            _ if *id == default => continue,
            Definition::Index(it) => is_own && it.attached.is_none(),
            Definition::Constraint(it) => {
                is_own
                    && it.attached.is_none()
                    && matches!(
                        it.body,
                        ConstraintBody::PrimaryKey { without_overlaps: false, .. }
                            | ConstraintBody::Unique { without_overlaps: false, .. }
                            | ConstraintBody::Check { .. }
                    )
            }
            _ => false,
        };
        if !goes {
            return None;
        }
        found.insert(id.clone());
    }
    let stands_on = |object: &Object| object.depends_on.iter().any(|it| found.contains(it));
    let is_marked = catalog.table(table).is_none_or(|it| {
        let of = |name: &Name| found.iter().any(|it| it.name == *name);
        it.cluster_on.as_ref().is_some_and(of)
            || matches!(&it.replica_identity, ReplicaIdentity::Index(name) if of(name))
    });
    let owned = catalog.of_kind(Kind::Sequence).any(|(_, object)| match &object.definition {
        Definition::Sequence(it) => {
            it.owned_by.as_ref().is_some_and(|it| it.0 == *table && it.1 == *name)
        }
        _ => false,
    });
    // What is stored as the order of rows of another table, or refers to a key.
    let is_used = catalog.iter().any(|(_, object)| stands_on(object));
    (!is_marked && !is_used && !owned).then_some(found)
}

/// The columns of an index, if it has nothing but columns.
pub(super) fn columns(index: &Index) -> Option<Vec<Name>> {
    if index.predicate.is_some() {
        return None;
    }
    let plain = |text: &str| {
        let is_word =
            text.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
        let unquoted = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        match unquoted {
            _ if is_word => Some(Name::from(text)),
            Some(inner) if !inner.contains('"') => Some(Name::from(inner)),
            _ => None,
        }
    };
    index.elements.iter().map(|it| plain(&it.expression)).collect()
}
