//! A column of a table, and what it may say of itself in short.

use super::Grants;
use crate::catalog::{ForeignKeyAction, ForeignKeyMatch, Storage};
use crate::diagnostic::Span;
use crate::read::decode::{
    Brief, Context, Decode, DefaultSql, HasBrief, Map, Sql, Text, mapping, words,
};
use crate::read::yaml::{Node, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

mapping! {
    "a column", allow,
    /// A column. It is NOT NULL unless it says `null: true`.
    struct Column {
        /// The type with its modifiers.
        r#type: Text,
        /// Whether NULL is allowed. Default: false.
        null: Option<bool>,
        /// The default expression.
        default: DefaultSql,
        /// The collation where it is not that of the type.
        collation: Option<Text>,
        /// GENERATED AS IDENTITY: `always`, `by_default`, or a mapping.
        identity: Option<Brief<IdentityColumn>>,
        /// GENERATED ALWAYS AS: the expression, or a mapping.
        generated: Option<Brief<Generated>>,
        /// A foreign key of this column alone: the table, or a mapping. Its name is `<table>_<column>_fkey` unless
        /// stated.
        references: Option<Brief<Reference>>,
        /// A check of this column: the condition, or a mapping. Its name is `<table>_<column>_check` unless stated.
        check: Option<Brief<ColumnCheck>>,
        /// A unique constraint of this column alone: `true`, or a mapping. Its name is `<table>_<column>_key` unless
        /// stated.
        unique: Option<ColumnUnique>,
        /// How values are stored where it is not the way of the type.
        storage: Option<Storage>,
        /// How values are compressed: `pglz`, `lz4`. Default: `default_toast_compression` of the server.
        compression: Option<Text>,
        /// The statistics target. Default: `default_statistics_target` of the server.
        statistics: Option<i32>,
        /// `n_distinct` and `n_distinct_inherited`.
        options: Map<Sql>,
        /// `OPTIONS` of a column of a foreign table.
        foreign_options: Map<Sql>,
        /// What is unusual about its NOT NULL (PostgreSQL 18): the constraint's name, or a mapping.
        not_null: Option<Brief<NotNull>>,
        /// `COMMENT ON COLUMN`.
        comment: Option<Text>,
        /// Privileges on this column by role: `select`, `insert`, `update`, `references`.
        grants: Grants,
        /// The column's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Column {
    type Brief = Text;
    const EITHER: &'static str = "a type or a mapping";

    fn from_brief(r#type: Text, _: Span) -> Self {
        Self {
            r#type,
            null: None,
            default: DefaultSql(None),
            collation: None,
            identity: None,
            generated: None,
            references: None,
            check: None,
            unique: None,
            storage: None,
            compression: None,
            statistics: None,
            options: Map::default(),
            foreign_options: Map::default(),
            not_null: None,
            comment: None,
            grants: Map::default(),
            renamed_from: None,
        }
    }
}

words! {
    Storage as "Storage", "plain, external, extended or main" {
        "plain" => Self::Plain, "In the row, not compressed.";
        "external" => Self::External, "Outside of the row where it is large, not compressed.";
        "extended" => Self::Extended, "Compressed, and outside of the row where it is large.";
        "main" => Self::Main, "Compressed, and outside of the row only where there is no other way.";
    }
}

mapping! {
    "a NOT NULL",
    /// The constraint behind NOT NULL, from PostgreSQL 18 on.
    struct NotNull {
        /// Its name. Default: `<table>_<column>_not_null`.
        name: Option<Text>,
        /// NO INHERIT. Default: false.
        no_inherit: Option<bool>,
        /// Existing rows are known to hold it. Default: true.
        validated: Option<bool>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
    }
}

impl HasBrief for NotNull {
    type Brief = Text;
    const EITHER: &'static str = "a name or a mapping";

    fn from_brief(name: Text, _: Span) -> Self {
        Self { name: Some(name), no_inherit: None, validated: None, comment: None }
    }
}

mapping! {
    "an identity",
    /// GENERATED AS IDENTITY and the sequence beneath.
    struct IdentityColumn {
        /// ALWAYS, not BY DEFAULT. Default: true.
        always: Option<bool>,
        /// The name of the sequence beneath. Default: `<table>_<column>_seq`.
        name: Option<Text>,
        /// The first value.
        start: Option<i64>,
        /// The step. Default: 1.
        increment: Option<i64>,
        /// The least value.
        min: Option<i64>,
        /// The greatest value.
        max: Option<i64>,
        /// How many values a session takes at once. Default: 1.
        cache: Option<i64>,
        /// Starts anew at the end. Default: false.
        cycle: Option<bool>,
        /// What it counts is not logged. Default: as for the table.
        unlogged: Option<bool>,
        /// `COMMENT ON SEQUENCE` of the sequence beneath.
        comment: Option<Text>,
        /// Privileges on the sequence beneath by role: `usage`, `select`, `update`.
        grants: Grants,
    }
}

/// `identity:` in one word.
#[derive(Debug, Clone, Copy)]
pub(crate) enum IdentityWord {
    /// `always`.
    Always,
    /// `by_default`.
    ByDefault,
}

words! {
    IdentityWord as "Identity", "always or by_default" {
        "always" => IdentityWord::Always, "A value of one's own needs OVERRIDING SYSTEM VALUE.";
        "by_default" => IdentityWord::ByDefault, "A value of one's own is taken.";
    }
}

impl HasBrief for IdentityColumn {
    type Brief = IdentityWord;
    const EITHER: &'static str = "always, by_default or a mapping";

    fn from_brief(word: IdentityWord, _: Span) -> Self {
        Self {
            always: Some(matches!(word, IdentityWord::Always)),
            name: None,
            start: None,
            increment: None,
            min: None,
            max: None,
            cache: None,
            cycle: None,
            unlogged: None,
            comment: None,
            grants: Grants::default(),
        }
    }
}

mapping! {
    "a generated column",
    /// GENERATED ALWAYS AS.
    struct Generated {
        /// The expression.
        expression: Sql,
        /// STORED, not VIRTUAL (PostgreSQL 18). Default: true.
        stored: Option<bool>,
    }
}

impl HasBrief for Generated {
    type Brief = Sql;
    const EITHER: &'static str = "an expression or a mapping";

    fn from_brief(expression: Sql, _: Span) -> Self {
        Self { expression, stored: None }
    }
}

mapping! {
    "a reference", allow,
    /// A foreign key of one column.
    struct Reference {
        /// The table referred to.
        table: Text,
        /// The column referred to. Default: the primary key of the table.
        column: Option<Text>,
        /// When the row referred to goes. Default: `no_action`.
        on_delete: Option<ForeignKeyAction>,
        /// When the key referred to changes. Default: `no_action`.
        on_update: Option<ForeignKeyAction>,
        /// SIMPLE or FULL. Default: `simple`.
        r#match: Option<ForeignKeyMatch>,
        /// May be checked at the end of the transaction. Default: false.
        deferrable: Option<bool>,
        /// Is checked at the end of the transaction unless told otherwise. Default: false.
        initially_deferred: Option<bool>,
        /// Existing rows are known to hold it. Default: true.
        validated: Option<bool>,
        /// Is checked at all (PostgreSQL 18). Default: true.
        enforced: Option<bool>,
        /// The constraint's name. Default: `<table>_<column>_fkey`.
        name: Option<Text>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for Reference {
    type Brief = Text;
    const EITHER: &'static str = "a table or a mapping";

    fn from_brief(table: Text, _: Span) -> Self {
        Self {
            table,
            column: None,
            on_delete: None,
            on_update: None,
            r#match: None,
            deferrable: None,
            initially_deferred: None,
            validated: None,
            enforced: None,
            name: None,
            comment: None,
            renamed_from: None,
        }
    }
}

words! {
    ForeignKeyMatch as "ForeignKeyMatch", "simple or full" {
        "simple" => Self::Simple, "One NULL is enough to refer to nothing.";
        "full" => Self::Full, "All columns are NULL, or none.";
    }
}

mapping! {
    "a check", allow,
    /// A check of one column.
    struct ColumnCheck {
        /// The condition.
        expression: Sql,
        /// The constraint's name. Default: `<table>_<column>_check`.
        name: Option<Text>,
        /// NO INHERIT. Default: false.
        no_inherit: Option<bool>,
        /// Existing rows are known to hold it. Default: true.
        validated: Option<bool>,
        /// Is checked at all (PostgreSQL 18). Default: true.
        enforced: Option<bool>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

impl HasBrief for ColumnCheck {
    type Brief = Sql;
    const EITHER: &'static str = "a condition or a mapping";

    fn from_brief(expression: Sql, _: Span) -> Self {
        Self {
            expression,
            name: None,
            no_inherit: None,
            validated: None,
            enforced: None,
            comment: None,
            renamed_from: None,
        }
    }
}

mapping! {
    "a unique constraint", allow,
    /// A unique constraint of one column.
    struct UniqueColumn {
        /// The constraint's name. Default: `<table>_<column>_key`.
        name: Option<Text>,
        /// Other columns that its index holds.
        include: crate::read::decode::List<Text>,
        /// Two NULLs are the same (PostgreSQL 15). Default: false.
        nulls_not_distinct: Option<bool>,
        /// May be checked at the end of the transaction. Default: false.
        deferrable: Option<bool>,
        /// Is checked at the end of the transaction unless told otherwise. Default: false.
        initially_deferred: Option<bool>,
        /// Storage parameters of its index.
        with: Map<Sql>,
        /// The tablespace of its index. Default: that of the database.
        tablespace: Option<Text>,
        /// `COMMENT ON CONSTRAINT`.
        comment: Option<Text>,
        /// `COMMENT ON INDEX` of its index.
        index_comment: Option<Text>,
        /// The constraint's former name.
        renamed_from: Option<Text>,
    }
}

/// `unique:` of a column: `false` is none.
#[derive(Debug, Clone)]
pub(crate) struct ColumnUnique(pub(in crate::read) Option<Box<UniqueColumn>>);

impl Decode for ColumnUnique {
    const WANTED: &'static str = "true or a mapping";

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        if let Value::Scalar { text, plain: true } = &node.value
            && &**text == "false"
        {
            return Some(Self(None));
        }
        if matches!(node.value, Value::Mapping(_)) {
            return UniqueColumn::decode(node, cx).map(|unique| Self(Some(Box::new(unique))));
        }
        match &node.value {
            Value::Scalar { text, plain: true } if &**text == "true" => {
                Some(Self(Some(Box::new(UniqueColumn {
                    name: None,
                    include: Default::default(),
                    nulls_not_distinct: None,
                    deferrable: None,
                    initially_deferred: None,
                    with: Map::default(),
                    tablespace: None,
                    comment: None,
                    index_comment: None,
                    renamed_from: None,
                }))))
            }
            _ => {
                cx.wrong(node, Self::WANTED, None);
                None
            }
        }
    }
}

impl JsonSchema for ColumnUnique {
    fn schema_name() -> Cow<'static, str> {
        "ColumnUnique".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "boolean" }, generator.subschema_for::<UniqueColumn>()],
        })
    }
}
