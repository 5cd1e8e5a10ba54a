//! The order of the steps.
//!
//! What PostgreSQL imposes:
//! - an object is made after everything that it needs, and changed after what its new form needs;
//! - an object goes after everything that needed it has gone or changed;
//! - a name is free before it is given again;
//! - a type that is made again is put aside first, and goes when nothing uses it any more.
//!
//! Among what may come next, drops of what makes way come first, then kinds in the order of [`Kind`], then names: the
//! same input gives the same order on every machine.

use super::aside::{aside, is_made_again, is_old_form, put_aside, under_types};
use super::partition::Settled;
use super::{Act, Alteration, Change, Node, ownership, persistence, relation_of};
use crate::catalog::{
    Catalog, Column, ConstraintBody, Definition, Kind, Object, ObjectId, Principal, QName,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

/// Puts the nodes in order and returns their steps.
pub(crate) fn order<'a>(
    from: &Catalog,
    to: &Catalog,
    nodes: Vec<Node<'a>>,
    settled: &Settled<'a>,
) -> Vec<Change> {
    let mut nodes = nodes;
    nodes.sort_by(|a, b| place(a).cmp(&place(b)));
    let under = under_types(from, &nodes);
    let edges = edges(from, to, &nodes, settled, &under);
    let order = sorted(nodes.len(), &edges);
    let mut taken: Vec<Option<Node<'_>>> = nodes.into_iter().map(Some).collect();
    let mut steps: Vec<Change> = order
        .into_iter()
        .filter_map(|index| taken.get_mut(index)?.take())
        .flat_map(|node| node.steps)
        .collect();
    aside(&mut steps, &under);
    steps
}

/// The kinds as they are best read: rows right after the tables, before views are computed and triggers fire.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Rows => Kind::Index as u8 * 2 - 1,
        kind => kind as u8 * 2,
    }
}

type Place<'a> = (u8, u8, &'a ObjectId, Act);

/// Where a node stands when nothing else decides.
fn place<'a>(node: &Node<'a>) -> Place<'a> {
    let rank = rank(node.id.kind);
    match node.act {
        Act::Drop => (0, u8::MAX - rank, node.id, node.act),
        Act::Create | Act::Alter | Act::Own => (1, rank, node.id, node.act),
    }
}

