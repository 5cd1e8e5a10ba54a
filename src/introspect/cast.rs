//! Casts that were made, beside those of the server.

use super::class::PG_CAST;
use super::error::BadRow;
use super::stage::Stage;
use crate::catalog::{Cast, CastContext, CastMethod, Kind, Object, ObjectId};

/// The cast from a range to its multirange is part of the range.
pub(super) const STAGE: Stage = Stage {
    name: "casts",
    sql: |_| {
        "SELECT c.oid, format_type(c.castsource, NULL), format_type(c.casttarget, NULL), c.castmethod, \
         CASE WHEN c.castfunc <> 0 THEN c.castfunc::regprocedure::text END, c.castcontext \
         FROM pg_cast c WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d \
         WHERE d.classid = 2605 AND d.objid = c.oid AND d.deptype = 'i')"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        if build.members.contains_key(&(PG_CAST, oid)) {
            return Ok(());
        }
        let (source, target): (String, String) = (row.take()?, row.take()?);
        let method = row.letter()?;
        let function: Option<String> = row.take()?;
        let method = match (method, function) {
            ('f', Some(function)) => CastMethod::Function(function),
            ('b', _) => CastMethod::Binary,
            ('i', _) => CastMethod::InOut,
            (letter, _) => return Err(BadRow::unknown("method of a cast", letter)),
        };
        let context = match row.letter()? {
            'e' => CastContext::Explicit,
            'a' => CastContext::Assignment,
            'i' => CastContext::Implicit,
            letter => return Err(BadRow::unknown("context of a cast", letter)),
        };
        let id = ObjectId::global(Kind::Cast, format!("{source} AS {target}"));
        build.add((PG_CAST, oid), id, Object::new(Cast { source, target, method, context }));
        Ok(())
    },
};
