//! What goes into the statement that creates a table or a domain.
//!
//! A default, a check or a generated column goes in unless something that it needs in turn needs the table: a
//! function that takes a row of the table can only be made after it, and what calls the function after that.
//! Foreign keys never go in: two tables may refer to each other.

use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Kind, Name, Object, ObjectId, QName,
};
use std::collections::{BTreeMap, BTreeSet};

/// For each created table or domain, the parts that its statement creates, columns first and in their order.
pub(crate) fn fold<'a>(
    to: &'a Catalog,
    created: &BTreeSet<&'a ObjectId>,
) -> BTreeMap<&'a ObjectId, Vec<&'a ObjectId>> {
    let mut folded = BTreeMap::new();
    for &id in created {
        let kinds: &[Kind] = match id.kind {
            // A partition has its columns from its parent.
            Kind::Table if is_partition(to, id) => &[Kind::Constraint],
            // What is inherited is left out below.
            Kind::Table => &[Kind::Column, Kind::DefaultExpr, Kind::Constraint],
            Kind::Domain => &[Kind::DomainConstraint],
            Kind::View | Kind::MaterializedView => &[Kind::Column],
            Kind::Column => {
                folded.extend(default_of(to, created, id).map(|default| (id, vec![default])));
                continue;
            }
            _ => continue,
        };
        folded.insert(id, parts(to, created, id, kinds));
    }
    folded
}

fn is_partition(to: &Catalog, id: &ObjectId) -> bool {
    super::partition::table(to, id).is_some_and(|table| table.partition_of.is_some())
}

fn is_child(to: &Catalog, id: &ObjectId) -> bool {
    super::partition::table(to, id)
        .is_some_and(|table| table.partition_of.is_some() || !table.inherits.is_empty())
}

/// The default of a column that is added to a table which is there: rows that exist need it at once.
fn default_of<'a>(
    to: &'a Catalog,
    created: &BTreeSet<&'a ObjectId>,
    column: &ObjectId,
) -> Option<&'a ObjectId> {
    let table = ObjectId::in_schema(Kind::Table, &column.relation_qname());
    // That of a view's column is set by itself.
    if created.contains(&table) || to.get(&table).is_none() {
        return None;
    }
    let default = ObjectId::of_relation(Kind::DefaultExpr, &column.relation_qname(), &*column.name);
    created.get(&default).copied().filter(|id| to.get(id).is_some())
}

fn parts<'a>(
    to: &'a Catalog,
    created: &BTreeSet<&'a ObjectId>,
    whole: &ObjectId,
    kinds: &[Kind],
) -> Vec<&'a ObjectId> {
    let relation = whole.qname();
    let mut late_columns = BTreeSet::new();
    let mut parts = Vec::new();
    for &kind in kinds {
        let mut of_kind: Vec<_> = to
            .of_relation(kind, &relation)
            .map(|(id, object)| (position(&object.definition), id))
            .collect();
        of_kind.sort();
        for (_, id) in of_kind {
            // A range borrows its start; the identity in the map lives as long as the catalog.
            let Some((id, object)) = to.objects.get_key_value(id) else { continue };
            // What comes with the parent is not made again.
            let late = !created.contains(id) && is_child(to, whole)
                || match &object.definition {
                    Definition::Constraint(constraint) => {
                        // A new table has no rows: its checks would count as valid.
                        matches!(constraint.body, ConstraintBody::ForeignKey { .. })
                            || !(constraint.validated || constraint.not_enforced)
                            || needs_late(object, &late_columns)
                            || needs_another(object, &parts, whole)
                            || is_told_twice(to, &parts, &constraint.body)
                            || may_become_part(to, created, &relation, constraint)
                            || comes_after(to, |id| created.contains(id), whole, id)
                    }
                    Definition::DefaultExpr(_) => {
                        late_columns.contains(&id.name)
                            || comes_after(to, |id| created.contains(id), whole, id)
                    }
                    Definition::Column(column) if column.generated.is_some() => {
                        comes_after(to, |id| created.contains(id), whole, id)
                    }
                    // As with tables: a new domain has no values.
                    Definition::DomainConstraint(constraint) if !constraint.validated => true,
                    Definition::Column(_) => false,
                    _ => comes_after(to, |id| created.contains(id), whole, id),
                };
            if !late {
                parts.push(id);
            } else if id.kind == Kind::Column {
                late_columns.insert(id.name.clone());
            }
        }
    }
    parts
}

/// Whether an index of the parent that is made later would take in the key of a partition which is no part of it.
fn may_become_part(
    to: &Catalog,
    created: &BTreeSet<&ObjectId>,
    table: &QName,
    it: &Constraint,
) -> bool {
    let Some(parent) = to.parent(table).filter(|_| it.attached.is_none()) else { return false };
    // Those keys that come with the parent come before.
    let comes = created.contains(&ObjectId::in_schema(Kind::Table, parent));
    let kinds = if comes { &[Kind::Index][..] } else { &[Kind::Index, Kind::Constraint][..] };
    let mut above = kinds.iter().flat_map(|kind| to.of_relation(*kind, parent));
    it.body.options().is_some() && above.any(|(id, _)| created.contains(id))
}

/// Of two keys of the same columns, or two like exclusions, CREATE TABLE makes one (`transformIndexConstraints`).
fn is_told_twice(to: &Catalog, parts: &[&ObjectId], body: &ConstraintBody) -> bool {
    let like = |other: &ConstraintBody| match key(body) {
        Some(own) => key(other) == Some(own),
        None => matches!(body, ConstraintBody::Exclusion { .. }) && other == body,
    };
    parts.iter().any(|part| match to.get(part).map(|object| &object.definition) {
        Some(Definition::Constraint(other)) => like(&other.body),
        _ => false,
    })
}

fn key(body: &ConstraintBody) -> Option<&[Name]> {
    match body {
        ConstraintBody::PrimaryKey { columns, .. } | ConstraintBody::Unique { columns, .. } => {
            Some(columns)
        }
        _ => None,
    }
}

fn position(definition: &Definition) -> i32 {
    match definition {
        Definition::Column(column) => column.position.0,
        _ => 0,
    }
}

fn needs_late(object: &Object, late: &BTreeSet<Name>) -> bool {
    object.depends_on.iter().any(|id| id.kind == Kind::Column && late.contains(&id.name))
}

/// Whether a key needs another one of its table to be made before it.
fn needs_another(object: &Object, parts: &[&ObjectId], table: &ObjectId) -> bool {
    let is_another = |id: &&ObjectId| {
        matches!(id.kind, Kind::Constraint | Kind::Index) && id.relation_qname() == table.qname()
    };
    object.depends_on.iter().filter(is_another).any(|id| !parts.contains(&id))
}

/// Whether something that the part needs, other than the parts of the same relation, needs the relation. Only ways
/// through the objects concerned count.
pub(crate) fn comes_after(
    to: &Catalog,
    concerned: impl Fn(&ObjectId) -> bool,
    whole: &ObjectId,
    part: &ObjectId,
) -> bool {
    let belongs = |id: &ObjectId| {
        id == whole || (id.relation.as_ref() == Some(&whole.name) && id.schema == whole.schema)
    };
    let Some(object) = to.get(part) else { return false };
    let mut seen = BTreeSet::new();
    let mut open: Vec<&ObjectId> = object.depends_on.iter().filter(|id| !belongs(id)).collect();
    while let Some(id) = open.pop() {
        if belongs(id) {
            return true;
        }
        if !concerned(id) || !seen.insert(id) {
            continue;
        }
        if let Some(object) = to.get(id) {
            open.extend(&object.depends_on);
        }
    }
    false
}
