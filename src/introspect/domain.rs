//! Domains. Their check constraints are read with those of tables.

use super::operator::collation;
use super::stage::{Stage, since};
use super::types::{HEADER, Header};
use crate::catalog::{Domain, Kind, Name};

pub(super) const STAGE: Stage = Stage {
    name: "domains",
    sql: |major| {
        // A name like those that the server gives is none.
        let name = "CASE WHEN k.conname !~ '_not_null[0-9]*$' THEN k.conname END";
        let constraint = "LEFT JOIN pg_constraint k ON k.contypid = t.oid AND k.contype = 'n'";
        format!(
            "SELECT {HEADER}, t.typbasetype, t.typtypmod, t.typcollation, NOT t.typnotnull, \
             pg_get_expr(t.typdefaultbin, 0), {} \
             FROM pg_type t {} WHERE t.oid >= 16384 AND t.typtype = 'd'",
            since(major, 17, name, "NULL::name"),
            since(major, 17, constraint, "")
        )
    },
    read: |build, row| {
        let header = Header::read(row)?;
        let (base, modifier, own): (u32, i32, u32) = (row.take()?, row.take()?, row.take()?);
        build.types.bases.insert(header.oid, base);
        let domain = Domain {
            base: build.types.name(base, modifier)?,
            collation: collation(build, own, base),
            null: row.take()?,
            default: row.take()?,
            not_null: row.take::<Option<&str>>()?.map(Name::from),
            not_null_comment: None,
        };
        header.add(build, Kind::Domain, domain);
        Ok(())
    },
};
