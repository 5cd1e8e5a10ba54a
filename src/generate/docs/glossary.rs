//! The glossary: the project's words, and those of PostgreSQL that the pages use.

use super::known::{Known, shown};
use super::markdown::text;
use super::templates::Templates;
use crate::catalog::Kind;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the page lies.
pub(super) const PAGE: &str = "glossary.md";

#[derive(Serialize)]
struct View {
    /// Words that the project file explains.
    stated: Vec<TermView>,
    /// Words that comments of objects explain.
    terms: Vec<TermView>,
    /// Words of PostgreSQL and of these pages.
    general: Vec<TermView>,
}

#[derive(Serialize)]
struct TermView {
    term: String,
    meaning: String,
    /// The objects of the name.
    objects: String,
}

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    let mut terms: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let roles = known.catalog.of_kind(Kind::Role);
    let tables = shown(known.catalog).filter(|(id, _)| id.kind != Kind::Function);
    for (id, _) in tables.chain(roles) {
        let meaning = known.brief(id);
        if meaning.is_empty() {
            continue;
        }
        let term =
            if id.kind == Kind::Role { id.name.to_string() } else { id.name.replace('_', " ") };
        let entry = terms.entry(term).or_default();
        if entry.0.is_empty() {
            entry.0 = meaning;
        }
        entry.1.push(format!("{} {}", id.kind.word(), known.link(PAGE, id)));
    }
    let stated = known.source.config.build.glossary.iter();
    let view = View {
        stated: stated
            .map(|(term, meaning)| TermView {
                term: text(term),
                meaning: text(meaning),
                objects: String::new(),
            })
            .collect(),
        terms: terms
            .into_iter()
            .map(|(term, (meaning, objects))| TermView {
                term: text(&term),
                meaning,
                objects: objects.join(", "),
            })
            .collect(),
        general: GENERAL
            .iter()
            .map(|(term, meaning)| TermView {
                term: (*term).to_owned(),
                meaning: (*meaning).to_owned(),
                objects: String::new(),
            })
            .collect(),
    };
    templates.page(PAGE, &view)
}

const GENERAL: &[(&str, &str)] = &[
    ("area", "What the project keeps in one folder of its declarations."),
    ("BYPASSRLS", "An attribute of a role: no policy binds it."),
    (
        "definer",
        "A function that runs with the rights of its owner, not of its caller (`SECURITY DEFINER`).",
    ),
    ("domain", "A type with a condition: every value of it meets the condition."),
    ("enum", "A type of which the values are a list of labels, in an order."),
    ("foreign key", "A column, or several, whose values must be a key of a row of another table."),
    ("grant", "A privilege that is given to a role."),
    ("guard", "A condition that is asked before the body of a function runs."),
    (
        "idempotent",
        "What may be done again without being done twice: a repeated request gets the answer of the first.",
    ),
    ("migration", "A file that brings the database from one state to the next. It runs once."),
    ("owner", "The role that may do anything with an object, and change it."),
    ("permissive policy", "A policy that lets rows through. One of them is enough."),
    ("policy", "Which rows of a table a role may read, add, change or delete."),
    ("PUBLIC", "Everybody: every role, also those that are made later."),
    (
        "restrictive policy",
        "A policy that keeps rows back, whatever the permissive ones let through.",
    ),
    (
        "row security",
        "Whether policies are asked at all. Where it is forced, they bind the table's owner too.",
    ),
    ("SQLSTATE", "The five characters by which a client tells one error from another."),
    ("token", "What a client proves with who it is: its claims are settings of the session."),
    ("trigger", "A function that PostgreSQL calls by itself when rows are written."),
    ("USAGE", "The privilege to name what lies in a schema."),
];
