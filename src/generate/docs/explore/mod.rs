//! The page to explore by: the whole schema as a drawing that is laid out here, with what a browser needs to filter it and to
//! find ways in it. It is one file that loads nothing.

mod layout;

use super::known::{Form, Known};
use super::markdown::html;
use super::templates::Templates;
use crate::access::Verdict;
use crate::catalog::{
    ConstraintBody, Definition, Kind, Name, Object, ObjectId, Principal, Privilege, QName, Table,
};
use crate::generate::MARK;
use crate::render::{qualified, quoted};
use layout::{Card, Layout, Place, layout};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Where the page lies.
pub(super) const PAGE: &str = "explore.html";

#[derive(Serialize)]
struct View {
    mark: &'static str,
    title: String,
    style: String,
    script: String,
    /// The drawing.
    svg: String,
    /// What the script reads, as JSON.
    data: String,
    overview: &'static str,
    areas: Vec<AreaView>,
    roles: Vec<RoleView>,
    tables: Vec<String>,
}

#[derive(Serialize)]
struct AreaView {
    at: usize,
    name: String,
    tables: usize,
}

#[derive(Serialize)]
struct RoleView {
    at: usize,
    name: String,
}

/// What the script reads.
#[derive(Serialize)]
struct Data {
    tables: Vec<TableData>,
    keys: Vec<KeyData>,
    roles: Vec<String>,
}

#[derive(Serialize)]
struct TableData {
    /// The name for people.
    name: String,
    /// The name in SQL, and the name that it goes by in a query.
    sql: String,
    alias: String,
    area: usize,
    comment: String,
    page: Option<String>,
    columns: Vec<ColumnData>,
    /// What each role may do, by its number: itself, and by functions.
    may: BTreeMap<usize, [String; 2]>,
}

#[derive(Serialize)]
struct ColumnData {
    name: String,
    #[serde(rename = "type")]
    data_type: String,
    null: bool,
    key: &'static str,
    comment: String,
}

/// A foreign key, by the numbers of its tables.
#[derive(Serialize)]
struct KeyData {
    name: String,
    from: usize,
    to: usize,
    from_columns: Vec<String>,
    to_columns: Vec<String>,
    optional: bool,
}

/// A table that is drawn.
struct Drawn<'k> {
    id: &'k ObjectId,
    object: &'k Object,
    area: usize,
    /// The columns that its card shows: those of keys.
    shown: Vec<(&'k Name, &'static str)>,
}

/// How many columns a card shows.
const SHOWN: usize = 8;
/// The heights of a card's head and of a line, and how wide a letter is at most.
const HEAD: i32 = 28;
const LINE: i32 = 17;
const LETTER: i32 = 7;

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    let names: BTreeSet<&str> = tables(known).map(|(id, _)| known.areas.area(id)).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let drawn: Vec<Drawn<'_>> = tables(known)
        .map(|(id, object)| {
            let area = names.binary_search(&known.areas.area(id)).unwrap_or_default();
            Drawn { id, object, area, shown: shown(known, &id.qname()) }
        })
        .collect();
    let place: BTreeMap<QName, usize> =
        drawn.iter().enumerate().map(|(at, it)| (it.id.qname(), at)).collect();
    let keys = keys(known, &place);
    let cards: Vec<Card> = drawn.iter().map(card).collect();
    let ends: Vec<(usize, usize)> = keys.iter().map(|it| (it.from, it.to)).collect();
    let laid = layout(&cards, &ends, names.len());
    let (roles, may) = rights(known, &place);
    let data = Data { tables: data(known, &drawn, may), keys, roles: roles.clone() };
    let view = View {
        mark: MARK,
        title: html(&known.source.config.name),
        style: templates.text("explore.css"),
        script: templates.text("explore.js"),
        svg: svg(&drawn, &data.keys, &names, &laid),
        // The end of a script is the only thing that its text cannot hold.
        data: serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c"),
        overview: if known.form == Form::Book { "index.html" } else { "README.md" },
        areas: names
            .iter()
            .enumerate()
            .map(|(at, name)| AreaView {
                at,
                name: html(name),
                tables: drawn.iter().filter(|it| it.area == at).count(),
            })
            .collect(),
        roles: roles
            .iter()
            .enumerate()
            .map(|(at, name)| RoleView { at, name: html(name) })
            .collect(),
        tables: drawn.iter().map(|it| html(&it.id.qname().to_string())).collect(),
    };
    templates.page(PAGE, &view)
}

/// The tables that are drawn: partitions stand for their table.
fn tables<'k>(known: &'k Known<'_>) -> impl Iterator<Item = (&'k ObjectId, &'k Object)> {
    let all = known.catalog.of_kind(Kind::Table);
    all.filter(|(_, object)| {
        matches!(&object.definition, Definition::Table(Table { partition_of: None, .. }))
    })
}

