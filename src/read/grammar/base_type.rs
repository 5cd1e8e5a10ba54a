//! `base_types:`.

use super::Grants;
use crate::catalog::{Alignment, Storage};
use crate::read::decode::{Text, mapping, words};

mapping! {
    "a base type", allow,
    /// A base type: its own functions read and write its values. Without `input` and `output` it is only promised.
    struct BaseType {
        /// The function that makes a value of its text form.
        input: Option<Text>,
        /// The function that makes the text form.
        output: Option<Text>,
        /// The function that makes a value of its binary form.
        receive: Option<Text>,
        /// The function that makes the binary form.
        send: Option<Text>,
        /// The function that reads modifiers.
        typmod_in: Option<Text>,
        /// The function that writes modifiers.
        typmod_out: Option<Text>,
        /// The function that gathers statistics.
        analyze: Option<Text>,
        /// The function that knows what a subscript means.
        subscript: Option<Text>,
        /// How many bytes a value has. Default: values differ in length.
        length: Option<i32>,
        /// Values are passed by value. Default: false.
        by_value: Option<bool>,
        /// Where a value may begin. Default: `int4`.
        alignment: Option<Alignment>,
        /// How values are stored where the column does not say. Default: `plain`.
        storage: Option<Storage>,
        /// The category by which the parser prefers casts, one character. Default: `U`.
        category: Option<Text>,
        /// It is preferred within its category. Default: false.
        preferred: Option<bool>,
        /// The text form of the default value.
        default: Option<Text>,
        /// The type that a subscript gives.
        element: Option<Text>,
        /// What stands between the elements of an array of it, one character. Default: a comma.
        delimiter: Option<Text>,
        /// Values have a collation. Default: false.
        collatable: Option<bool>,
        /// `COMMENT ON TYPE`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// Privileges by role beside PUBLIC's built-in USAGE.
        grants: Grants,
        /// The type's former name.
        renamed_from: Option<Text>,
    }
}

words! {
    Alignment as "Alignment", "char, int2, int4 or double" {
        "char" => Self::Char, "Anywhere.";
        "int2" => Self::Int2, "At every second byte.";
        "int4" => Self::Int4, "At every fourth byte.";
        "double" => Self::Double, "At every eighth byte.";
    }
}
