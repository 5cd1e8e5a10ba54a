//! Publications.

use super::class::{PG_PUBLICATION, PG_PUBLICATION_NAMESPACE, PG_PUBLICATION_REL};
use super::stage::{Stage, since};
use crate::catalog::{Definition, Kind, Name, Object, ObjectId, Publication, PublishedTable};
use std::collections::BTreeSet;

pub(super) const STAGE: Stage = Stage {
    name: "publications",
    sql: |major| {
        format!(
            "SELECT oid, pubname, pubowner, puballtables, pubinsert, pubupdate, pubdelete, pubtruncate, \
             pubviaroot, {} FROM pg_publication",
            since(major, 18, "pubgencols = 's'", "false")
        )
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let id = ObjectId::global(Kind::Publication, row.take::<&str>()?);
        if build.members.contains_key(&(PG_PUBLICATION, oid)) {
            return Ok(());
        }
        let owner = Some(build.principal(row.take()?));
        let publication = Publication {
            all_tables: row.take()?,
            tables: Vec::new(),
            schemas: BTreeSet::new(),
            insert: row.take()?,
            update: row.take()?,
            delete: row.take()?,
            truncate: row.take()?,
            via_root: row.take()?,
            generated_columns: row.take()?,
        };
        build.add((PG_PUBLICATION, oid), id, Object { owner, ..Object::new(publication) });
        Ok(())
    },
};

pub(super) const TABLES: Stage = Stage {
    name: "published tables",
    sql: |major| {
        let columns = "ARRAY(SELECT a.attname::text FROM unnest(r.prattrs) k JOIN pg_attribute a \
                       ON a.attrelid = r.prrelid AND a.attnum = k ORDER BY a.attname)";
        format!(
            "SELECT r.oid, r.prpubid, n.nspname, c.relname, {}, {} FROM pg_publication_rel r \
             JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"",
            since(major, 15, columns, "'{}'::text[]"),
            since(
                major,
                15,
                "r.prqual IS NOT NULL, pg_get_expr(r.prqual, r.prrelid)",
                "false, NULL::text"
            ),
        )
    },
    read: |build, row| {
        let (oid, publication): (u32, u32) = (row.take()?, row.take()?);
        let table = crate::catalog::QName::new(row.take::<&str>()?, row.take::<&str>()?);
        let columns = row.take::<Vec<&str>>()?.into_iter().map(Name::from).collect();
        let filter = row.worded()?.map(str::to_owned);
        let Some(handle) = build.handle((PG_PUBLICATION, publication)) else { return Ok(()) };
        build.stands_for((PG_PUBLICATION_REL, oid), handle);
        if let Definition::Publication(it) = &mut build.object(handle).definition {
            it.tables.push(PublishedTable { table, columns, filter });
        }
        Ok(())
    },
};

pub(super) const SCHEMAS: Stage = Stage {
    name: "published schemas",
    sql: |major| {
        let list = "SELECT p.oid, p.pnpubid, n.nspname FROM pg_publication_namespace p \
                    JOIN pg_namespace n ON n.oid = p.pnnspid";
        since(major, 15, list, "SELECT 0::oid, 0::oid, ''::name WHERE false").to_owned()
    },
    read: |build, row| {
        let (oid, publication): (u32, u32) = (row.take()?, row.take()?);
        let schema = Name::from(row.take::<&str>()?);
        let Some(handle) = build.handle((PG_PUBLICATION, publication)) else { return Ok(()) };
        build.stands_for((PG_PUBLICATION_NAMESPACE, oid), handle);
        if let Definition::Publication(it) = &mut build.object(handle).definition {
            it.schemas.insert(schema);
        }
        Ok(())
    },
};
