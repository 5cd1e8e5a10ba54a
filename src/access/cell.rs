//! One answer: a role, an object, an operation.

use super::Question;
use super::found::Found;
use super::function::definer;
use super::judged::Judged;
use super::operations::operations;
use super::privileges::{privilege, usage};
use super::relation::{As, relation};
use super::roles::Holder;
use crate::catalog::{Definition, Kind, Name, ObjectId, Principal, Privilege};
use std::collections::{BTreeMap, BTreeSet};

/// What one role may do to one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The role.
    pub role: Principal,
    /// The object.
    pub object: ObjectId,
    /// The operation.
    pub operation: Privilege,
    /// What was found.
    pub found: Found,
    /// Where it is denied: the roles that it may become by SET ROLE for which it is not, with the memberships that lead
    /// there.
    pub by_set_role: BTreeMap<Name, Vec<Name>>,
    /// Of a function that runs with its owner's rights: the owner.
    pub runs_as: Option<Principal>,
    /// Of INSERT, UPDATE, DELETE and TRUNCATE: the triggers that then run with another one's rights, and whose.
    pub fires: Vec<(ObjectId, Principal)>,
}

/// The answer in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is refused, or reaches no row.
    Denied,
    /// For rows that policies let through.
    SomeRows,
    /// For all rows.
    Allowed,
}

impl Verdict {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::SomeRows => "allowed for some rows",
            Self::Allowed => "allowed",
        }
    }
}

impl Cell {
    /// The answer in a word.
    pub fn verdict(&self) -> Verdict {
        self.found.verdict()
    }
}

/// Every answer to a question, by role, object and operation.
pub(super) fn cells(judged: &Judged<'_>, question: &Question) -> Vec<Cell> {
    let catalog = judged.catalog;
    let mut cells = Vec::new();
    for role in judged.roles.all().iter().filter(|it| question.is_about_role(it)) {
        let becomes = judged.roles.becomes(role);
        for (id, _) in catalog.iter() {
            let operations = operations(id.kind, catalog.major);
            if operations.is_empty() || !question.is_about(id) {
                continue;
            }
            for operation in operations.iter().filter(|it| question.is_of(**it)) {
                cells.push(cell(judged, role, &becomes, id, *operation));
            }
        }
    }
    cells
}

fn cell(
    judged: &Judged<'_>,
    role: &Principal,
    becomes: &BTreeMap<Name, Vec<Name>>,
    id: &ObjectId,
    operation: Privilege,
) -> Cell {
    let found = directly(judged, &judged.holder(role), id, operation);
    let mut by_set_role = BTreeMap::new();
    if found.verdict() == Verdict::Denied {
        let allowed = |name: &Name| {
            let holder = judged.holder(&Principal::Role(name.clone()));
            judged.allows(&holder, id, operation)
        };
        by_set_role.extend(
            becomes
                .iter()
                .filter(|(name, _)| allowed(name))
                .map(|(name, path)| (name.clone(), path.clone())),
        );
    }
    let denied = found.verdict() == Verdict::Denied;
    Cell {
        role: role.clone(),
        object: id.clone(),
        operation,
        found,
        by_set_role,
        runs_as: definer(judged, id),
        fires: if denied { Vec::new() } else { fired(judged, id, operation) },
    }
}

/// What somebody may do to an object whose name they say.
pub(super) fn directly(
    judged: &Judged<'_>,
    holder: &Holder,
    id: &ObjectId,
    operation: Privilege,
) -> Found {
    let mut found = match id.kind {
        Kind::Table | Kind::View | Kind::MaterializedView => {
            let who = As { holder, caller: holder };
            relation(judged, who, id, operation, &BTreeSet::new(), &mut Vec::new())
        }
        _ => privilege(judged, holder, id, operation),
    };
    if let Some(missing) = id.schema.as_ref().and_then(|it| usage(judged, holder, it)) {
        found.missing.insert(0, missing);
    }
    found
}

/// The triggers that run with another one's rights than those of whoever writes.
fn fired(judged: &Judged<'_>, id: &ObjectId, operation: Privilege) -> Vec<(ObjectId, Principal)> {
    let triggers = judged.catalog.of_relation(Kind::Trigger, &id.qname());
    let fired = triggers.filter_map(|(trigger, object)| match &object.definition {
        Definition::Trigger(it) if super::view::fires(it, operation) => {
            let owner = definer(judged, &trigger_function(it))?;
            Some((trigger.clone(), owner))
        }
        _ => None,
    });
    fired.collect()
}

/// The function of a trigger, which has no arguments.
pub(super) fn trigger_function(trigger: &crate::catalog::Trigger) -> ObjectId {
    ObjectId::function(&trigger.function, "")
}
