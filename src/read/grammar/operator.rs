//! `operators:`, `operator_families:`, `operator_classes:`, `casts:`.

use crate::catalog::CastContext;
use crate::read::decode::{List, Sql, Text, mapping, words};

mapping! {
    "an operator",
    /// An operator.
    struct Operator {
        /// The type of the left operand; a prefix operator has none.
        left: Option<Text>,
        /// The type of the right operand.
        right: Text,
        /// The function behind it.
        function: Text,
        /// The operator that gives the same with the operands exchanged.
        commutator: Option<Text>,
        /// The operator that gives the opposite.
        negator: Option<Text>,
        /// The function that estimates how many rows it leaves.
        restrict: Option<Text>,
        /// The function that estimates how many rows a join by it leaves.
        join: Option<Text>,
        /// A hash join can use it. Default: false.
        hashes: Option<bool>,
        /// A merge join can use it. Default: false.
        merges: Option<bool>,
        /// `COMMENT ON OPERATOR`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
    }
}

mapping! {
    "an operator family",
    /// An operator family. Its members are those that belong to no class.
    struct OperatorFamily {
        /// The index method. Default: `btree`.
        using: Option<Text>,
        /// Operators by strategy number as in ALTER OPERATOR FAMILY: `1 < (integer, bigint)`.
        operators: List<Sql>,
        /// Functions by support number: `1 (integer, bigint) compare(integer, bigint)`.
        functions: List<Sql>,
        /// `COMMENT ON OPERATOR FAMILY`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The family's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "an operator class",
    /// An operator class.
    struct OperatorClass {
        /// The type that is indexed.
        r#type: Text,
        /// The index method. Default: `btree`.
        using: Option<Text>,
        /// Is taken where an index names none. Default: false.
        default: Option<bool>,
        /// The family. Default: one of the class's own name.
        family: Option<Text>,
        /// The type that the index holds, where it is another one.
        storage: Option<Text>,
        /// Operators by strategy number as in CREATE OPERATOR CLASS: `1 <`.
        operators: List<Sql>,
        /// Functions by support number: `1 compare(colour, colour)`.
        functions: List<Sql>,
        /// `COMMENT ON OPERATOR CLASS`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The class's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a cast",
    /// A cast. Exactly one of `function` and `method` says how it is done.
    struct Cast {
        /// The function that does it.
        function: Option<Text>,
        /// Without a function of its own.
        method: Option<CastWord>,
        /// Where it is done without being asked for. Default: `explicit`.
        context: Option<CastContext>,
        /// `COMMENT ON CAST`.
        comment: Option<Text>,
    }
}

/// `method:` of a cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CastWord {
    /// `binary`.
    Binary,
    /// `inout`.
    InOut,
}

words! {
    CastWord as "CastMethod", "binary or inout" {
        "binary" => CastWord::Binary, "The bytes are the same: WITHOUT FUNCTION.";
        "inout" => CastWord::InOut, "By the text forms: WITH INOUT.";
    }
}

words! {
    CastContext as "CastContext", "explicit, assignment or implicit" {
        "explicit" => Self::Explicit, "Only where it is asked for.";
        "assignment" => Self::Assignment, "Where a value is stored, too.";
        "implicit" => Self::Implicit, "Everywhere.";
    }
}
