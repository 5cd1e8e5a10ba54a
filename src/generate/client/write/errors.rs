//! The error of a function.

use super::doc::Doc;
use crate::generate::client::model::{Function, Variant};
use crate::generate::client::names::plain;

/// The enumeration, and how it comes from what the database says.
pub(super) fn errors(function: &Function) -> String {
    let name = format!("{}Error", function.camel);
    let variant = |it: &Variant| {
        let doc = match it.constraint {
            None if it.doc.starts_with("SQLSTATE") => Doc::default().told(&*it.doc),
            None => Doc::default().said(&it.doc).told(format!("SQLSTATE {}.", it.sqlstate)),
            Some(_) => Doc::default().told(&*it.doc),
        };
        format!("{}{}(Error),\n", doc.text(), it.rust)
    };
    let variants: String = function.errors.iter().map(variant).collect();
    let way = |it: &Variant| {
        let constraint = match &it.constraint {
            Some(name) => format!("Some({name:?})"),
            None => "None".to_owned(),
        };
        format!("{} => ({:?}, {constraint}),", it.rust, it.sqlstate)
    };
    // What says more comes first.
    let (of_constraints, others): (Vec<_>, Vec<_>) =
        function.errors.iter().partition(|it| it.constraint.is_some());
    let ways: String = of_constraints.into_iter().chain(others).map(way).collect();
    let doc =
        Doc::default().told(format!("How [`{0}`](fn@{0}) can fail.", plain(&function.rust))).text();
    format!(
        "{doc}#[derive(Debug)]
        #[non_exhaustive]
        pub enum {name} {{
            {variants}
            /// Anything else: the connection, a value, an error that nobody has declared.
            Other(Error),
        }}
        function_error!({name} {{ {ways} }});\n"
    )
}
