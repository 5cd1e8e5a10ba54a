//! What differs between two catalogs, in words: the release notes of a schema.

use super::Areas;
use super::renamed::renamed;
use crate::access::{Question, changes, lines};
use crate::catalog::{Catalog, Difference, Intent, Kind, ObjectId, differences};
use crate::hazard::{Hazard, verdicts};
use crate::plan::{Part, plan};
use crate::render::phrase;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// What may break what worked before, or loses data.
    pub breaking: Vec<String>,
    /// The objects by area, each with what stands on it.
    pub areas: BTreeMap<String, Vec<Note>>,
    /// What roles gain and lose.
    pub access: Vec<String>,
}

/// An object that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The object, in words: `table app.stays`.
    pub object: String,
    /// Whether it comes, goes, or changes.
    pub turn: Turn,
    /// What changes about it and its parts, a line each.
    pub details: Vec<String>,
}

/// What becomes of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It is new.
    New,
    /// It is another.
    Changed,
    /// It is gone.
    Gone,
}

impl Turn {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// What differs from the first to the second. Both catalogs are of one major version. `renames` are those that a project states,
/// from the new identity to the old one: as far as the first state has the old name and the second the new one.
pub fn notes(
    from: &Catalog,
    to: &Catalog,
    areas: &Areas,
    renames: &BTreeMap<ObjectId, ObjectId>,
) -> Notes {
    let (from, renamed) = &renamed(from, to, renames);
    let mut by_object: BTreeMap<ObjectId, Vec<&Difference>> = BTreeMap::new();
    let all = differences(from, to);
    for difference in &all {
        by_object.entry(whole(&difference.object, from, to)).or_default().push(difference);
    }
    for new in renamed.keys() {
        by_object.entry(whole(new, from, to)).or_default();
    }
    let mut found = Notes { access: access(from, to), ..Notes::default() };
    for (id, differences) in by_object {
        let own = differences.iter().find(|it| it.object == id && it.property.is_none());
        let turn = match own {
            Some(it) if it.from.is_none() => Turn::New,
            Some(_) => Turn::Gone,
            None => Turn::Changed,
        };
        let mut details: Vec<String> = former(&id, renamed).collect();
        match turn {
            Turn::Gone => {}
            Turn::New => details.extend(columns(to, &id)),
            Turn::Changed => details.extend(differences.iter().filter_map(|it| sentence(&id, it))),
        }
        // What only privileges differ in stands under access.
        if turn != Turn::Changed || !details.is_empty() {
            let area = areas.area(&id).to_owned();
            let note = Note { object: id.to_string(), turn, details };
            found.areas.entry(area).or_default().push(note);
        }
    }
    for notes in found.areas.values_mut() {
        notes.sort_by_key(|it| it.turn);
    }
    let told = renamed
        .iter()
        .map(|(new, old)| format!("{old} is called {} now: what names it fails", short(new, old)));
    found.breaking = told.chain(breaking(from, to)).collect();
    found
}

/// What an object and its parts were called before.
fn former<'a>(
    id: &'a ObjectId,
    renamed: &'a BTreeMap<ObjectId, ObjectId>,
) -> impl Iterator<Item = String> + 'a {
    let own = |new: &ObjectId| {
        *new == *id || new.relation.as_ref() == Some(&id.name) && new.schema == id.schema
    };
    renamed.iter().filter(move |(new, _)| own(new)).map(move |(new, old)| match new == id {
        true => format!("renamed from {}", short(old, new)),
        false => format!("{} {} is renamed from {}", new.kind.word(), new.name, old.name),
    })
}

/// A name, with its schema where another one has another schema.
fn short(id: &ObjectId, other: &ObjectId) -> String {
    match id.schema == other.schema {
        true => id.name.to_string(),
        false => id.qname().to_string(),
    }
}

