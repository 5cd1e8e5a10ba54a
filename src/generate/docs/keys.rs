//! The constraints and indexes of a table: what they demand, and why.

use super::known::{ForeignKey, Known};
use super::markdown::{block, code, text};
use crate::catalog::{
    Constraint, ConstraintBody, Definition, ForeignKeyAction, Kind, Name, ObjectId, QName,
};
use crate::render::{definition, quoted};
use crate::sql::unwrapped;
use serde::Serialize;

/// A key, a check or an index.
#[derive(Serialize)]
pub(super) struct DemandView {
    name: String,
    /// What it demands, or over what it is: code in a line.
    what: String,
    /// The same in full, where it is long.
    sql: Option<String>,
    comment: String,
}

/// A foreign key, from this table or to it.
#[derive(Serialize)]
pub(super) struct ForeignKeyView {
    name: String,
    columns: String,
    /// The other table.
    table: String,
    table_columns: String,
    /// What happens when the row referred to goes or changes.
    actions: String,
    /// `one to many`, `one to one or none` …
    rows: &'static str,
    comment: String,
}

/// How long what stands in a cell may be.
const LONG: usize = 100;

/// The primary key, unique keys and exclusion constraints.
pub(super) fn unique(known: &Known<'_>, table: &QName) -> Vec<DemandView> {
    let mut found: Vec<(u8, DemandView)> = of_table(known, table)
        .filter_map(|(id, it, comment)| {
            let rank = match &it.body {
                ConstraintBody::PrimaryKey { .. } => 0,
                ConstraintBody::Unique { .. } => 1,
                ConstraintBody::Exclusion { .. } => 2,
                ConstraintBody::ForeignKey { .. } | ConstraintBody::Check { .. } => return None,
            };
            let index = it.index_comment.as_deref();
            let comment = comment.or(index).map(text).unwrap_or_default();
            Some((rank, demand(&id.name, &words(known, id), comment)))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, it)| it).collect()
}

/// The checks.
pub(super) fn checks(known: &Known<'_>, table: &QName) -> Vec<DemandView> {
    let checks = of_table(known, table).filter_map(|(id, it, comment)| match &it.body {
        ConstraintBody::Check { expression, .. } => {
            let state = match (it.not_enforced, it.validated) {
                (true, _) => " Not enforced.",
                (false, false) => " Rows of before are not known to hold it.",
                _ => "",
            };
            let comment = format!("{}{state}", comment.map(text).unwrap_or_default());
            Some(demand(&id.name, unwrapped(expression), comment.trim().to_owned()))
        }
        _ => None,
    });
    checks.collect()
}

/// The indexes that no constraint stands on.
pub(super) fn indexes(known: &Known<'_>, relation: &QName) -> Vec<DemandView> {
    let indexes = known.catalog.of_relation(Kind::Index, relation).filter_map(|(id, object)| {
        let Definition::Index(it) = &object.definition else { return None };
        let statement = definition(id, &object.definition).into_iter().next()?;
        // What stands before the method is told already: the name and the table.
        let over = statement.find(" USING ").map_or(statement.as_str(), |at| &statement[at + 7..]);
        let over = over.strip_prefix("btree ").unwrap_or(over);
        let over = if it.unique { format!("UNIQUE {over}") } else { over.to_owned() };
        Some(demand(&id.name, &over, object.comment.as_deref().map(text).unwrap_or_default()))
    });
    indexes.collect()
}

/// The foreign keys of a table.
pub(super) fn outgoing(known: &Known<'_>, page: &str, table: &QName) -> Vec<ForeignKeyView> {
    let keys = known.keys.get(table).into_iter().flatten();
    keys.map(|key| foreign_key(known, page, key, true)).collect()
}

/// The foreign keys that refer to a table.
pub(super) fn incoming(known: &Known<'_>, page: &str, table: &QName) -> Vec<ForeignKeyView> {
    let keys = known.keys_to.get(table).into_iter().flatten();
    keys.map(|key| foreign_key(known, page, key, false)).collect()
}

fn foreign_key(known: &Known<'_>, page: &str, key: &ForeignKey<'_>, out: bool) -> ForeignKeyView {
    let Constraint { body, deferrable, initially_deferred, validated, .. } = key.constraint;
    let mut actions = Vec::new();
    if let ConstraintBody::ForeignKey { on_delete, on_update, .. } = body {
        actions.push(format!("delete: {}", action(*on_delete)));
        if *on_update != ForeignKeyAction::NoAction {
            actions.push(format!("update: {}", action(*on_update)));
        }
    }
    if *initially_deferred {
        actions.push("checked at the end of the transaction".to_owned());
    } else if *deferrable {
        actions.push("may be checked at the end of the transaction".to_owned());
    }
    if !validated {
        actions.push("rows of before are not known to hold it".to_owned());
    }
    let from = key.id.relation_qname();
    ForeignKeyView {
        name: code(&key.id.name),
        columns: code(&list(key.columns)),
        table: known.relation(page, if out { key.to } else { &from }),
        table_columns: code(&list(key.to_columns)),
        actions: actions.join("; "),
        rows: match (key.optional, key.single) {
            (false, false) => "many to one",
            (true, false) => "many to one or none",
            (false, true) => "one to one",
            (true, true) => "one to one or none",
        },
        comment: key.object.comment.as_deref().map(text).unwrap_or_default(),
    }
}

fn action(action: ForeignKeyAction) -> &'static str {
    match action {
        ForeignKeyAction::NoAction => "refused",
        ForeignKeyAction::Restrict => "refused at once",
        ForeignKeyAction::Cascade => "goes along",
        ForeignKeyAction::SetNull => "set to NULL",
        ForeignKeyAction::SetDefault => "set to the default",
    }
}

fn of_table<'a>(
    known: &'a Known<'_>,
    table: &QName,
) -> impl Iterator<Item = (&'a ObjectId, &'a Constraint, Option<&'a str>)> {
    known.catalog.of_relation(Kind::Constraint, table).filter_map(|(id, object)| {
        match &object.definition {
            Definition::Constraint(it) => Some((id, it, object.comment.as_deref())),
            _ => None,
        }
    })
}

/// A constraint as SQL has it, without its name.
fn words(known: &Known<'_>, id: &ObjectId) -> String {
    let statement =
        known.catalog.get(id).and_then(|it| definition(id, &it.definition).into_iter().next());
    let statement = statement.unwrap_or_default();
    let name = format!("CONSTRAINT {} ", quoted(&id.name));
    statement.split_once(&name).map_or(statement.clone(), |(_, words)| words.to_owned())
}

fn demand(name: &str, words: &str, comment: String) -> DemandView {
    let long = words.chars().count() > LONG || words.contains('\n');
    DemandView {
        name: code(name),
        what: if long { String::new() } else { code(words) },
        sql: long.then(|| block("sql", words)),
        comment,
    }
}

/// Names in a list, as SQL takes them.
pub(super) fn list(names: &[Name]) -> String {
    names.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}
