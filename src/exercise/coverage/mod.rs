//! What the tests exercised, and what they never did: policies and their branches, functions, declared errors.

mod branches;
mod note;
mod policies;
mod seen;

pub(super) use note::note;
pub(super) use seen::{Seen, look};

use crate::access::named;
use crate::catalog::{Catalog, Definition, Kind, ObjectId, Policy};
use crate::diagnostic::Span;
use crate::exercise::derived::can_be_called;
use crate::read::Objects;
use branches::branches;
use std::collections::BTreeSet;

/// Something that a test exercises.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exercised {
    /// A policy admitted a row.
    Admitted(ObjectId),
    /// A policy refused a row.
    Refused(ObjectId),
    /// A branch of `using` admitted a row, by its place.
    Branch(ObjectId, usize),
    /// A function was called.
    Called(ObjectId),
    /// A function raised one of its declared errors.
    Raised(ObjectId, String),
}

/// What was exercised.
pub(super) type Exercises = BTreeSet<Exercised>;

/// How much of each kind was exercised, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Policies that admitted a row and refused one.
    pub policies: Count,
    /// Branches of `using` that admitted a row.
    pub branches: Count,
    /// Functions that were called.
    pub functions: Count,
    /// Declared errors that were raised.
    pub errors: Count,
    /// What was never exercised, in words, with the place of its declaration.
    pub never: Vec<(String, Option<Span>)>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Exercised.
    pub of: usize,
    /// There are.
    pub all: usize,
}

impl Count {
    fn add(&mut self, is_exercised: bool) {
        self.all += 1;
        self.of += usize::from(is_exercised);
    }
}

/// Compares what was exercised with what is declared.
pub(super) fn coverage(catalog: &Catalog, objects: &Objects, exercised: &Exercises) -> Coverage {
    let mut found = Coverage::default();
    for (id, object) in catalog.of_kind(Kind::Policy) {
        let Definition::Policy(policy) = &object.definition else { continue };
        let origin = objects.origins.get(id).cloned();
        let admitted = exercised.contains(&Exercised::Admitted(id.clone()));
        // What is always true refuses nothing.
        let refused = is_constant(policy) || exercised.contains(&Exercised::Refused(id.clone()));
        found.policies.add(admitted && refused);
        let relation = id.relation_qname();
        let told = match (admitted, refused) {
            (true, true) => None,
            (false, false) => Some("was never in force"),
            (false, true) => Some("never admitted a row"),
            (true, false) => Some("never refused a row"),
        };
        let told =
            told.map(|it| (format!("policy {} of {relation} {it}", id.name), origin.clone()));
        found.never.extend(told);
        let arms = policy.using.as_deref().map(branches).unwrap_or_default();
        if arms.len() > 1 {
            for (at, arm) in arms.iter().enumerate() {
                let is_exercised = exercised.contains(&Exercised::Branch(id.clone(), at));
                found.branches.add(is_exercised);
                if admitted && !is_exercised {
                    let told = format!(
                        "policy {} of {relation}: the branch {arm} never admitted a row",
                        id.name
                    );
                    found.never.push((told, origin.clone()));
                }
            }
        }
    }
    for (id, object) in catalog.of_kind(Kind::Function) {
        let Definition::Function(function) = &object.definition else { continue };
        let Some(origin) = objects.origins.get(id) else { continue };
        if !can_be_called(function) {
            continue;
        }
        let called = exercised.contains(&Exercised::Called(id.clone()));
        found.functions.add(called);
        if !called {
            found
                .never
                .push((format!("function {} was never called", named(id)), Some(origin.clone())));
        }
        let secured = objects.signatures.get(id).and_then(|it| it.secured.as_ref());
        for code in secured.into_iter().flat_map(|it| it.errors.keys()) {
            let raised = exercised.contains(&Exercised::Raised(id.clone(), code.clone()));
            found.errors.add(raised);
            if !raised && called {
                let told = format!("function {} never raised {code}", named(id));
                found.never.push((told, Some(origin.clone())));
            }
        }
    }
    found
}

fn is_constant(policy: &Policy) -> bool {
    let is_true = |it: &Option<String>| it.as_deref().is_none_or(|it| it == "true");
    is_true(&policy.using) && is_true(&policy.with_check)
}
