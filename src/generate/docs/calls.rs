//! Who calls functions, besides other functions: tests, policies, triggers.

use crate::catalog::{Catalog, Definition, Kind, ObjectId, QName, Trigger};
use crate::read::Objects;
use crate::trial::{Test, What};
use std::collections::BTreeMap;

/// Who calls functions, in the order of the tests and of the names.
#[derive(Default)]
pub(super) struct Calls<'a> {
    tests: BTreeMap<&'a QName, Vec<&'a Test>>,
    policies: BTreeMap<&'a ObjectId, Vec<&'a ObjectId>>,
    triggers: BTreeMap<&'a QName, Vec<(&'a ObjectId, &'a Trigger)>>,
}

impl<'a> Calls<'a> {
    pub(super) fn of(catalog: &'a Catalog, objects: &'a Objects) -> Self {
        let mut calls = Self::default();
        for test in &objects.trials.tests {
            for act in &test.acts {
                let What::Call { function, .. } = &act.what else { continue };
                let tests = calls.tests.entry(function).or_default();
                if !tests.last().is_some_and(|last| std::ptr::eq(*last, test)) {
                    tests.push(test);
                }
            }
        }
        for (policy, object) in catalog.of_kind(Kind::Policy) {
            for called in object.depends_on.iter().filter(|it| it.kind == Kind::Function) {
                calls.policies.entry(called).or_default().push(policy);
            }
        }
        for (trigger, object) in catalog.of_kind(Kind::Trigger) {
            if let Definition::Trigger(it) = &object.definition {
                calls.triggers.entry(&it.function).or_default().push((trigger, it));
            }
        }
        calls
    }

    /// The declared tests that call a function of a name.
    pub(super) fn tests(&self, function: &QName) -> &[&'a Test] {
        self.tests.get(function).map(Vec::as_slice).unwrap_or_default()
    }

    /// The policies that call a function.
    pub(super) fn policies(&self, function: &ObjectId) -> &[&'a ObjectId] {
        self.policies.get(function).map(Vec::as_slice).unwrap_or_default()
    }

    /// The triggers that call a function of a name, which has no arguments.
    pub(super) fn triggers(&self, function: &QName) -> &[(&'a ObjectId, &'a Trigger)] {
        self.triggers.get(function).map(Vec::as_slice).unwrap_or_default()
    }
}
