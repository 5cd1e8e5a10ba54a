//! Bodies of functions that need none: what each kind does to which rows, by its template.

mod columns;
mod list;
mod rows;
mod write;

pub use columns::own_columns;
pub use list::{Once, Sort, SortKey};
pub use rows::{Column, Filter, Operator, Rows};
pub use write::Locked;

use super::errors::{DeclaredError, raise};
use super::template::{TemplateFault, Templates};
use crate::catalog::{Name, QName};
use crate::render::quoted;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a function does that needs no body.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Gives one row: these columns.
    Get {
        /// What is returned.
        columns: Vec<Column>,
        /// Columns that are NULL unless their condition is false.
        hides: Vec<(Name, String)>,
    },
    /// Gives rows in pages: these columns, by these sorts.
    List {
        /// What is returned.
        columns: Vec<Column>,
        /// Columns that are NULL unless their condition is false.
        hides: Vec<(Name, String)>,
        /// The orders by name; the first one is the default.
        sorts: Vec<Sort>,
        /// How many rows at most.
        max: u32,
        /// How many where the caller does not say.
        default: u32,
        /// What is worked out before rows are looked for.
        once: Vec<Once>,
    },
    /// Inserts a row: these columns are arguments, and these are the key.
    Insert {
        /// The arguments.
        columns: Vec<Column>,
        /// The key, which is returned.
        key: Vec<Column>,
    },
    /// Changes columns of one row.
    Update {
        /// The arguments.
        columns: Vec<Column>,
        /// The column that tells versions apart.
        lock: Option<Locked>,
    },
    /// Marks one row as deleted.
    SoftDelete,
    /// Takes the mark away.
    Restore,
    /// Whether there are such rows.
    Exists,
    /// How many there are.
    Count,
}

impl Kind {
    /// Its word in the YAML.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Get { .. } => "get",
            Self::List { .. } => "list",
            Self::Insert { .. } => "insert",
            Self::Update { .. } => "update",
            Self::SoftDelete => "soft_delete",
            Self::Restore => "restore",
            Self::Exists => "exists",
            Self::Count => "count",
        }
    }

    /// The errors that its body raises.
    pub fn errors(&self, missing: &str) -> Vec<(String, DeclaredError)> {
        let missing = (
            missing.to_owned(),
            DeclaredError::new("There is no such row.", 404).named("NoSuchRow"),
        );
        let given = |message: &str| {
            ("22023".to_owned(), DeclaredError::new(message, 400).named("InvalidParameterValue"))
        };
        match self {
            Self::Get { .. } | Self::SoftDelete | Self::Restore => vec![missing],
            Self::List { .. } => vec![given("An argument is not as it must be.")],
            Self::Update { lock, .. } => {
                let changed =
                    DeclaredError::new("Somebody else has changed the row meanwhile.", 409)
                        .named("ChangedMeanwhile");
                let mut errors = vec![missing, given("An argument is not as it must be.")];
                errors.extend(lock.as_ref().map(|_| ("PT409".to_owned(), changed)));
                errors
            }
            Self::Insert { .. } | Self::Exists | Self::Count => Vec::new(),
        }
    }

    /// Whether it changes nothing.
    pub fn only_reads(&self) -> bool {
        matches!(self, Self::Get { .. } | Self::List { .. } | Self::Exists | Self::Count)
    }
}

/// The body: PL/pgSQL.
///
/// # Errors
/// A project's own template does not render.
pub fn body(
    templates: &Templates,
    function: &QName,
    kind: &Kind,
    rows: &Rows,
    errors: &BTreeMap<String, DeclaredError>,
    missing: &str,
) -> Result<String, TemplateFault> {
    let own = quoted(&function.name);
    let mut view = rows.view(&own);
    view.insert("function".into(), own.clone().into());
    view.insert("missing".into(), raise(errors, missing).into());
    let more = match kind {
        Kind::Get { columns, hides } => get(columns, hides, rows),
        Kind::List { columns, hides, sorts, max, default, once } => {
            list::view(columns, &told(columns, hides, rows), sorts, *max, *default, once)
        }
        Kind::Insert { columns, key } => write::insert(columns, key, rows, &own),
        Kind::Update { columns, lock } => write::update(columns, lock.as_ref(), errors, &own),
        Kind::SoftDelete | Kind::Restore | Kind::Exists | Kind::Count => json!({}),
    };
    view.extend(more.as_object().cloned().unwrap_or_else(Map::new));
    templates.render(&format!("{}.sql", kind.word()), &Value::Object(view))
}

/// What the template of `get` sees. One that knows no `values` finds no columns either where something is hidden.
fn get(columns: &[Column], hides: &[(Name, String)], rows: &Rows) -> Value {
    let mut view = json!({ "values": told(columns, hides, rows) });
    if hides.is_empty() {
        view["columns"] = json!(names(columns));
    }
    view
}

/// What is returned of the row `t`.
fn told(columns: &[Column], hides: &[(Name, String)], rows: &Rows) -> Vec<String> {
    let one = |column: &Column| {
        let value = format!("t.{}", quoted(&column.name));
        match hides.iter().find(|(name, _)| *name == column.name) {
            Some((_, when)) => {
                let when = own_columns(when, &rows.columns);
                format!("(case when ({when}) is false then {value} end)::{}", column.data_type)
            }
            None => value,
        }
    };
    columns.iter().map(one).collect()
}

fn names(columns: &[Column]) -> Vec<String> {
    columns.iter().map(|it| quoted(&it.name)).collect()
}
