//! Schemas that are made.
//!
//! A schema is granted what the default privileges on schemas say when it is made. What stands there already does not mind
//! how these change, or that they go.

use crate::catalog::{Catalog, Definition, Kind, ObjectId, ObjectType};
use crate::plan::{Act, Node};
use rustc_hash::FxHashMap;

/// A schema comes after the default privileges on schemas that come, change or go.
pub(super) fn edges(
    from: &Catalog,
    to: &Catalog,
    nodes: &[Node<'_>],
    gone: &FxHashMap<&ObjectId, usize>,
    made: &FxHashMap<&ObjectId, usize>,
    mut before: impl FnMut(usize, usize),
) {
    let granting: Vec<usize> = [(from, gone), (to, made)]
        .into_iter()
        .flat_map(|(catalog, nodes)| {
            let on_schemas = catalog.of_kind(Kind::DefaultPrivileges).filter(|(_, object)| {
                matches!(&object.definition,
                    Definition::DefaultPrivileges(it) if it.on == ObjectType::Schemas)
            });
            on_schemas.filter_map(|(id, _)| nodes.get(id).copied())
        })
        .collect();
    for (index, node) in nodes.iter().enumerate() {
        if node.id.kind == Kind::Schema && node.act == Act::Create {
            granting.iter().for_each(|&first| before(first, index));
        }
    }
}
