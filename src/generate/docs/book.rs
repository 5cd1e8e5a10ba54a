//! The reference as the source of a book: what mdBook makes pages with a search of.

use super::area::{OVERVIEW, others};
use super::coverage::Coverage;
use super::known::{Form, Known, shown};
use super::markdown::text;
use super::role::plural;
use super::templates::Templates;
use super::texts;
use crate::catalog::{Kind, ObjectId};
use crate::generate::{Files, MARK, Source};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the book's pages need beside Mermaid itself, which is fetched when the book is made.
const SCRIPT: &str = include_str!("../../../templates/docs/book/diagrams.js");
const STYLE: &str = include_str!("../../../templates/docs/book/book.css");

/// The file of Mermaid beside `book.toml`.
pub const MERMAID: &str = "mermaid.min.js";

/// The whole source of the book, by paths within its folder: `book.toml`, `src/`.
pub fn book(source: &Source<'_>) -> Files {
    let known = Known::of(source, Form::Book);
    let mut templates = Templates::new(source.templates);
    let coverage = Coverage::of(&known);
    let texts = texts(&known, &mut templates, &coverage);
    let mut files = Files { folders: ["src".to_owned()].into(), ..Files::default() };
    files.faults = templates.faults();
    if !files.faults.is_empty() {
        return files;
    }
    for (page, said) in texts {
        files.add(format!("src/{page}"), super::marked(&page, &said));
    }
    files.add("src/SUMMARY.md", summary(&known));
    files.add("book.toml", settings(&known.source.config.name));
    files.add("diagrams.js", format!("// {MARK}.\n{SCRIPT}"));
    files.add("book.css", format!("/* {MARK}. */\n{STYLE}"));
    files
}

/// `book.toml`. No text of a page is read as an instruction to mdBook: of its preprocessors only the one counts that makes
/// `README.md` the first page.
fn settings(name: &str) -> String {
    let title =
        name.chars().map(|it| if it.is_control() || matches!(it, '"' | '\\') { ' ' } else { it });
    let title: String = title.collect();
    format!(
        "# {MARK}.\n[book]\ntitle = \"{title}: the database\"\nlanguage = \"en\"\n\n\
         [build]\nuse-default-preprocessors = false\n\n\
         [preprocessor.index]\n\n\
         [output.html]\nadditional-js = [\"{MERMAID}\", \"diagrams.js\"]\nadditional-css = [\"book.css\"]\n\
         default-theme = \"light\"\npreferred-dark-theme = \"navy\"\nno-section-label = true\n\n\
         [output.html.fold]\nenable = true\nlevel = 0\n\n\
         [output.html.print]\nenable = false\n\n\
         [output.html.search]\nlimit-results = 40\nuse-boolean-and = true\nboost-title = 4\n"
    )
}

/// The table of contents: areas with their objects, roles, the pages about the whole.
fn summary(known: &Known<'_>) -> String {
    let mut out = format!("<!-- {MARK}. -->\n\n# Summary\n\n[Overview]({OVERVIEW})\n\n# Areas\n\n");
    for (area, page) in known.pages.areas() {
        let _ = writeln!(out, "- [{}]({page})", text(area));
        let mut kinds: BTreeMap<(u8, Kind), Vec<&ObjectId>> = BTreeMap::new();
        for (id, _) in shown(known.catalog).filter(|(id, _)| known.areas.area(id) == area) {
            let rank = match id.kind {
                Kind::Table => 0,
                Kind::View | Kind::MaterializedView => 1,
                Kind::Function => 2,
                _ => 3,
            };
            kinds.entry((rank, id.kind)).or_default().push(id);
        }
        for ((_, kind), ids) in kinds {
            let _ = writeln!(out, "  - [{}]()", plural(kind));
            for id in ids {
                if let Some(page) = known.pages.page(id) {
                    let _ = writeln!(out, "    - [{}]({page})", text(&known.pages.name(id)));
                }
            }
        }
    }
    out.push_str("\n# Roles\n\n");
    for (id, _) in known.catalog.of_kind(Kind::Role) {
        if let Some(page) = known.pages.page(id) {
            let _ = writeln!(out, "- [{}]({page})", text(&id.name));
        }
    }
    out.push_str("\n# The whole\n\n");
    for (page, title, _) in others(known) {
        let _ = writeln!(out, "- [{title}]({page})");
    }
    out
}
