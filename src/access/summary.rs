//! Changes of access in brief, for the header of a migration: what a role gains on many objects alike stands in one line.

use super::change::{Change, Extent, Turn};
use super::lines::line;
use super::named;
use crate::catalog::{Kind, ObjectId, Principal, Privilege};
use std::collections::{BTreeMap, BTreeSet};

/// What objects are told together by.
type Alike<'c> =
    (&'c Principal, Turn, Option<&'c Principal>, Option<Kind>, &'c Extent, Vec<Privilege>);

/// A line for each role and what it gains or loses, whatever the number of objects. What is implied by another line is left
/// out.
pub fn summary(changes: &[Change]) -> Vec<String> {
    let mut of_object: BTreeMap<_, Vec<&Change>> = BTreeMap::new();
    for it in changes.iter().filter(|it| it.implied_by.is_none()) {
        let key = (&it.role, it.turn, &it.object, &it.runs_as, &it.extent);
        of_object.entry(key).or_default().push(it);
    }
    let mut groups: BTreeMap<Alike<'_>, Vec<Vec<&Change>>> = BTreeMap::new();
    for ((role, turn, object, runs_as, extent), alike) in of_object {
        let operations = alike.iter().map(|it| it.operation).collect();
        let kind = object.as_ref().map(|id| id.kind);
        let key = (role, turn, runs_as.as_ref(), kind, extent, operations);
        groups.entry(key).or_default().push(alike);
    }
    groups.into_iter().map(|(key, objects)| told(&key, &objects)).collect()
}

fn told(
    (role, turn, runs_as, _, extent, operations): &Alike<'_>,
    objects: &[Vec<&Change>],
) -> String {
    let ids: Vec<&ObjectId> =
        objects.iter().filter_map(|alike| alike.first()?.object.as_ref()).collect();
    if ids.len() < 2 {
        return objects.first().map_or_else(String::new, |alike| line(alike));
    }
    let operations: Vec<&str> = operations.iter().map(|it| it.word()).collect();
    let operations = operations.join(", ");
    let objects = together(&ids);
    let verb = match turn {
        Turn::Gains => "gains",
        Turn::Loses => "loses",
        Turn::OtherRows => "has",
    };
    let extent = match (turn, extent) {
        (Turn::OtherRows, _) => " for other rows".to_owned(),
        (Turn::Gains, Extent::RestOfRows) => " for all rows".to_owned(),
        (Turn::Gains, Extent::SomeRows) | (_, Extent::RestOfRows) => " for some rows".to_owned(),
        (_, Extent::Columns(names)) => {
            format!(" ({})", names.iter().map(|it| &**it).collect::<Vec<_>>().join(", "))
        }
        _ => String::new(),
    };
    let runs_as = runs_as.map_or_else(String::new, |it| format!(" as {it}"));
    format!("{role} {verb} {operations} on {objects}{extent}{runs_as}")
}

/// Objects of one kind: a few by their names, many by their number.
fn together(ids: &[&ObjectId]) -> String {
    let Some(kind) = ids.first().map(|id| id.kind) else { return String::new() };
    if ids.len() <= NAMED {
        let names = ids.iter().map(|id| match id.args {
            Some(_) => id.qname().to_string(),
            None => named(id),
        });
        let word = match kind {
            Kind::Table | Kind::View | Kind::MaterializedView => String::new(),
            kind => format!("{}s ", kind.word()),
        };
        return word + &names.collect::<Vec<_>>().join(", ");
    }
    let schemas: BTreeSet<&str> = ids.iter().filter_map(|id| id.schema.as_deref()).collect();
    let of = match schemas.len() {
        0 => String::new(),
        _ => format!(" of {}", schemas.into_iter().collect::<Vec<_>>().join(", ")),
    };
    format!("{} {}s{of}", ids.len(), kind.word())
}

/// How many objects are named one by one.
const NAMED: usize = 4;
