//! Functions that need no body: what is done to which rows of a table.

use crate::diagnostic::Span;
use crate::read::decode::{At, Brief, HasBrief, Items, List, Map, Sql, Text, mapping, words};
use crate::secure::Operator;

mapping! {
    "a function that gets a row",
    /// Gives one row by its key; an error where none is seen.
    struct Get {
        /// The table.
        table: Text,
        /// The columns that are returned.
        columns: Items<Text>,
        /// Returned columns that are NULL unless a condition on the table `t` is false: what not everybody is told who sees the row.
        hides: Map<Sql>,
        /// The columns that the row is found by. Default: the primary key.
        key: List<Text>,
        /// What a row must be to be seen: a condition on the table `t`.
        r#where: Option<Sql>,
        /// The column that marks a row as deleted. Default: `secure.deleted_at` of the project where the table has it.
        deleted_at: Option<Text>,
    }
}

mapping! {
    "a function that lists rows",
    /// Gives rows in pages. Each comes with a cursor, which the next call takes as `after` or `before`.
    struct ListRows {
        /// The table.
        table: Text,
        /// The columns that are returned.
        columns: Items<Text>,
        /// Arguments that narrow the list: columns, or mappings.
        filters: List<Brief<Filter>>,
        /// The orders that a caller may choose by name: columns, each with `desc` where it is descending. The first one is
        /// the default. Without any: by the primary key.
        sorts: Map<Items<Text>>,
        /// Returned columns that are NULL unless a condition on the table `t` is false: what not everybody is told who sees the row.
        hides: Map<Sql>,
        /// How many rows a page has.
        limit: Option<Limit>,
        /// Values by name that are worked out once, before rows are looked for. `where` names them, and they are values to
        /// the planner: `everything or owner = me` is answered by an index where `everything` is false.
        once: Map<Once>,
        /// What a row must be to be seen: a condition on the table `t`.
        r#where: Option<Sql>,
        /// The column that marks a row as deleted. Default: `secure.deleted_at` of the project where the table has it.
        deleted_at: Option<Text>,
    }
}

mapping! {
    "a value that is worked out once",
    /// A value that is worked out once.
    struct Once {
        /// Its type.
        r#type: Text,
        /// The expression.
        value: Sql,
    }
}

mapping! {
    "the size of a page",
    /// How many rows a page has.
    struct Limit {
        /// Where the caller does not say. Default: 50.
        default: Option<At<u32>>,
        /// At most. Default: 100.
        max: Option<At<u32>>,
    }
}

mapping! {
    "a filter",
    /// An argument that narrows the rows.
    struct Filter {
        /// The column.
        column: Text,
        /// The argument's name. Default: the column's, with `by_` before it where the column is returned, too.
        name: Option<Text>,
        /// How they are compared. Default: `=`.
        operator: Option<Operator>,
        /// Whether it must be given. Default: false; NULL then narrows nothing.
        required: Option<bool>,
    }
}

impl HasBrief for Filter {
    type Brief = Text;
    const EITHER: &'static str = "a column or a mapping";

    fn from_brief(column: Text, _: Span) -> Self {
        Self { column, name: None, operator: None, required: None }
    }
}

mapping! {
    "a function that inserts a row",
    /// Inserts a row and gives its key; that of several columns as jsonb.
    struct Insert {
        /// The table.
        table: Text,
        /// The columns that the caller gives.
        columns: Items<Text>,
        /// Further columns and their values: SQL.
        set: Map<Sql>,
    }
}

mapping! {
    "a function that updates a row",
    /// Changes columns of one row. An argument that is not given, or NULL, changes nothing; `clear` names columns that
    /// become NULL.
    struct Update {
        /// The table.
        table: Text,
        /// The columns that the caller may change.
        columns: Items<Text>,
        /// The columns that the row is found by. Default: the primary key.
        key: List<Text>,
        /// What a row must be to be seen: a condition on the table `t`.
        r#where: Option<Sql>,
        /// The column that marks a row as deleted. Default: `secure.deleted_at` of the project where the table has it.
        deleted_at: Option<Text>,
        /// A column that tells versions of the row apart: the caller states the one that they have read, and is given the
        /// new one. Whole numbers and timestamps are set anew.
        lock: Option<Text>,
        /// Further columns and their values: SQL.
        set: Map<Sql>,
    }
}

mapping! {
    "a function that deletes or restores a row",
    /// Marks one row as deleted, or takes the mark from it.
    struct Mark {
        /// The table.
        table: Text,
        /// The columns that the row is found by. Default: the primary key.
        key: List<Text>,
        /// What a row must be to be seen: a condition on the table `t`.
        r#where: Option<Sql>,
        /// The column that marks a row as deleted. Default: `secure.deleted_at` of the project.
        deleted_at: Option<Text>,
        /// Further columns and their values: SQL.
        set: Map<Sql>,
    }
}

mapping! {
    "a function that looks for rows",
    /// Whether there are such rows, or how many.
    struct Found {
        /// The table.
        table: Text,
        /// Arguments that narrow the rows: columns, or mappings. Default: of `exists` the primary key, of `count` none.
        filters: List<Brief<Filter>>,
        /// What a row must be to be seen: a condition on the table `t`.
        r#where: Option<Sql>,
        /// The column that marks a row as deleted. Default: `secure.deleted_at` of the project where the table has it.
        deleted_at: Option<Text>,
    }
}

words! {
    Operator as "FilterOperator", "=, <>, <, <=, >, >=, @>, <@, &&, in or prefix" {
        "=" => Self::Equal, "The same.";
        "<>" => Self::Different, "Another one.";
        "<" => Self::Less, "Before it.";
        "<=" => Self::AtMost, "It or before it.";
        ">" => Self::Greater, "After it.";
        ">=" => Self::AtLeast, "It or after it.";
        "@>" => Self::Contains, "An array, a range or jsonb that has it all.";
        "<@" => Self::Within, "All of it is in the argument.";
        "&&" => Self::Overlaps, "An array or a range that has something of it.";
        "in" => Self::In, "One of an array.";
        "prefix" => Self::Prefix, "A text that begins with it.";
    }
}
