//! What is done to each object, as steps that follow each other at once. Their order is decided afterwards.

use super::circle::Circular;
use super::partition::{self, Settled};
use super::privileges::Comes;
use super::{Alteration, Change, Fate, fold, gone, is_table, ownership, privileges, rows, shell};
use crate::catalog::{Catalog, Definition, Kind, Object, ObjectId, QName};
use std::collections::{BTreeMap, BTreeSet};

/// The steps of one object that follow each other at once, and what they do to it.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) id: &'a ObjectId,
    pub(crate) act: Act,
    /// Other objects that the same steps create.
    pub(crate) parts: Vec<&'a ObjectId>,
    /// Sequences that a column takes over: they are made before it.
    pub(crate) takes_over: Vec<&'a ObjectId>,
    /// Objects of partitions that change with it, or a type's own functions that go with it.
    pub(crate) carries: Vec<&'a ObjectId>,
    pub(crate) steps: Vec<Change>,
}

/// What a node does to its object; the order depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// A function is rid of its body before it, or what its body needs, goes; a partition of a default before it gets another
    /// one with its table.
    Empty,
    Drop,
    /// A type is promised, or a function is made without its body.
    Shell,
    Create,
    Alter,
    /// A sequence that is there is given to a column.
    Own,
}

/// The nodes of all objects that have steps.
pub(super) fn nodes<'a>(
    from: &'a Catalog,
    to: &'a Catalog,
    fates: &BTreeMap<&'a ObjectId, Fate>,
    settled: &Settled<'a>,
    circular: &Circular<'_>,
) -> Vec<Node<'a>> {
    let created: BTreeSet<&ObjectId> = fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::Create | Fate::Replace))
        .map(|(id, _)| *id)
        .collect();
    let folded = fold::fold(to, &created);
    let owned = ownership::created_with_owner(to, &created);
    let in_a_statement: BTreeSet<&ObjectId> = folded.values().flatten().copied().collect();
    let major = from.major.max(to.major);
    let maintain = privileges::know_maintain(from, to);
    let mut nodes = Vec::new();
    for &id in &settled.first {
        let old = from.get(id).into_iter();
        nodes.extend(old.map(|old| Node::new(id, Act::Empty, drop_steps(id, old, &[]))));
    }
    for (&id, fate) in fates {
        let old = settled.before.get(id).or_else(|| from.get(id));
        let new = to.get(id).or_else(|| settled.after.get(id));
        if let (Fate::Drop | Fate::Replace, Some(old)) = (fate, old)
            && !gone::goes_with_its_relation(from, fates, id)
            && !shell::goes_with_its_type(from, fates, id)
        {
            let along = shell::own_functions(from, id);
            nodes.extend(circular.empty(id, &old.definition));
            let mut node = Node::new(id, Act::Drop, drop_steps(id, old, &along));
            node.carries = along;
            nodes.push(node);
        }
        if let (Fate::Create | Fate::Replace, Some(new)) = (fate, new)
            && !in_a_statement.contains(id)
        {
            let parts = folded.get(id).cloned().unwrap_or_default();
            let taken = ownership::taken_over(to, &owned, id, &parts);
            let mut first = shell::put_aside(from, fates, id);
            if !shell::own_functions(to, id).is_empty() {
                first.push(Change::Shell { id: id.clone() });
                nodes.push(Node::new(id, Act::Shell, std::mem::take(&mut first)));
            }
            let mut node = create_node((from, to, major), id, new, parts, taken, maintain);
            nodes.extend(circular.promise(&mut node));
            node.steps.splice(..0, first);
            node.steps.extend(settled.attached.get(id).map(|index| attach(id, index)));
            node.steps.extend(settled.again.get(id).into_iter().flatten().cloned());
            nodes.push(node);
            let given = ownership::given(from, to, &created, id);
            if !given.is_empty() {
                nodes.push(Node::new(id, Act::Own, given));
            }
        }
        if let (Fate::Alter(alterations), Some(old), Some(new)) = (fate, old, new) {
            nodes.extend(circular.empty(id, &old.definition));
            let alterations = alterations.iter().map(|alteration| Change::Alter {
                id: id.clone(),
                alteration: Box::new(alteration.clone()),
            });
            let mut steps: Vec<Change> = alterations.collect();
            match shell::is_completed(old, new) {
                true => steps = shell::completion(to, id, old, new, steps, maintain),
                false => steps.extend(privileges::between((from, to), id, old, new, maintain)),
            }
            let loses_its_column = ownership::goes_with_its_column(from, fates, id);
            let tie = ownership::arrange(&mut steps, id, (old, new), loses_its_column);
            nodes.push(Node::new(id, Act::Alter, steps));
            nodes.extend(tie.map(|tie| Node::new(id, Act::Own, vec![tie])));
        }
    }
    nodes.extend(rows::deletions(from, to));
    for node in &mut nodes {
        let made = std::iter::once(&node.id).chain(&node.parts);
        let carried =
            made.filter_map(|id| settled.carried.get(&((*id).clone(), node.act == Act::Drop)));
        node.carries.extend(carried.flatten());
    }
    nodes
}

