//! Columns and their types.

mod array;
mod choice;
mod clock;
mod nullable;
mod secret;
mod types;

use super::rule::Found;
use super::{Needs, Rule, Subject};

pub(super) const RULES: &[Rule] = &[
    types::MONEY,
    types::TIMESTAMP,
    types::LENGTH,
    types::SERIAL,
    choice::RULE,
    clock::RULE,
    array::RULE,
    nullable::RULE,
    secret::PLAIN,
    secret::READABLE,
];
