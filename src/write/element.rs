//! Parts of the key of an index or an exclusion constraint, as CREATE INDEX takes them.

use super::name::sql;
use crate::catalog::{IndexElement, Name};

/// The text of an element. A column alone is its bare name where the reader knows the columns of the relation.
pub(super) fn element(it: &IndexElement, columns: &[&Name]) -> String {
    let IndexElement { expression, collation, operator_class, descending, nulls_first } = it;
    let bare = columns.iter().find(|name| sql(name) == *expression);
    let alone =
        collation.is_none() && operator_class.is_none() && !descending && nulls_first.is_none();
    if let (Some(name), true) = (bare, alone)
        && name.trim() == &***name
    {
        return name.to_string();
    }
    let mut text = expression.clone();
    if let Some(collation) = collation {
        text.push_str(&format!(" collate {collation}"));
    }
    if let Some(class) = operator_class {
        text.push_str(&format!(" {class}"));
    }
    if *descending {
        text.push_str(" desc");
    }
    match nulls_first {
        Some(true) => text.push_str(" nulls first"),
        Some(false) => text.push_str(" nulls last"),
        None => {}
    }
    text
}
