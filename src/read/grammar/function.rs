//! `functions:` and `procedures:`.

use super::{
    Audit, DeclaredError, Found, Get, Guard, Idempotent, Insert, ListRows, Mark, RateLimit,
    Requires, Route, Update,
};
use crate::catalog::{ArgMode, Parallel, Security, Volatility};
use crate::diagnostic::Span;
use crate::read::decode::{Brief, DefaultSql, HasBrief, List, Map, Sql, Text, mapping, words};

mapping! {
    "a function", allow,
    /// A function. Exactly one of `body`, `body_file`, `atomic`, `library` and the kinds that need no body (`get`, `list` …)
    /// says what it does.
    struct Function {
        /// The arguments by name, in their order: a type or a mapping. `$1`, `$2` … have no name.
        args: Map<Brief<Argument>>,
        /// What it returns: a type, `void`, `trigger`, or a mapping.
        returns: Option<Brief<Returns>>,
        /// The language. Default: `plpgsql`; for `atomic`, `sql`.
        language: Option<Text>,
        /// VOLATILE, STABLE or IMMUTABLE. Default: `volatile`.
        volatility: Option<Volatility>,
        /// RETURNS NULL ON NULL INPUT. Default: false.
        strict: Option<bool>,
        /// With whose rights it runs. `definer` sets `search_path` to `pg_catalog, pg_temp` unless stated, is owned
        /// by `function_owner` and gives nothing to PUBLIC. Default: `invoker`.
        security: Option<Security>,
        /// Who may execute it; nobody else but the owner then. Not given: PUBLIC for `invoker`, nobody for `definer`.
        execute: List<Text>,
        /// PARALLEL UNSAFE, RESTRICTED or SAFE. Default: `unsafe`.
        parallel: Option<Parallel>,
        /// Claims to reveal nothing of its arguments. Default: false.
        leakproof: Option<bool>,
        /// Planner cost.
        cost: Option<f32>,
        /// How many rows the planner expects.
        rows: Option<f32>,
        /// The planner support function.
        support: Option<Text>,
        /// A window function; it is written in C. Default: false.
        window: Option<bool>,
        /// TRANSFORM FOR TYPE: the types that the language is given in its own form.
        transforms: List<Text>,
        /// `SET name TO value` clauses. `search_path: default` is none: for a definer that runs with the caller's.
        set: Map<Text>,
        /// The owner. Default: `function_owner` for `definer`, else `owner` of the project.
        owner: Option<Text>,
        /// The source.
        body: Option<Text>,
        /// A file with the source, relative to this one.
        body_file: Option<Text>,
        /// Whether PostgreSQL reads the body while the declared state is built. With `false` it may name what is not
        /// there. Default: true.
        checked: Option<bool>,
        /// An SQL-standard body: `BEGIN ATOMIC … END` or `RETURN …`.
        atomic: Option<Sql>,
        /// A symbol of a shared library; the language is then `c` unless stated.
        library: Option<Library>,
        /// `COMMENT ON FUNCTION`.
        comment: Option<Text>,
        /// Extensions that take it along when they go (`DEPENDS ON EXTENSION`).
        depends_on_extensions: List<Text>,
        /// The function's former name; its arguments are the same.
        renamed_from: Option<Text>,
        /// Who may call it, by the claims of the token: `role`, `aal`, `claim`; else 42501.
        requires: Option<Requires>,
        /// A condition, which may name the arguments; false or NULL is 42501 before the body runs. Or a mapping.
        guard: Option<Brief<Guard>>,
        /// The errors that it raises by SQLSTATE: the message, or a mapping. With it the body raises no other.
        errors: Option<Map<Brief<DeclaredError>>>,
        /// What the audit records of each call: the action's name, or a mapping.
        audit: Option<Brief<Audit>>,
        /// A repeated request gives the stored answer and does nothing again: `true`, or a mapping.
        idempotent: Option<Brief<Idempotent>>,
        /// How often a caller may call it.
        rate_limit: Option<RateLimit>,
        /// Method and path for a REST server: `POST /v1/families/{family_id}/bookings`, or a mapping. Each parameter is an
        /// argument.
        route: Option<Brief<Route>>,
        /// It gives one row by its key. No body.
        get: Option<Get>,
        /// It gives rows in pages. No body.
        list: Option<ListRows>,
        /// It inserts a row and gives its key. No body.
        insert: Option<Insert>,
        /// It changes columns of one row. No body.
        update: Option<Update>,
        /// It marks one row as deleted. No body.
        soft_delete: Option<Mark>,
        /// It takes the mark from a row that is deleted. No body.
        restore: Option<Mark>,
        /// Whether there is such a row. No body.
        exists: Option<Found>,
        /// How many such rows there are. No body.
        count: Option<Found>,
    }
}

