//! Row-security policies.

mod captured;
mod constant;
mod duplicate;
mod executed;
mod granted;
mod metadata;
mod per_row;
mod recursive;
mod unchecked;
mod unindexed;

use super::rule::Found;
use super::{Needs, Rule, Subject};
use crate::catalog::Policy;

pub(super) const RULES: &[Rule] = &[
    captured::CAPTURED,
    captured::ITSELF,
    recursive::RULE,
    constant::OPEN,
    constant::DEAD,
    unchecked::RULE,
    granted::POLICY,
    granted::GRANT,
    executed::RULE,
    per_row::RULE,
    unindexed::RULE,
    duplicate::RULE,
    metadata::RULE,
];

/// The conditions of a policy by key.
fn conditions(policy: &Policy) -> impl Iterator<Item = (&'static str, &str)> {
    [("using", policy.using.as_deref()), ("with_check", policy.with_check.as_deref())]
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)))
}
