//! Which names are given up before they are given again.

use crate::catalog::{Catalog, Kind, Object, ObjectId, QName};
use crate::plan::aside::{HAVE_ROWS, TYPES, is_made_again, is_old_form, put_aside};
use crate::plan::{Act, Node, ownership, relation_of};
use std::collections::{BTreeMap, BTreeSet};

/// A name is given again only after it is free. Relations share one space of names with types.
pub(super) fn names(
    from: &Catalog,
    to: &Catalog,
    nodes: &[Node<'_>],
    lingering: &BTreeSet<&ObjectId>,
    under: &BTreeSet<ObjectId>,
    mut before: impl FnMut(usize, usize),
) {
    let dropped: BTreeMap<&ObjectId, usize> = nodes
        .iter()
        .enumerate()
        .filter(|(_, it)| it.act == Act::Drop)
        .map(|(at, it)| (it.id, at))
        .collect();
    let mut freed: BTreeMap<Space<'_>, Vec<usize>> = BTreeMap::new();
    // What goes with its table or its column has no steps of its own.
    for (id, object) in without_steps(from, &dropped) {
        let column = ownership::owner(&object.definition);
        let relation = relation_of(from, column.as_ref().unwrap_or(id));
        let with = [column.as_ref(), relation.as_ref()].into_iter().flatten();
        let with = with.filter_map(|it| dropped.get(it)).next();
        if let (Some(&with), Some(key)) = (with, name_space(id)) {
            freed.entry(key).or_default().push(with);
        }
    }
    let made = nodes.iter().filter(|node| node.act == Act::Create).map(|node| node.id);
    let made: BTreeSet<&ObjectId> = made.collect();
    for (index, node) in nodes.iter().enumerate() {
        if node.act != Act::Drop {
            continue;
        }
        let is_aside = put_aside(node.id.kind) && is_made_again(node.id, |id| made.contains(id));
        for id in std::iter::once(&node.id).chain(&node.carries) {
            // A type's own functions have another name by then.
            if let Some(key) = name_space(id).filter(|_| !is_aside || id.kind != Kind::Function) {
                freed.entry(key).or_default().push(index);
            }
        }
    }
    let identities: Vec<_> = nodes.iter().map(|node| identities(from, to, node)).collect();
    for (index, (given_up, _)) in identities.iter().enumerate() {
        for name in given_up {
            freed.entry(of_relation(name)).or_default().push(index);
        }
    }
    for (index, (_, taken)) in identities.iter().enumerate() {
        for name in taken {
            for &drop in freed.get(&of_relation(name)).into_iter().flatten() {
                before(drop, index);
            }
        }
    }
    for (index, node) in nodes.iter().enumerate() {
        if !matches!(node.act, Act::Shell | Act::Create) {
            continue;
        }
        for id in std::iter::once(&node.id).chain(&node.parts).chain(&node.carries) {
            for &drop in name_space(id).and_then(|key| freed.get(&key)).into_iter().flatten() {
                let is_own = nodes.get(drop).is_some_and(|it| it.id == *id);
                // A default that comes with a partition may have to go after it.
                if drop == index
                    || (is_own && node.carries.contains(id))
                    || nodes.get(drop).is_some_and(|it| are_apart(it.id, node.id))
                {
                    continue;
                }
                let is_relation = |id: &ObjectId| HAVE_ROWS.contains(&id.kind);
                let stays = |old: &ObjectId| match is_relation(node.id) || is_relation(old) {
                    true => lingering.contains(old),
                    false => put_aside(node.id.kind) || under.contains(node.id),
                };
                let is_put_aside = |it: &Node<'_>| is_old_form(it.id, node.id) && stays(it.id);
                if nodes.get(drop).is_some_and(is_put_aside) {
                    // The old type is put aside, and goes last.
                    before(index, drop);
                } else {
                    before(drop, index);
                }
            }
        }
    }
}

/// A sequence is in the way of no type but a composite one, and no such type in its way.
fn are_apart(one: &ObjectId, other: &ObjectId) -> bool {
    let is_type = |id: &ObjectId| TYPES.contains(&id.kind) && id.kind != Kind::Composite;
    let is_sequence = |id: &ObjectId| id.kind == Kind::Sequence;
    (is_sequence(one) && is_type(other)) || (is_type(one) && is_sequence(other))
}

/// The indexes, keys and sequences that are there before, and have no step that drops them.
fn without_steps<'c>(
    from: &'c Catalog,
    dropped: &BTreeMap<&ObjectId, usize>,
) -> impl Iterator<Item = (&'c ObjectId, &'c Object)> {
    let kinds = match dropped.is_empty() {
        true => &[][..],
        false => &[Kind::Index, Kind::Constraint, Kind::Sequence][..],
    };
    let all = kinds.iter().flat_map(|kind| from.of_kind(*kind));
    all.filter(|(id, _)| !dropped.contains_key(id))
}

