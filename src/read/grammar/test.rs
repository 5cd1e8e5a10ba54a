//! Access tests and what they share.

use crate::diagnostic::Span;
use crate::read::decode::{Brief, Context, Decode, HasBrief, List, Map, Raw, Sql, Text, mapping};
use crate::read::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

mapping! {
    "a test",
    /// A test: what is given, who does what, and what must come of it. See `docs/test.md`.
    struct Test {
        /// What it shows.
        comment: Option<Text>,
        /// The fixtures whose rows are there, in this order, before its own.
        with: List<Text>,
        /// The rows that are there, by table: a mapping of named rows, or a list.
        given: Map<GivenRows>,
        /// Who acts: a role, or a mapping. Default: the superuser of the scratch server.
        r#as: Option<Brief<Caller>>,
        /// What is done: a statement, or a list of them. What is expected is said of the last.
        r#do: Option<Statements>,
        /// The function that is called, after `do` where both are there.
        call: Option<Call>,
        /// The rows that must come: a list of rows, how many, or a mapping.
        expect: Option<Wanted>,
        /// The error that must come: a SQLSTATE, or a mapping.
        error: Option<Brief<WantedError>>,
        /// It must fail with 42501, or give and touch no row.
        denied: Option<bool>,
        /// What must hold afterwards, asked as the superuser.
        then: List<Then>,
    }
}

mapping! {
    "a fixture",
    /// Rows that tests share.
    struct Fixture {
        /// The fixtures whose rows are there before its own, each once.
        with: List<Text>,
        /// The rows that are there, by table: a mapping of named rows, or a list.
        given: Map<GivenRows>,
    }
}

mapping! {
    "a caller",
    /// Who acts.
    struct Caller {
        /// The role that the session takes.
        role: Text,
        /// The claims of the token. Default: there is no token. `$anna.id` is the value of a row.
        claims: Option<Raw>,
        /// What is done runs within a SECURITY DEFINER function of this role. Default: as the caller itself.
        definer: Option<Text>,
    }
}

impl HasBrief for Caller {
    type Brief = Text;
    const EITHER: &'static str = "a role or a mapping";

    fn from_brief(role: Text, _: Span) -> Self {
        Self { role, claims: None, definer: None }
    }
}

mapping! {
    "a call",
    /// A call of a function.
    struct Call {
        /// The function, without arguments.
        function: Text,
        /// The arguments by name. Default: none.
        args: Map<Raw>,
    }
}

mapping! {
    "an expected error",
    /// An error that must come.
    struct WantedError {
        /// The SQLSTATE.
        sqlstate: Text,
        /// A part of the message.
        message: Option<Text>,
        /// The constraint that the server names.
        constraint: Option<Text>,
    }
}

impl HasBrief for WantedError {
    type Brief = Text;
    const EITHER: &'static str = "a SQLSTATE or a mapping";

    fn from_brief(sqlstate: Text, _: Span) -> Self {
        Self { sqlstate, message: None, constraint: None }
    }
}

mapping! {
    "a check afterwards",
    /// What must hold afterwards.
    struct Then {
        /// A query, which no policy binds.
        sql: Sql,
        /// The rows that it must give: a list of rows, how many, or a mapping.
        rows: Wanted,
    }
}

mapping! {
    "what is expected",
    /// Rows that must come, said at length. One of its keys, and `ordered` beside `rows`.
    struct WantedRows {
        /// The rows, or how many.
        rows: Option<RowsOrCount>,
        /// One row comes, and it is like one of these.
        one_of: List<Map<Raw>>,
        /// One row with one column comes, and this is its value.
        value: Option<Raw>,
        /// The rows come in this order. Default: false.
        ordered: Option<bool>,
    }
}

/// The rows of one table.
#[derive(Debug, Clone)]
pub(crate) enum GivenRows {
    /// By name.
    Named(Map<Map<Raw>>),
    /// Without names.
    Listed(List<Map<Raw>>),
}

impl Decode for GivenRows {
    const WANTED: &'static str = "rows: a mapping of named rows, or a list";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match &node.value {
            Value::Sequence(_) => List::decode(node, cx).map(Self::Listed),
            Value::Mapping(_) => Map::decode(node, cx).map(Self::Named),
            Value::Scalar { .. } => {
                cx.wrong(node, Self::WANTED, None);
                None
            }
        }
    }
}

impl JsonSchema for GivenRows {
    fn schema_name() -> Cow<'static, str> {
        "GivenRows".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Rows: values by column. What is left out and must be there is filled in.",
            "anyOf": [
                generator.subschema_for::<Map<Map<Raw>>>(),
                generator.subschema_for::<List<Map<Raw>>>(),
            ],
        })
    }
}

/// One statement, or several.
#[derive(Debug, Clone)]
pub(crate) struct Statements(pub(in crate::read) Vec<Sql>);

impl Decode for Statements {
    const WANTED: &'static str = "a statement or a list of them";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match &node.value {
            Value::Sequence(_) => List::<Sql>::decode(node, cx).map(|list| Self(list.items)),
            _ => Sql::decode(node, cx).map(|sql| Self(vec![sql])),
        }
    }
}

impl JsonSchema for Statements {
    fn schema_name() -> Cow<'static, str> {
        "Statements".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [generator.subschema_for::<Sql>(), generator.subschema_for::<List<Sql>>()],
        })
    }
}

/// Rows, or how many.
#[derive(Debug, Clone)]
pub(crate) enum RowsOrCount {
    /// So many.
    Count(u32),
    /// These.
    Rows(List<Map<Raw>>),
}

impl Decode for RowsOrCount {
    const WANTED: &'static str = "a list of rows or their number";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        match &node.value {
            Value::Sequence(_) => List::decode(node, cx).map(Self::Rows),
            Value::Scalar { .. } if !node.is_null() => u32::decode(node, cx).map(Self::Count),
            _ => {
                cx.wrong(node, Self::WANTED, Some("write `[]` where no row must come".into()));
                None
            }
        }
    }
}

impl JsonSchema for RowsOrCount {
    fn schema_name() -> Cow<'static, str> {
        "RowsOrCount".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "integer", "minimum": 0 },
                generator.subschema_for::<List<Map<Raw>>>(),
            ],
        })
    }
}

/// What is expected, in short or at length.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(in crate::read) what: WantedForm,
    pub(in crate::read) span: Span,
}

/// The two forms.
#[derive(Debug, Clone)]
pub(crate) enum WantedForm {
    /// Rows, or how many.
    Short(RowsOrCount),
    /// A mapping.
    Long(Box<WantedRows>),
}

impl Decode for Wanted {
    const WANTED: &'static str = "a list of rows, their number, or a mapping";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        let what = match &node.value {
            Value::Mapping(_) => WantedForm::Long(Box::new(WantedRows::decode(node, cx)?)),
            _ => WantedForm::Short(RowsOrCount::decode(node, cx)?),
        };
        Some(Self { what, span: cx.span(node) })
    }
}

impl JsonSchema for Wanted {
    fn schema_name() -> Cow<'static, str> {
        "Wanted".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Rows that must come: a list of them, their number, or a mapping.",
            "anyOf": [
                generator.subschema_for::<RowsOrCount>(),
                generator.subschema_for::<WantedRows>(),
            ],
        })
    }
}
