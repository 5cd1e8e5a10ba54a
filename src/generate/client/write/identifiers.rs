//! The module of identifiers.

use super::doc::Doc;
use super::part::Part;
use crate::generate::client::model::{Identifier, Model};

/// The module.
pub(in crate::generate::client) fn identifiers(model: &Model) -> Vec<Part> {
    let mut head = Doc::default()
        .told("The keys of rows, a type for each table, so that the key of one is not taken for that of another.")
        .inner();
    head.push_str("#[allow(unused_imports, reason = \"a database may have no keys\")] use crate::runtime::newtype::{key, through_inner};\n");
    let key = |Identifier { rust, table, inner }: &Identifier| {
        let inner = inner.trim_start_matches("values::");
        let table = table.to_string().replace('`', "'");
        format!("key!({rust}({inner}) of {table:?});\n")
    };
    vec![Part::Rust(head), Part::Laid(model.identifiers.iter().map(key).collect())]
}
