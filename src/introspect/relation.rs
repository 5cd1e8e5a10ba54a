//! Tables, views and materialized views; composite types as far as they are relations.

use super::build::{Build, Handle};
use super::class::PG_CLASS;
use super::error::BadRow;
use super::setting::split;
use super::stage::{Fields, Stage};
use super::text;
use crate::catalog::{
    Definition, Foreign, Kind, MaterializedView, Name, Object, ObjectId, Options, PartitionKey,
    PartitionOf, PartitionStrategy, Persistence, QName, ReplicaIdentity, Restated, Table, View,
};

/// Where refinery's own tools keep what they have applied: no part of what a database is for, as the schema `momni_db` is
/// not.
const HISTORY: &str = "refinery_schema_history";

pub(super) const STAGE: Stage = Stage {
    name: "relations",
    sql: |_| {
        "SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relowner, c.relacl::text, \
         c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, t.reloptions, \
         c.relispopulated, y.typnamespace, y.typname, \
         CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, \
         p.relnamespace, p.relname, pg_get_expr(c.relpartbound, c.oid), m.amname, c.relreplident, s.spcname \
         FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid \
         LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND c.relispartition \
         LEFT JOIN pg_class p ON p.oid = h.inhparent \
         LEFT JOIN pg_type y ON y.oid = c.reloftype \
         LEFT JOIN pg_am m ON m.oid = c.relam AND (c.relam <> 2 OR c.relkind = 'p') \
         LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace \
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
        let persistence = persistence(row.letter()?);
        let (row_security, force_row_security) = (row.take()?, row.take()?);
        let mut options = options(row.take()?, "");
        options.extend(self::options(row.take()?, "toast."));
        let populated: bool = row.take()?;
        let (of_schema, of_name): (Option<u32>, Option<&str>) = (row.take()?, row.take()?);
        let of_schema = of_schema.and_then(|schema| build.schema_names.get(&schema).cloned());
        let of_type =
            of_schema.zip(of_name).map(|(schema, name)| QName { schema, name: Name::from(name) });
        let partition_by = row.take::<Option<&str>>()?.map(partition_key).transpose()?;
        let partition_of = partition_of(build, row)?;
        let is_partition = partition_of.is_some();
        let using = row.take::<Option<&str>>()?.map(Name::from);
        let replica_identity = match row.letter()? {
            'f' => ReplicaIdentity::Full,
            'n' if kind != 'f' => ReplicaIdentity::Nothing,
            // The index says so itself; a foreign table has none.
            _ => ReplicaIdentity::Default,
        };
        let tablespace = row.take::<Option<&str>>()?.map(Name::from);

        let Some(space) = build.schema_names.get(&schema).cloned() else { return Ok(()) };
        let qname = QName { schema: space, name };
        let definition: Option<(Kind, Definition)> = match kind {
            'r' | 'p' | 'f' => {
                let table = Table {
                    persistence,
                    row_security,
                    force_row_security,
                    options,
                    partition_by,
                    partition_of,
                    // Filled in by what says so of foreign tables alone.
                    foreign: (kind == 'f')
                        .then(|| Foreign { server: Name::from(""), options: Options::new() }),
                    of_type,
                    using,
                    tablespace,
                    replica_identity,
                    restated: Restated::default(),
                    inherits: Vec::new(),
                    cluster_on: None,
                };
                Some((Kind::Table, table.into()))
            }
            'v' => {
                let options = options.into_iter().map(one_word).collect();
                Some((Kind::View, View { query: String::new(), options }.into()))
            }
            'm' => {
                let view = MaterializedView {
                    query: String::new(),
                    options,
                    populated,
                    using,
                    tablespace,
                    cluster_on: None,
                };
                Some((Kind::MaterializedView, view.into()))
            }
            _ => None,
        };
        let mut handle = None;
        if let Some((kind, definition)) = definition
            && !(kind == Kind::Table && *qname.name == *HISTORY)
            && build.schema((PG_CLASS, oid), schema).is_some()
        {
            let object = Object {
                owner: Some(build.principal(owner)),
                grants: build.grants('r', acl, owner),
                ..Object::new(definition)
            };
            handle = Some(build.add((PG_CLASS, oid), ObjectId::in_schema(kind, &qname), object));
        }
        build
            .relations
            .insert(oid, Relation { name: qname, kind, is_partition, is_heir: false, handle });
        Ok(())
    },
};