impl<'a> Node<'a> {
    /// A node of one object.
    pub(super) fn new(id: &'a ObjectId, act: Act, steps: Vec<Change>) -> Self {
        Self { id, act, parts: Vec::new(), takes_over: Vec::new(), carries: Vec::new(), steps }
    }
}

/// An index of a partition becomes part of that of the parent.
fn attach(id: &ObjectId, index: &QName) -> Change {
    let alteration = Alteration::IndexAttach(index.clone());
    Change::Alter { id: id.clone(), alteration: Box::new(alteration) }
}

fn drop_steps(id: &ObjectId, old: &Object, along: &[&ObjectId]) -> Vec<Change> {
    if id.kind == Kind::DefaultPrivileges {
        return privileges::default_privileges_gone(id, old);
    }
    vec![Change::Drop {
        id: id.clone(),
        definition: Box::new(old.definition.clone()),
        along: along.iter().map(|id| (*id).clone()).collect(),
    }]
}

fn create_node<'a>(
    (from, to, major): (&Catalog, &'a Catalog, u32),
    id: &'a ObjectId,
    new: &Object,
    parts: Vec<&'a ObjectId>,
    takes_over: Vec<&'a ObjectId>,
    maintain: privileges::Maintain,
) -> Node<'a> {
    let mut steps = Vec::new();
    let mut owned: Vec<(ObjectId, Object)> =
        parts.iter().filter_map(|part| Some(((*part).clone(), to.get(part)?.clone()))).collect();
    let of_new =
        |id: &ObjectId, new: &Object, comes| privileges::of_new(to, id, new, comes, maintain);
    let of_parts =
        owned.iter().flat_map(|(part, object)| of_new(part, object, Comes::WithItsTable));
    let after: Vec<Change> = of_new(id, new, Comes::Alone).into_iter().chain(of_parts).collect();
    match &new.definition {
        // Nothing to create: the privileges are all there is.
        Definition::DefaultPrivileges(_) | Definition::Database(_) => {}
        Definition::Rows(rows) => steps.push(rows::creation(to, id, rows)),
        // The columns of a view come with it.
        Definition::Column(_) if !is_table(to, id) => {}
        Definition::Sequence(sequence) => {
            steps.extend(ownership::creation((from, to, major), id, new, sequence));
        }
        _ => {
            partition::leave_out_not_null(to, major, &mut owned);
            partition::state_no_defaults(to, &mut owned);
            let mut object = Box::new(new.clone());
            partition::leave_out_checks(to, id, &mut object);
            let later = partition::leave_to_later(from, to, id, &mut object);
            steps.push(Change::Create {
                id: id.clone(),
                object,
                not_null: partition::own_not_null(to, major, id, &owned),
                parts: owned,
            });
            steps.extend(later);
        }
    }
    steps.extend(after);
    steps.extend(takes_over.iter().filter_map(|id| ownership::take_over(to, id)));
    Node { parts, takes_over, ..Node::new(id, Act::Create, steps) }
}
