//! Heirs that go.

use crate::catalog::{Catalog, Kind, ObjectId};
use rustc_hash::FxHashMap;

/// An heir goes before columns of the tables that it has them from: what it computes of them by itself would keep these.
pub(super) fn edges(
    from: &Catalog,
    gone: &FxHashMap<&ObjectId, usize>,
    mut before: impl FnMut(usize, usize),
) {
    for (heir, _) in from.of_kind(Kind::Table) {
        let Some(&first) = gone.get(heir) else { continue };
        let parents = from.parents(&heir.qname());
        let columns = parents.flat_map(|parent| from.of_relation(Kind::Column, parent));
        columns.filter_map(|(id, _)| gone.get(id)).for_each(|&then| before(first, then));
    }
}