fn shown<'k>(known: &'k Known<'_>, table: &QName) -> Vec<(&'k Name, &'static str)> {
    let uses = key_words(known, table);
    let columns = known.catalog.columns(table).into_iter();
    columns.filter_map(|(id, ..)| Some((&id.name, *uses.get(&id.name)?))).take(SHOWN).collect()
}

/// The columns of keys: `PK`, `FK`, `PK FK`.
fn key_words<'k>(known: &'k Known<'_>, table: &QName) -> BTreeMap<&'k Name, &'static str> {
    let (mut primary, mut foreign) = (BTreeSet::new(), BTreeSet::new());
    for (_, object) in known.catalog.of_relation(Kind::Constraint, table) {
        let Definition::Constraint(it) = &object.definition else { continue };
        match &it.body {
            ConstraintBody::PrimaryKey { columns, .. } => primary.extend(columns),
            ConstraintBody::ForeignKey { columns, .. } => foreign.extend(columns),
            _ => {}
        }
    }
    let all = primary.union(&foreign).copied();
    all.map(|it| {
        let word = match (primary.contains(it), foreign.contains(it)) {
            (true, true) => "PK FK",
            (true, false) => "PK",
            _ => "FK",
        };
        (it, word)
    })
    .collect()
}

fn keys(known: &Known<'_>, place: &BTreeMap<QName, usize>) -> Vec<KeyData> {
    let all = known.keys.values().flatten();
    let keys = all.filter_map(|it| {
        Some(KeyData {
            name: it.id.name.to_string(),
            from: *place.get(&it.id.relation_qname())?,
            to: *place.get(it.to)?,
            from_columns: it.columns.iter().map(|it| quoted(it)).collect(),
            to_columns: it.to_columns.iter().map(|it| quoted(it)).collect(),
            optional: it.optional,
        })
    });
    keys.collect()
}

/// The roles that may do anything to a table, and what each may do, by table and role.
type Rights = BTreeMap<usize, BTreeMap<usize, [String; 2]>>;

fn rights(known: &Known<'_>, place: &BTreeMap<QName, usize>) -> (Vec<String>, Rights) {
    let mut found: BTreeMap<(usize, &Principal), [BTreeMap<Privilege, bool>; 2]> = BTreeMap::new();
    for (table, at) in place {
        let id = ObjectId::in_schema(Kind::Table, table);
        for cell in known.allowed.get(&id).into_iter().flatten().map(|it| &known.answer.cells[*it])
        {
            let of = found.entry((*at, &cell.role)).or_default();
            *of[0].entry(cell.operation).or_default() |= cell.verdict() == Verdict::Allowed;
        }
        for it in known.reached_of(&id) {
            let of = found.entry((*at, &it.role)).or_default();
            *of[1].entry(it.operation).or_default() |= it.found.verdict() == Verdict::Allowed;
        }
    }
    let roles: BTreeSet<&Principal> = found.keys().map(|(_, role)| *role).collect();
    let roles: Vec<&Principal> = roles.into_iter().collect();
    let mut rights = Rights::new();
    for ((table, role), of) in found {
        let role = roles.binary_search(&role).unwrap_or_default();
        let told = of.map(|it| {
            let words = it.iter().map(|(it, all)| {
                format!("{}{}", it.word(), if *all { "" } else { " (some rows)" })
            });
            words.collect::<Vec<_>>().join(", ")
        });
        rights.entry(table).or_default().insert(role, told);
    }
    (roles.into_iter().map(ToString::to_string).collect(), rights)
}

fn data(known: &Known<'_>, drawn: &[Drawn<'_>], mut may: Rights) -> Vec<TableData> {
    let tables = drawn.iter().enumerate().map(|(at, it)| {
        let name = it.id.qname();
        let uses = key_words(known, &name);
        let columns =
            known.catalog.columns(&name).into_iter().map(|(id, object, column)| ColumnData {
                name: id.name.to_string(),
                data_type: column.data_type.clone(),
                null: column.null,
                key: uses.get(&id.name).copied().unwrap_or_default(),
                comment: object.comment.clone().unwrap_or_default(),
            });
        let page = known.pages.page(it.id).map(|page| match known.form {
            Form::Folder => page.to_owned(),
            Form::Book => {
                page.strip_suffix(".md").map_or(page.to_owned(), |it| format!("{it}.html"))
            }
        });
        TableData {
            sql: qualified(&name),
            alias: quoted(&name.name),
            name: name.to_string(),
            area: it.area,
            comment: it.object.comment.clone().unwrap_or_default(),
            page,
            columns: columns.collect(),
            may: may.remove(&at).unwrap_or_default(),
        }
    });
    tables.collect()
}

