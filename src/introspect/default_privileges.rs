//! `ALTER DEFAULT PRIVILEGES`.

use super::class::PG_DEFAULT_ACL;
use super::error::BadRow;
use super::stage::Stage;
use crate::catalog::{DefaultPrivileges, Kind, Name, Object, ObjectId, ObjectType, Principal};

pub(super) const STAGE: Stage = Stage {
    name: "default privileges",
    sql: |_| {
        "SELECT oid, defaclrole, defaclnamespace, defaclobjtype, defaclacl::text FROM pg_default_acl"
            .to_owned()
    },
    read: |build, row| {
        let (oid, role, schema): (u32, u32, u32) = (row.take()?, row.take()?, row.take()?);
        let letter = row.letter()?;
        let acl: Option<&str> = row.take()?;
        let on = match letter {
            'r' => ObjectType::Tables,
            'S' => ObjectType::Sequences,
            'f' => ObjectType::Functions,
            'T' => ObjectType::Types,
            'n' => ObjectType::Schemas,
            // PostgreSQL 18.
            'L' => ObjectType::LargeObjects,
            letter => return Err(BadRow::unknown("object type of default privileges", letter)),
        };
        let schema = match schema {
            0 => None,
            schema => match build.schemas.get(&schema) {
                Some(name) => Some(name.clone()),
                None => return Ok(()),
            },
        };
        let creator = build.principal(role);
        let name = match &creator {
            Principal::Role(name) => name.clone(),
            Principal::Migrator | Principal::Public => Name::from(""),
        };
        let id = ObjectId {
            schema: schema.clone(),
            args: Some(Name::from(on.word())),
            ..ObjectId::global(Kind::DefaultPrivileges, name)
        };
        let object = Object {
            grants: build.grants(letter, acl.or(Some("")), role),
            ..Object::new(DefaultPrivileges { role: creator, schema, on })
        };
        build.add((PG_DEFAULT_ACL, oid), id, object);
        Ok(())
    },
};