/// The object that another one is a part of, as far as it is there; else the object itself.
fn whole(id: &ObjectId, from: &Catalog, to: &Catalog) -> ObjectId {
    if matches!(id.kind, Kind::Membership | Kind::UserMapping) {
        return id.clone();
    }
    let kinds = [Kind::Table, Kind::View, Kind::MaterializedView, Kind::Domain];
    let owners = kinds.map(|kind| ObjectId::in_schema(kind, &id.relation_qname()));
    let part = id.relation.is_some() || id.kind == Kind::Rows;
    let is_there = |it: &ObjectId| from.get(it).is_some() || to.get(it).is_some();
    owners.into_iter().find(|it| part && is_there(it)).unwrap_or_else(|| id.clone())
}

/// The columns of a relation that is new, in a line.
fn columns(to: &Catalog, id: &ObjectId) -> Option<String> {
    let columns = to.columns(&id.qname());
    let columns = columns.iter().map(|(id, _, it)| {
        let null = if it.null && it.position.0 > 0 { " NULL" } else { "" };
        format!("{} {}{null}", id.name, it.data_type)
    });
    let columns: Vec<String> = columns.collect();
    (!columns.is_empty()).then(|| format!("columns: {}", columns.join(", ")))
}

/// A difference of a part, or of the object itself.
fn sentence(whole: &ObjectId, it: &Difference) -> Option<String> {
    let own = it.object == *whole;
    let part = format!("{} {}", it.object.kind.word(), it.object.name);
    let Some(property) = &it.property else {
        return Some(match (&it.from, &it.to) {
            (None, Some(new)) if it.object.kind == Kind::Column => {
                let kind = new.get("type").and_then(Value::as_str).unwrap_or_default();
                let null = new.get("null").and_then(Value::as_bool) == Some(true);
                format!("{part} {kind} is new{}", if null { ", and may be NULL" } else { "" })
            }
            (None, _) => format!("{part} is new"),
            _ => format!("{part} is gone"),
        });
    };
    let of = if own { String::new() } else { format!("{part}: ") };
    if property.starts_with("privileges") {
        return None;
    }
    let last = property.rsplit('.').next().unwrap_or(property);
    let words = match (last, &it.to) {
        ("comment", _) => "the comment is another".to_owned(),
        ("args", _) => "its arguments are others".to_owned(),
        ("source" | "atomic", _) => "it does something else: its body is another".to_owned(),
        ("null", Some(Value::Bool(true))) => "it may be NULL now".to_owned(),
        ("null", Some(Value::Bool(false))) => "it is NOT NULL now".to_owned(),
        ("labels", _) => labels(it),
        _ => {
            let name = property.replace(['_', '.'], " ");
            match (value(it.from.as_ref()), value(it.to.as_ref())) {
                (Some(old), Some(new)) => format!("{name} is {new}, {old} before"),
                _ => format!("{name} is another"),
            }
        }
    };
    Some(format!("{of}{words}"))
}

/// A value that can be read in a line.
fn value(it: Option<&Value>) -> Option<String> {
    let text = match it {
        None => "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Bool(_) | Value::Number(_))) => value.to_string(),
        Some(value) => value.to_string(),
    };
    (text.len() <= 120 && !text.contains('\n')).then_some(text)
}

fn labels(it: &Difference) -> String {
    let all = |value: &Option<Value>| -> Vec<String> {
        let labels = value.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
        labels.iter().filter_map(|it| it.as_str().map(|it| format!("`{it}`"))).collect()
    };
    let (old, new) = (all(&it.from), all(&it.to));
    let only = |these: &[String], others: &[String]| {
        let these: Vec<&str> =
            these.iter().filter(|it| !others.contains(it)).map(String::as_str).collect();
        these.join(", ")
    };
    let (more, less) = (only(&new, &old), only(&old, &new));
    match (more.is_empty(), less.is_empty()) {
        (true, true) => "the labels have another order".to_owned(),
        (false, true) => format!("the label {more} is new"),
        (true, false) => format!("the label {less} is gone"),
        (false, false) => format!("the label {more} is new, {less} is gone"),
    }
}

