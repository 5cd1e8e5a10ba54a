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
mod shapes;
mod types;
mod write;

use super::{Change, Files, MARK, Source};
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
    add("src/lib.rs", write::laid_out(&[write::library(source, &model)]));
    add("src/contract.rs", write::laid_out(&[write::contract(source, &model)]));
    add("src/ids.rs", write::laid_out(&[write::identifiers(&model)]));
    add("src/types.rs", write::laid_out(&[write::types(&model)]));
    // A statement is known by its number.
    let mut first = 1;
    for (module, functions) in &model.areas {
        let parts = write::area(module, functions, &model, first);
        add(&format!("src/{}.rs", names::plain(module)), write::laid_out(&parts));
        first += functions.len();
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
