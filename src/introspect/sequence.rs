//! Sequences: those that stand alone, and those beneath identity columns.

use super::class::PG_CLASS;
use super::stage::Stage;
use crate::catalog::{Kind, Name, Object, ObjectId, QName, Sequence, SequenceOptions};

/// A column owns a sequence by an automatic dependency, and is made of it by an internal one.
pub(super) const STAGE: Stage = Stage {
    name: "sequences",
    sql: |_| {
        "SELECT s.seqrelid, c.relname, c.relnamespace, c.relowner, c.relacl::text, s.seqtypid, \
         s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, \
         coalesce(d.refobjid, 0), coalesce(d.refobjsubid, 0)::int2, coalesce(d.deptype = 'i', false), \
         c.relpersistence = 'u', coalesce(r.relpersistence <> c.relpersistence, false) \
         FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid \
         LEFT JOIN pg_depend d ON d.classid = 1259 AND d.objid = s.seqrelid AND d.objsubid = 0 \
         AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') \
         LEFT JOIN pg_class r ON r.oid = d.refobjid"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        let (schema, owner): (u32, u32) = (row.take()?, row.take()?);
        let acl: Option<&str> = row.take()?;
        let data_type = build.types.name(row.take()?, -1)?;
        let options = Numbers {
            start: row.take()?,
            increment: row.take()?,
            min: row.take()?,
            max: row.take()?,
            cache: row.take()?,
            cycle: row.take()?,
        }
        .options(&data_type);
        let (table, column): (u32, i16) = (row.take()?, row.take()?);
        let is_identity: bool = row.take()?;
        let (unlogged, is_otherwise): (bool, bool) = (row.take()?, row.take()?);
        if is_identity {
            let own = build.grants('s', None, owner);
            let grants = acl.map(|acl| build.grants('s', Some(acl), owner));
            let grants = grants.filter(|grants| *grants != own);
            build
                .identities
                .insert((table, column), (options, name, grants, is_otherwise.then_some(unlogged)));
            build.identity_sequences.insert((table, column), oid);
            return Ok(());
        }
        let Some(space) = build.schema((PG_CLASS, oid), schema) else { return Ok(()) };
        let owned_by = match table {
            0 => None,
            _ => Some((oid, table, column)),
        };
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('s', acl, owner),
            ..Object::new(Sequence { data_type, options, owned_by: None, unlogged })
        };
        let id = ObjectId::in_schema(Kind::Sequence, &QName { schema: space, name });
        build.add((PG_CLASS, oid), id, object);
        build.owned_sequences.extend(owned_by);
        Ok(())
    },
};

/// A sequence as `pg_sequence` holds it.
struct Numbers {
    start: i64,
    increment: i64,
    min: i64,
    max: i64,
    cache: i64,
    cycle: bool,
}

impl Numbers {
    /// With `None` for what the type and the direction give. The start is left out only where it follows from a bound
    /// that is left out too: with a bound of its own a sequence starts elsewhere.
    fn options(self, data_type: &str) -> SequenceOptions {
        let ascending = self.increment > 0;
        let unstated = SequenceOptions { increment: Some(self.increment), ..Default::default() };
        let (min, max) = unstated.bounds(data_type);
        let (bound, first) = if ascending { (self.min, min) } else { (self.max, max) };
        SequenceOptions {
            start: (bound != first || self.start != first).then_some(self.start),
            increment: (self.increment != 1).then_some(self.increment),
            min: (self.min != min).then_some(self.min),
            max: (self.max != max).then_some(self.max),
            cache: (self.cache != 1).then_some(self.cache),
            cycle: self.cycle,
        }
    }
}
