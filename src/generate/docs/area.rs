//! The page of an area, and the overview of all.

use super::coverage::Coverage;
use super::known::{Known, shown};
use super::markdown::text;
use super::mermaid;
use super::pages::{link, relative};
use super::role::plural;
use super::templates::Templates;
use crate::catalog::{Definition, Kind, ObjectId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the overview lies.
pub(super) const OVERVIEW: &str = "README.md";

#[derive(Serialize)]
struct View {
    title: String,
    diagrams: Vec<String>,
    kinds: Vec<KindView>,
}

#[derive(Serialize)]
struct KindView {
    kind: String,
    objects: Vec<ObjectView>,
}

#[derive(Serialize)]
struct ObjectView {
    object: String,
    meaning: String,
}

/// The page of an area.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates, page: &str, area: &str) -> String {
    let mut kinds: BTreeMap<Kind, Vec<&ObjectId>> = BTreeMap::new();
    for (id, _) in shown(known.catalog).filter(|(id, _)| known.areas.area(id) == area) {
        kinds.entry(id.kind).or_default().push(id);
    }
    let tables: &[&ObjectId] = kinds.get(&Kind::Table).map_or(&[], Vec::as_slice);
    let diagrams = if tables.is_empty() { Vec::new() } else { mermaid::area(known, tables) };
    // Tables are what a reader looks for first.
    let mut order: Vec<(Kind, Vec<&ObjectId>)> = kinds.into_iter().collect();
    order.sort_by_key(|(kind, _)| match kind {
        Kind::Table => 0,
        Kind::View | Kind::MaterializedView => 1,
        Kind::Function => 2,
        _ => 3,
    });
    let kinds = order.into_iter().map(|(kind, ids)| KindView {
        kind: plural(kind),
        objects: ids
            .into_iter()
            .map(|id| ObjectView { object: known.link(page, id), meaning: known.brief(id) })
            .collect(),
    });
    let view = View { title: text(area), diagrams, kinds: kinds.collect() };
    templates.page("area.md", &view)
}

#[derive(Serialize)]
struct OverviewView {
    title: String,
    /// The least version of PostgreSQL.
    postgres: u32,
    diagram: Option<String>,
    areas: Vec<AreaView>,
    roles: Vec<ObjectView>,
    /// The other pages, with what is on each.
    pages: Vec<ObjectView>,
    explore: String,
    coverage: String,
}

#[derive(Serialize)]
struct AreaView {
    area: String,
    tables: usize,
    views: usize,
    functions: usize,
    types: usize,
    /// The first tables, as links.
    some: String,
}

/// How many tables of an area the overview names.
const NAMED: usize = 8;

/// The overview.
pub(super) fn overview(
    known: &Known<'_>,
    templates: &mut Templates,
    coverage: &Coverage,
) -> String {
    let mut areas: BTreeMap<&str, Vec<&ObjectId>> = BTreeMap::new();
    for (id, _) in shown(known.catalog) {
        areas.entry(known.areas.area(id)).or_default().push(id);
    }
    let areas = areas.into_iter().map(|(area, ids)| {
        let count = |wanted: &[Kind]| ids.iter().filter(|id| wanted.contains(&id.kind)).count();
        let tables: Vec<&&ObjectId> = ids.iter().filter(|id| id.kind == Kind::Table).collect();
        let more = tables.len().saturating_sub(NAMED);
        let mut some = tables
            .iter()
            .take(NAMED)
            .map(|id| known.link(OVERVIEW, id))
            .collect::<Vec<_>>()
            .join(", ");
        if more > 0 {
            some += &format!(" and {more} more");
        }
        AreaView {
            area: known.area(OVERVIEW, area),
            tables: tables.len(),
            views: count(&[Kind::View, Kind::MaterializedView]),
            functions: count(&[Kind::Function]),
            types: count(&[Kind::Enum, Kind::Domain, Kind::Composite, Kind::Range, Kind::BaseType]),
            some,
        }
    });
    let roles = known
        .catalog
        .of_kind(Kind::Role)
        .filter(|(_, object)| matches!(object.definition, Definition::Role(_)));
    let pages = others(known).map(|(page, title, meaning)| ObjectView {
        object: link(OVERVIEW, page, title),
        meaning: (*meaning).to_owned(),
    });
    let view = OverviewView {
        title: text(&known.source.config.name),
        postgres: known.source.config.postgres,
        diagram: mermaid::areas(known),
        areas: areas.collect(),
        roles: roles
            .map(|(id, _)| ObjectView {
                object: known.link(OVERVIEW, id),
                meaning: known.brief(id),
            })
            .collect(),
        pages: pages.collect(),
        explore: relative(OVERVIEW, super::explore::PAGE),
        coverage: coverage.told(),
    };
    templates.page("README.md", &view)
}

/// The pages about the whole that this reference has.
pub(super) fn others(
    known: &Known<'_>,
) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    let has_jobs = !known.source.objects.jobs.jobs.is_empty();
    OTHERS.iter().filter(move |(page, ..)| has_jobs || *page != super::jobs::PAGE)
}

/// The pages about the whole: where each lies, its title, what is on it.
const OTHERS: &[(&str, &str, &str)] = &[
    (super::access::PAGE, "Access", "who may do what: every role, every object."),
    (super::policies::PAGE, "Policies", "which rows, in words and in SQL."),
    (super::endpoints::PAGE, "Endpoints", "what clients may call."),
    (super::jobs::PAGE, "Jobs", "what is called by the clock."),
    (super::migrations::PAGE, "Migrations", "what each one changed."),
    (super::names::PAGE, "Index", "every name, columns too."),
    (super::glossary::PAGE, "Glossary", "what the words mean."),
    (super::others::PAGE, "Other objects", "schemas, extensions, sequences and the like."),
    (super::coverage::PAGE, "Coverage", "what has no comment yet."),
];