/// For each node, those that come after it.
fn edges(
    from: &Catalog,
    to: &Catalog,
    nodes: &[Node<'_>],
    settled: &Settled<'_>,
    under: &BTreeSet<ObjectId>,
) -> Vec<Vec<usize>> {
    let mut made: HashMap<&ObjectId, usize> = HashMap::new();
    let mut gone: HashMap<&ObjectId, usize> = HashMap::new();
    for (index, node) in nodes.iter().enumerate().filter(|(_, node)| node.act != Act::Own) {
        let map = if node.act == Act::Drop { &mut gone } else { &mut made };
        map.insert(node.id, index);
        for part in &node.parts {
            map.insert(part, index);
        }
    }
    // What has steps of its own stands for itself.
    for (index, node) in nodes.iter().enumerate() {
        let map = if node.act == Act::Drop { &mut gone } else { &mut made };
        for carried in &node.carries {
            map.entry(carried).or_insert(index);
        }
    }
    let mut edges = vec![Vec::new(); nodes.len()];
    let mut before = |first: usize, then: usize| {
        if first != then {
            edges[first].push(then);
        }
    };
    for (index, node) in nodes.iter().enumerate() {
        if node.act == Act::Drop {
            // A node that drops comes after the drop or the change of whatever needed it: see below.
            continue;
        }
        for first in ownership::waits_for(from, to, node, &made) {
            before(first, index);
        }
        if node.act == Act::Own {
            continue;
        }
        if let Some(&table) = ownership::let_go(from, to, node).and_then(|it| made.get(&it)) {
            before(index, table);
        }
        if let Some(&cast) = cast_of(from, to, node).and_then(|cast| made.get(cast)) {
            before(cast, index);
        }
        for id in std::iter::once(&node.id).chain(&node.parts) {
            let Some(object) = to.get(id) else { continue };
            for needed in needs(to, id, object) {
                if let Some(&needed) = made.get(&needed) {
                    before(needed, index);
                }
            }
        }
    }
    // Where nothing goes, nothing has to go first.
    let stays = gone.is_empty() && !nodes.iter().any(is_computed_no_more);
    let leaving = if stays { None } else { Some(&from.objects) };
    for (id, object) in leaving.into_iter().flatten() {
        let own = gone.get(id).or_else(|| gone_with_relation(from, &gone, id));
        let changed = made.get(id).filter(|_| to.get(id).is_some());
        for needed in
            needs(from, id, object).into_iter().chain(ownership::owner(&object.definition))
        {
            let needed_gone = gone.get(&needed).or_else(|| gone_with_another(from, &gone, &needed));
            if let Some(&needed_gone) = needed_gone {
                match (own, changed) {
                    (Some(&own), _) => before(own, needed_gone),
                    (None, Some(&changed)) => before(changed, needed_gone),
                    (None, None) => {}
                }
            }
            // A view is taken down before the column beneath it changes its type. A type that is put aside stays until
            // its columns are converted. Nobody minds how a schema or a sequence that stays changes.
            let waits = |own: usize| {
                nodes.get(own).is_some_and(|it| {
                    (put_aside(it.id.kind) && is_made_again(it.id, |id| made.contains_key(id)))
                        || under.contains(it.id)
                })
            };
            if !matches!(needed.kind, Kind::Schema | Kind::Sequence)
                && let (Some(&own), Some(&needed)) = (own, made.get(&needed))
                && !waits(own)
            {
                before(own, needed);
            }
            // What a column was computed of changes its type when it is computed no more.
            if needed.kind == Kind::Column
                && let (Some(&changed), Some(&needed)) = (changed, made.get(&needed))
                && nodes.get(changed).is_some_and(is_computed_no_more)
            {
                before(changed, needed);
            }
        }
    }
    for (parent, child) in &settled.follows {
        for first in [made.get(parent), gone.get(parent)].into_iter().flatten() {
            let leaves = gone.get(child).filter(|_| child.kind != Kind::Table);
            for then in [made.get(child), leaves].into_iter().flatten() {
                // Its own steps, if it has any.
                if nodes.get(*then).is_some_and(|node| node.id == *child) {
                    before(*first, *then);
                }
            }
        }
    }
    for (child, parent) in &settled.found {
        let Some(&found) = made.get(child) else { continue };
        made.get(parent).into_iter().for_each(|&parent| before(found, parent));
        gone.get(parent).into_iter().for_each(|&parent| before(parent, found));
    }
    persistence::edges(from, nodes, &gone, &made, &mut before);
    names(from, to, nodes, under, before);
    edges
}

/// Whether a generated column becomes a plain one.
fn is_computed_no_more(node: &Node<'_>) -> bool {
    node.steps.iter().any(|step| match step {
        Change::Alter { alteration, .. } => **alteration == Alteration::ColumnDropExpression,
        _ => false,
    })
}

/// The cast by which a column gets another type, where somebody made it.
fn cast_of<'c>(from: &Catalog, to: &'c Catalog, node: &Node<'_>) -> Option<&'c ObjectId> {
    let casts = |step: &Change| match step {
        Change::Alter { alteration, .. } => {
            matches!(**alteration, Alteration::ColumnType { foreign: false, through: None, .. })
        }
        _ => false,
    };
    if !node.steps.iter().any(casts) {
        return None;
    }
    let (old, new) = (from.get(node.id)?, to.get(node.id)?);
    match (&old.definition, &new.definition) {
        (Definition::Column(old), Definition::Column(new)) => {
            super::casts::made(from, &old.data_type, to, &new.data_type)
        }
        _ => None,
    }
}

fn gone_with_relation<'g>(
    from: &Catalog,
    gone: &'g HashMap<&ObjectId, usize>,
    id: &ObjectId,
) -> Option<&'g usize> {
    // A default goes with its column.
    let of = (id.kind == Kind::DefaultExpr).then(|| ObjectId { kind: Kind::Column, ..id.clone() });
    of.and_then(|column| gone.get(&column)).or_else(|| gone.get(&relation_of(from, id)?))
}

/// A column goes with its table, and a sequence with its column.
fn gone_with_another<'g>(
    from: &Catalog,
    gone: &'g HashMap<&ObjectId, usize>,
    id: &ObjectId,
) -> Option<&'g usize> {
    let column = from.get(id).and_then(|object| ownership::owner(&object.definition));
    match column {
        Some(column) => gone.get(&column).or_else(|| gone_with_relation(from, gone, &column)),
        None => gone_with_relation(from, gone, id),
    }
}

