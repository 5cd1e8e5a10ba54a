//! Tables that become logged or unlogged. One that is not logged is in no publication, and none that is logged refers
//! to it.

use super::{Act, Alteration, Change, Node};
use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Kind, ObjectId, Persistence,
};
use std::collections::HashMap;

/// What such a table waits for, and what waits for it.
pub(crate) fn edges(
    from: &Catalog,
    nodes: &[Node<'_>],
    gone: &HashMap<&ObjectId, usize>,
    made: &HashMap<&ObjectId, usize>,
    mut before: impl FnMut(usize, usize),
) {
    let becomes = |index: &usize| nodes.get(*index).and_then(becomes);
    for (index, node) in nodes.iter().enumerate() {
        let Some(persistence) = becomes(&index) else { continue };
        if persistence == Persistence::Unlogged {
            for (publication, object) in from.of_kind(Kind::Publication) {
                if object.depends_on.contains(node.id) {
                    let taken_out = gone.get(publication).or_else(|| made.get(publication));
                    taken_out.into_iter().for_each(|&first| before(first, index));
                }
            }
        }
        for (id, object) in from.of_relation(Kind::Constraint, &node.id.qname()) {
            // One that goes has gone before.
            if gone.contains_key(id) {
                continue;
            }
            let Definition::Constraint(Constraint {
                body: ConstraintBody::ForeignKey { references, .. },
                ..
            }) = &object.definition
            else {
                continue;
            };
            let other = made.get(&ObjectId::in_schema(Kind::Table, references));
            if let Some(&other) = other.filter(|other| becomes(other) == Some(persistence)) {
                match persistence {
                    Persistence::Logged => before(other, index),
                    Persistence::Unlogged => before(index, other),
                }
            }
        }
    }
}

fn becomes(node: &Node<'_>) -> Option<Persistence> {
    if node.act != Act::Alter || node.id.kind != Kind::Table {
        return None;
    }
    node.steps.iter().find_map(|step| match step {
        Change::Alter { alteration, .. } => match **alteration {
            Alteration::Persistence(persistence) => Some(persistence),
            _ => None,
        },
        _ => None,
    })
}
