//! Compares what was exercised with what is declared.

use super::branches::branches;
use super::{Coverage, Exercised, Exercises, Never};
use crate::access::named;
use crate::catalog::{Catalog, Definition, Kind, Object, ObjectId, Policy};
use crate::exercise::derived::can_be_called;
use crate::read::Objects;

/// How much the declared tests exercised, and how much all did.
pub(in crate::exercise) fn coverage(
    catalog: &Catalog,
    objects: &Objects,
    declared: &Exercises,
    any: &Exercises,
) -> Coverage {
    let mut tally = Tally { declared, any, found: Coverage::default() };
    for (id, object) in catalog.of_kind(Kind::Policy) {
        if let Definition::Policy(policy) = &object.definition {
            tally.policy(objects, id, policy);
        }
    }
    for (id, object) in catalog.of_kind(Kind::Function) {
        if objects.origins.contains_key(id) {
            tally.function(objects, id, object);
        }
    }
    tally.found
}

struct Tally<'e> {
    declared: &'e Exercises,
    any: &'e Exercises,
    found: Coverage,
}

impl Tally<'_> {
    fn never(&mut self, objects: &Objects, id: &ObjectId, told: String, derived: bool) {
        let at = objects.origins.get(id).cloned();
        self.found.never.push(Never { told, at, derived });
    }

    fn policy(&mut self, objects: &Objects, id: &ObjectId, policy: &Policy) {
        // What is always true refuses nothing.
        let is_constant = is_constant(policy);
        let state = |by: &Exercises| {
            let admitted = by.contains(&Exercised::Admitted(id.clone()));
            (admitted, is_constant || by.contains(&Exercised::Refused(id.clone())))
        };
        let (admitted, refused) = state(self.declared);
        let any = state(self.any) == (true, true);
        self.found.declared.policies.add(admitted && refused);
        self.found.any.policies.add(any);
        let told = match (admitted, refused) {
            (true, true) => None,
            (false, false) => Some("was never in force"),
            (false, true) => Some("never admitted a row"),
            (true, false) => Some("never refused a row"),
        };
        let relation = id.relation_qname();
        if let Some(told) = told {
            self.never(objects, id, format!("policy {} of {relation} {told}", id.name), any);
        }
        let condition = policy.using.as_ref().or(policy.with_check.as_ref());
        let arms = condition.map(|it| branches(it)).unwrap_or_default();
        for (at, arm) in arms.iter().enumerate().filter(|_| arms.len() > 1) {
            let branch = Exercised::Branch(id.clone(), at);
            let (declared, any) = (self.declared.contains(&branch), self.any.contains(&branch));
            self.found.declared.branches.add(declared);
            self.found.any.branches.add(any);
            if admitted && !declared {
                let told = "never admitted a row";
                let told = format!("policy {} of {relation}: the branch {arm} {told}", id.name);
                self.never(objects, id, told, any);
            }
        }
    }

    fn function(&mut self, objects: &Objects, id: &ObjectId, object: &Object) {
        let Definition::Function(function) = &object.definition else { return };
        if !can_be_called(function) {
            return;
        }
        let call = Exercised::Called(id.clone());
        let (called, any) = (self.declared.contains(&call), self.any.contains(&call));
        self.found.declared.functions.add(called);
        self.found.any.functions.add(any);
        if !called {
            self.never(objects, id, format!("function {} was never called", named(id)), any);
        }
        let secured = objects.signatures.get(id).and_then(|it| it.secured.as_ref());
        for code in secured.into_iter().flat_map(|it| it.errors.keys()) {
            let error = Exercised::Raised(id.clone(), code.clone());
            let (raised, any) = (self.declared.contains(&error), self.any.contains(&error));
            self.found.declared.errors.add(raised);
            self.found.any.errors.add(any);
            if called && !raised {
                let told = format!("function {} never raised {code}", named(id));
                self.never(objects, id, told, any);
            }
        }
    }
}

fn is_constant(policy: &Policy) -> bool {
    let is_true = |it: &Option<String>| it.as_deref().is_none_or(|it| it == "true");
    is_true(&policy.using) && is_true(&policy.with_check)
}
