//! Functions that PostgreSQL reads at once (`BEGIN ATOMIC`, `RETURN`) and that stand on each other, or over a view. One of
//! them is made without its body, which it gets when the others are there; and it is rid of it before they go.

mod leaving;

use super::{Act, Alteration, Change, Fate, Node};
use crate::catalog::{Body, Catalog, Definition, Function, Kind, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// Of each circle the function that is there without its body, with the whole circle.
type Circles<'c> = BTreeMap<&'c ObjectId, BTreeSet<&'c ObjectId>>;

/// The circles that come and those that go, which are also between what goes and what comes.
#[derive(Default)]
pub(crate) struct Circular<'c> {
    come: Circles<'c>,
    go: Circles<'c>,
}

pub(super) fn circular<'c>(
    from: &'c Catalog,
    to: &'c Catalog,
    fates: &BTreeMap<&ObjectId, Fate>,
) -> Circular<'c> {
    let is_made = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Create | Fate::Replace));
    let goes = |id: &ObjectId| matches!(fates.get(id), Some(Fate::Drop | Fate::Replace));
    // One that is there already is called as it is.
    let come = functions(to, |id| fates.contains_key(id) && !is_made(id));
    let come = come.into_iter().chain(functions(to, is_made));
    let mut go = circles(from, functions(from, goes), goes);
    go.extend(leaving::leaving(from, to, fates));
    Circular { come: circles(to, come, |id| fates.contains_key(id)), go }
}

/// Those that PostgreSQL reads at once.
fn functions(catalog: &Catalog, concerned: impl Fn(&ObjectId) -> bool) -> Vec<&ObjectId> {
    let functions = catalog.of_kind(Kind::Function).filter(|(id, object)| {
        concerned(id)
            && matches!(
                &object.definition,
                Definition::Function(Function { body: Body::Atomic(_), .. })
            )
    });
    functions.map(|(id, _)| id).collect()
}

/// Each circle is broken at the first of its functions, where no other one breaks it already.
fn circles<'c>(
    catalog: &'c Catalog,
    functions: impl IntoIterator<Item = &'c ObjectId>,
    concerned: impl Fn(&ObjectId) -> bool,
) -> Circles<'c> {
    let mut circles = Circles::new();
    for id in functions {
        let is_open = |it: &ObjectId| concerned(it) && !circles.contains_key(it);
        if below(catalog, id, is_open).contains(id) {
            let mut circle = below(catalog, id, &concerned);
            circle.retain(|it| *it == id || below(catalog, it, &concerned).contains(id));
            circles.insert(id, circle);
        }
    }
    circles
}

/// What an object stands on. That a function calls itself does not count.
fn below<'c>(
    catalog: &'c Catalog,
    id: &ObjectId,
    concerned: impl Fn(&ObjectId) -> bool,
) -> BTreeSet<&'c ObjectId> {
    let mut below = BTreeSet::new();
    let needs = |id: &ObjectId| catalog.get(id).into_iter().flat_map(|it| &it.depends_on);
    let mut open: Vec<&ObjectId> = needs(id).filter(|it| *it != id).collect();
    while let Some(next) = open.pop() {
        if concerned(next) && below.insert(next) {
            open.extend(needs(next));
        }
    }
    below
}

impl Circular<'_> {
    /// Whether an object needs no more of a function than that it is there, with or without its body.
    pub(super) fn is_enough(&self, function: &ObjectId, user: &ObjectId) -> bool {
        self.come.get(function).is_some_and(|circle| circle.contains(user))
    }

    /// Whether a function stands on something by its body alone, which it is rid of before that goes.
    pub(super) fn is_let_go(&self, function: &ObjectId, needed: &ObjectId) -> bool {
        self.go.get(function).is_some_and(|circle| circle.contains(needed))
    }

    /// Takes its body from a function that is made; the node then gives it. Gives the node that makes it.
    pub(super) fn promise<'a>(&self, node: &mut Node<'a>) -> Option<Node<'a>> {
        self.come.get(node.id)?;
        let step = node.steps.iter_mut().find(|it| matches!(it, Change::Create { .. }))?;
        let Change::Create { id, object, .. } = step else { return None };
        let Definition::Function(whole) = &mut object.definition else { return None };
        let body = given(id, whole.clone());
        *whole = without_body(whole);
        let promise = std::mem::replace(step, body);
        Some(Node::new(node.id, Act::Shell, vec![promise]))
    }

    /// The node that takes its body from a function before it, or what it stood on, goes.
    pub(super) fn empty<'a>(&self, id: &'a ObjectId, old: &Definition) -> Option<Node<'a>> {
        self.go.get(id)?;
        let Definition::Function(whole) = old else { return None };
        Some(Node::new(id, Act::Empty, vec![given(id, without_body(whole))]))
    }
}

fn given(id: &ObjectId, function: Function) -> Change {
    Change::Alter { id: id.clone(), alteration: Box::new(Alteration::Function(function)) }
}

fn without_body(whole: &Function) -> Function {
    Function { body: Body::Source(String::new()), ..whole.clone() }
}
