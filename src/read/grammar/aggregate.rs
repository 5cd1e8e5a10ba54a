//! `aggregates:`.

use super::Argument;
use crate::catalog::{FinalModify, Parallel};
use crate::read::decode::{Brief, List, Map, Text, mapping, words};

mapping! {
    "an aggregate", allow,
    /// An aggregate. With `order_by` it is an ordered-set aggregate.
    struct Aggregate {
        /// The arguments by name, in their order: a type or a mapping. `$1`, `$2` … have no name.
        args: Map<Brief<Argument>>,
        /// The arguments after ORDER BY, which make it an ordered-set aggregate.
        order_by: Map<Brief<Argument>>,
        /// Makes an ordered-set aggregate a hypothetical-set one. Default: false.
        hypothetical: Option<bool>,
        /// The type of the state.
        state: Text,
        /// About how many bytes the state takes.
        state_size: Option<i32>,
        /// The function that takes a row into the state.
        transition: Text,
        /// The state before the first row. Default: NULL.
        initial: Option<Text>,
        /// The function that makes the result of the state.
        r#final: Option<Text>,
        /// The final function is given NULLs in place of the arguments. Default: false.
        final_extra: Option<bool>,
        /// Whether the final function changes the state. Default: `read_only`; with `order_by`, `read_write`.
        final_modify: Option<FinalModify>,
        /// The function that joins two states.
        combine: Option<Text>,
        /// The function that makes bytes of a state.
        serialize: Option<Text>,
        /// The function that makes a state of bytes.
        deserialize: Option<Text>,
        /// A second implementation, for windows whose frame moves.
        moving: Option<Moving>,
        /// The operator by which an index gives the result: `<` for a minimum.
        sort_operator: Option<Text>,
        /// PARALLEL UNSAFE, RESTRICTED or SAFE. Default: `unsafe`.
        parallel: Option<Parallel>,
        /// Who may execute it; nobody else but the owner then. Not given: PUBLIC.
        execute: List<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// `COMMENT ON AGGREGATE`.
        comment: Option<Text>,
        /// The aggregate's former name; its arguments are the same.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a moving aggregate",
    /// What a window whose frame moves uses.
    struct Moving {
        /// The type of the state.
        state: Text,
        /// About how many bytes the state takes.
        state_size: Option<i32>,
        /// The function that takes a row into the state.
        transition: Text,
        /// The function that takes a row out of the state.
        inverse: Text,
        /// The state before the first row. Default: NULL.
        initial: Option<Text>,
        /// The function that makes the result of the state.
        r#final: Option<Text>,
        /// The final function is given NULLs in place of the arguments. Default: false.
        final_extra: Option<bool>,
        /// Whether the final function changes the state. Default: as for the aggregate itself.
        final_modify: Option<FinalModify>,
    }
}

words! {
    FinalModify as "FinalModify", "read_only, shareable or read_write" {
        "read_only" => Self::ReadOnly, "Not at all.";
        "shareable" => Self::Shareable, "No row can be taken in after it, but it may be called again.";
        "read_write" => Self::ReadWrite, "It may be called once.";
    }
}
