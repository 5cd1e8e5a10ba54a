//! Changes of access in brief, for the header of a migration: what a role gains on many objects alike stands in one line.

use super::change::{Change, Extent, Turn};
use super::lines::line;
use super::named;
use crate::catalog::{Kind, ObjectId, Principal, Privilege};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What objects are told together by.
type Alike<'c> =
    (&'c Principal, Turn, Option<&'c Principal>, Option<Kind>, &'c Extent, Vec<Privilege>);

/// How many lines are told one by one.
const WHOLE: usize = 30;
/// How many of one role are told where there are more.
const OF_ROLE: usize = 3;
/// In place of columns that are not alike.
static SOME_COLUMNS: Extent = Extent::Columns(BTreeSet::new());

/// A line for each role and what it gains or loses, whatever the number of objects. What is implied by another line is left
/// out. Where it would be a page, as of a first migration, those of each role that matter most, and how many there are besides.
pub fn summary(changes: &[Change]) -> Vec<String> {
    let whole = groups(changes, false);
    if whole.len() <= WHOLE {
        return whole.iter().map(|(key, objects)| told(key, objects)).collect();
    }
    let mut of_role: BTreeMap<&Principal, Vec<_>> = BTreeMap::new();
    for (key, objects) in groups(changes, true) {
        of_role.entry(key.0).or_default().push((key, objects));
    }
    let mut lines = Vec::new();
    for (role, mut groups) in of_role {
        if groups.len() > OF_ROLE + 1 {
            groups.sort_by_key(|(key, objects)| (rank(key), Reverse(objects.len())));
            let more = groups.split_off(OF_ROLE).len();
            lines.extend(groups.iter().map(|(key, objects)| told(key, objects)));
            lines.push(format!("{role}: {more} more"));
        } else {
            lines.extend(groups.iter().map(|(key, objects)| told(key, objects)));
        }
    }
    lines.push("all of it: momni-db access".to_owned());
    lines
}

/// Changes that one line tells, each object with what changes of it.
type Groups<'c> = BTreeMap<Alike<'c>, Vec<Vec<&'c Change>>>;

fn groups(changes: &[Change], is_brief: bool) -> Groups<'_> {
    let mut of_object: BTreeMap<_, Vec<&Change>> = BTreeMap::new();
    for it in changes.iter().filter(|it| it.implied_by.is_none()) {
        let key = (&it.role, it.turn, &it.object, &it.runs_as, &it.extent);
        of_object.entry(key).or_default().push(it);
    }
    let mut groups = Groups::new();
    for ((role, turn, object, runs_as, extent), alike) in of_object {
        let operations = alike.iter().map(|it| it.operation).collect();
        let kind = object.as_ref().map(|id| id.kind);
        let extent = match extent {
            Extent::Columns(_) if is_brief => &SOME_COLUMNS,
            extent => extent,
        };
        let key = (role, turn, runs_as.as_ref(), kind, extent, operations);
        groups.entry(key).or_default().push(alike);
    }
    groups
}

/// What a reviewer looks at first: who becomes whom, what is lost, what is written, what is called, what is read.
fn rank((_, turn, runs_as, kind, _, operations): &Alike<'_>) -> u8 {
    let writes = operations.iter().any(|it| {
        use Privilege::{Delete, Insert, Truncate, Update};
        matches!(it, Insert | Update | Delete | Truncate)
    });
    match (kind, runs_as.is_some()) {
        (None, _) => 0,
        _ if operations.contains(&Privilege::Set) => 0,
        _ if *turn != Turn::Gains => 1,
        (_, false) if writes => 2,
        (Some(Kind::Function), false) => 3,
        (_, true) if writes => 4,
        _ if operations.contains(&Privilege::Select) => 5,
        _ => 6,
    }
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
        (_, Extent::Columns(names)) if names.is_empty() => " (some columns)".to_owned(),
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
