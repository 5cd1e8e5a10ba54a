//! Which rows of a table a function is about.

use super::columns::own_columns;
use crate::catalog::{Name, QName};
use crate::render::{qualified, quoted};
use serde_json::{Map, Value, json};

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// Its type, as SQL takes it.
    pub data_type: String,
    /// It may be NULL.
    pub null: bool,
    /// Its default expression.
    pub default: Option<String>,
}

/// The rows of a table that a function is about.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The table.
    pub table: QName,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Arguments that the rows are found by.
    pub filters: Vec<Filter>,
    /// A condition on the table `t`.
    pub condition: Option<String>,
    /// The column that marks a row as deleted.
    pub deleted_at: Option<Column>,
    /// Further columns that are set, and their values.
    pub set: Vec<(Name, String)>,
}

/// An argument that the rows are found by.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The column.
    pub column: Column,
    /// The argument.
    pub argument: Name,
    /// How they are compared.
    pub operator: Operator,
    /// NULL narrows nothing.
    pub optional: bool,
}

/// How a column and an argument are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    Different,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `@>`
    Contains,
    /// `<@`
    Within,
    /// `&&`
    Overlaps,
    /// One of an array.
    In,
    /// A text that begins with it.
    Prefix,
}

impl Filter {
    fn condition(&self, function: &str) -> String {
        let column = format!("t.{}", quoted(&self.column.name));
        let argument = format!("{function}.{}", quoted(&self.argument));
        let sign = match self.operator {
            Operator::Equal => "=",
            Operator::Different => "<>",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::Contains => "@>",
            Operator::Within => "<@",
            Operator::Overlaps => "&&",
            Operator::In | Operator::Prefix => "",
        };
        let condition = match self.operator {
            Operator::In => format!("{column} = any ({argument})"),
            Operator::Prefix => format!("starts_with({column}::text, {argument}::text)"),
            _ => format!("{column} {sign} {argument}"),
        };
        match self.optional {
            true => format!("({argument} is null or {condition})"),
            false => condition,
        }
    }
}

impl Rows {
    /// What every template sees: the table as `t`, and the conditions without that of deletion.
    pub(super) fn view(&self, function: &str) -> Map<String, Value> {
        let mut conditions: Vec<String> =
            self.filters.iter().map(|filter| filter.condition(function)).collect();
        let own = |text: &str| own_columns(text, &self.columns);
        conditions.extend(self.condition.as_ref().map(|it| format!("({})", own(it))));
        let deleted_at = self.deleted_at.as_ref().map(|it| quoted(&it.name));
        let live = deleted_at.as_ref().map(|it| format!("t.{it} is null"));
        let seen: Vec<String> = conditions.iter().cloned().chain(live).collect();
        let set = self.set.iter().map(
            |(name, value)| json!({ "column": quoted(name), "value": format!("({})", own(value)) }),
        );
        let view = json!({
            "table": qualified(&self.table),
            // One more than none: a template may go on with AND.
            "conditions": if conditions.is_empty() { vec!["true".to_owned()] } else { conditions },
            "seen": if seen.is_empty() { vec!["true".to_owned()] } else { seen },
            "deleted_at": deleted_at,
            "deleted_is_boolean": self.deleted_at.as_ref().is_some_and(|it| it.data_type == "boolean"),
            "set": set.collect::<Vec<_>>(),
        });
        view.as_object().cloned().unwrap_or_default()
    }
}
