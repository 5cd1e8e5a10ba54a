//! Tables as a whole.

mod commented;
mod partitioned;
mod protected;

use super::rule::Found;
use super::{Needs, Rule, Subject};

pub(super) const RULES: &[Rule] = &[
    protected::OFF,
    protected::FORCE,
    partitioned::RULE,
    partitioned::MAINTENANCE,
    commented::OBJECTS,
    commented::COLUMNS,
];
