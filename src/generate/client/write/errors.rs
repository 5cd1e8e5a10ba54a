//! The error of a function.

use super::doc::Doc;
use super::part::Part;
use crate::generate::client::model::{Function, Variant};
use crate::generate::client::names::plain;
use std::fmt::Write;

/// The enumeration: what is told by its SQLSTATE, then constraints, which say more and are asked for first.
pub(super) fn errors(function: &Function) -> Part {
    let doc = Doc::default().told(format!("How [`{0}`](fn@{0}) can fail.", plain(&function.rust)));
    let mut text = format!("errors! {{\n{}    {}Error {{\n", doc.comment(1), function.camel);
    let (of_constraints, others): (Vec<_>, Vec<_>) =
        function.errors.iter().partition(|it| it.constraint.is_some());
    for Variant { rust, sqlstate, doc, .. } in others {
        if let Some(doc) = doc {
            text.push_str(&Doc::default().said(doc).comment(2));
        }
        let _ = writeln!(text, "        {rust} = {sqlstate:?},");
    }
    text.push_str("    } constraints {\n");
    for Variant { rust, sqlstate, constraint, .. } in of_constraints {
        if let Some(it) = constraint {
            let (word, table) = (it.word, it.of.replace('`', "'"));
            let _ =
                writeln!(text, "        {rust} = {sqlstate:?} {word} {:?} of {table:?},", it.name);
        }
    }
    text.push_str("    }\n}\n");
    Part::Laid(text)
}
