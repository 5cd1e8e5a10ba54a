//! The database itself.

use super::class::PG_DATABASE;
use super::stage::Stage;
use crate::catalog::{Database, Kind, Object, ObjectId, Principal};

pub(super) const STAGE: Stage = Stage {
    name: "database",
    sql: |_| {
        "SELECT oid, datdba, datacl::text, datconnlimit \
         FROM pg_database WHERE datname = current_database()"
            .to_owned()
    },
    read: |build, row| {
        let (oid, owner): (u32, u32) = (row.take()?, row.take()?);
        let acl: Option<&str> = row.take()?;
        if row.take::<i32>()? != -1 {
            build.unmodelled("database", "(connection limit)");
        }
        let mut grants = build.grants('d', acl, owner);
        // It belongs to whoever migrates, also where that role is declared: no project says whose a database is.
        if let Some(held) = grants.remove(&build.principal(owner)) {
            grants.entry(Principal::Migrator).or_default().extend(held);
        }
        let owner = Some(Principal::Migrator);
        let object = Object { owner, grants, ..Object::new(Database {}) };
        build.add((PG_DATABASE, oid), ObjectId::global(Kind::Database, ""), object);
        Ok(())
    },
};
