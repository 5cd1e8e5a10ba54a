//! The Rust client crate.
//!
//! [`files`] is the whole of it: a catalog becomes a [`Model`](model::Model), that texts. What every crate has in common stands
//! as it is in `templates/client/runtime/`, so that the crate depends on nothing of momni-db's own.

mod body;
mod constraints;
mod errors;
mod gather;
mod identifiers;
mod interface;
mod model;
mod names;
mod runtime;
mod scalar;
mod types;
mod write;

use super::{Change, Files, MARK, Source};
use crate::parallel::each_in_parallel;
use crate::read::{Build, Version};

/// The crate.
pub(super) fn files(source: &Source<'_>) -> Files {
    let model = gather::model(source);
    let folder = &source.config.build.client_folder;
    let mut files = Files { folders: [folder.clone()].into(), ..Files::default() };
    let mut add = |path: &str, text: String| files.add(format!("{folder}/{path}"), text);
    add("Cargo.toml", write::cargo(source));
    add("README.md", write::readme(source, &model));
    add("interface.json", interface::interface(source, &model));
    // Its layout is another than rustfmt's, and stays.
    add("rustfmt.toml", format!("# {MARK}.\ndisable_all_formatting = true\n"));
    let mut modules = vec![
        ("src/lib.rs".to_owned(), write::library(source, &model)),
        ("src/contract.rs".to_owned(), write::contract(source, &model)),
        ("src/ids.rs".to_owned(), write::identifiers(&model)),
        ("src/types.rs".to_owned(), write::types(&model)),
    ];
    // A statement is known by its number.
    let mut first = 1;
    for (module, functions) in &model.areas {
        let text = write::area(module, functions, &model, first);
        modules.push((format!("src/{}.rs", names::plain(module)), text));
        first += functions.len();
    }
    // Most of the time goes into the layout.
    let laid_out = each_in_parallel(&modules, |(_, text)| write::laid_out(text));
    for ((path, _), text) in modules.iter().zip(laid_out) {
        add(path, text);
    }
    for (path, text) in runtime::RUNTIME {
        let own = source.templates.get(&format!("client/runtime/{path}"));
        let text = own.map_or(*text, |it| it.as_str());
        add(&format!("src/runtime/{path}"), format!("// {MARK}.\n{text}"));
    }
    files
}

/// The file that says, for machines, what the crate offers: what [`changes`] compares.
pub(super) fn interface_file(build: &Build) -> String {
    format!("{}/interface.json", build.client_folder)
}

/// What changed for those who use the crate, and the version that it had.
pub(super) fn changes(before: &str, now: &str) -> Result<(Vec<Change>, Option<Version>), String> {
    interface::changes(before, now)
}
