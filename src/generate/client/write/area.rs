//! The module of an area, and the modules in it.

use super::batch::{batch, batches};
use super::doc::{Doc, escaped};
use super::errors::errors;
use super::function::{call, pages, stream};
use super::gives::own_row;
use super::params::params;
use super::part::Part;
use super::statement::statement;
use crate::generate::client::model::{Function, Model};
use crate::generate::client::names::plain;
use std::fmt::Write;

/// The module of an area of several modules, whose names are its own.
pub(in crate::generate::client) fn area(name: &str, modules: &[&str]) -> Vec<Part> {
    let mut text = Doc::default().told(format!("The area `{}`.", plain(name))).inner();
    for module in modules {
        if *module == name {
            text.push_str(
                "#[allow(clippy::module_inception, reason = \"a file is called as its folder\")]\n",
            );
        }
        let _ = writeln!(text, "mod {module};");
    }
    for module in modules {
        let _ = writeln!(text, "pub use {module}::*;");
    }
    vec![Part::Rust(text)]
}

/// A module of functions.
pub(in crate::generate::client) fn functions(
    about: &str,
    functions: &[&Function],
    model: &Model,
) -> Vec<Part> {
    let mut head = Doc::default().told(about).inner();
    head.push_str(
        "#[allow(unused_imports, reason = \"not every module needs all of them\")]
        use crate::runtime::prelude::*;
        #[allow(unused_imports, reason = \"not every module has them\")]
        use crate::{ids, types, values};\n",
    );
    let mut parts = vec![Part::Rust(head)];
    for function in functions {
        parts.push(Part::Rust(statement(function)));
        if !function.is_positional() {
            parts.push(params(function));
        }
        parts.extend(own_row(function));
        parts.push(errors(function));
        parts.push(Part::Rust(call(function, model)));
        if function.gives.is_set() {
            parts.push(Part::Rust(stream(function, model)));
        }
        if function.pages {
            parts.push(pages(function));
        }
        if batches(function) {
            parts.push(batch(function, model));
        }
    }
    parts
}

/// What a caller of the crate reads of a function that is not there.
pub(super) fn left_out(model: &Model) -> Option<String> {
    let line = |(identity, why): &(String, &str)| format!("- {}: {why}", escaped(identity));
    let lines: Vec<String> = model.left_out.iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
