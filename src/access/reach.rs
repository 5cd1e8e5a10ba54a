//! What a role reaches with the rights of others: by functions that it may execute, and by triggers on what it may write.

use super::Question;
use super::body::{Touched, touched};
use super::cell::{directly, trigger_function};
use super::found::Found;
use super::function::definer;
use super::judged::Judged;
use super::view::fires;
use crate::catalog::{Definition, Kind, ObjectId, Principal, Privilege};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What a role reaches as another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The role.
    pub role: Principal,
    /// The relation; none where the function may do more than its text says.
    pub relation: Option<ObjectId>,
    /// What is done to it; `EXECUTE` where the text does not say what.
    pub operation: Privilege,
    /// With whose rights.
    pub runs_as: Principal,
    /// The functions and triggers by which the role gets there, those that it calls or fires itself.
    pub by: BTreeSet<ObjectId>,
    /// What these rights are.
    pub found: Found,
}

/// A relation (or no relation that the text tells), what is done to it, and as whom.
type Reach = (Option<ObjectId>, Privilege, Principal);

/// What roles reach with the rights of others, by role, relation and operation.
pub(super) fn reached(judged: &Judged<'_>, question: &Question) -> Vec<Reached> {
    let mut walks = Walks { judged, touched: BTreeMap::new(), walked: BTreeMap::new() };
    let mut found = Vec::new();
    for role in judged.roles.all().iter().filter(|it| question.is_about_role(it)) {
        if judged.holder(role).superuser {
            continue;
        }
        for ((relation, operation, runs_as), by) in of_role(judged, &mut walks, role) {
            let about = relation.as_ref().is_none_or(|it| question.is_about(it));
            if !about || !question.is_of(operation) {
                continue;
            }
            let holder = judged.holder(&runs_as);
            if relation.as_ref().is_some_and(|it| !judged.allows(&holder, it, operation)) {
                continue;
            }
            let rights = relation
                .as_ref()
                .map(|it| directly(judged, &holder, it, operation))
                .unwrap_or_default();
            let role = role.clone();
            found.push(Reached { role, relation, operation, runs_as, by, found: rights });
        }
    }
    found
}

fn of_role(
    judged: &Judged<'_>,
    walks: &mut Walks<'_, '_>,
    role: &Principal,
) -> BTreeMap<Reach, BTreeSet<ObjectId>> {
    let holder = judged.holder(role);
    let mut found: BTreeMap<Reach, BTreeSet<ObjectId>> = BTreeMap::new();
    let mut add = |start: &ObjectId, reaches: &BTreeSet<Reach>| {
        for reach in reaches.iter().filter(|(_, _, runs_as)| runs_as != role) {
            found.entry(reach.clone()).or_default().insert(start.clone());
        }
    };
    for (id, object) in judged.catalog.of_kind(Kind::Function) {
        // Only the server calls these.
        let is_trigger = matches!(&object.definition, Definition::Function(it)
            if matches!(it.returns.as_deref(), Some("trigger" | "event_trigger")));
        if !is_trigger && judged.allows(&holder, id, Privilege::Execute) {
            add(id, &walks.of_function(id, role));
        }
    }
    for kind in [Kind::Table, Kind::View] {
        for (id, _) in judged.catalog.of_kind(kind) {
            for operation in WRITES {
                if judged.allows(&holder, id, operation) {
                    for (trigger, function) in triggers(judged, id, operation) {
                        add(&trigger, &walks.of_function(&function, role));
                    }
                }
            }
        }
    }
    found
}

const WRITES: [Privilege; 4] =
    [Privilege::Insert, Privilege::Update, Privilege::Delete, Privilege::Truncate];

/// The triggers that an operation fires, and their functions.
fn triggers(judged: &Judged<'_>, id: &ObjectId, operation: Privilege) -> Vec<(ObjectId, ObjectId)> {
    let triggers = judged.catalog.of_relation(Kind::Trigger, &id.qname());
    let fired = triggers.filter_map(|(trigger, object)| match &object.definition {
        Definition::Trigger(it) if fires(it, operation) => {
            Some((trigger.clone(), trigger_function(it)))
        }
        _ => None,
    });
    fired.collect()
}

/// What functions do, each read once.
struct Walks<'j, 'a> {
    judged: &'j Judged<'a>,
    touched: BTreeMap<ObjectId, Rc<Touched>>,
    /// What is reached from a function, by whom it runs as.
    walked: BTreeMap<(ObjectId, Principal), Rc<BTreeSet<Reach>>>,
}

impl Walks<'_, '_> {
    /// All that happens when a role has a function called. One that runs with its owner's rights does the same for all.
    fn of_function(&mut self, start: &ObjectId, role: &Principal) -> Rc<BTreeSet<Reach>> {
        let runs_as = definer(self.judged, start).unwrap_or_else(|| role.clone());
        let key = (start.clone(), runs_as);
        if let Some(walked) = self.walked.get(&key) {
            return walked.clone();
        }
        let walked = Rc::new(self.walk(&key.0, &key.1));
        self.walked.insert(key, walked.clone());
        walked
    }

    fn walk(&mut self, start: &ObjectId, role: &Principal) -> BTreeSet<Reach> {
        let mut found = BTreeSet::new();
        let mut seen: BTreeSet<(ObjectId, Principal)> = BTreeSet::new();
        let mut next = vec![(start.clone(), role.clone())];
        while let Some((id, caller)) = next.pop() {
            let runs_as = definer(self.judged, &id).unwrap_or(caller);
            if !seen.insert((id.clone(), runs_as.clone())) {
                continue;
            }
            let touched = self.touched(&id);
            let holder = self.judged.holder(&runs_as);
            for (relation, operation) in &touched.relations {
                found.insert((Some(relation.clone()), *operation, runs_as.clone()));
                if WRITES.contains(operation) && self.judged.allows(&holder, relation, *operation) {
                    let fired = triggers(self.judged, relation, *operation);
                    next.extend(fired.into_iter().map(|(_, it)| (it, runs_as.clone())));
                }
            }
            if touched.is_opaque {
                found.insert((None, Privilege::Execute, runs_as.clone()));
            }
            let called = touched
                .calls
                .iter()
                .filter(|it| self.judged.allows(&holder, it, Privilege::Execute));
            next.extend(called.map(|it| (it.clone(), runs_as.clone())));
        }
        found
    }

    fn touched(&mut self, id: &ObjectId) -> Rc<Touched> {
        if let Some(it) = self.touched.get(id) {
            return it.clone();
        }
        let it = Rc::new(touched(self.judged, id));
        self.touched.insert(id.clone(), it.clone());
        it
    }
}
