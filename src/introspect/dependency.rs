//! What each object depends on, from `pg_depend`.

use super::build::{Build, Handle};
use super::class::{PG_CLASS, PG_EXTENSION};
use super::stage::Stage;
use crate::catalog::{Kind, ObjectId};

/// Internal dependencies tie the parts of one object together; an object does not depend on its own parts. Neither are
/// the many ties read that say only to which table a policy and to which column a default belongs.
pub(super) const STAGE: Stage = Stage {
    name: "dependencies",
    sql: |_| {
        "SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype \
         FROM pg_depend WHERE (objid >= 16384 OR classid = 3079) AND (deptype = 'n' \
         OR (deptype = 'a' AND classid NOT IN (2604, 3256)) OR deptype = 'x') AND classid IN \
         (826, 1247, 1255, 1259, 2604, 2606, 2618, 2620, 3079, 3256, 3456, 2617, 2753, 2602, 2603, 2616, 2605, 3381, 3466, 3600, 3602, 2612, 2601, 3576, 2607, 6106, 6237, 2328, 1417, 1418)"
            .to_owned()
    },
    read: |build, row| {
        let (from, from_part) = ((row.take()?, row.take()?), row.take()?);
        let (to, to_part): ((u32, u32), i32) = ((row.take()?, row.take()?), row.take()?);
        let kind = row.letter()?;
        if from.0 != PG_EXTENSION && build.members.contains_key(&from) {
            return Ok(());
        }
        let Some(object) = build.find(from, from_part) else { return Ok(()) };
        let Some(target) = build.find(to, to_part).or_else(|| build.extension(to)) else {
            return Ok(());
        };
        if kind == 'x' {
            let extension = build.id(target).name.clone();
            build.object(object).goes_with.insert(extension);
            build.depends(object, target);
            return Ok(());
        }
        // A sequence goes with the column that owns it, and is made before that column's default.
        let owned = to.0 == PG_CLASS && to_part > 0 && build.id(object).kind == Kind::Sequence;
        if owned || is_implied(build.id(object), build.id(target)) {
            return Ok(());
        }
        build.depends(object, target);
        // A column of another relation needs that relation, which is more than a column for views.
        if let Some(relation) = relation_of(build, to, target)
            && !is_implied(build.id(object), build.id(relation))
        {
            build.depends(object, relation);
        }
        Ok(())
    },
};

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
