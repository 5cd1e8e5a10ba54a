//! A file of example rows: `seed/*.yaml`.

use crate::diagnostic::Span;
use crate::read::decode::{At, Brief, HasBrief, List, Map, Sql, Text, mapping};

mapping! {
    "a file of example rows",
    /// A file of example rows, which `momni-db seed` makes.
    struct SeedFile {
        /// Lists of words by name, for `words` of columns.
        words: Map<List<Text>>,
        /// The time at which it all is: what columns hold whose default is the clock's. Default: 2026-01-01 12:00:00Z.
        as_of: Option<Text>,
        /// `off`: no trigger fires for the rows, which takes a superuser. What triggers would have done is the rows' own to have.
        /// Foreign keys are looked at in the end. One file says it for all.
        triggers: Option<Text>,
        /// Sets of rows by name.
        seeds: Map<Seed>,
    }
}

mapping! {
    "a set of example rows",
    /// Rows of a table, made by one statement.
    struct Seed {
        /// What they are.
        comment: Option<Text>,
        /// The table. Default: the one that is called as the set is. Beside `sql`, the one that the statement fills, if any.
        table: Option<Text>,
        /// How many, by size: `{ small: 20, large: 20000 }`.
        rows: Map<At<u32>>,
        /// Some for each row of another set, or of a table whose rows are declared. It is `parent` in expressions.
        per: Option<Text>,
        /// How many for each of them: `2`, or `0..3`. Default: 1.
        each: Option<Text>,
        /// For which of them: a condition on `parent` and `k`, the number among those of one parent.
        r#where: Option<Sql>,
        /// Values that are no columns, for later expressions, and for those of sets that have this one as their parent.
        keep: Map<Brief<Filling>>,
        /// What columns hold. Those that are not named hold what is made up by type and foreign key.
        columns: Map<Brief<Filling>>,
        /// A statement in place of all this. It finds the rows of a set in the table `seed_<set>`, and the time at which it all is
        /// in the table `seed`, as `as_of`.
        sql: Option<Sql>,
        /// Sets that come before, beyond those that follow from what is named.
        after: List<Text>,
    }
}

mapping! {
    "what a column holds",
    /// What a column holds: one of `sql`, `one_of`, `weighted`, `words`, `from` with `to`, `of`.
    struct Filling {
        /// An expression. It may name `n`, `k`, `random` (0 to 1), `hash` (a bigint), `as_of`, `parent.<column>`, and what was named
        /// before.
        sql: Option<Sql>,
        /// One of these, each as often.
        one_of: List<Text>,
        /// One of these, by weight: `{ active: 95, suspended: 5 }`.
        weighted: Map<At<u32>>,
        /// Text with words of lists in it: `"{first_names} {last_names}"`.
        words: Option<Text>,
        /// The least value: a number, a date, a time; SQL.
        from: Option<Sql>,
        /// The greatest value; SQL.
        to: Option<Sql>,
        /// How values lie between these, or which rows of `of` are chosen: `uniform`, `normal` (about the middle), `zipf` (few
        /// often). Default: uniform.
        spread: Option<Text>,
        /// A row of this set, or of this table, whose rows are declared.
        of: Option<Text>,
        /// Its column. Default: the one that the foreign key refers to, else the primary key.
        column: Option<Text>,
        /// The share of NULL, 0 to 1.
        null: Option<At<f32>>,
    }
}

impl HasBrief for Filling {
    type Brief = Sql;
    const EITHER: &'static str = "an expression or a mapping";

    fn from_brief(sql: Sql, _: Span) -> Self {
        Self {
            sql: Some(sql),
            one_of: List::default(),
            weighted: Map::default(),
            words: None,
            from: None,
            to: None,
            spread: None,
            of: None,
            column: None,
            null: None,
        }
    }
}
