//! What goes with something else, and needs no step of its own.

use super::{Fate, RELATIONS, fold, is_table, ownership, relation_of};
use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, ObjectId};
use std::collections::BTreeMap;

/// Whether a policy, a rule or the like reads another relation that goes as well: with two of them there that read
/// each other's, neither relation could go first.
fn stands_on_another(
    from: &Catalog,
    gone: impl Fn(&ObjectId) -> bool,
    relation: &ObjectId,
    part: &ObjectId,
) -> bool {
    if !matches!(part.kind, Kind::Policy | Kind::Rule | Kind::Trigger) {
        return false;
    }
    let Some(object) = from.get(part) else { return false };
    object.depends_on.iter().any(|id| {
        let of = if id.relation.is_some() { relation_of(from, id) } else { Some(id.clone()) };
        of.is_some_and(|of| RELATIONS.contains(&of.kind) && of != *relation && gone(&of))
    })
}

/// Whether a check of a domain calls an operator that goes: the domain's old form may stay until columns are converted,
/// and no operator can be put aside.
fn stands_on_operator(from: &Catalog, gone: impl Fn(&ObjectId) -> bool, id: &ObjectId) -> bool {
    id.kind == Kind::DomainConstraint
        && from.get(id).is_some_and(|object| {
            object.depends_on.iter().any(|it| it.kind == Kind::Operator && gone(it))
        })
}

/// A part of a relation that is dropped, and a default of a column that is dropped, need no step of their own.
pub(super) fn goes_with_its_relation(
    from: &Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
    id: &ObjectId,
) -> bool {
    let gone = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Drop | Fate::Replace));
    // What a new heir has from above; something else may have had its name.
    if from.get(id).is_none() {
        return false;
    }
    if ownership::goes_with_its_column(from, fates, id) {
        return true;
    }
    // The columns of a view have no steps of their own at all.
    if id.kind == Kind::Column && !is_table(from, id) {
        return true;
    }
    if let Some(relation) = relation_of(from, id).filter(gone) {
        // A foreign key may refer from a table that goes to another that goes, and a check may call a function that
        // takes a row of the table: with them there, neither could go first.
        let foreign_key = matches!(
            from.get(id).map(|object| &object.definition),
            Some(Definition::Constraint(constraint))
                if matches!(constraint.body, ConstraintBody::ForeignKey { .. })
        );
        return !foreign_key
            && !stands_on_operator(from, gone, id)
            && !stands_on_another(from, gone, &relation, id)
            && !fold::comes_after(from, gone, &relation, id);
    }
    id.kind == Kind::DefaultExpr
        && gone(&ObjectId::of_relation(Kind::Column, &id.relation_qname(), id.name.clone()))
}
