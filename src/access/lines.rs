//! Changes of access, a line each: `member gains UPDATE on app.bookings (status)`.

use super::change::{Change, Extent, Turn};
use super::named;
use crate::catalog::{Kind, Name, ObjectId};
use std::collections::BTreeSet;

/// A line for each role and object; operations that change alike stand in one. What is implied by another line is left
/// out.
pub fn lines(changes: &[Change]) -> Vec<String> {
    let mut found = Vec::new();
    let told: Vec<&Change> = changes.iter().filter(|it| it.implied_by.is_none()).collect();
    let mut rest = told.as_slice();
    while let Some(first) = rest.first() {
        let same = |it: &&&Change| {
            it.role == first.role
                && it.object == first.object
                && it.runs_as == first.runs_as
                && it.turn == first.turn
                && it.extent == first.extent
        };
        let count = rest.iter().take_while(same).count();
        found.push(line(&rest[..count]));
        rest = &rest[count..];
    }
    found
}

/// A line for changes that have all but the operation in common.
pub(super) fn line(alike: &[&Change]) -> String {
    let Some(first) = alike.first() else { return String::new() };
    let operations: Vec<&str> = alike.iter().map(|it| it.operation.word()).collect();
    let operations = operations.join(", ");
    let role = &first.role;
    let Some(object) = &first.object else {
        let by = by(alike);
        return match (first.turn, &first.runs_as) {
            (Turn::Loses, Some(runs_as)) => {
                format!("{role} loses what {by} may do as {runs_as}")
            }
            (_, Some(runs_as)) => {
                format!("{role} gains what {by} may do as {runs_as}, which its text does not tell")
            }
            (Turn::Loses, None) => format!("{role} loses what a superuser may do"),
            (_, None) => format!("{role} gains everything: it is a superuser"),
        };
    };
    let object = object_words(object);
    if let Some(runs_as) = &first.runs_as {
        let verb = if first.turn == Turn::Loses { "loses" } else { "gains" };
        return format!("{role} {verb} {operations} on {object} as {runs_as}, by {}", by(alike));
    }
    match (first.turn, &first.extent) {
        (Turn::Gains, Extent::SomeRows) => {
            format!("{role} gains {operations} on {object} for some rows")
        }
        (Turn::Gains, Extent::RestOfRows) => {
            format!("{role} gains {operations} on {object} for all rows")
        }
        (Turn::Loses, Extent::RestOfRows) => {
            format!("{role} loses {operations} on {object} for some rows")
        }
        (Turn::OtherRows, _) => format!("{role} has {operations} on {object} for other rows"),
        (turn, Extent::Columns(names)) => {
            let columns = match names.first().filter(|_| names.len() == 1) {
                Some(name) => format!(".{name}"),
                None => format!(" ({})", list(names)),
            };
            format!("{role} {} {operations} on {object}{columns}", verb(turn))
        }
        (turn, _) => format!("{role} {} {operations} on {object}", verb(turn)),
    }
}

fn verb(turn: Turn) -> &'static str {
    match turn {
        Turn::Gains => "gains",
        Turn::Loses => "loses",
        Turn::OtherRows => "has",
    }
}

/// Tables go by their names alone, as in SQL.
fn object_words(id: &ObjectId) -> String {
    match id.kind {
        Kind::Database => "the database".into(),
        Kind::Table | Kind::View | Kind::MaterializedView => named(id),
        kind => format!("{} {}", kind.word(), named(id)),
    }
}

fn by(alike: &[&Change]) -> String {
    let all: BTreeSet<String> = alike
        .iter()
        .flat_map(|it| &it.by)
        .map(|id| match id.kind {
            Kind::Trigger => format!("trigger {} of {}", id.name, id.relation_qname()),
            _ => id.qname().to_string(),
        })
        .collect();
    let more = all.len().saturating_sub(SHOWN);
    let shown = all.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// How many functions are named of many.
const SHOWN: usize = 3;

fn list(names: &BTreeSet<Name>) -> String {
    names.iter().map(|it| &**it).collect::<Vec<_>>().join(", ")
}
