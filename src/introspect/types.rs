//! What all types but row types have in common; row types and array types, which stand for what they are
//! made of.

use super::build::{Build, Handle};
use super::class::{PG_CLASS, PG_TYPE};
use super::error::BadRow;
use super::stage::{Fields, Stage};
use crate::catalog::{Composite, Definition, Kind, Name, Object, ObjectId, QName};

/// Every type that has an array type, which is all that a statement can make.
pub(super) const STAGE: Stage = Stage {
    name: "row types",
    sql: |_| {
        format!(
            "SELECT t.typrelid, {HEADER} FROM pg_type t \
             WHERE t.oid >= 16384 AND t.typarray <> 0 AND t.typtype NOT IN ('d', 'e')"
        )
    },
    read: |build, row| {
        let relation: u32 = row.take()?;
        let header = Header::read(row)?;
        let extension = build
            .members
            .get(&(PG_TYPE, header.oid))
            .or_else(|| build.members.get(&(PG_CLASS, relation)))
            .copied();
        if let Some(extension) = extension {
            build.members.insert((PG_TYPE, header.oid), extension);
            build.members.insert((PG_TYPE, header.array), extension);
            return Ok(());
        }
        let Some(found) = build.relations.get(&relation) else { return Ok(()) };
        let handle = match (found.kind, found.handle) {
            ('c', _) => {
                let composite = Composite { attributes: Vec::new() };
                header.add(build, Kind::Composite, composite)
            }
            (_, Some(handle)) => {
                build.stands_for((PG_TYPE, header.oid), handle);
                build.stands_for((PG_TYPE, header.array), handle);
                return Ok(());
            }
            _ => None,
        };
        if let (Some(handle), Some(found)) = (handle, build.relations.get_mut(&relation)) {
            found.handle = Some(handle);
            build.stands_for((PG_CLASS, relation), handle);
        }
        Ok(())
    },
};

/// The columns of [`Header`], of `pg_type t`.
pub(super) const HEADER: &str =
    "t.oid, t.typarray, t.typname, t.typnamespace, t.typowner, t.typacl::text";

/// What every type has.
pub(super) struct Header<'a> {
    pub(super) oid: u32,
    array: u32,
    name: &'a str,
    schema: u32,
    owner: u32,
    acl: Option<&'a str>,
}

impl<'a> Header<'a> {
    pub(super) fn read(row: &mut Fields<'a>) -> Result<Self, BadRow> {
        Ok(Self {
            oid: row.take()?,
            array: row.take()?,
            name: row.take()?,
            schema: row.take()?,
            owner: row.take()?,
            acl: row.take()?,
        })
    }

    /// Takes the type in unless it is not part of the catalog. Its array type stands for it.
    pub(super) fn add(
        &self,
        build: &mut Build<'_>,
        kind: Kind,
        definition: impl Into<Definition>,
    ) -> Option<Handle> {
        let address = (PG_TYPE, self.oid);
        if let Some(extension) = build.members.get(&address).copied() {
            build.members.insert((PG_TYPE, self.array), extension);
        }
        let schema = build.schema(address, self.schema)?;
        let object = Object {
            owner: Some(build.principal(self.owner)),
            grants: build.grants('T', self.acl, self.owner),
            ..Object::new(definition)
        };
        let name = QName { schema, name: Name::from(self.name) };
        let handle = build.add(address, ObjectId::in_schema(kind, &name), object);
        // A shell has no array type.
        if self.array != 0 {
            build.stands_for((PG_TYPE, self.array), handle);
        }
        Some(handle)
    }
}
