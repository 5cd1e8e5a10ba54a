//! What needs a value in every row that is there: it is given in batches, by a data step, and not while others wait.
//!
//! These parts come before all others, each for what is in the database already. What they lead to is a catalog, from
//! which the rest is planned as ever: what the old column had and the new one lacks comes back with its own online form.

mod added;
mod back;
mod beside;
mod dependants;
mod labels;
mod retype;

pub use back::back;

use super::{Along, Alteration, Catalog, Change, Definition, Kind, Name, ObjectId, Part, QName};
use crate::catalog::{ConstraintBody, Intent};
use crate::plan::{Plan, is_constant, plan};
use std::collections::{BTreeMap, BTreeSet};

/// What is done first, and from where the rest is planned.
#[derive(Debug)]
pub struct Staged {
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// What they lead to.
    pub reached: Catalog,
    /// The steps from there.
    pub rest: Plan,
}

/// The parts for columns that need a value in every row; `None` where no column of the plan does, or none can be done so.
pub fn staged(from: &Catalog, to: &Catalog, intent: &Intent, first: &Plan) -> Option<Staged> {
    let mut staged: Option<Staged> = None;
    // A large catalog is copied only for what may need it.
    if labels::again(first).next().is_some() {
        let mut reached = from.clone();
        let parts = labels::parts(&mut reached, to, first);
        if !parts.is_empty() {
            let rest = plan(&reached, to, intent);
            staged = Some(Staged { parts, reached, rest });
        }
    }
    let mut tried = BTreeSet::new();
    loop {
        let (at, rest) = staged.as_ref().map_or((from, first), |it| (&it.reached, &it.rest));
        let next = tables(rest).into_iter().find(|it| !tried.contains(it));
        let Some(table) = next else { return staged };
        let mut reached = at.clone();
        let mut parts = Vec::new();
        for way in [added::parts, retype::parts] {
            parts.extend(way(&mut reached, to, rest, &table));
        }
        tried.insert(table);
        if parts.is_empty() {
            continue;
        }
        let rest = plan(&reached, to, intent);
        let before = staged.map(|it| it.parts).unwrap_or_default();
        let parts = before.into_iter().chain(parts).collect();
        staged = Some(Staged { parts, reached, rest });
    }
}

/// By table, the columns that are put in their places by one part.
type Kept = BTreeMap<QName, BTreeSet<Name>>;

/// What is staged, and the parts of the rest. What a column had that was made anew comes back in the transaction in which it
/// takes its place: there is no moment without it.
pub fn after_staged(mut before: Vec<Part>, mut rest: Vec<Part>, to: &Catalog) -> Vec<Part> {
    if let Some(first) = rest.first_mut().filter(|part| !part.concurrently) {
        let mut swaps: Vec<Kept> =
            before.iter().map(|part| part.plan.steps.iter().filter_map(taken).collect()).collect();
        swaps.reverse();
        for part in &mut before {
            let kept = swaps.pop().unwrap_or_default();
            if kept.is_empty() {
                continue;
            }
            // Where a column goes later, what stands on it goes with it.
            let stands_on = |id: &ObjectId, kept: &Kept| {
                let columns = kept.get(&id.relation_qname());
                let is_kept = |it: &ObjectId| {
                    it.kind == Kind::Column
                        && it.relation_qname() == id.relation_qname()
                        && columns.is_some_and(|columns| columns.contains(&it.name))
                };
                to.get(id).is_some_and(|object| object.depends_on.iter().any(is_kept))
            };
            let renamed = part.plan.steps.iter().filter_map(renamed).cloned();
            let renamed: BTreeSet<ObjectId> = renamed.collect();
            let steps = std::mem::take(&mut first.plan.steps);
            let made: BTreeSet<ObjectId> = steps.iter().filter_map(made).cloned().collect();
            let of_kept = |id: &ObjectId| {
                let columns = || kept.get(&id.relation_qname());
                match id.kind {
                    Kind::Column | Kind::DefaultExpr => {
                        columns().is_some_and(|it| it.contains(&id.name))
                    }
                    Kind::Constraint | Kind::Index => {
                        stands_on(id, &kept) && !swaps.iter().any(|later| stands_on(id, later))
                    }
                    Kind::Enum => renamed.contains(id),
                    _ => false,
                }
            };
            // What the rest makes is not there yet.
            let can_come = |step: &Change| {
                let stands_on = to.get(step.id()).into_iter().flat_map(|it| &it.depends_on);
                let is_grant = matches!(step, Change::Grant(_) | Change::Revoke(_));
                let no_roles = !made.iter().any(|it| it.kind == Kind::Role);
                { stands_on }.all(|it| !made.contains(it) || of_kept(it)) && (!is_grant || no_roles)
            };
            let comes = |step: &Change| {
                let is_drop = matches!(step, Change::Drop { .. });
                of_kept(step.id()) && !is_drop && can_come(step)
            };
            let (now, later): (Vec<Change>, Vec<Change>) = steps.into_iter().partition(comes);
            part.plan.steps.extend(now);
            first.plan.steps = later;
        }
    }
    before.extend(rest);
    before.retain(|part| !part.plan.is_empty());
    before
}

/// The table and the columns that are put in their places after this step.
fn taken(step: &Change) -> Option<(QName, BTreeSet<Name>)> {
    let Change::Alter { id, alteration } = step else { return None };
    let Alteration::BesideForget(kept) = &**alteration else { return None };
    Some((id.qname(), kept.columns.iter().map(|it| it.column.clone()).collect()))
}

fn renamed(step: &Change) -> Option<&ObjectId> {
    match step {
        Change::Rename { to, .. } => Some(to),
        _ => None,
    }
}

fn made(step: &Change) -> Option<&ObjectId> {
    match step {
        Change::Create { id, .. } => Some(id),
        _ => None,
    }
}

/// The tables whose columns come or change their types.
fn tables(plan: &Plan) -> BTreeSet<QName> {
    let table = |step: &Change| match step {
        Change::Create { id, parts, .. } if id.kind == Kind::Column => {
            let is = added::default(parts).is_some_and(|it| !is_constant(it.1));
            is.then(|| id.relation_qname())
        }
        Change::Alter { id, alteration } if id.kind == Kind::Column => {
            let is = matches!(**alteration, Alteration::ColumnType { .. });
            is.then(|| id.relation_qname())
        }
        _ => None,
    };
    plan.steps.iter().filter_map(table).collect()
}

/// The primary key of a table, which batches can follow.
fn key(catalog: &Catalog, table: &QName) -> Option<Along> {
    let mut keys = catalog.of_relation(Kind::Constraint, table).filter_map(|(_, object)| {
        match &object.definition {
            Definition::Constraint(it) => match &it.body {
                ConstraintBody::PrimaryKey { columns, without_overlaps: false, .. } => {
                    Some(columns.clone())
                }
                _ => None,
            },
            _ => None,
        }
    });
    Some(Along { table: table.clone(), key: keys.next()? })
}

/// A data step.
fn in_batches(step: Change, along: &Along) -> Part {
    Part { batches: Some(along.clone()), ..Part::outside(vec![step]) }
}

fn alter(id: &ObjectId, alteration: Alteration) -> Change {
    Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
}

fn column(table: &QName, name: &Name) -> ObjectId {
    ObjectId::of_relation(Kind::Column, table, name.clone())
}
