//! Functions and procedures.

mod definer;
mod dynamic;
mod examined;
mod secret;
mod swallowed;
mod volatility;

use super::rule::Found;
use super::{Needs, Rule, Subject};

pub(super) const RULES: &[Rule] = &[
    definer::SEARCH_PATH,
    definer::PUBLIC,
    definer::OWNER,
    dynamic::RULE,
    swallowed::RULE,
    volatility::RULE,
    secret::RULE,
    examined::ERRORS,
    examined::WARNINGS,
    examined::PERFORMANCE,
];
