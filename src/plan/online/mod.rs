//! The forms of steps that others hardly notice, on tables that are there and have rows.
//!
//! PostgreSQL keeps a lock until the end of its transaction, so that the work under a lock counts, and what else the
//! transaction does. Work that grows with a table is done under a lock that lets others read and write, by itself, and
//! what needs a strong lock is done for a moment before or after it:
//!
//! | step | before | meanwhile | afterwards |
//! | --- | --- | --- | --- |
//! | an index | | CREATE INDEX CONCURRENTLY | |
//! | an index of a partitioned table | CREATE INDEX … ON ONLY | CREATE INDEX CONCURRENTLY on each partition | ALTER INDEX … ATTACH PARTITION |
//! | an index that goes | | DROP INDEX CONCURRENTLY | |
//! | a foreign key, a check | ADD … NOT VALID | VALIDATE CONSTRAINT | |
//! | NOT NULL | ADD CHECK (… IS NOT NULL) NOT VALID | VALIDATE CONSTRAINT | SET NOT NULL, which finds the check; the check goes |
//! | a partition that leaves | | DETACH PARTITION … CONCURRENTLY | the check goes that it leaves behind |
//! | UNIQUE, PRIMARY KEY | | CREATE UNIQUE INDEX CONCURRENTLY | ADD … USING INDEX |
//! | another type, which rewrites | ADD COLUMN of that type, a trigger | UPDATE in batches, indexes, VALIDATE | the old column goes, the new one gets its name |
//! | a column with a default that each row has its own of | ADD COLUMN, SET DEFAULT | UPDATE in batches | NOT NULL, as above |
//!
//! Source: PostgreSQL's documentation of ALTER TABLE and of CREATE INDEX, "Building Indexes Concurrently".

mod again;
mod backfill;
mod constraint;
mod detach;
mod index;
mod not_null;
mod round;
mod tree;

use super::{Alteration, Change, Plan};
use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Kind, Name, ObjectId, QName,
};
pub use backfill::{Staged, after_staged, back, staged};
use round::{Round, round};
use std::collections::BTreeSet;

/// Steps that go into one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// The steps, in order.
    pub plan: Plan,
    /// Each statement by itself, outside of a transaction: indexes come and go CONCURRENTLY.
    pub concurrently: bool,
    /// Its only statement runs in batches.
    pub batches: Option<Along>,
}

/// The table that batches go over, and the columns of its key, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Along {
    /// The table.
    pub table: QName,
    /// The columns.
    pub key: Vec<Name>,
}

impl Part {
    /// Steps in one transaction.
    pub fn of(steps: Vec<Change>) -> Self {
        Self { plan: Plan { steps }, ..Self::default() }
    }

    /// Steps outside of a transaction.
    fn outside(steps: Vec<Change>) -> Self {
        Self { plan: Plan { steps }, concurrently: true, ..Self::default() }
    }
}

/// The parts in which a plan is done online: each is done when the one before it is there for all to see. What a round
/// leaves has its way prepared, so that each round does something.
pub fn online(from: &Catalog, to: &Catalog, plan: Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut steps = plan.steps;
    while !steps.is_empty() {
        let Round { now, concurrently, checks, after } = round(from, to, steps);
        parts.extend([Part::of(now), Part::outside(concurrently), Part::of(checks)]);
        steps = after;
    }
    parts.retain(|part| !part.plan.is_empty());
    parts
}

/// A plain table that was there before the plan and stays: with rows, as far as anybody knows. Its steps have online forms.
fn has_rows(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    let is_plain = |catalog: &Catalog| !catalog.is_partitioned(table);
    stays(from, to, table) && is_plain(from) && is_plain(to)
}

/// A table that was there before the plan, and stays where it is.
fn stays(from: &Catalog, to: &Catalog, table: &QName) -> bool {
    let is_own = |catalog: &Catalog| catalog.table(table).is_some_and(|it| it.foreign.is_none());
    // What is attached in the same plan takes over what its parent has.
    is_own(from) && is_own(to) && from.parents(table).eq(to.parents(table))
}

/// The tables that come anew, or leave their parent, if only for a while: nobody needs a gentle form there.
fn moved(steps: &[Change]) -> BTreeSet<QName> {
    let of = |id: &ObjectId| (id.kind == Kind::Table).then(|| id.qname());
    let moves = |step: &Change| match step {
        Change::Create { id, .. } | Change::Drop { id, .. } => of(id),
        Change::Alter { id, alteration } => match **alteration {
            Alteration::Attach { .. }
            | Alteration::Detach { .. }
            | Alteration::Inherit { .. }
            | Alteration::NoInherit { .. } => of(id),
            _ => None,
        },
        _ => None,
    };
    steps.iter().filter_map(moves).collect()
}

/// Whether a table is below another one, at any depth.
fn is_below(catalog: &Catalog, table: &QName, above: &QName) -> bool {
    catalog.parents(table).any(|it| it == above || is_below(catalog, it, above))
}

/// Whether a table shares its columns with others, above or below it.
pub(crate) fn has_relatives(catalog: &Catalog, table: &QName) -> bool {
    let is_below = |(id, _): (&ObjectId, _)| catalog.parents(&id.qname()).any(|it| it == table);
    catalog.parents(table).next().is_some() || catalog.of_kind(Kind::Table).any(is_below)
}
