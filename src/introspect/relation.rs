//! Tables, views and materialized views; composite types as far as they are relations.

use super::build::{Build, Handle};
use super::class::PG_CLASS;
use super::setting::split;
use super::stage::Stage;
use crate::catalog::{
    Definition, Kind, MaterializedView, Name, Object, ObjectId, Persistence, QName, Table, View,
};
use std::collections::BTreeMap;

/// A partition, an heir or a table of a type takes its columns from elsewhere: such tables are not modelled.
pub(super) const STAGE: Stage = Stage {
    name: "relations",
    sql: |_| {
        "SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relowner, c.relacl::text, \
         c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, t.reloptions, \
         c.relispopulated, \
         c.relispartition OR c.reloftype <> 0 OR c.oid IN (SELECT inhrelid FROM pg_inherits) \
         FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid \
         WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')"
            .to_owned()
    },
    read: |build, row| {
        let oid: u32 = row.take()?;
        let name = Name::from(row.take::<&str>()?);
        let schema: u32 = row.take()?;
        let kind = row.letter()?;
        let owner: u32 = row.take()?;
        let acl: Option<&str> = row.take()?;
        let persistence = match row.letter()? {
            'u' => Persistence::Unlogged,
            _ => Persistence::Logged,
        };
        let (row_security, force_row_security) = (row.take()?, row.take()?);
        let mut options = options(row.take()?, "");
        options.extend(self::options(row.take()?, "toast."));
        let populated: bool = row.take()?;
        let derived: bool = row.take()?;

        let Some(space) = build.schema_names.get(&schema).cloned() else { return Ok(()) };
        let qname = QName { schema: space, name };
        let definition: Option<(Kind, Definition)> = match kind {
            'r' if !derived => {
                let table = Table { persistence, row_security, force_row_security, options };
                Some((Kind::Table, table.into()))
            }
            'v' => Some((Kind::View, View { query: String::new(), options }.into())),
            'm' => {
                let view = MaterializedView { query: String::new(), options, populated };
                Some((Kind::MaterializedView, view.into()))
            }
            _ => None,
        };
        let mut handle = None;
        if let Some((kind, definition)) = definition
            && build.schema((PG_CLASS, oid), schema).is_some()
        {
            let object = Object {
                owner: Some(build.principal(owner)),
                grants: build.grants('r', acl, owner),
                ..Object::new(definition)
            };
            handle = Some(build.add((PG_CLASS, oid), ObjectId::in_schema(kind, &qname), object));
        }
        build.relations.insert(oid, Relation { name: qname, kind, handle });
        Ok(())
    },
};

/// What can have columns, whether it is part of the catalog or not.
pub(super) struct Relation {
    pub(super) name: QName,
    /// `pg_class.relkind`.
    pub(super) kind: char,
    /// The object that it is; `None` where it is not part of the catalog.
    pub(super) handle: Option<Handle>,
}

/// An attribute of a relation.
pub(super) struct Attribute {
    pub(super) name: Name,
    pub(super) data_type: u32,
    pub(super) collation: u32,
    /// The column that it is, or the composite type that it is part of.
    pub(super) handle: Option<Handle>,
}

/// Storage parameters as the system catalogs hold them: `name=value`.
pub(super) fn options(options: Option<Vec<&str>>, prefix: &str) -> BTreeMap<String, String> {
    let options = options.unwrap_or_default().into_iter().map(split);
    options.map(|(name, value)| (format!("{prefix}{name}"), value)).collect()
}

/// The names of attributes by their numbers.
pub(super) fn names(build: &Build<'_>, relation: u32, numbers: &[i16]) -> Vec<Name> {
    let name = |number: &i16| build.attributes.get(&(relation, *number)).map(|it| it.name.clone());
    numbers.iter().filter_map(name).collect()
}
