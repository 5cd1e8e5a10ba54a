//! The database itself.

use super::class::PG_DATABASE;
use super::stage::Stage;
use crate::catalog::{Database, Kind, Object, ObjectId};

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
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('d', acl, owner),
            ..Object::new(Database {})
        };
        build.add((PG_DATABASE, oid), ObjectId::global(Kind::Database, ""), object);
        Ok(())
    },
};