/// A name is given again only after it is free. Relations share one space of names with types.
fn names(
    from: &Catalog,
    to: &Catalog,
    nodes: &[Node<'_>],
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
    for (index, node) in nodes.iter().enumerate() {
        if node.act != Act::Drop {
            continue;
        }
        for id in std::iter::once(&node.id).chain(&node.carries) {
            if let Some(key) = name_space(id) {
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
        if node.act != Act::Create {
            continue;
        }
        for id in std::iter::once(&node.id).chain(&node.parts).chain(&node.carries) {
            for &drop in name_space(id).and_then(|key| freed.get(&key)).into_iter().flatten() {
                let is_own = nodes.get(drop).is_some_and(|it| it.id == *id);
                // A default that comes with a partition may have to go after it.
                if drop == index || (is_own && node.carries.contains(id)) {
                    continue;
                }
                let stays = put_aside(node.id.kind) || under.contains(node.id);
                if stays && nodes.get(drop).is_some_and(|it| is_old_form(it.id, node.id)) {
                    // The old type is put aside, and goes last.
                    before(index, drop);
                } else {
                    before(drop, index);
                }
            }
        }
    }
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
    let name = |catalog: &Catalog, id: &ObjectId| super::alter::column::identity_name(catalog, id);
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
        Act::Alter | Act::Own => (Vec::new(), Vec::new()),
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
        | Kind::TextSearchDictionary
        | Kind::TextSearchConfiguration
        | Kind::Conversion => Some((2 + id.kind as u8, schema, id.args.as_deref(), &id.name)),
        Kind::Database | Kind::Membership | Kind::DefaultPrivileges | Kind::Rows => None,
    }
}

/// Everything that an object needs: what the server recorded, and what goes without saying.
fn needs(catalog: &Catalog, id: &ObjectId, object: &Object) -> Vec<ObjectId> {
    let mut needs: Vec<ObjectId> = object.depends_on.iter().cloned().collect();
    if let Some(schema) = &id.schema {
        needs.push(ObjectId::global(Kind::Schema, schema.clone()));
    }
    needs.extend(relation_of(catalog, id));
    let mut role = |principal: &Principal| {
        if let Principal::Role(name) = principal {
            needs.push(ObjectId::global(Kind::Role, name.clone()));
        }
    };
    object.owner.iter().for_each(&mut role);
    object.grants.keys().for_each(&mut role);
    match &object.definition {
        Definition::Column(Column { identity: Some(identity), .. }) => {
            identity.grants.iter().flat_map(|grants| grants.keys()).for_each(&mut role);
        }
        Definition::Policy(policy) => policy.roles.iter().for_each(&mut role),
        Definition::DefaultPrivileges(defaults) => role(&defaults.role),
        Definition::UserMapping(mapping) => role(&mapping.user),
        Definition::Membership(membership) => {
            role(&Principal::Role(membership.role.clone()));
            role(&Principal::Role(membership.member.clone()));
        }
        Definition::Extension(extension) => {
            needs.extend(
                extension.schema.iter().map(|it| ObjectId::global(Kind::Schema, it.clone())),
            );
        }
        Definition::DefaultExpr(_) => {
            needs.push(ObjectId::of_relation(Kind::Column, &id.relation_qname(), id.name.clone()));
        }
        Definition::Constraint(constraint) => {
            if let ConstraintBody::ForeignKey { references, .. } = &constraint.body {
                needs.push(ObjectId::in_schema(Kind::Table, references));
            }
        }
        Definition::Rows(_) => needs.extend(rows_need(catalog, id)),
        Definition::Table(table) => {
            let parent = table.partition_of.as_ref();
            needs.extend(parent.map(|of| ObjectId::in_schema(Kind::Table, &of.parent)));
            needs.extend(table.inherits.iter().map(|it| ObjectId::in_schema(Kind::Table, it)));
        }
        _ => {}
    }
    needs
}

/// Rows need their table, the key that they are kept by, and the rows that they refer to.
fn rows_need(catalog: &Catalog, id: &ObjectId) -> Vec<ObjectId> {
    let table = id.qname();
    let mut needs = vec![ObjectId::in_schema(Kind::Table, &table)];
    for kind in [Kind::Column, Kind::DefaultExpr, Kind::Constraint] {
        for (part, object) in catalog.of_relation(kind, &table) {
            needs.push(part.clone());
            if let Definition::Constraint(constraint) = &object.definition
                && let ConstraintBody::ForeignKey { references, .. } = &constraint.body
                && *references != table
            {
                needs.push(ObjectId::in_schema(Kind::Rows, references));
            }
        }
    }
    needs
}

/// Kahn's algorithm with a heap: of all that may come next, the least. In a cycle, which only the approximate ties of
/// a declaration can make, the least of all comes next.
fn sorted(count: usize, edges: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting = vec![0_usize; count];
    for &then in edges.iter().flatten() {
        waiting[then] += 1;
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        (0..count).filter(|&index| waiting[index] == 0).map(Reverse).collect();
    let mut done = vec![false; count];
    let mut order = Vec::with_capacity(count);
    let mut least = 0;
    while order.len() < count {
        let index = match ready.pop() {
            Some(Reverse(index)) => index,
            None => {
                while done[least] {
                    least += 1;
                }
                least
            }
        };
        if std::mem::replace(&mut done[index], true) {
            continue;
        }
        order.push(index);
        for &then in &edges[index] {
            waiting[then] = waiting[then].saturating_sub(1);
            if waiting[then] == 0 && !done[then] {
                ready.push(Reverse(then));
            }
        }
    }
    order
}