/// The names of the sequences beneath identity columns that a node gives up, and takes.
fn identities(from: &Catalog, to: &Catalog, node: &Node<'_>) -> (Vec<QName>, Vec<QName>) {
    let name =
        |catalog: &Catalog, id: &ObjectId| crate::plan::alter::column::identity_name(catalog, id);
    let of = |catalog: &Catalog, id: &ObjectId| -> Vec<QName> {
        match id.kind {
            Kind::Column => name(catalog, id).into_iter().collect(),
            Kind::Table => catalog
                .of_relation(Kind::Column, &id.qname())
                .filter_map(|(id, _)| name(catalog, id))
                .collect(),
            _ => Vec::new(),
        }
    };
    match node.act {
        Act::Drop => (of(from, node.id), Vec::new()),
        Act::Create => (Vec::new(), of(to, node.id)),
        Act::Alter if node.id.kind == Kind::Column => {
            let (old, new) = (name(from, node.id), name(to, node.id));
            match old == new {
                true => (Vec::new(), Vec::new()),
                false => (old.into_iter().collect(), new.into_iter().collect()),
            }
        }
        Act::Empty | Act::Shell | Act::Alter | Act::Own => (Vec::new(), Vec::new()),
    }
}

fn of_relation(name: &QName) -> Space<'_> {
    (0, Some(&name.schema), None, &name.name)
}

/// A space of names, and a name in it.
type Space<'a> = (u8, Option<&'a str>, Option<&'a str>, &'a str);

fn name_space(id: &ObjectId) -> Option<Space<'_>> {
    let schema = id.schema.as_deref();
    match id.kind {
        Kind::Table
        | Kind::View
        | Kind::MaterializedView
        | Kind::Sequence
        | Kind::Index
        | Kind::BaseType
        | Kind::Enum
        | Kind::Domain
        | Kind::Composite
        | Kind::Range => Some((0, schema, None, &id.name)),
        // The index of a key bears its name, in the space of relations.
        Kind::Constraint => Some((0, schema, None, &id.name)),
        Kind::Function | Kind::Aggregate => Some((1, schema, id.args.as_deref(), &id.name)),
        Kind::Column
        | Kind::DefaultExpr
        | Kind::Trigger
        | Kind::Rule
        | Kind::Policy
        | Kind::UserMapping
        | Kind::DomainConstraint => {
            Some((2 + id.kind as u8, schema, id.relation.as_deref(), &id.name))
        }
        Kind::Role
        | Kind::Subscription
        | Kind::Publication
        | Kind::Transform
        | Kind::AccessMethod
        | Kind::Language
        | Kind::EventTrigger
        | Kind::ForeignDataWrapper
        | Kind::ForeignServer
        | Kind::Cast
        | Kind::Schema
        | Kind::Extension => Some((2 + id.kind as u8, None, None, &id.name)),
        Kind::Collation
        | Kind::Operator
        | Kind::OperatorFamily
        | Kind::OperatorClass
        | Kind::Statistics
        | Kind::TextSearchParser
        | Kind::TextSearchTemplate
        | Kind::TextSearchDictionary
        | Kind::TextSearchConfiguration
        | Kind::Conversion => Some((2 + id.kind as u8, schema, id.args.as_deref(), &id.name)),
        Kind::Database | Kind::Membership | Kind::DefaultPrivileges | Kind::Rows => None,
    }
}
