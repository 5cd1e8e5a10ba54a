//! Functions and procedures.

mod audited;
mod defaulted;
mod definer;
mod dynamic;
mod examined;
mod executed;
mod locked;
pub(super) mod secret;
mod swallowed;
mod uncounted;
mod undeclared;
mod volatility;

use super::rule::Found;
use super::{Needs, Rule, Subject};

pub(super) const RULES: &[Rule] = &[
    definer::SEARCH_PATH,
    definer::PUBLIC,
    definer::OWNER,
    defaulted::RULE,
    dynamic::RULE,
    swallowed::RULE,
    volatility::RULE,
    secret::RULE,
    audited::RULE,
    executed::RULE,
    undeclared::RULE,
    uncounted::RULE,
    locked::RULE,
    examined::ERRORS,
    examined::WARNINGS,
    examined::PERFORMANCE,
];
