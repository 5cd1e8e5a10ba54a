//! Extensions, and what belongs to them.

use super::class::{PG_EXTENSION, PG_NAMESPACE};
use super::stage::Stage;
use crate::catalog::{Extension, Kind, Name, Object, ObjectId};

/// An extension has an owner in the system catalogs, which no statement changes: it is not part of the model.
pub(super) const STAGE: Stage = Stage {
    name: "extensions",
    sql: |_| {
        "SELECT e.oid, e.extname, e.extnamespace, e.extversion, a.comment FROM pg_extension e \
         LEFT JOIN pg_available_extensions() a ON a.name = e.extname"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        let schema: u32 = row.take()?;
        let version: String = row.take()?;
        if let Some(comment) = row.take()? {
            build.extension_comments.insert(oid, comment);
        }
        let pinned = build.scope.pinned_extensions.contains(&name);
        // A schema that the extension makes is not there before it.
        let own = build.members.get(&(PG_NAMESPACE, schema)) == Some(&oid);
        let object = Object::new(Extension {
            schema: build.schema_names.get(&schema).cloned().filter(|_| !own),
            version: pinned.then_some(version),
        });
        build.add((PG_EXTENSION, oid), ObjectId::global(Kind::Extension, name), object);
        Ok(())
    },
};

/// Whatever an extension brings is part of it and not of the catalog. A schema of an extension may hold other objects.
pub(super) const MEMBERS: Stage = Stage {
    name: "extension members",
    sql: |_| {
        "SELECT classid, objid, refobjid FROM pg_depend \
         WHERE deptype = 'e' AND refclassid = 3079"
            .to_owned()
    },
    read: |build, row| {
        let address = (row.take()?, row.take()?);
        build.members.insert(address, row.take()?);
        Ok(())
    },
};
