//! Keys, constraints and indexes.

mod boolean;
mod constant;
mod deleted;
mod duplicate;
mod email;
mod foreign;
mod pair;
mod primary;
mod untied;

use super::rule::Found;
use super::{Fix, Needs, Rule, Subject};

pub(super) const RULES: &[Rule] = &[
    primary::RULE,
    pair::RULE,
    foreign::UNINDEXED,
    foreign::UNSAID,
    untied::RULE,
    duplicate::INDEX,
    duplicate::CONSTRAINT,
    deleted::RULE,
    constant::RULE,
    email::RULE,
    boolean::RULE,
];
