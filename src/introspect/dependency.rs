//! What each object depends on, from `pg_depend`.
//!
//! A database has more of these rows than of any other kind: they come as a few long arrays, which cost both sides less.

use super::build::{Address, Build, Handle};
use super::class::{PG_CLASS, PG_EXTENSION};
use super::stage::Stage;
use crate::catalog::{Kind, ObjectId};

/// Internal dependencies tie the parts of one object together; an object does not depend on its own parts. Neither are
/// the many ties read that say only to which table a policy and to which column a default belongs.
pub(super) const STAGE: Stage = Stage {
    name: "dependencies",
    sql: |_| {
        "SELECT classid, refclassid, deptype, array_agg(objid::int8 << 32 | objsubid), \
         array_agg(refobjid::int8 << 32 | refobjsubid) \
         FROM pg_depend WHERE (objid >= 16384 OR classid = 3079) AND (deptype = 'n' \
         OR (deptype = 'a' AND classid NOT IN (2604, 3256)) OR deptype = 'x') \
         GROUP BY classid, refclassid, deptype"
            .to_owned()
    },
    read: |build, row| {
        let (class, to_class): (u32, u32) = (row.take()?, row.take()?);
        let kind = row.letter()?;
        let (from, to) = (row.places()?, row.places()?);
        for ((oid, part), (to_oid, to_part)) in from.into_iter().zip(to) {
            tie(build, kind, ((class, oid), part), ((to_class, to_oid), to_part));
        }
        Ok(())
    },
};

/// Takes in that one row, or a column of it, depends on another.
fn tie(
    build: &mut Build<'_>,
    kind: char,
    (from, from_part): (Address, i32),
    (to, to_part): (Address, i32),
) {
    if from.0 != PG_EXTENSION && build.members.contains_key(&from) {
        return;
    }
    let Some(object) = build.find(from, from_part) else { return };
    let Some(target) = build.find(to, to_part).or_else(|| build.extension(to)) else { return };
    if kind == 'x' {
        let extension = build.id(target).name.clone();
        build.object(object).goes_with.insert(extension);
        build.depends(object, target);
        return;
    }
    // A sequence goes with the column that owns it, and is made before that column's default.
    let owned = to.0 == PG_CLASS && to_part > 0 && build.id(object).kind == Kind::Sequence;
    if owned || is_implied(build.id(object), build.id(target)) {
        return;
    }
    build.depends(object, target);
    // A column of another relation needs that relation, which is more than a column for views.
    if let Some(relation) = relation_of(build, to, target)
        && !is_implied(build.id(object), build.id(relation))
    {
        build.depends(object, relation);
    }
}

/// The relation of a column.
fn relation_of(build: &Build<'_>, address: (u32, u32), target: Handle) -> Option<Handle> {
    (build.id(target).kind == Kind::Column)
        .then(|| build.relations.get(&address.1).and_then(|relation| relation.handle))
        .flatten()
}

/// Whether the identities say already that one is part of the other, or both are the same column's.
fn is_implied(object: &ObjectId, target: &ObjectId) -> bool {
    if target.kind == Kind::Schema {
        return object.relation.is_some();
    }
    if object.schema != target.schema {
        return false;
    }
    let whole = |id: &ObjectId| id.relation.is_none() && relation_like(id.kind);
    let within = |part: &ObjectId, of: &ObjectId| {
        whole(of) && part.relation.as_ref() == Some(&of.name) && part.kind != Kind::Membership
    };
    let same_column = object.relation == target.relation
        && object.name == target.name
        && matches!(
            (object.kind, target.kind),
            (Kind::DefaultExpr, Kind::Column) | (Kind::Column, Kind::DefaultExpr)
        );
    same_column || within(object, target) || within(target, object)
}

fn relation_like(kind: Kind) -> bool {
    matches!(kind, Kind::Table | Kind::View | Kind::MaterializedView | Kind::Domain)
}
