//! Enums.

use super::stage::Stage;
use super::types::{HEADER, Header};
use crate::catalog::{Enum, Kind};

pub(super) const STAGE: Stage = Stage {
    name: "enums",
    sql: |_| {
        format!(
            "SELECT {HEADER}, ARRAY(SELECT e.enumlabel::text FROM pg_enum e \
             WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) \
             FROM pg_type t WHERE t.oid >= 16384 AND t.typtype = 'e'"
        )
    },
    read: |build, row| {
        let header = Header::read(row)?;
        header.add(build, Kind::Enum, Enum { labels: row.take()? });
        Ok(())
    },
};