fn card(it: &Drawn<'_>) -> Card {
    let letters = |text: &str| i32::try_from(text.chars().count()).unwrap_or(i32::MAX / 64).min(60);
    let name = letters(&it.id.qname().to_string()) + 2;
    let columns = it.shown.iter().map(|(name, word)| letters(name) + letters(word) + 3);
    let longest = columns.max().unwrap_or_default().max(name);
    let lines = i32::try_from(it.shown.len()).unwrap_or_default();
    Card { area: it.area, width: (longest * LETTER + 16).max(120), height: HEAD + lines * LINE + 8 }
}

/// The drawing: areas, keys, tables, each with what the script finds it by.
fn svg(drawn: &[Drawn<'_>], keys: &[KeyData], names: &[&str], laid: &Layout) -> String {
    let mut out = String::new();
    for (at, (name, area)) in names.iter().zip(&laid.areas).enumerate() {
        let Place { x, y, width, height } = area;
        let _ = writeln!(
            out,
            "<g class=\"area\" data-area=\"{at}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"10\"/>\
             <text x=\"{}\" y=\"{}\">{}</text></g>",
            x + 16,
            y + 34,
            html(name)
        );
    }
    for (at, key) in keys.iter().enumerate() {
        let (from, to) = (laid.cards[key.from], laid.cards[key.to]);
        let line = |column: Option<&String>, table: usize| {
            let shown = drawn[table].shown.iter();
            let at =
                column.and_then(|it| shown.into_iter().position(|(name, _)| quoted(name) == **it));
            at.map_or(HEAD / 2, |at| {
                HEAD + i32::try_from(at).unwrap_or_default() * LINE + LINE / 2 + 2
            })
        };
        let start = from.y + line(key.from_columns.first(), key.from);
        let end = to.y + line(key.to_columns.first(), key.to);
        let optional = if key.optional { " optional" } else { "" };
        let _ = writeln!(
            out,
            "<path class=\"key{optional}\" data-key=\"{at}\" d=\"{}\" marker-end=\"url(#one)\"/>",
            curve(from, start, to, end)
        );
    }
    for (at, it) in drawn.iter().enumerate() {
        let Place { x, y, width, height } = laid.cards[at];
        let name = html(&it.id.qname().to_string());
        let _ = write!(
            out,
            "<g class=\"table\" data-table=\"{at}\" transform=\"translate({x} {y})\" role=\"button\" tabindex=\"-1\" aria-label=\"{name}\">\
             <rect width=\"{width}\" height=\"{height}\" rx=\"6\"/><text class=\"name\" x=\"8\" y=\"19\">{name}</text>"
        );
        for (line, (column, word)) in it.shown.iter().enumerate() {
            let y = HEAD + i32::try_from(line).unwrap_or_default() * LINE + 13;
            let _ = write!(
                out,
                "<text x=\"8\" y=\"{y}\">{}</text><text class=\"word\" x=\"{}\" y=\"{y}\">{word}</text>",
                html(column),
                width - 8
            );
        }
        out.push_str("</g>\n");
    }
    format!(
        "<svg id=\"drawing\" role=\"application\" aria-label=\"Tables and foreign keys\" viewBox=\"0 0 {} {}\">\n\
         <defs><marker id=\"one\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"9\" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">\
         <path d=\"M0 0 L8 4 L0 8 z\"/></marker></defs>\n<g id=\"world\" data-width=\"{}\" data-height=\"{}\">\n{out}</g>\n</svg>",
        laid.width.max(1),
        laid.height.max(1),
        laid.width.max(1),
        laid.height.max(1)
    )
}

/// From the side of one table to the side of another, without crossing either.
fn curve(from: Place, start: i32, to: Place, end: i32) -> String {
    let far = |one: i32, other: i32| ((one - other).abs() / 2).clamp(30, 160);
    if from.x > to.x + to.width {
        let (a, b) = (from.x, to.x + to.width);
        let bend = far(a, b);
        return format!("M{a} {start} C{} {start} {} {end} {b} {end}", a - bend, b + bend);
    }
    if from.x + from.width < to.x {
        let (a, b) = (from.x + from.width, to.x);
        let bend = far(a, b);
        return format!("M{a} {start} C{} {start} {} {end} {b} {end}", a + bend, b - bend);
    }
    // Above one another: around their right sides.
    let (a, b) = (from.x + from.width, to.x + to.width);
    let out = a.max(b) + 50;
    format!("M{a} {start} C{out} {start} {out} {end} {b} {end}")
}
