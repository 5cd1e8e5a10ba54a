//! Tables that become unlogged: one that is not logged is in no publication.

use super::{Act, Alteration, Change, Node};
use crate::catalog::{Catalog, Kind, ObjectId, Persistence};
use rustc_hash::FxHashMap;

/// What such a table waits for, and what waits for it.
pub(crate) fn edges(
    from: &Catalog,
    nodes: &[Node<'_>],
    gone: &FxHashMap<&ObjectId, usize>,
    made: &FxHashMap<&ObjectId, usize>,
    mut before: impl FnMut(usize, usize),
) {
    for (index, node) in nodes.iter().enumerate() {
        if becomes(node) == Some(Persistence::Unlogged) {
            for (publication, object) in from.of_kind(Kind::Publication) {
                if object.depends_on.contains(node.id) {
                    let taken_out = gone.get(publication).or_else(|| made.get(publication));
                    taken_out.into_iter().for_each(|&first| before(first, index));
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
