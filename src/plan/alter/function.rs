//! Functions and procedures.

use super::Outcome;
use crate::catalog::{ArgMode, Argument, Function};
use crate::plan::Alteration;

/// CREATE OR REPLACE keeps privileges and dependents, and refuses another kind, another result, another name of an
/// argument and a default that goes.
pub(super) fn alter(old: &Function, new: &Function) -> Outcome {
    if old.kind != new.kind
        || old.returns != new.returns
        || old.args.len() != new.args.len()
        || !old.args.iter().zip(&new.args).all(|(old, new)| replaceable(old, new))
    {
        return Outcome::Replace;
    }
    Outcome::Alter(vec![Alteration::Function(new.clone())])
}

fn replaceable(old: &Argument, new: &Argument) -> bool {
    let result = |mode| matches!(mode, ArgMode::Out | ArgMode::InOut | ArgMode::Table);
    old.mode == new.mode
        && old.data_type == new.data_type
        && (old.name == new.name || (old.name.is_none() && !result(old.mode)))
        && !(old.default.is_some() && new.default.is_none())
}
