//! The crate's texts from what it consists of.

mod argument;
mod cargo;
mod contract;
mod doc;
mod errors;
mod function;
mod gives;
mod identifiers;
mod library;
mod params;
mod readme;
mod shapes;
mod statement;
mod types;

pub(super) use cargo::cargo;
pub(super) use contract::contract;
pub(super) use function::area;
pub(super) use identifiers::identifiers;
pub(super) use library::library;
pub(super) use readme::readme;
pub(super) use types::types;

use crate::generate::MARK;
use crate::parallel::each_in_parallel;

/// The text of a Rust file as it is laid out, from the texts of its parts, each of whole items: items are laid out one after the
/// other, and a tree of all of a large file would take a hundred times its memory.
pub(super) fn laid_out(parts: &[String]) -> String {
    let made = each_in_parallel(parts, |part| part_laid_out(part));
    format!("// {MARK}.\n{}", made.concat())
}

/// What does not parse is told by the compiler of the crate.
fn part_laid_out(text: &str) -> String {
    match syn::parse_file(text) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => {
            debug_assert!(false, "{error}\n{text}");
            format!("compile_error!({:?});\n", format!("momni-db has made no Rust: {error}"))
        }
    }
}
