//! The reference in Markdown: a page for each table, view, function, type and role, an overview by area, and pages about the
//! whole.
//!
//! A page is a view, plain data that says what is on it in Markdown that is safe, and a template that lays it out. A project may
//! override any template.

mod access;
mod area;
mod book;
mod calls;
mod columns;
mod coverage;
mod endpoints;
mod errors;
mod example;
mod explore;
mod function;
mod glossary;
mod jobs;
mod keys;
mod known;
mod markdown;
mod mermaid;
mod migrations;
mod names;
mod others;
mod pages;
mod policies;
mod rights;
mod role;
mod table;
mod templates;
mod triggers;
mod types;
mod view;

pub use book::{MERMAID, book};

use super::{Files, MARK, Source};
use crate::catalog::Definition;
use coverage::Coverage;
use known::{Form, Known};
use std::collections::BTreeMap;
use templates::Templates;

/// The pages, in the project's folder for them.
pub(super) fn files(source: &Source<'_>) -> Files {
    let folder = &source.config.build.docs_folder;
    let known = Known::of(source, Form::Folder);
    let mut templates = Templates::new(source.templates);
    let coverage = Coverage::of(&known);
    let texts = texts(&known, &mut templates, &coverage);
    let mut files = Files { folders: [folder.clone()].into(), ..Files::default() };
    files.faults = templates.faults();
    if files.faults.is_empty() {
        for (page, text) in texts {
            files.add(format!("{folder}/{page}"), marked(&page, &text));
        }
    }
    files.faults.extend(coverage.fault(source.config.build.comments));
    files
}

/// Every page by its path.
fn texts(
    known: &Known<'_>,
    templates: &mut Templates,
    coverage: &Coverage,
) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (id, page) in known.pages.iter() {
        let Some(object) = known.catalog.get(id) else { continue };
        let text = match &object.definition {
            Definition::Table(it) => table::page(known, templates, page, id, object, it),
            Definition::Function(it) => function::page(known, templates, page, id, object, it),
            Definition::Role(it) => role::page(known, templates, page, id, object, it),
            Definition::View(_) | Definition::MaterializedView(_) => {
                view::page(known, templates, page, id, object)
            }
            _ => types::page(known, templates, page, id, object),
        };
        texts.insert(page.to_owned(), text);
    }
    for (area, page) in known.pages.areas() {
        texts.insert(page.to_owned(), area::page(known, templates, page, area));
    }
    for (page, text) in [
        (area::OVERVIEW, area::overview(known, templates, coverage)),
        (access::PAGE, access::page(known, templates)),
        (policies::PAGE, policies::page(known, templates)),
        (endpoints::PAGE, endpoints::page(known, templates)),
        (migrations::PAGE, migrations::page(known, templates)),
        (names::PAGE, names::page(known, templates)),
        (glossary::PAGE, glossary::page(known, templates)),
        (others::PAGE, others::page(known, templates)),
        (coverage::PAGE, coverage::page(known, templates, coverage)),
        (explore::PAGE, explore::page(known, templates)),
    ] {
        texts.insert(page.to_owned(), text);
    }
    if !known.source.objects.jobs.jobs.is_empty() {
        texts.insert(jobs::PAGE.to_owned(), jobs::page(known, templates));
    }
    texts
}

/// The page with the words that say that it is generated, where a template does not say so itself.
fn marked(page: &str, text: &str) -> String {
    match page.ends_with(".html") {
        true => text.to_owned(),
        false => format!("<!-- {MARK}. -->\n\n{text}"),
    }
}
