//! An answer in words, with the whole chain.

use super::cell::{Cell, Verdict};
use super::found::{Behind, Found, Missing, Way};
use super::named;
use super::reach::Reached;
use super::rows::{Bound, Rows, Seen, Unbound};
use crate::catalog::{Kind, Name, ObjectId, Principal};

/// One answer in full: the verdict, why, for which rows in words and in SQL, and what happens on the way.
pub fn tell(cell: &Cell) -> Vec<String> {
    let mut said = vec![format!(
        "{}: {} on {}: {}",
        cell.role,
        cell.operation.word(),
        cell.object,
        of_verdict(&cell.found)
    )];
    let who = &cell.role;
    let mut more = of_found(&cell.found, who);
    if let Some(runs_as) = &cell.runs_as {
        more.push(format!("it runs with the rights of {runs_as}"));
    }
    for (trigger, runs_as) in &cell.fires {
        more.push(format!("it fires {trigger}, which runs with the rights of {runs_as}"));
    }
    for (role, path) in &cell.by_set_role {
        more.push(format!("allowed after SET ROLE {role} ({})", chain(path)));
    }
    said.extend(more.into_iter().map(|line| format!("  {line}")));
    said
}

/// What a role reaches with the rights of another one, in a line.
pub fn of_reached(it: &Reached) -> String {
    let by: Vec<String> = it.by.iter().map(of_step).collect();
    let more = by.len().saturating_sub(SHOWN);
    let mut by = by.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    if more > 0 {
        by += &format!(" and {more} more");
    }
    let rows = match it.found.verdict() {
        Verdict::SomeRows => " for some rows",
        _ => "",
    };
    match &it.relation {
        Some(relation) => format!(
            "{} reaches {} on {}{rows} as {}, by {by}",
            it.role,
            it.operation.word(),
            named(relation),
            it.runs_as
        ),
        None => {
            format!("{} reaches what the text of {by} does not tell, as {}", it.role, it.runs_as)
        }
    }
}

/// How many functions are named of many.
const SHOWN: usize = 3;

fn of_step(id: &ObjectId) -> String {
    match id.kind {
        Kind::Trigger => format!("trigger {} of {}", id.name, id.relation_qname()),
        _ => id.qname().to_string(),
    }
}

/// What is lacking, in words.
pub fn of_missing(missing: &Missing) -> String {
    match missing {
        Missing::Usage(schema) => format!("no USAGE on schema {schema}"),
        Missing::Privilege(privilege, on) => format!("no {} on {on}", privilege.word()),
        Missing::Policy(table) => {
            format!("row security is on, and no policy lets a row of {} through", named(table))
        }
        Missing::Needed { by, role, privilege, on } => {
            format!("{by} needs {} on {on}, which {role} has not", privilege.word())
        }
    }
}

/// How a role comes to a privilege: `login → staff → SELECT on app.books`.
pub fn of_way(way: &Way, role: &Principal, operation: &str) -> String {
    match way {
        Way::Superuser => format!("{role} is a superuser"),
        Way::Predefined { path } => chain(path),
        Way::Grant { to: Principal::Public, on, .. } => {
            format!("{role} → PUBLIC → {operation} on {on}")
        }
        Way::Grant { to, path, on } if path.is_empty() => format!("{to} → {operation} on {on}"),
        Way::Grant { path, on, .. } => format!("{} → {operation} on {on}", chain(path)),
    }
}

fn chain(path: &[Name]) -> String {
    path.iter().map(|name| &**name).collect::<Vec<_>>().join(" → ")
}

fn of_verdict(found: &Found) -> String {
    let words = found.verdict().words();
    match (found.verdict(), found.columns.listed()) {
        (Verdict::Denied, _) | (_, None) => words.to_owned(),
        (_, Some(names)) => format!("{words}, of the columns {}", list(names)),
    }
}

fn list<'n>(names: impl IntoIterator<Item = &'n Name>) -> String {
    names.into_iter().map(|name| &**name).collect::<Vec<_>>().join(", ")
}

fn of_found(found: &Found, who: &Principal) -> Vec<String> {
    let mut said: Vec<String> = found.missing.iter().map(of_missing).collect();
    // Of a privilege on many columns, one way for each of them says nothing more.
    let mut ways: Vec<String> = Vec::new();
    for way in &found.ways {
        let shown = match way {
            Way::Grant { to, path, on } if on.kind == Kind::Column => {
                let from = match to {
                    Principal::Public => format!("{who} → PUBLIC"),
                    _ if path.is_empty() => to.to_string(),
                    _ => chain(path),
                };
                format!("{from} → granted on columns of {}", on.relation_qname())
            }
            way => of_way(way, who, "granted"),
        };
        if !ways.contains(&shown) {
            ways.push(shown);
        }
    }
    said.extend(ways.into_iter().map(|way| format!("why: {way}")));
    said.extend(of_rows(&found.rows));
    for id in &found.instead {
        said.push(format!("{id} acts in its place"));
    }
    for Behind { relation, role, found } in &found.behind {
        said.push(format!("behind it, as {role}: {relation}: {}", of_verdict(found)));
        said.extend(of_found(found, role).into_iter().map(|line| format!("  {line}")));
    }
    said
}

fn of_rows(rows: &Rows) -> Vec<String> {
    let mut said = Vec::new();
    match &rows.unbound {
        Some(Unbound::Bypass) => said.push("no policy binds it".to_owned()),
        Some(Unbound::Owner(path)) => {
            said.push(format!("no policy binds the owner ({})", chain(path)));
        }
        None => {}
    }
    for (seen, words) in [
        (&rows.using, "rows"),
        (&rows.check, "rows that it leaves"),
        (&rows.reads, "where it reads columns (WHERE, RETURNING), rows besides"),
    ] {
        match seen {
            Seen::All => {}
            Seen::None => said.push(format!("{words}: none")),
            Seen::Where(condition) => {
                said.push(format!("{words}: {}", condition.sql()));
                said.extend(condition.permissive.iter().map(|it| of_bound("or", it)));
                said.extend(condition.restrictive.iter().map(|it| of_bound("and", it)));
            }
        }
    }
    said
}

/// A policy in the words of its comment, else of its expression.
fn of_bound(joined: &str, it: &Bound) -> String {
    let path = match it.path.len() {
        0 | 1 => String::new(),
        _ => format!(" ({})", chain(&it.path)),
    };
    format!("  {joined} policy {}{path}: {}", it.policy.name, in_words(it))
}

/// The comment of a policy, else its expression.
pub(super) fn in_words(it: &Bound) -> String {
    let words = it.comment.as_deref().unwrap_or_else(|| it.words());
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
