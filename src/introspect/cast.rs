//! Casts that were made, beside those of the server.

use super::class::PG_CAST;
use super::error::BadRow;
use super::stage::Stage;
use crate::catalog::{Cast, CastContext, CastMethod, Kind, Object, ObjectId};

/// What a server has and what an extension brings are casts like any other, but no objects; nor is the cast from a range
/// to its multirange, which is part of the range. A type that holds text comes as one without a target.
pub(super) const STAGE: Stage = Stage {
    name: "casts",
    sql: |_| {
        "SELECT c.oid, c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d \
         WHERE d.classid = 2605 AND d.objid = c.oid AND d.deptype = 'i'), \
         format_type(c.castsource, NULL), format_type(c.casttarget, NULL), c.castmethod, \
         CASE WHEN c.castfunc <> 0 AND c.oid >= 16384 THEN c.castfunc::regprocedure::text END, \
         c.castcontext FROM pg_cast c \
         UNION ALL SELECT 0, false, format_type(t.oid, NULL), NULL, 'i', NULL, 'e' \
         FROM pg_type t WHERE t.typtype = 'b' AND t.typcategory = 'S'"
            .to_owned()
    },
    read: |build, row| {
        let (oid, is_own): (u32, bool) = (row.take()?, row.take()?);
        let (source, target): (String, Option<String>) = (row.take()?, row.take()?);
        let Some(target) = target else {
            build.casts.texts.insert(source);
            return Ok(());
        };
        if !is_own || build.members.contains_key(&(PG_CAST, oid)) {
            build.casts.to.entry(source).or_default().insert(target);
            return Ok(());
        }
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
