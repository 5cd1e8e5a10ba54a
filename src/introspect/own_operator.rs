//! Operators that were made, beside those of the server.

use super::class::PG_OPERATOR;
use super::stage::Stage;
use crate::catalog::{Kind, Object, ObjectId, Operator};

/// An operator that is only a promise of another one (a shell) is no operator yet.
pub(super) const STAGE: Stage = Stage {
    name: "declared operators",
    sql: |_| {
        let name = |table: &str| {
            format!(
                "CASE WHEN {table}.oprnamespace = 11 THEN {table}.oprname WHEN {table}.oid IS NOT NULL THEN format('OPERATOR(%I.%s)', \
                 (SELECT nspname FROM pg_namespace WHERE oid = {table}.oprnamespace), {table}.oprname) END"
            )
        };
        format!(
            "SELECT o.oid, o.oprnamespace, o.oprname, o.oprowner, \
             CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END, format_type(o.oprright, NULL), \
             o.oprcode::text, {}, {}, CASE WHEN o.oprrest <> 0 THEN o.oprrest::text END, \
             CASE WHEN o.oprjoin <> 0 THEN o.oprjoin::text END, o.oprcanhash, o.oprcanmerge \
             FROM pg_operator o LEFT JOIN pg_operator c ON c.oid = o.oprcom \
             LEFT JOIN pg_operator n ON n.oid = o.oprnegate WHERE o.oid >= 16384 AND o.oprcode <> 0",
            name("c"),
            name("n"),
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_OPERATOR, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let (left, right): (Option<String>, String) = (row.take()?, row.take()?);
        let args = format!("{}, {right}", left.as_deref().unwrap_or("NONE"));
        let operator = Operator {
            left,
            right,
            function: row.take()?,
            commutator: row.take()?,
            negator: row.take()?,
            restrict: row.take()?,
            join: row.take()?,
            hashes: row.take()?,
            merges: row.take()?,
        };
        let object = Object { owner: Some(build.principal(owner)), ..Object::new(operator) };
        let id = ObjectId { args: Some(args.into()), ..ObjectId::in_schema(Kind::Operator, &name) };
        build.add((PG_OPERATOR, oid), id, object);
        Ok(())
    },
};
