//! The answer as a table for a terminal: objects down, roles across.

use super::answer::{Answer, Who};
use super::cell::{Cell, Verdict};
use super::named;
use super::told::of_reached;
use crate::catalog::{Kind, Name, ObjectId, Principal, Privilege};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The answer as a table; what needs words stands beneath it. Types and languages stand in it only where they are asked
/// for by name: PUBLIC may use most of them.
pub fn matrix(answer: &Answer, all_kinds: bool) -> String {
    let mut text = String::new();
    let role = |at: usize, it: &Who| format!("{:>3}  {}{}", at + 1, it.role, attributes(it));
    for (at, it) in answer.roles.iter().enumerate() {
        let _ = writeln!(text, "{}", role(at, it));
    }
    text.push('\n');
    let rows = rows(answer, all_kinds);
    let name = |id: &ObjectId| format!("{} {}", id.kind.word(), short(id, &rows));
    let first = rows.keys().map(|id| name(id).chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..answer.roles.len())
        .map(|at| {
            let of_rows = rows.values().map(|row| row[at].chars().count()).max();
            of_rows.unwrap_or_default().max((at + 1).to_string().len())
        })
        .collect();
    let mut line = |first_cell: &str, cells: &mut dyn Iterator<Item = String>| {
        let mut line = format!("{first_cell:first$}");
        for (cell, width) in cells.zip(&widths) {
            let _ = write!(line, "  {cell:width$}");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    };
    line("", &mut (1..=answer.roles.len()).map(|at| at.to_string()));
    let mut in_order: Vec<_> = rows.iter().collect();
    in_order.sort_by_key(|(id, _)| (rank(id.kind), **id));
    for (id, row) in in_order {
        line(&name(id), &mut row.iter().cloned());
    }
    text.push_str(&legend(answer, &rows));
    for it in &answer.reached {
        if it.relation.is_none() {
            let _ = writeln!(text, "{}", of_reached(it));
        }
    }
    text
}

/// Relations come before what is done by them.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Database => 0,
        Kind::Schema => 1,
        Kind::Table => 2,
        Kind::View | Kind::MaterializedView => 3,
        Kind::Sequence => 4,
        Kind::Function | Kind::Aggregate => 5,
        _ => 6,
    }
}

/// The name of an object; long arguments are left out where no other one has its name.
fn short(id: &ObjectId, rows: &Cells<'_>) -> String {
    let long = id.args.as_ref().is_some_and(|args| args.chars().count() > LONG);
    let is_alone = || rows.keys().filter(|it| it.qname() == id.qname()).count() == 1;
    match long && is_alone() {
        true => format!("{}(…)", id.qname()),
        false => named(id),
    }
}

/// How long arguments of a function may be.
const LONG: usize = 24;

type Cells<'a> = BTreeMap<&'a ObjectId, Vec<String>>;

/// The objects, with what each role may do.
fn rows(answer: &Answer, all_kinds: bool) -> Cells<'_> {
    let place: BTreeMap<&Principal, usize> =
        answer.roles.iter().enumerate().map(|(at, it)| (&it.role, at)).collect();
    let mut rows: Cells<'_> = BTreeMap::new();
    for cell in answer.cells.iter().filter(|it| all_kinds || is_shown(it.object.kind)) {
        let Some(at) = place.get(&cell.role) else { continue };
        let row =
            rows.entry(&cell.object).or_insert_with(|| vec![String::new(); answer.roles.len()]);
        row[*at].push_str(&mark(cell));
    }
    let mut reached: BTreeMap<(&ObjectId, usize), BTreeMap<char, bool>> = BTreeMap::new();
    for it in &answer.reached {
        let (Some(relation), Some(at)) = (&it.relation, place.get(&it.role)) else { continue };
        let marks = reached.entry((relation, *at)).or_default();
        let all = marks.entry(letter(it.operation)).or_default();
        *all |= it.found.verdict() == Verdict::Allowed;
    }
    for ((relation, at), marks) in reached {
        let Some(row) = rows.get_mut(relation) else { continue };
        let shown = "siudtx".chars().filter_map(|letter| marks.get_key_value(&letter));
        let shown: String =
            shown.map(|(letter, all)| format!("{letter}{}", if *all { "" } else { "*" })).collect();
        row[at] = format!("{}[{shown}]", row[at]);
    }
    for cell in rows.values_mut().flatten().filter(|cell| cell.is_empty()) {
        cell.push('-');
    }
    rows
}

/// Whether objects of a kind stand in the table unasked.
pub(super) fn is_shown(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Database
            | Kind::Schema
            | Kind::Table
            | Kind::View
            | Kind::MaterializedView
            | Kind::Sequence
            | Kind::Function
            | Kind::Aggregate
    )
}

/// An operation in a letter, with what limits it: `s*`, `u'`. Nothing where it is denied.
pub(super) fn mark(cell: &Cell) -> String {
    let rows = match cell.verdict() {
        Verdict::Denied => return String::new(),
        Verdict::SomeRows => "*",
        Verdict::Allowed => "",
    };
    let columns = if cell.found.columns.listed().is_some() { "'" } else { "" };
    format!("{}{columns}{rows}", letter(cell.operation))
}

pub(super) fn letter(operation: Privilege) -> char {
    match operation {
        Privilege::Select => 's',
        Privilege::Insert => 'i',
        Privilege::Update => 'u',
        Privilege::Delete => 'd',
        Privilege::Truncate => 't',
        Privilege::References => 'r',
        Privilege::Trigger => 'g',
        Privilege::Maintain => 'm',
        Privilege::Usage => 'U',
        Privilege::Create => 'C',
        Privilege::Connect => 'c',
        Privilege::Temporary => 'T',
        Privilege::Execute => 'x',
        Privilege::Set | Privilege::AlterSystem => '?',
    }
}

/// What the letters stand for, those that occur.
fn legend(answer: &Answer, rows: &Cells<'_>) -> String {
    let shown = |mark: char| rows.values().flatten().any(|cell| cell.contains(mark));
    let operations = Privilege::ALL.into_iter().filter(|it| shown(letter(*it)));
    let mut said: Vec<String> =
        operations.map(|it| format!("{} {}", letter(it), it.word())).collect();
    for (mark, words) in [
        ('*', "for some rows"),
        ('\'', "of some columns"),
        ('[', "[…] with the rights of others, by functions and triggers"),
        ('-', "nothing"),
    ] {
        if shown(mark) {
            said.push(if mark == '[' { words.to_owned() } else { format!("{mark} {words}") });
        }
    }
    match said.is_empty() || answer.roles.is_empty() {
        true => String::new(),
        false => format!("\n{}\n", said.join(", ")),
    }
}

/// What is special about a role.
pub(super) fn attributes(it: &Who) -> String {
    let mut said = Vec::new();
    if it.superuser {
        said.push("superuser".to_owned());
    } else if it.bypass_rls {
        said.push("bypasses row security".to_owned());
    }
    if it.login {
        said.push("logs in".to_owned());
    }
    let names =
        |names: Vec<&Name>| names.into_iter().map(|it| &**it).collect::<Vec<_>>().join(", ");
    if !it.has.is_empty() {
        said.push(format!("has what {} may", names(it.has.keys().collect())));
    }
    let becomes: Vec<&Name> =
        it.becomes.keys().filter(|name| !it.has.contains_key(*name)).collect();
    if !becomes.is_empty() {
        said.push(format!("may become {}", names(becomes)));
    }
    if said.is_empty() { String::new() } else { format!(": {}", said.join("; ")) }
}
