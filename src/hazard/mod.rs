//! What the steps of a plan mean for those who use the database meanwhile and afterwards.
//!
//! [`verdicts`] is a total match over the changes: a new one does not compile without a verdict. Locks and work are held
//! against what the server does by the tests of planning, step by step.

mod access;
mod alter;
mod column;
mod create;
mod drop;
mod harm;
mod judged;
mod lock;
mod named;
mod relations;
mod returned;

pub use harm::{Harm, Hazard};
pub use lock::{Lock, Mode, Work};

use crate::catalog::{Catalog, Definition, Kind};
use crate::plan::{Alteration, Change, Part, made_again};
use judged::Judged;
use relations::Relations;
use serde::Serialize;

/// What a step does to what was there before the plan. What the plan makes itself nobody sees before it is applied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The locks that it takes, but for those that every reader takes.
    pub locks: Vec<Lock>,
    /// Its hazards.
    pub harms: Vec<Harm>,
}

/// A verdict on each step of each part. `from` is the catalog after the renames that the first part begins with.
pub fn verdicts(from: &Catalog, to: &Catalog, parts: &[Part]) -> Vec<Vec<Verdict>> {
    let steps = parts.iter().flat_map(|part| &part.plan.steps);
    let again = made_again(steps);
    let mut relations = match parts.first() {
        Some(part) => Relations::before(from, &part.plan.steps),
        None => return Vec::new(),
    };
    let mut verdict = |step: &Change, concurrently: bool| {
        let mut judged = Judged::new([from, to], &relations, &again);
        judge(step, concurrently, &mut judged);
        let verdict = judged.verdict();
        relations.follow(step);
        verdict
    };
    let of_part = |part: &Part| {
        let steps = part.plan.steps.iter();
        steps.map(|step| verdict(step, part.concurrently)).collect()
    };
    parts.iter().map(of_part).collect()
}

fn judge(step: &Change, concurrently: bool, judged: &mut Judged<'_>) {
    match step {
        Change::Create { id, object, .. }
            if concurrently && let Definition::Index(it) = &object.definition =>
        {
            create::index_concurrently(id, it, judged);
        }
        Change::Drop { id, .. } if concurrently && id.kind == Kind::Index => {
            judged.on(&id.relation_qname(), Mode::ShareUpdateExclusive, Work::Catalogs);
        }
        Change::Alter { id, alteration }
            if concurrently && let Alteration::Detach { parent } = &**alteration =>
        {
            alter::detach_concurrently(id, parent, judged);
        }
        Change::Create { id, object, parts, .. } => create::create(id, object, parts, judged),
        Change::Drop { id, definition, .. } => drop::drop(id, definition, judged),
        Change::Alter { id, alteration } => alter::alter(id, alteration, judged),
        Change::Rename { from, to } => named::rename(from, to, judged),
        Change::SetOwner { id, owner } => access::owner(id, owner, judged),
        Change::SetComment { id, .. } => named::comment(id, judged),
        Change::Grant(it) => access::grant(it, judged),
        Change::Revoke(it) => access::revoke(it, judged),
        Change::Shell { .. } | Change::Join { .. } => {}
    }
}
