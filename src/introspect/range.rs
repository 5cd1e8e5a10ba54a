//! Range types, and the multirange types that come with them.

use super::class::{PG_PROC, PG_TYPE};
use super::stage::Stage;
use super::types::{HEADER, Header};
use crate::catalog::{Kind, Name, QName, Range};

pub(super) const STAGE: Stage = Stage {
    name: "ranges",
    sql: |_| {
        format!(
            "SELECT {HEADER}, format_type(r.rngsubtype, NULL), r.rngsubopc, \
             NOT o.opcdefault, r.rngcollation, s.typcollation, \
             CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::text END, CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::text END, m.oid, m.typarray, m.typnamespace, m.typname \
             FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_type s ON s.oid = r.rngsubtype \
             JOIN pg_type m ON m.oid = r.rngmultitypid JOIN pg_opclass o ON o.oid = r.rngsubopc \
             WHERE t.oid >= 16384"
        )
    },
    read: |build, row| {
        let header = Header::read(row)?;
        let subtype: String = row.take()?;
        let (class, stated): (u32, bool) = (row.take()?, row.take()?);
        let (collation, otherwise): (u32, u32) = (row.take()?, row.take()?);
        let (canonical, difference) = (row.take()?, row.take()?);
        let (multirange, array): (u32, u32) = (row.take()?, row.take()?);
        let space: u32 = row.take()?;
        let Some(space) = build.schema_names.get(&space).cloned() else { return Ok(()) };
        let range = Range {
            subtype,
            operator_class: build
                .operators
                .class(class)
                .filter(|_| stated)
                .map(|class| class.name.clone()),
            collation: build.operators.collation(collation, otherwise),
            canonical,
            difference,
            multirange: Some(QName { schema: space, name: Name::from(row.take::<&str>()?) }),
        };
        if let Some(handle) = header.add(build, Kind::Range, range) {
            build.stands_for((PG_TYPE, multirange), handle);
            build.stands_for((PG_TYPE, array), handle);
        }
        Ok(())
    },
};

/// The functions that make ranges and multiranges are part of the type.
pub(super) const CONSTRUCTORS: Stage = Stage {
    name: "constructors of ranges",
    sql: |_| {
        "SELECT objid, refobjid FROM pg_depend \
         WHERE classid = 1255 AND objid >= 16384 AND refclassid = 1247 AND deptype = 'i'"
            .to_owned()
    },
    read: |build, row| {
        let (function, of): (u32, u32) = (row.take()?, row.take()?);
        if let Some(handle) = build.find((PG_TYPE, of), 0) {
            build.stands_for((PG_PROC, function), handle);
        }
        Ok(())
    },
};
