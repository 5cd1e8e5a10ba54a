//! Collations that were made, beside those of the server.

use super::class::PG_COLLATION;
use super::error::BadRow;
use super::stage::{Stage, since};
use crate::catalog::{Collation, CollationProvider, Kind, Object, ObjectId};

/// PostgreSQL 14 keeps the locale of ICU where libc has its two.
pub(super) const STAGE: Stage = Stage {
    name: "declared collations",
    sql: |major| {
        let locale = match major {
            ..15 => "CASE c.collprovider WHEN 'i' THEN c.collcollate::text END",
            15 | 16 => "c.colliculocale::text",
            _ => "c.colllocale",
        };
        let rules = since(major, 16, "c.collicurules", "NULL::text");
        format!(
            "SELECT c.oid, c.collnamespace, c.collname, c.collowner, c.collprovider, {locale}, \
             c.collcollate::text, c.collctype::text, c.collisdeterministic, {rules} \
             FROM pg_collation c WHERE c.oid >= 16384"
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_COLLATION, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let provider = match row.letter()? {
            'c' => CollationProvider::Libc,
            'i' => CollationProvider::Icu,
            'b' => CollationProvider::Builtin,
            letter => return Err(BadRow::unknown("collation provider", letter)),
        };
        let locale: Option<String> = row.take()?;
        let (collate, ctype): (Option<String>, Option<String>) = (row.take()?, row.take()?);
        let (locale, collate, ctype) = match provider {
            CollationProvider::Libc if collate == ctype => (collate, None, None),
            CollationProvider::Libc => (None, collate, ctype),
            CollationProvider::Icu | CollationProvider::Builtin => (locale, None, None),
        };
        let collation = Collation {
            provider,
            locale,
            lc_collate: collate,
            lc_ctype: ctype,
            deterministic: row.take()?,
            rules: row.take()?,
        };
        let object = Object { owner: Some(build.principal(owner)), ..Object::new(collation) };
        build.add((PG_COLLATION, oid), ObjectId::in_schema(Kind::Collation, &name), object);
        Ok(())
    },
};
