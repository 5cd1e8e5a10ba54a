//! Diagrams in Mermaid's words.
//!
//! Mermaid has no escapes in the names of entities and attributes: what it does not take becomes `_`. It refuses more than
//! 50,000 characters, so a diagram is told in less: first without columns, then in several.

use super::known::{ForeignKey, Known};
use super::markdown::block;
use crate::catalog::{ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// How many characters a diagram may have. Mermaid stops at 50,000.
const MOST: usize = 40_000;

/// How many tables are drawn with their columns.
const WITH_COLUMNS: usize = 12;

/// How many tables a diagram of an area has.
const TABLES: usize = 40;

/// How many neighbours of a table are drawn.
const NEIGHBOURS: usize = 24;

/// The names that entities have in a diagram.
#[derive(Default)]
struct Entities {
    names: BTreeMap<QName, String>,
    taken: BTreeSet<String>,
}

impl Entities {
    fn name(&mut self, table: &QName) -> &str {
        let taken = &mut self.taken;
        self.names.entry(table.clone()).or_insert_with(|| {
            let plain = label(&table.to_string());
            let mut name = plain.clone();
            let mut at = 1;
            while !taken.insert(name.clone()) {
                at += 1;
                name = format!("{plain} {at}");
            }
            name
        })
    }
}

/// A table with the tables that it refers to and that refer to it.
pub(super) fn neighbours(known: &Known<'_>, table: &QName) -> Option<Drawn> {
    let out = known.keys.get(table).into_iter().flatten();
    let into = known
        .keys_to
        .get(table)
        .into_iter()
        .flatten()
        .filter(|it| it.id.relation_qname() != *table);
    let all: Vec<&ForeignKey<'_>> = out.chain(into).collect();
    let mut others = BTreeSet::new();
    let drawn: Vec<&ForeignKey<'_>> = all
        .iter()
        .filter(|key| {
            let from = key.id.relation_qname();
            let other = if from == *table { key.to.clone() } else { from };
            others.contains(&other) || (others.len() < NEIGHBOURS && others.insert(other))
        })
        .copied()
        .collect();
    let left_out = all.len() - drawn.len();
    let mut entities = Entities::default();
    let mut text = String::from("erDiagram\n");
    for key in &drawn {
        text.push_str(&edge(&mut entities, key));
    }
    text.push_str(&entity(known, &mut entities, table, &all_columns(known, table)));
    // A table without neighbours is its table of columns.
    (!drawn.is_empty() && text.len() < MOST)
        .then(|| Drawn { diagram: block("mermaid", &text), left_out })
}

/// A diagram, and how much was left out of it.
pub(super) struct Drawn {
    pub(super) diagram: String,
    pub(super) left_out: usize,
}

/// The tables of an area, with the keys among them and to others: one diagram or several.
pub(super) fn area(known: &Known<'_>, tables: &[&ObjectId]) -> Vec<String> {
    let with_columns = tables.len() <= WITH_COLUMNS;
    let mut diagrams = Vec::new();
    for tables in tables.chunks(TABLES) {
        let mut text = of_tables(known, tables, with_columns);
        if text.len() >= MOST {
            text = of_tables(known, tables, false);
        }
        match text.len() < MOST {
            true => diagrams.push(block("mermaid", &text)),
            // So many keys that nobody would see any: each table's own page draws them.
            false => diagrams.extend(
                tables.chunks(TABLES / 8).map(|it| block("mermaid", &of_tables(known, it, false))),
            ),
        }
    }
    diagrams.retain(|it| it.len() < MOST);
    diagrams
}

fn of_tables(known: &Known<'_>, tables: &[&ObjectId], with_columns: bool) -> String {
    let mut entities = Entities::default();
    let mut text = String::from("erDiagram\n");
    for id in tables {
        for key in known.keys.get(&id.qname()).into_iter().flatten() {
            text.push_str(&edge(&mut entities, key));
        }
    }
    for id in tables {
        let columns = if with_columns { key_columns(known, &id.qname()) } else { Vec::new() };
        text.push_str(&entity(known, &mut entities, &id.qname(), &columns));
    }
    text
}

/// How many foreign keys lead from area to area.
pub(super) fn areas(known: &Known<'_>) -> Option<String> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for key in known.keys.values().flatten() {
        let to = known.relation_id(key.to).unwrap_or_else(|| key.id.clone());
        let from = known.areas.area(key.id);
        // The identity lives no longer than this loop, the name of its area as long as the areas.
        let Some(to) = known.area_name(&to) else { continue };
        if from != to {
            let Some(from) = known.area_name(key.id) else { continue };
            *counts.entry((from, to)).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return None;
    }
    let names: BTreeSet<&str> = counts.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, it)| (*it, at)).collect();
    let mut text = String::from("flowchart LR\n");
    for (name, at) in &place {
        let _ = writeln!(text, "  a{at}[\"{}\"]", label(name));
    }
    for ((from, to), count) in &counts {
        let keys = if *count == 1 { "1 key".to_owned() } else { format!("{count} keys") };
        let _ = writeln!(text, "  a{} -->|{keys}| a{}", place[from], place[to]);
    }
    (text.len() < MOST && counts.len() <= 200).then(|| block("mermaid", &text))
}

