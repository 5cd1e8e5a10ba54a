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

mod heirs;
mod names;
mod needs;
mod row_types;
mod schemas;

use super::aside::{HAVE_ROWS, aside, is_made_again, lingering, put_aside, under_types};
use super::circle::Circular;
use super::partition::Settled;
use super::{Act, Alteration, Change, Node, ownership, persistence, relation_of, shell};
use crate::catalog::{Catalog, Kind, ObjectId};
use names::names;
use needs::{needs, referred};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Puts the nodes in order and returns their steps.
pub(crate) fn order<'a>(
    from: &Catalog,
    to: &Catalog,
    nodes: Vec<Node<'a>>,
    settled: &Settled<'a>,
    circular: &Circular<'_>,
) -> Vec<Change> {
    let mut nodes = nodes;
    nodes.sort_by(|a, b| place(to, a).cmp(&place(to, b)));
    let lingering = lingering(from, &nodes);
    let under = under_types(from, &nodes, &lingering);
    let edges = edges(from, to, &nodes, settled, circular, &lingering, &under);
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

/// A relation by its schema and name, and a place among its columns.
type Column<'a> = (Option<&'a str>, Option<&'a str>, i32);

type Place<'a> = (u8, u8, Option<Column<'a>>, &'a ObjectId, Act);

/// Where a node stands when nothing else decides.
fn place<'a>(to: &Catalog, node: &Node<'a>) -> Place<'a> {
    let rank = rank(node.id.kind);
    match node.act {
        Act::Empty | Act::Drop => (0, u8::MAX - rank, None, node.id, node.act),
        Act::Shell | Act::Create | Act::Alter | Act::Own => {
            (1, rank, column(to, node), node.id, node.act)
        }
    }
}

/// Columns are added in their order, after those that are there are changed.
fn column<'a>(to: &Catalog, node: &Node<'a>) -> Option<Column<'a>> {
    let column = to.column(node.id)?;
    let position = if node.act == Act::Create { column.position.0 } else { 0 };
    Some((node.id.schema.as_deref(), node.id.relation.as_deref(), position))
}

