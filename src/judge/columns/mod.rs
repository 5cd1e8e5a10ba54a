//! Columns and their types.

mod choice;
mod clock;
mod types;

use super::rule::Found;
use super::{Needs, Rule, Subject};

pub(super) const RULES: &[Rule] =
    &[types::MONEY, types::TIMESTAMP, types::LENGTH, types::SERIAL, choice::RULE, clock::RULE];
