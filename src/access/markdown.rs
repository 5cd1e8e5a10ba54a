//! The answer as a page.

use super::answer::Answer;
use super::cell::{Cell, Verdict};
use super::matrix::{attributes, is_shown};
use super::named;
use super::rows::{Condition, Seen};
use super::told::{in_words, of_reached};
use crate::catalog::{Kind, ObjectId, Principal};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The answer as a page: the roles, a table for each kind of object, the conditions, and what is reached with the rights
/// of others.
pub fn markdown(answer: &Answer, all_kinds: bool) -> String {
    let mut text = String::from("# Access\n\n## Roles\n\n");
    for it in &answer.roles {
        let _ = writeln!(text, "- `{}`{}", it.role, attributes(it));
    }
    let mut kinds: BTreeMap<Kind, BTreeMap<&ObjectId, Vec<&Cell>>> = BTreeMap::new();
    for cell in answer.cells.iter().filter(|it| all_kinds || is_shown(it.object.kind)) {
        kinds.entry(cell.object.kind).or_default().entry(&cell.object).or_default().push(cell);
    }
    for (kind, objects) in kinds {
        let _ = writeln!(text, "\n## {}\n", heading(kind));
        let _ = writeln!(text, "| object | role | may | may not |\n| --- | --- | --- | --- |");
        for (id, cells) in objects {
            for it in &answer.roles {
                let of_role: Vec<&&Cell> =
                    cells.iter().filter(|cell| cell.role == it.role).collect();
                if let Some(row) = row(id, &it.role, &of_role) {
                    text.push_str(&row);
                }
            }
        }
    }
    text.push_str(&conditions(answer));
    if !answer.reached.is_empty() {
        text.push_str("\n## With the rights of others\n\n");
        for it in &answer.reached {
            let _ = writeln!(text, "- {}", escaped(&of_reached(it)));
        }
    }
    text
}

/// A line of a table; nothing where the role may do nothing at all.
fn row(id: &ObjectId, role: &Principal, cells: &[&&Cell]) -> Option<String> {
    let may: Vec<String> = cells.iter().filter_map(|it| allowed(it)).collect();
    if may.is_empty() {
        return None;
    }
    let denied: Vec<&str> = cells
        .iter()
        .filter(|it| it.verdict() == Verdict::Denied)
        .map(|it| it.operation.word())
        .collect();
    Some(format!(
        "| {} | {role} | {} | {} |\n",
        escaped(&named(id)),
        escaped(&may.join(", ")),
        denied.join(", ")
    ))
}

fn allowed(cell: &Cell) -> Option<String> {
    let rows = match cell.verdict() {
        Verdict::Denied => return None,
        Verdict::SomeRows => " (some rows)",
        Verdict::Allowed => "",
    };
    let columns = cell.found.columns.listed().map_or_else(String::new, |names| {
        format!(" of {}", names.iter().map(|it| &**it).collect::<Vec<_>>().join(", "))
    });
    Some(format!("{}{columns}{rows}", cell.operation.word()))
}

/// For which rows, each condition once for the roles that it is the same for.
fn conditions(answer: &Answer) -> String {
    type Place<'a> = (&'a ObjectId, &'a str, &'a str, String);
    let mut found: BTreeMap<Place<'_>, (BTreeSet<&Principal>, &Condition)> = BTreeMap::new();
    for cell in answer.cells.iter().filter(|it| it.verdict() == Verdict::SomeRows) {
        let rows = &cell.found.rows;
        for (seen, what) in [(&rows.using, "rows"), (&rows.check, "rows that it leaves")] {
            if let Seen::Where(it) = seen {
                let key = (&cell.object, cell.operation.word(), what, it.sql());
                found.entry(key).or_insert_with(|| (BTreeSet::new(), it)).0.insert(&cell.role);
            }
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n## For which rows\n");
    let mut last = None;
    for ((id, operation, what, sql), (roles, condition)) in found {
        if last != Some(id) {
            let _ = writeln!(text, "\n### {}", named(id));
            last = Some(id);
        }
        let roles = roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "\n{operation}, {what}, for {roles}:\n");
        for it in condition.permissive.iter().chain(&condition.restrictive) {
            let words = match it.comment {
                Some(_) => format!(": {}", in_words(it)),
                None => String::new(),
            };
            let _ = writeln!(text, "- policy `{}`{words}", it.policy.name);
        }
        let _ = writeln!(text, "\n```sql\n{sql}\n```");
    }
    text
}

fn heading(kind: Kind) -> String {
    let word = kind.word();
    let mut letters = word.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    let plural = if word == "database" { "" } else { "s" };
    format!("{first}{}{plural}", letters.as_str())
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
