//! Who holds a privilege on an object, and how they come to it.

use super::columns::Columns;
use super::found::{Found, Missing, Way};
use super::judged::Judged;
use super::operations::has_columns;
use super::roles::Holder;
use crate::catalog::{Grants, Kind, Name, ObjectId, Privilege};
use std::collections::BTreeSet;

/// The privilege on an object, or on columns of it; nothing else is asked.
pub(super) fn privilege(
    judged: &Judged<'_>,
    holder: &Holder,
    id: &ObjectId,
    operation: Privilege,
) -> Found {
    if holder.superuser {
        return Found { ways: vec![Way::Superuser], ..Found::default() };
    }
    let mut ways = predefined(holder, id.kind, operation);
    if let Some(object) = judged.catalog.get(id) {
        ways.extend(granted(holder, &object.grants, id, operation));
    }
    if !ways.is_empty() {
        return Found { ways, ..Found::default() };
    }
    let relation = matches!(id.kind, Kind::Table | Kind::View | Kind::MaterializedView);
    if relation && has_columns(operation) {
        let mut columns = BTreeSet::new();
        for (column, object) in judged.catalog.of_relation(Kind::Column, &id.qname()) {
            let of_column = granted(holder, &object.grants, column, operation);
            if !of_column.is_empty() {
                columns.insert(column.name.clone());
                ways.extend(of_column);
            }
        }
        if !columns.is_empty() {
            return Found { ways, columns: Columns::These(columns), ..Found::default() };
        }
    }
    Found::lacks(Missing::Privilege(operation, id.clone()))
}

/// USAGE on the schema, without which nothing in it can be named.
pub(super) fn usage(judged: &Judged<'_>, holder: &Holder, schema: &Name) -> Option<Missing> {
    let id = ObjectId::global(Kind::Schema, schema.clone());
    (!judged.allows(holder, &id, Privilege::Usage)).then(|| Missing::Usage(schema.clone()))
}

fn granted(holder: &Holder, grants: &Grants, on: &ObjectId, operation: Privilege) -> Vec<Way> {
    let held = grants.iter().filter(|(_, held)| held.contains_key(&operation));
    let ways = held.filter_map(|(to, _)| {
        let path = holder.has(to)?.to_vec();
        Some(Way::Grant { to: to.clone(), path, on: on.clone() })
    });
    ways.collect()
}

/// What the roles give that are there in every cluster. They give nothing on single columns.
fn predefined(holder: &Holder, kind: Kind, operation: Privilege) -> Vec<Way> {
    use Privilege::{Delete, Insert, Maintain, Select, Update, Usage};
    let relation =
        matches!(kind, Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence);
    let roles: &[&str] = match operation {
        Select if relation => &["pg_read_all_data"],
        Insert | Update | Delete if relation => &["pg_write_all_data"],
        Maintain if relation => &["pg_maintain"],
        Usage if kind == Kind::Schema => &["pg_read_all_data", "pg_write_all_data"],
        _ => &[],
    };
    let paths = roles.iter().filter_map(|role| holder.of.get(*role));
    paths.map(|path| Way::Predefined { path: path.clone() }).collect()
}
