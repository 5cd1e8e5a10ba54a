//! Constraints of tables.

use super::index::index_element;
use super::name::{including, list, literal, qualified, quoted, relation, tablespace, with};
use crate::catalog::{
    Constraint, ConstraintBody, ExclusionElement, ForeignKeyAction, ForeignKeyMatch, Name, ObjectId,
};

/// A constraint as CREATE TABLE and ADD take it.
pub(super) fn constraint(name: &str, it: &Constraint) -> String {
    let mut text = format!("CONSTRAINT {} {}", quoted(name), constraint_body(it));
    text.push_str(deferral(it));
    if it.not_enforced {
        text.push_str(" NOT ENFORCED");
    } else if !it.validated {
        text.push_str(" NOT VALID");
    }
    text
}

fn deferral(it: &Constraint) -> &'static str {
    match (it.deferrable, it.initially_deferred) {
        (_, true) => " DEFERRABLE INITIALLY DEFERRED",
        (true, false) => " DEFERRABLE",
        (false, false) => "",
    }
}

/// The index of a key, built while others write.
pub(super) fn key_index(id: &ObjectId, it: &Constraint) -> String {
    let (columns, include, options, nulls) = match &it.body {
        ConstraintBody::Unique { columns, include, options, nulls_not_distinct: true, .. } => {
            (columns, include, options, " NULLS NOT DISTINCT")
        }
        ConstraintBody::PrimaryKey { columns, include, options, .. }
        | ConstraintBody::Unique { columns, include, options, .. } => {
            (columns, include, options, "")
        }
        // Plans build none for these.
        ConstraintBody::ForeignKey { .. }
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclusion { .. } => return String::new(),
    };
    format!(
        "CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({}){}{nulls}{}{}",
        quoted(&id.name),
        relation(id),
        key(columns, false),
        including(include),
        with(options),
        tablespace(it.tablespace.as_ref()),
    )
}

/// A key over the index of its name.
pub(super) fn key_using(name: &str, it: &Constraint) -> String {
    let word = match &it.body {
        ConstraintBody::PrimaryKey { .. } => "PRIMARY KEY",
        _ => "UNIQUE",
    };
    let name = quoted(name);
    format!("CONSTRAINT {name} {word} USING INDEX {name}{}", deferral(it))
}

/// `COMMENT ON INDEX` of the index beneath a key.
pub(super) fn comment_on_index(id: &ObjectId, comment: Option<&str>) -> String {
    let text = comment.map_or_else(|| "NULL".to_owned(), literal);
    format!("COMMENT ON INDEX {} IS {text}", qualified(&id.qname()))
}

fn constraint_body(it: &Constraint) -> String {
    let space = tablespace(it.tablespace.as_ref());
    let space = if space.is_empty() { space } else { format!(" USING INDEX{space}") };
    match &it.body {
        ConstraintBody::PrimaryKey { columns, include, options, without_overlaps } => {
            let columns = key(columns, *without_overlaps);
            format!("PRIMARY KEY ({columns}){}{}{space}", including(include), with(options))
        }
        ConstraintBody::Unique {
            columns,
            include,
            nulls_not_distinct,
            options,
            without_overlaps,
        } => {
            let columns = key(columns, *without_overlaps);
            let nulls = if *nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
            format!("UNIQUE{nulls} ({columns}){}{}{space}", including(include), with(options))
        }
        ConstraintBody::Check { expression, no_inherit } => {
            let no_inherit = if *no_inherit { " NO INHERIT" } else { "" };
            format!("CHECK ({expression}){no_inherit}")
        }
        ConstraintBody::ForeignKey {
            columns: own,
            references,
            referenced_columns,
            match_type,
            on_delete,
            on_update,
            set_columns,
            period: with_period,
        } => {
            let columns = |columns| match with_period {
                true => period(columns),
                false => list(columns),
            };
            let mut text =
                format!("FOREIGN KEY ({}) REFERENCES {}", columns(own), qualified(references));
            if !referenced_columns.is_empty() {
                text.push_str(&format!(" ({})", columns(referenced_columns)));
            }
            if *match_type == ForeignKeyMatch::Full {
                text.push_str(" MATCH FULL");
            }
            if let Some(action) = action(*on_update) {
                text.push_str(&format!(" ON UPDATE {action}"));
            }
            if let Some(action) = action(*on_delete) {
                text.push_str(&format!(" ON DELETE {action}"));
                if !set_columns.is_empty() {
                    text.push_str(&format!(" ({})", list(set_columns)));
                }
            }
            text
        }
        ConstraintBody::Exclusion { using, elements, include, predicate, options } => {
            let elements: Vec<String> = elements.iter().map(exclusion_element).collect();
            let predicate = predicate.as_ref().map_or(String::new(), |it| format!(" WHERE ({it})"));
            format!(
                "EXCLUDE USING {} ({}){}{}{space}{predicate}",
                quoted(using),
                elements.join(", "),
                including(include),
                with(options)
            )
        }
    }
}

/// The columns of a key, of which the last may be a range.
fn key(columns: &[Name], without_overlaps: bool) -> String {
    let overlaps = if without_overlaps { " WITHOUT OVERLAPS" } else { "" };
    format!("{}{overlaps}", list(columns))
}

/// The columns of a key with `PERIOD` before the last.
fn period(columns: &[Name]) -> String {
    match columns.split_last() {
        Some((last, [])) => format!("PERIOD {}", quoted(last)),
        Some((last, rest)) => format!("{}, PERIOD {}", list(rest), quoted(last)),
        None => String::new(),
    }
}

fn exclusion_element(it: &ExclusionElement) -> String {
    // A declared element holds its operator in its text.
    if it.operator.is_empty() {
        return index_element(&it.element);
    }
    format!("{} WITH {}", index_element(&it.element), it.operator)
}

fn action(action: ForeignKeyAction) -> Option<&'static str> {
    match action {
        ForeignKeyAction::NoAction => None,
        ForeignKeyAction::Restrict => Some("RESTRICT"),
        ForeignKeyAction::Cascade => Some("CASCADE"),
        ForeignKeyAction::SetNull => Some("SET NULL"),
        ForeignKeyAction::SetDefault => Some("SET DEFAULT"),
    }
}
