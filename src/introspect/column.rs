//! Columns of tables and views; attributes of composite types.

use super::class::PG_CLASS;
use super::error::BadRow;
use super::operator::collation;
use super::relation::Attribute;
use super::stage::Stage;
use crate::catalog::{self, Column, Identity, Kind, Name, Object, ObjectId, Position};

/// Of relations that are not part of the catalog too: a foreign key may refer to their columns.
pub(super) const STAGE: Stage = Stage {
    name: "columns",
    sql: |_| {
        "SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation, \
         a.attnotnull, a.attidentity, a.attacl::text \
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
         WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped \
         AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')"
            .to_owned()
    },
    read: |build, row| {
        let (oid, number): (u32, i16) = (row.take()?, row.take()?);
        let name = Name::from(row.take::<&str>()?);
        let (type_oid, modifier): (u32, i32) = (row.take()?, row.take()?);
        let own: u32 = row.take()?;
        let not_null: bool = row.take()?;
        let identity = row.letter()?;
        let acl: Option<&str> = row.take()?;

        let Some(relation) = build.relations.get(&oid) else { return Ok(()) };
        let mut attribute =
            Attribute { name: name.clone(), data_type: type_oid, collation: own, handle: None };
        if let Some(handle) = relation.handle {
            let data_type = build.types.name(type_oid, modifier)?;
            let is_table = relation.kind == 'r';
            let collation = collation(build, own, type_oid);
            attribute.handle = Some(if relation.kind == 'c' {
                let attribute = catalog::Attribute { name, data_type, collation, comment: None };
                build.composites.insert((handle, number), attribute);
                handle
            } else {
                let id = ObjectId::of_relation(Kind::Column, &relation.name, name);
                let column = Column {
                    position: Position(i32::from(number)),
                    data_type,
                    null: !not_null,
                    collation: collation.filter(|_| is_table),
                    identity: None,
                    generated: None,
                };
                let mut object = Object::new(column);
                object.grants = build.grants('c', acl.or(Some("")), 0);
                let handle = build.add_unaddressed(id, object);
                set_identity(build, handle, (oid, number), identity)?;
                handle
            });
        }
        build.attributes.insert((oid, number), attribute);
        Ok(())
    },
};

fn set_identity(
    build: &mut super::build::Build<'_>,
    handle: super::build::Handle,
    attribute: (u32, i16),
    identity: char,
) -> Result<(), BadRow> {
    let always = match identity {
        '\0' => return Ok(()),
        'a' => true,
        'd' => false,
        letter => return Err(BadRow::unknown("kind of identity", letter)),
    };
    let (sequence_oid, sequence) = build
        .identities
        .remove(&attribute)
        .ok_or_else(|| BadRow::Unknown("an identity column without its sequence".into()))?;
    build.stands_for((PG_CLASS, sequence_oid), handle);
    if let catalog::Definition::Column(column) = &mut build.object(handle).definition {
        column.identity = Some(Identity { always, sequence });
    }
    Ok(())
}