/// There was nothing yet: nobody had anything that could break.
fn is_bare(from: &Catalog) -> bool {
    [Kind::Role, Kind::Table, Kind::Function]
        .into_iter()
        .all(|kind| from.of_kind(kind).next().is_none())
}

/// What roles gain and lose, where there was somebody before.
fn access(from: &Catalog, to: &Catalog) -> Vec<String> {
    if is_bare(from) {
        return Vec::new();
    }
    lines(&changes(from, to, &Question::default()))
}

/// What the way from one to the other breaks, by what planning knows of its steps.
fn breaking(from: &Catalog, to: &Catalog) -> Vec<String> {
    let parts =
        [Part { plan: plan(from, to, &Intent::default()), concurrently: false, batches: None }];
    let judged = verdicts(from, to, &parts);
    let mut found = Vec::new();
    for (part, verdicts) in parts.iter().zip(judged) {
        for (step, verdict) in part.plan.steps.iter().zip(verdicts) {
            for harm in verdict.harms {
                let counts = matches!(
                    harm.hazard,
                    Hazard::BreaksClient | Hazard::DropsAccess | Hazard::DataLoss
                );
                if counts {
                    let line = format!("{}: {}", phrase(step), harm.why);
                    if !found.contains(&line) {
                        found.push(line);
                    }
                }
            }
        }
    }
    found
}

impl Notes {
    /// Nothing differs.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty() && self.access.is_empty() && self.breaking.is_empty()
    }

    /// For a terminal.
    pub fn human(&self) -> String {
        let mut text = String::new();
        let mut section = |title: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                let _ = writeln!(text, "{title}");
                for line in lines {
                    let _ = writeln!(text, "  {line}");
                }
                text.push('\n');
            }
        };
        section("breaking", self.breaking.clone());
        for (area, notes) in &self.areas {
            let lines = notes.iter().flat_map(|note| {
                let head = format!("{} is {}", note.object, note.turn.word());
                std::iter::once(head).chain(note.details.iter().map(|it| format!("  {it}")))
            });
            section(area, lines.collect());
        }
        section("access", self.access.clone());
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    /// As release notes.
    pub fn markdown(&self, from: &str, to: &str) -> String {
        let mut text = format!("# From {} to {}\n", code(from), code(to));
        if self.is_empty() {
            text += "\nNothing differs.\n";
        }
        let section = |text: &mut String, title: &str, lines: &[String]| {
            if !lines.is_empty() {
                let _ = write!(text, "\n## {title}\n\n");
                for line in lines {
                    let _ = writeln!(text, "- {}", escaped(line));
                }
            }
        };
        section(&mut text, "Breaking", &self.breaking);
        for (area, notes) in &self.areas {
            let mut chars = area.chars();
            let first = chars.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
            let _ = write!(text, "\n## {}{}\n", escaped(&first), escaped(chars.as_str()));
            for (turn, title) in
                [(Turn::New, "New"), (Turn::Changed, "Changed"), (Turn::Gone, "Gone")]
            {
                let mut notes = notes.iter().filter(|it| it.turn == turn).peekable();
                if notes.peek().is_some() {
                    let _ = write!(text, "\n### {title}\n\n");
                }
                for note in notes {
                    let _ = writeln!(text, "- {}", escaped(&note.object));
                    for detail in &note.details {
                        let _ = writeln!(text, "  - {}", escaped(detail));
                    }
                }
            }
        }
        section(&mut text, "Access", &self.access);
        text
    }
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// Text in Markdown: what would be read as markup means itself.
fn escaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '*' | '_' | '<' | '>' | '[' | ']' | '#' | '|' | '\\' => {
                found.push('\\');
                found.push(it);
            }
            '\n' => found.push(' '),
            other => found.push(other),
        }
    }
    found
}
