//! Parts of a file, each of whole items.

use crate::generate::MARK;
use crate::parallel::each_in_parallel;

/// A part of a file.
#[derive(Debug)]
pub(in crate::generate::client) enum Part {
    /// Rust, which is laid out here.
    Rust(String),
    /// What is given to a macro of the runtime, which nobody else can lay out.
    Laid(String),
}

/// The text of a Rust file. Its parts are laid out one by one: a tree of all of a large file would take a hundred times its memory.
pub(in crate::generate::client) fn laid_out(parts: &[Part]) -> String {
    let made = each_in_parallel(parts, |part| match part {
        Part::Rust(text) => of_rust(text),
        Part::Laid(text) => {
            debug_assert!(syn::parse_file(text).is_ok(), "{text}");
            text.clone()
        }
    });
    format!("// {MARK}.\n{}", made.join("\n"))
}

/// What does not parse is told by the compiler of the crate.
fn of_rust(text: &str) -> String {
    match syn::parse_file(text) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => {
            debug_assert!(false, "{error}\n{text}");
            format!("compile_error!({:?});\n", format!("momni-db has made no Rust: {error}"))
        }
    }
}