/// Which tables inherit from which.
pub(super) const INHERITANCE: Stage = Stage {
    name: "inheritance",
    sql: |_| {
        "SELECT h.inhrelid, h.inhparent FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid \
         WHERE c.relkind IN ('r', 'f') AND NOT c.relispartition ORDER BY h.inhrelid, h.inhseqno"
            .to_owned()
    },
    read: |build, row| {
        let (heir, parent): (u32, u32) = (row.take()?, row.take()?);
        let Some(parent) = build.relations.get(&parent).map(|it| it.name.clone()) else {
            return Ok(());
        };
        let Some(heir) = build.relations.get_mut(&heir) else { return Ok(()) };
        heir.is_heir = true;
        if let Some(handle) = heir.handle
            && let Definition::Table(table) = &mut build.object(handle).definition
        {
            table.inherits.push(parent);
        }
        Ok(())
    },
};

/// `RANGE (lower(a), b)`.
fn partition_key(text: &str) -> Result<PartitionKey, BadRow> {
    let unknown = || BadRow::unknown("partition key", text);
    let (word, list) = text.split_once(' ').ok_or_else(unknown)?;
    let list = list.strip_prefix('(').and_then(|it| it.strip_suffix(')')).ok_or_else(unknown)?;
    let strategy = match word {
        "RANGE" => PartitionStrategy::Range,
        "LIST" => PartitionStrategy::List,
        "HASH" => PartitionStrategy::Hash,
        _ => return Err(unknown()),
    };
    let columns = text::elements(list).into_iter().map(str::to_owned).collect();
    Ok(PartitionKey { strategy, columns })
}

fn partition_of(build: &Build<'_>, row: &mut Fields<'_>) -> Result<Option<PartitionOf>, BadRow> {
    let schema: Option<u32> = row.take()?;
    let name: Option<&str> = row.take()?;
    let bound: Option<String> = row.take()?;
    let schema = schema.and_then(|schema| build.schema_names.get(&schema).cloned());
    Ok(schema.zip(name).zip(bound).map(|((schema, name), bound)| PartitionOf {
        parent: QName { schema, name: Name::from(name) },
        bound,
    }))
}

/// Whether a relation survives a crash.
pub(super) fn persistence(letter: char) -> Persistence {
    Persistence::of(Some(letter == 'u'))
}

/// What can have columns, whether it is part of the catalog or not.
pub(super) struct Relation {
    pub(super) name: QName,
    /// `pg_class.relkind`.
    pub(super) kind: char,
    /// It is a partition.
    pub(super) is_partition: bool,
    /// It inherits from other tables.
    pub(super) is_heir: bool,
    /// The object that it is; `None` where it is not part of the catalog.
    pub(super) handle: Option<Handle>,
}

/// An attribute of a relation.
pub(super) struct Attribute {
    pub(super) name: Name,
    pub(super) data_type: u32,
    pub(super) collation: u32,
    /// `attgenerated`; a zero where it is not generated.
    pub(super) generated: char,
    /// The column that it is, or the composite type that it is part of.
    pub(super) handle: Option<Handle>,
}

/// Storage parameters as the system catalogs hold them: `name=value`.
pub(super) fn options(options: Option<Vec<&str>>, prefix: &str) -> Options {
    let options = options.unwrap_or_default().into_iter().map(split);
    options.map(|(name, value)| (format!("{prefix}{name}"), value)).collect()
}

/// PostgreSQL keeps the word that somebody said yes or no with, in an option of a view as elsewhere. One word for each
/// is enough.
fn one_word((name, value): (String, String)) -> (String, String) {
    let said = value.to_lowercase();
    let is = |words: &[&str]| words.contains(&said.as_str());
    let value = match () {
        () if is(&["t", "tr", "tru", "y", "ye", "yes", "on", "1"]) => "true".to_owned(),
        () if is(&["f", "fa", "fal", "fals", "n", "no", "of", "off", "0"]) => "false".to_owned(),
        () => value,
    };
    (name, value)
}

/// The names of attributes by their numbers.
pub(super) fn names(build: &Build<'_>, relation: u32, numbers: &[i16]) -> Vec<Name> {
    let name = |number: &i16| build.attributes.get(&(relation, *number)).map(|it| it.name.clone());
    numbers.iter().filter_map(name).collect()
}
