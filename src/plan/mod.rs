//! From two catalogs to the steps between them.
//!
//! [`plan`] is the whole of it: what each object needs ([`alter`]) and what becomes of it ([`fates`]), who must make
//! way ([`replace`]), what goes into one statement ([`fold`], [`nodes`]), and in which order ([`order`]). It reads no SQL: expressions are compared as the server
//! worded them, ties between objects come from `pg_depend`.

mod again;
mod alter;
mod aside;
mod authority;
mod casts;
mod change;
mod circle;
mod columns;
mod exchanged;
mod fates;
mod fold;
mod given;
mod gone;
mod held;
mod kept;
mod likeness;
mod marked;
mod misread;
mod nodes;
mod online;
mod order;
mod ownership;
mod partition;
mod persistence;
mod privileges;
mod rename;
mod replace;
mod rows;
mod shell;
mod torn;
mod typed;
mod values;
mod whole;
mod within;

pub use aside::{ASIDE, NEW, in_place, is_beside};
pub(crate) use aside::{aside_name, new_name};
pub use authority::with_authority;
pub(crate) use casts::BY_NAME;
pub(crate) use change::made_again;
pub use change::{Alteration, Beside, Change, Kept, Plan, Privileges, Returned};
pub(crate) use fates::Fate;
pub use likeness::{Likeness, likenesses};
pub(crate) use nodes::{Act, Node};
pub(crate) use online::has_relatives;
pub use online::{Along, Part, Staged, after_staged, back, online, staged};
pub use rename::{Stage, Swap, mirrored_renames, renames, swaps};
pub(crate) use values::{Values, is_constant, is_constrained, stored};

use crate::catalog::{Catalog, Intent, Kind, ObjectId};
use fates::{fates, same_metadata};
use nodes::nodes;
use partition::Apart;
use std::collections::BTreeSet;
use typed::Loosened;

/// The tables that a plan would drop and make again, with their rows lost: PostgreSQL makes no plain table partitioned
/// or foreign, no partitioned one plain, and changes no partition key. The rows of a foreign table are elsewhere.
pub fn remade<'a>(from: &Catalog, to: &'a Catalog) -> impl Iterator<Item = &'a ObjectId> {
    let tables = to.of_kind(Kind::Table).map(|(id, _)| id);
    let has_rows = |id| partition::table(from, id).is_some_and(|it| it.foreign.is_none());
    tables.filter(move |id| has_rows(id) && partition::is_remade(from, to, id))
}

/// The steps from one catalog to another. Both must be worded by servers of one major version; renames are done
/// before (see [`renames`]): `from` is the catalog after them.
pub fn plan(from: &Catalog, to: &Catalog, intent: &Intent) -> Plan {
    let given = given::given(from, to);
    let first = given.as_ref().map_or(to, |it| &it.to);
    let mut all = match typed::loosen(from, first) {
        None => around(from, first, intent, &BTreeSet::new()),
        Some(Loosened { from, to, mut first, last, remade }) => {
            first.extend(around(&from, &to, intent, &remade));
            first.extend(last);
            first
        }
    };
    all.extend(given.into_iter().flat_map(|it| it.last));
    all.extend(marked::marks(from, to, &all));
    Plan { steps: all }
}

/// The steps, with those for partitions before and after them.
fn around(
    from: &Catalog,
    to: &Catalog,
    intent: &Intent,
    remade: &BTreeSet<ObjectId>,
) -> Vec<Change> {
    match partition::apart(from, to) {
        None => steps(from, to, intent, remade),
        Some(Apart { from, to: loose, mut first, last, remade: mut again }) => {
            again.extend(remade.iter().cloned());
            let steps = steps(&from, &loose, intent, &again);
            let (steps, rows) = rows::after_attaching(&loose, steps, &last);
            let (steps, indexes) = partition::after_attaching(to, steps, &last);
            let (steps, keys) = partition::keys_after_attaching(to, steps, &last);
            first.extend(steps);
            first.extend(last);
            first.extend(indexes);
            first.extend(keys);
            first.extend(rows);
            first
        }
    }
}

fn steps(
    from: &Catalog,
    to: &Catalog,
    intent: &Intent,
    remade: &BTreeSet<ObjectId>,
) -> Vec<Change> {
    let carried = columns::after_their_tables(from, to);
    let from = carried.as_ref().unwrap_or(from);
    let mut fates = fates(from, to, intent);
    let remade = remade.iter().filter_map(|id| to.objects.get_key_value(id));
    fates.extend(remade.map(|(id, _)| (id, Fate::Replace)));
    torn::between_changing(from, to, &mut fates);
    replace::spread(from, to, &mut fates);
    while whole::make_way(from, to, &mut fates) || partition::make_way(from, to, &mut fates) {
        replace::spread(from, to, &mut fates);
    }
    ownership::let_go_of_columns(from, to, &mut fates);
    let members = partition::members(from, to);
    let settled = partition::settle(from, to, &members, &mut fates);
    let circular = circle::circular(from, to, &fates);
    let nodes = nodes(from, to, &fates, &settled, &circular);
    let mut steps = order::order(from, to, nodes, &settled, &circular);
    exchanged::names(from, &mut steps);
    kept::keep_otherwise(from, to, &mut steps);
    steps
}

/// Whether the relation that a column, constraint, index … belongs to is a table.
pub(crate) fn is_table(catalog: &Catalog, id: &ObjectId) -> bool {
    catalog.get(&ObjectId::in_schema(Kind::Table, &id.relation_qname())).is_some()
}

/// The kinds that an object of a relation can belong to.
pub(crate) const RELATIONS: [Kind; 4] =
    [Kind::Table, Kind::View, Kind::MaterializedView, Kind::Domain];

/// The object that an object of a relation belongs to.
pub(crate) fn relation_of(catalog: &Catalog, id: &ObjectId) -> Option<ObjectId> {
    id.relation.as_ref()?;
    let relation = id.relation_qname();
    RELATIONS
        .into_iter()
        .map(|kind| ObjectId::in_schema(kind, &relation))
        .find(|id| catalog.objects.contains_key(id))
}