fn edge(entities: &mut Entities, key: &ForeignKey<'_>) -> String {
    let one = if key.optional { "|o" } else { "||" };
    let many = if key.single { "o|" } else { "o{" };
    let columns = key.columns.iter().map(|it| label(it)).collect::<Vec<_>>().join(", ");
    let to = entities.name(key.to).to_owned();
    let from = entities.name(&key.id.relation_qname());
    format!("  \"{to}\" {one}--{many} \"{from}\" : \"{columns}\"\n")
}

/// A column, and how keys use it.
type Drawing<'a> = (&'a Name, &'a str, String);

fn entity(
    known: &Known<'_>,
    entities: &mut Entities,
    table: &QName,
    columns: &[Drawing<'_>],
) -> String {
    let _ = known;
    let name = entities.name(table);
    if columns.is_empty() {
        return format!("  \"{name}\"\n");
    }
    let mut text = format!("  \"{name}\" {{\n");
    for (column, data_type, keys) in columns {
        let plain = word(column);
        let comment =
            if *plain == ***column { String::new() } else { format!(" \"{}\"", label(column)) };
        let _ = writeln!(text, "    {} {plain}{keys}{comment}", word(data_type));
    }
    text + "  }\n"
}

fn all_columns<'k>(known: &'k Known<'_>, table: &QName) -> Vec<Drawing<'k>> {
    let uses = key_uses(known, table);
    let columns = known.catalog.columns(table).into_iter();
    let drawn = columns.map(|(id, _, it)| {
        let keys = uses.get(&id.name).map(|it| format!(" {}", it.join(", "))).unwrap_or_default();
        (&id.name, it.data_type.as_str(), keys)
    });
    drawn.collect()
}

fn key_columns<'k>(known: &'k Known<'_>, table: &QName) -> Vec<Drawing<'k>> {
    all_columns(known, table).into_iter().filter(|(_, _, keys)| !keys.is_empty()).collect()
}

/// How keys use the columns of a table: PK, FK, UK.
fn key_uses<'k>(known: &'k Known<'_>, table: &QName) -> BTreeMap<&'k Name, Vec<&'static str>> {
    let mut uses: BTreeMap<&Name, Vec<&'static str>> = BTreeMap::new();
    let mut add = |columns: &'k [Name], word| {
        for column in columns {
            let words = uses.entry(column).or_default();
            if !words.contains(&word) {
                words.push(word);
            }
        }
    };
    for (_, object) in known.catalog.of_relation(Kind::Constraint, table) {
        let Definition::Constraint(it) = &object.definition else { continue };
        match &it.body {
            ConstraintBody::PrimaryKey { columns, .. } => add(columns, "PK"),
            ConstraintBody::ForeignKey { columns, .. } => add(columns, "FK"),
            ConstraintBody::Unique { columns, .. } => add(columns, "UK"),
            ConstraintBody::Check { .. } | ConstraintBody::Exclusion { .. } => {}
        }
    }
    for words in uses.values_mut() {
        words.sort_unstable_by_key(|it| ["PK", "FK", "UK"].iter().position(|word| word == it));
    }
    uses
}

/// A text between double quotes.
fn label(said: &str) -> String {
    let plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.' | '-' | ' ');
    said.chars().map(|it| if plain(it) { it } else { '_' }).collect()
}

/// A word that Mermaid takes as a type or as the name of an attribute.
fn word(said: &str) -> String {
    let word: String =
        said.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '_' }).collect();
    let word = word.trim_end_matches('_');
    let first = word.chars().next();
    match first {
        Some(it) if it.is_ascii_alphabetic() => word.to_owned(),
        Some(_) => format!("c{word}"),
        None => "unnamed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_mermaid_takes() {
        assert_eq!(word("numeric(10,2)"), "numeric_10_2");
        assert_eq!(word("timestamp with time zone"), "timestamp_with_time_zone");
        assert_eq!(word("2nd"), "c2nd");
        assert_eq!(word("\"'"), "unnamed");
        assert_eq!(label("a\"b%c\\d"), "a_b_c_d");
    }
}