mapping! {
    "a procedure", allow,
    /// A procedure. Exactly one of `body`, `body_file`, `atomic` and `library` says what it does.
    struct Procedure {
        /// The arguments by name, in their order: a type or a mapping. `$1`, `$2` … have no name.
        args: Map<Brief<Argument>>,
        /// The language. Default: `plpgsql`; for `atomic`, `sql`.
        language: Option<Text>,
        /// With whose rights it runs, as for functions. Default: `invoker`.
        security: Option<Security>,
        /// Who may execute it, as for functions.
        execute: List<Text>,
        /// TRANSFORM FOR TYPE: the types that the language is given in its own form.
        transforms: List<Text>,
        /// `SET name TO value` clauses. `search_path: default` is none: for a definer that runs with the caller's.
        set: Map<Text>,
        /// The owner. Default: `function_owner` for `definer`, else `owner` of the project.
        owner: Option<Text>,
        /// The source.
        body: Option<Text>,
        /// A file with the source, relative to this one.
        body_file: Option<Text>,
        /// Whether PostgreSQL reads the body while the declared state is built. With `false` it may name what is not
        /// there. Default: true.
        checked: Option<bool>,
        /// An SQL-standard body: `BEGIN ATOMIC … END`.
        atomic: Option<Sql>,
        /// A symbol of a shared library; the language is then `c` unless stated.
        library: Option<Library>,
        /// `COMMENT ON PROCEDURE`.
        comment: Option<Text>,
        /// Extensions that take it along when they go (`DEPENDS ON EXTENSION`).
        depends_on_extensions: List<Text>,
        /// The procedure's former name; its arguments are the same.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a library",
    /// A symbol of a shared library.
    struct Library {
        /// The file, as the server finds it: `$libdir/own`.
        file: Text,
        /// The symbol.
        symbol: Text,
    }
}

mapping! {
    "an argument",
    /// An argument.
    struct Argument {
        /// Its type.
        r#type: Text,
        /// Its name where that is not the key: an `out` argument may have the name of an `in` argument.
        name: Option<Text>,
        /// The default expression.
        default: DefaultSql,
        /// How it is passed. Default: `in`.
        mode: Option<ArgMode>,
        /// Whether it may be NULL. PostgreSQL does not know; the generated client does.
        null: Option<bool>,
        /// What it is, for the documentation.
        comment: Option<Text>,
        /// Refuses a text without anything but blanks, or an array without elements, by 22023.
        not_empty: Option<bool>,
        /// Refuses what is less, by 22023: SQL.
        min: Option<Sql>,
        /// Refuses what is more, by 22023: SQL.
        max: Option<Sql>,
        /// Refuses what has fewer characters, or elements of an array, by 22023.
        min_length: Option<u32>,
        /// Refuses what has more characters, or elements of an array, by 22023.
        max_length: Option<u32>,
        /// Refuses what a regular expression does not match, by 22023.
        pattern: Option<Text>,
        /// Refuses what is none of these, by 22023.
        one_of: List<Text>,
        /// It is never recorded by `audit`. Default: false.
        secret: Option<bool>,
        /// The argument's former name. PostgreSQL gives an argument another name only by making the function again:
        /// what stands on it is put back.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Argument {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self {
            r#type,
            name: None,
            default: DefaultSql(None),
            mode: None,
            null: None,
            comment: None,
            not_empty: None,
            min: None,
            max: None,
            min_length: None,
            max_length: None,
            pattern: None,
            one_of: List::default(),
            secret: None,
            renamed_from: None,
        }
    }
}

mapping! {
    "what a function returns",
    /// What a function returns: exactly one of these keys.
    struct Returns {
        /// One value of this type.
        r#type: Option<Text>,
        /// Rows of this type.
        set_of: Option<Text>,
        /// Rows of these columns: a type or a mapping.
        table: Option<Map<Brief<ReturnColumn>>>,
        /// Whether the value may be NULL. PostgreSQL does not know; the generated client does.
        null: Option<bool>,
    }
}

impl HasBrief for Returns {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self { r#type: Some(r#type), set_of: None, table: None, null: None }
    }
}

mapping! {
    "a column that a function returns",
    /// A column of RETURNS TABLE.
    struct ReturnColumn {
        /// Its type.
        r#type: Text,
        /// Whether it may be NULL. PostgreSQL does not know; the generated client does.
        null: Option<bool>,
        /// What it is, for the documentation.
        comment: Option<Text>,
    }
}

impl HasBrief for ReturnColumn {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self { r#type, null: None, comment: None }
    }
}

words! {
    ArgMode as "ArgumentMode", "in, out, inout or variadic" {
        "in" => Self::In, "Given by the caller.";
        "out" => Self::Out, "Part of the result.";
        "inout" => Self::InOut, "Both.";
        "variadic" => Self::Variadic, "Any number of values, as an array.";
    }
}

words! {
    Volatility as "Volatility", "volatile, stable or immutable" {
        "volatile" => Self::Volatile, "May change the database, and its result at any time.";
        "stable" => Self::Stable, "The same result within a statement.";
        "immutable" => Self::Immutable, "The same result for the same arguments, for ever.";
    }
}

words! {
    Security as "Security", "invoker or definer" {
        "invoker" => Self::Invoker, "Runs with the caller's rights.";
        "definer" => Self::Definer, "Runs with the owner's rights.";
    }
}

words! {
    Parallel as "Parallel", "unsafe, restricted or safe" {
        "unsafe" => Self::Unsafe, "Never in a parallel plan.";
        "restricted" => Self::Restricted, "Only in the leader.";
        "safe" => Self::Safe, "Everywhere.";
    }
}
