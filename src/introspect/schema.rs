//! Schemas.

use super::class::{BOOTSTRAP_ROLE, PG_NAMESPACE, PUBLIC_SCHEMA};
use super::stage::Stage;
use crate::catalog::{Kind, Name, Object, ObjectId, Schema};

/// Where this program keeps what it needs in a database.
const OWN: &str = "momni_db";

pub(super) const STAGE: Stage = Stage {
    name: "schemas",
    sql: |_| {
        "SELECT oid, nspname, nspowner, nspacl::text, nspname = 'public' AND NOT EXISTS (\
         SELECT FROM pg_description d WHERE d.classoid = 2615 AND d.objoid = n.oid) FROM pg_namespace n"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        let owner: u32 = row.take()?;
        let acl: Option<&str> = row.take()?;
        let uncommented = row.take()?;
        build.schema_names.insert(oid, name.clone());
        if name.starts_with("pg_") || &*name == "information_schema" || &*name == OWN {
            return Ok(());
        }
        build.schemas.insert(oid, name.clone());
        if build.members.contains_key(&(PG_NAMESPACE, oid)) {
            return Ok(());
        }
        // Before PostgreSQL 15 `public` belongs to the bootstrap role, whose name is an accident of the cluster.
        let stands_in = oid == PUBLIC_SCHEMA
            && build.major < 15
            && !build.migrators.contains(&BOOTSTRAP_ROLE)
            && build.migrators.insert(BOOTSTRAP_ROLE);
        let object = Object {
            owner: Some(build.principal(owner)),
            grants: build.grants('n', acl, owner),
            ..Object::new(Schema { uncommented })
        };
        if stands_in {
            build.migrators.remove(&BOOTSTRAP_ROLE);
        }
        build.add((PG_NAMESPACE, oid), ObjectId::global(Kind::Schema, name), object);
        Ok(())
    },
};
