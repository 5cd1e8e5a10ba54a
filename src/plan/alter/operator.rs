//! Operators, operator families and classes.

use super::Outcome;
use crate::catalog::{Catalog, Operator, OperatorFamily};
use crate::plan::Alteration;

/// The estimators change in place; from PostgreSQL 17 on the rest can be given to an operator that lacks it.
pub(super) fn alter(to: &Catalog, old: &Operator, new: &Operator) -> Outcome {
    let gains = |old: &Option<String>, new: &Option<String>| {
        old == new || (to.major >= 17 && old.is_none())
    };
    let becomes = |old: bool, new: bool| old == new || (to.major >= 17 && new);
    if old.function != new.function
        || !gains(&old.commutator, &new.commutator)
        || !gains(&old.negator, &new.negator)
        || !becomes(old.hashes, new.hashes)
        || !becomes(old.merges, new.merges)
    {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::Operator { from: old.clone(), to: new.clone() }])
}

/// What is not there any more goes first: numbers and types are given once.
pub(super) fn alter_family(old: &OperatorFamily, new: &OperatorFamily) -> Outcome {
    fn without<T: Clone + PartialEq>(list: &[T], other: &[T]) -> Vec<T> {
        list.iter().filter(|it| !other.contains(it)).cloned().collect()
    }
    let mut alterations = Vec::new();
    let gone = OperatorFamily {
        operators: without(&old.operators, &new.operators),
        functions: without(&old.functions, &new.functions),
    };
    let added = OperatorFamily {
        operators: without(&new.operators, &old.operators),
        functions: without(&new.functions, &old.functions),
    };
    if gone != OperatorFamily::default() {
        alterations.push(Alteration::FamilyDrop(gone));
    }
    if added != OperatorFamily::default() {
        alterations.push(Alteration::FamilyAdd(added));
    }
    alterations.into()
}
