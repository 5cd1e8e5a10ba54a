//! The Rust client crate.
//!
//! [`files`] is the whole of it: a catalog becomes a [`Model`](model::Model), that texts. What every crate has in common stands
//! as it is in `templates/client/runtime/`, so that the crate depends on nothing of momni-db's own.

mod body;
mod constraints;
mod errors;
mod flows;
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
use std::collections::BTreeMap;

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
    add("src/lib.rs", write::laid_out(&write::library(source, &model)));
    add("src/contract.rs", write::laid_out(&write::contract(source, &model)));
    add("src/ids.rs", write::laid_out(&write::identifiers(&model)));
    add("src/types.rs", write::laid_out(&write::types(&model)));
    for (name, functions) in &model.areas {
        let area = names::plain(name);
        let mut modules: BTreeMap<&str, Vec<&model::Function>> = BTreeMap::new();
        functions.iter().for_each(|it| modules.entry(&it.module).or_default().push(it));
        if modules.len() == 1 {
            let all: Vec<_> = functions.iter().collect();
            let parts = write::functions(&format!("The area `{area}`."), &all, &model);
            add(&format!("src/{area}.rs"), write::laid_out(&parts));
            continue;
        }
        let names: Vec<&str> = modules.keys().copied().collect();
        add(&format!("src/{area}/mod.rs"), write::laid_out(&write::area(name, &names)));
        for (name, functions) in modules {
            let name = names::plain(name);
            let about = format!("What the area `{area}` has of `{name}`.");
            let parts = write::functions(&about, &functions, &model);
            add(&format!("src/{area}/{name}.rs"), write::laid_out(&parts));
        }
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
