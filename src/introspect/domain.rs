//! Domains. Their check constraints are read with those of tables.

use super::operator::collation;
use super::stage::Stage;
use super::types::{HEADER, Header};
use crate::catalog::{Domain, Kind};

pub(super) const STAGE: Stage = Stage {
    name: "domains",
    sql: |_| {
        format!(
            "SELECT {HEADER}, t.typbasetype, t.typtypmod, t.typcollation, NOT t.typnotnull, \
             pg_get_expr(t.typdefaultbin, 0) \
             FROM pg_type t WHERE t.oid >= 16384 AND t.typtype = 'd'"
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
        };
        header.add(build, Kind::Domain, domain);
        Ok(())
    },
};
