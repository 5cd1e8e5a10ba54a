//! Roles. `pg_roles` shows all but passwords to everybody. A password that ends never is one without an end: PostgreSQL
//! takes an end back in no other way.

use super::class::PG_AUTHID;
use super::stage::Stage;
use crate::catalog::{Kind, Name, Object, ObjectId, Role};

pub(super) const STAGE: Stage = Stage {
    name: "roles",
    sql: |_| {
        "SELECT r.oid, r.rolname, r.rolname IN (session_user, current_user) OR r.oid = d.datdba, r.rolcanlogin, \
         r.rolinherit, r.rolsuper, r.rolcreatedb, r.rolcreaterole, r.rolreplication, \
         r.rolbypassrls, r.rolconnlimit, nullif(r.rolvaliduntil, 'infinity')::text \
         FROM pg_roles r, pg_database d WHERE d.datname = current_database()"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name: Name = Name::from(row.take::<&str>()?);
        let migrates: bool = row.take()?;
        let role = Role {
            login: row.take()?,
            inherit: row.take()?,
            superuser: row.take()?,
            create_db: row.take()?,
            create_role: row.take()?,
            replication: row.take()?,
            bypass_rls: row.take()?,
            connection_limit: row.take()?,
            valid_until: row.take()?,
            settings: Default::default(),
        };
        if migrates {
            build.migrators.insert(oid);
        }
        build.roles.insert(oid, name.clone());
        let wanted = match &build.scope.roles {
            Some(roles) => roles.contains(&name),
            None => !migrates && !name.starts_with("pg_"),
        };
        if wanted {
            build.add((PG_AUTHID, oid), ObjectId::global(Kind::Role, name), Object::new(role));
        }
        Ok(())
    },
};
