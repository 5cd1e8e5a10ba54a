//! Languages, transforms, access methods and conversions that were made, beside those of the server.

use super::class::{PG_AM, PG_CONVERSION, PG_LANGUAGE, PG_TRANSFORM};
use super::stage::Stage;
use crate::catalog::{AccessMethod, Conversion, Kind, Language, Name, Object, ObjectId, Transform};

pub(super) const LANGUAGES: Stage = Stage {
    name: "languages",
    sql: |_| {
        "SELECT oid, lanname, lanowner, lanacl::text, lanpltrusted, lanplcallfoid::regproc::text, \
         CASE WHEN laninline <> 0 THEN laninline::regproc::text END, \
         CASE WHEN lanvalidator <> 0 THEN lanvalidator::regproc::text END \
         FROM pg_language WHERE oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        if build.members.contains_key(&(PG_LANGUAGE, oid)) {
            return Ok(());
        }
        let id = ObjectId::global(Kind::Language, row.take::<&str>()?);
        let owner: u32 = row.take()?;
        let acl: Option<&str> = row.take()?;
        let language = Language {
            trusted: row.take()?,
            handler: row.take()?,
            inline: row.take()?,
            validator: row.take()?,
        };
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('l', acl, owner),
            ..Object::new(language)
        };
        build.add((PG_LANGUAGE, oid), id, object);
        Ok(())
    },
};

pub(super) const TRANSFORMS: Stage = Stage {
    name: "transforms",
    sql: |_| {
        "SELECT t.oid, format_type(t.trftype, NULL), l.lanname, \
         CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::regprocedure::text END, \
         CASE WHEN t.trftosql <> 0 THEN t.trftosql::regprocedure::text END \
         FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang WHERE t.oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        if build.members.contains_key(&(PG_TRANSFORM, oid)) {
            return Ok(());
        }
        let (data_type, language): (String, &str) = (row.take()?, row.take()?);
        let name = format!("{data_type} LANGUAGE {}", build.keywords.quoted(language));
        let transform = Transform {
            data_type,
            language: Name::from(language),
            from_sql: row.take()?,
            to_sql: row.take()?,
        };
        let id = ObjectId::global(Kind::Transform, name);
        build.add((PG_TRANSFORM, oid), id, Object::new(transform));
        Ok(())
    },
};

pub(super) const ACCESS_METHODS: Stage = Stage {
    name: "access methods",
    sql: |_| {
        "SELECT oid, amname, amtype = 't', amhandler::text FROM pg_am WHERE oid >= 16384".to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        if build.members.contains_key(&(PG_AM, oid)) {
            return Ok(());
        }
        let id = ObjectId::global(Kind::AccessMethod, row.take::<&str>()?);
        let method = AccessMethod { table: row.take()?, handler: row.take()? };
        build.add((PG_AM, oid), id, Object::new(method));
        Ok(())
    },
};

pub(super) const CONVERSIONS: Stage = Stage {
    name: "conversions",
    sql: |_| {
        "SELECT oid, connamespace, conname, conowner, pg_encoding_to_char(conforencoding)::text, \
         pg_encoding_to_char(contoencoding)::text, conproc::text, condefault \
         FROM pg_conversion WHERE oid >= 16384"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let Some(name) = build.name_in((PG_CONVERSION, oid), row)? else { return Ok(()) };
        let owner: u32 = row.take()?;
        let conversion = Conversion {
            from: row.take()?,
            to: row.take()?,
            function: row.take()?,
            default: row.take()?,
        };
        let object = Object { owner: Some(build.principal(owner)), ..Object::new(conversion) };
        build.add((PG_CONVERSION, oid), ObjectId::in_schema(Kind::Conversion, &name), object);
        Ok(())
    },
};
