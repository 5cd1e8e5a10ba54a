//! Conditions of policies in short: the caller's groups, and what a column says of who sees its row.

use crate::diagnostic::Span;
use crate::read::decode::{Brief, HasBrief, Map, Sql, Text, mapping};

mapping! {
    "a membership",
    /// The row belongs to a group that the caller is a member of, as a table of members has it. A function that reads this
    /// table once for each statement is made.
    struct MemberOf {
        /// The table of members.
        table: Text,
        /// Its column that names the group.
        via: Text,
        /// The column of the policy's table that names the group. Default: what `via` says.
        column: Option<Text>,
        /// The column of the members that names the user. Default: `user_id`.
        user: Option<Text>,
        /// Which members count: a condition on the table `t`.
        r#where: Option<Sql>,
        /// The function's name. Default: `<table>_of_caller`, in the schema of the members.
        function: Option<Text>,
    }
}

mapping! {
    "a visibility", allow,
    /// Who sees a row, by what stands in one of its columns.
    struct Visibility {
        /// The column. Default: the visibility's name.
        column: Option<Text>,
        /// By each label or value of the column who sees the row: `everybody`, `nobody`, SQL, or a mapping.
        seen_by: Map<Brief<SeenBy>>,
    }
}

mapping! {
    "who sees a row",
    /// Who sees a row. All of it must hold.
    struct SeenBy {
        /// `everybody`, `nobody`, or a condition.
        using: Option<Sql>,
        /// The column that holds whose the row is.
        owner: Option<Text>,
        /// The row belongs to a group that the caller is a member of.
        member_of: Option<MemberOf>,
    }
}

impl HasBrief for SeenBy {
    type Brief = Sql;
    const EITHER: &'static str = "`everybody`, `nobody`, a condition or a mapping";

    fn from_brief(using: Sql, _: Span) -> Self {
        Self { using: Some(using), owner: None, member_of: None }
    }
}

mapping! {
    "a use of a visibility",
    /// Which visibility, and which column of the table.
    struct VisibleBy {
        /// One of `visibilities`.
        visibility: Text,
        /// The column. Default: that of the visibility.
        column: Option<Text>,
    }
}

impl HasBrief for VisibleBy {
    type Brief = Text;
    const EITHER: &'static str = "a name or a mapping";

    fn from_brief(visibility: Text, _: Span) -> Self {
        Self { visibility, column: None }
    }
}