/// For each node, those that come after it.
fn edges(
    from: &Catalog,
    to: &Catalog,
    nodes: &[Node<'_>],
    settled: &Settled<'_>,
    circular: &Circular<'_>,
    lingering: &BTreeSet<&ObjectId>,
    under: &BTreeSet<ObjectId>,
) -> Vec<Vec<usize>> {
    let mut made: FxHashMap<&ObjectId, usize> = FxHashMap::default();
    let mut gone: FxHashMap<&ObjectId, usize> = FxHashMap::default();
    let mut promised: FxHashMap<&ObjectId, usize> = FxHashMap::default();
    let mut emptied: FxHashMap<&ObjectId, usize> = FxHashMap::default();
    for (index, node) in nodes.iter().enumerate().filter(|(_, node)| node.act != Act::Own) {
        let map = match node.act {
            Act::Empty => &mut emptied,
            Act::Drop => &mut gone,
            Act::Shell => &mut promised,
            _ => &mut made,
        };
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
        match node.act {
            // A node that drops comes after the drop or the change of whatever needed it: see below.
            Act::Drop => continue,
            Act::Empty => {
                let whole = gone.get(node.id).into_iter().chain(made.get(node.id));
                whole.for_each(|&whole| before(index, whole));
                continue;
            }
            _ => {}
        }
        for first in ownership::waits_for(from, to, node, &made) {
            before(first, index);
        }
        if node.act == Act::Own {
            continue;
        }
        if node.act == Act::Shell {
            let schema = node.id.schema.iter();
            let schema = schema.map(|it| ObjectId::global(Kind::Schema, it.clone()));
            schema.filter_map(|id| made.get(&id)).for_each(|&schema| before(schema, index));
            made.get(node.id).into_iter().for_each(|&whole| before(index, whole));
            let function = to.get(node.id).filter(|_| node.id.kind == Kind::Function);
            let needed = function.into_iter().flat_map(|it| needs(to, node.id, it));
            for needed in needed.filter(|it| !circular.is_enough(node.id, it)) {
                made.get(&needed).into_iter().for_each(|&needed| before(needed, index));
            }
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
                let is_enough = shell::is_own(to, &needed, id) || circular.is_enough(&needed, id);
                let map = if is_enough { &promised } else { &made };
                if let Some(&needed) = map.get(&needed) {
                    before(needed, index);
                }
            }
        }
    }
    // Where nothing goes, nothing has to go first.
    let stays = gone.is_empty() && !nodes.iter().any(is_computed_no_more);
    let leaving = if stays { None } else { Some(&from.objects) };
    for (id, object) in leaving.into_iter().flatten() {
        let is_made = made.get(id).is_some_and(|&made| nodes[made].act == Act::Create);
        // A sequence that is made again went with its column.
        let whole = gone.get(id).or_else(|| match is_made {
            true => gone_with_another(from, &gone, id),
            false => gone_with_relation(from, &gone, id),
        });
        let changed = made.get(id).filter(|_| to.get(id).is_some());
        let also = ownership::owner(&object.definition).into_iter().chain(referred(id, object));
        for needed in needs(from, id, object).into_iter().chain(also) {
            let goes_first = settled.first.contains(id);
            let own = match goes_first || circular.is_let_go(id, &needed) {
                true => emptied.get(id),
                false => whole,
            };
            let needed_gone = gone.get(&needed).or_else(|| gone_with_another(from, &gone, &needed));
            if let Some(&needed_gone) = needed_gone {
                match (own, changed) {
                    (Some(&own), _) => before(own, needed_gone),
                    (None, Some(&changed)) => before(changed, needed_gone),
                    (None, None) => {}
                }
            }
            // A view is taken down before the column beneath it changes its type. A type that is put aside stays until
            // its columns are converted. Nobody minds how a schema, a sequence, a function or the like that stays changes.
            let waits = |own: usize| {
                nodes.get(own).is_some_and(|it| {
                    (put_aside(it.id.kind) && is_made_again(it.id, |id| made.contains_key(id)))
                        || lingering.contains(it.id)
                        || under.contains(it.id)
                })
            };
            // The default of an heir went with that of the parent; it goes again when that is made.
            let goes_again =
                id.kind == Kind::DefaultExpr && settled.before.contains_key(id) && !goes_first;
            let stays = changes_quietly(needed.kind) && !gone.contains_key(&needed);
            // A relation or a type may go with the old form of a type that is put aside.
            let goes_aside = |own: usize| {
                put_aside(needed.kind)
                    && gone.contains_key(&needed)
                    && nodes.get(own).is_some_and(|it| may_linger(it.id.kind))
            };
            if !matches!(needed.kind, Kind::Schema | Kind::Sequence)
                && !stays
                && !goes_again
                && !shell::is_own(from, &needed, id)
                && let (Some(&own), Some(&needed)) = (own, made.get(&needed))
                && !waits(own)
                && !goes_aside(own)
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
    for (above, own) in &settled.beside {
        let Some(&above) = made.get(above) else { continue };
        made.get(own).into_iter().for_each(|&own| before(above, own));
        gone.get(own).into_iter().for_each(|&own| before(own, above));
    }
    heirs::edges(from, &gone, &mut before);
    persistence::edges(from, nodes, &gone, &made, &mut before);
    row_types::edges(from, to, nodes, &gone, &made, &mut before);
    schemas::edges(from, to, nodes, &gone, &made, &mut before);
    names(from, to, nodes, lingering, under, before);
    edges
}

/// Whether it changes in place whatever stands on it.
pub(super) fn changes_quietly(kind: Kind) -> bool {
    matches!(kind, Kind::Function | Kind::Aggregate | Kind::Operator | Kind::Enum)
}

/// Whether it goes by a name that says nothing of the types that it is made of.
fn may_linger(kind: Kind) -> bool {
    HAVE_ROWS.contains(&kind) || put_aside(kind) || kind == Kind::Column
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
    let (old, new) = (from.column(node.id)?, to.column(node.id)?);
    super::casts::made(from, &old.data_type, to, &new.data_type)
}

fn gone_with_relation<'g>(
    from: &Catalog,
    gone: &'g FxHashMap<&ObjectId, usize>,
    id: &ObjectId,
) -> Option<&'g usize> {
    // A default goes with its column.
    let of = (id.kind == Kind::DefaultExpr).then(|| ObjectId { kind: Kind::Column, ..id.clone() });
    of.and_then(|column| gone.get(&column)).or_else(|| gone.get(&relation_of(from, id)?))
}

/// A column goes with its table, and a sequence with its column.
fn gone_with_another<'g>(
    from: &Catalog,
    gone: &'g FxHashMap<&ObjectId, usize>,
    id: &ObjectId,
) -> Option<&'g usize> {
    let column = from.get(id).and_then(|object| ownership::owner(&object.definition));
    match column {
        Some(column) => gone.get(&column).or_else(|| gone_with_relation(from, gone, &column)),
        None => gone_with_relation(from, gone, id),
    }
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
