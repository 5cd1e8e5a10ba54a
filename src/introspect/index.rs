//! Indexes: those that stand alone, and those beneath primary keys, unique and exclusion constraints.

use super::build::Build;
use super::class::PG_CLASS;
use super::index_element::Part;
use super::relation::{names, options};
use super::stage::{Stage, since};
use crate::catalog::{
    Attached, Definition, Index, IndexElement, Kind, Name, Object, ObjectId, Options,
    ReplicaIdentity, generated,
};
use std::collections::BTreeMap;

pub(super) const STAGE: Stage = Stage {
    name: "indexes",
    sql: |major| {
        let not_distinct = since(major, 15, "i.indnullsnotdistinct", "false");
        format!(
            "SELECT i.indexrelid, i.indrelid, c.relname, m.amname, i.indisunique, {not_distinct}, \
             i.indisvalid, c.reloptions, i.indpred IS NOT NULL, pg_get_expr(i.indpred, i.indrelid), \
             i.indisclustered, i.indisreplident, p.relname, CASE WHEN h.inhparent IS NOT NULL THEN \
             (SELECT string_agg(a.attname, '_' ORDER BY a.attnum) FROM pg_attribute a \
             WHERE a.attrelid = h.inhparent) END, s.spcname, \
             i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indoption \
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam \
             LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid \
             LEFT JOIN pg_class p ON p.oid = h.inhparent \
             LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace \
             WHERE i.indexrelid >= 16384 AND c.relnamespace <> 99"
        )
    },
    read: |build, row| {
        let (index, relation): (u32, u32) = (row.take()?, row.take()?);
        if build.relations.get(&relation).is_none_or(|relation| relation.handle.is_none()) {
            return Ok(());
        }
        let name = Name::from(row.take::<&str>()?);
        let using = Name::from(row.take::<&str>()?);
        let (unique, nulls_not_distinct, valid) = (row.take()?, row.take()?, row.take()?);
        let options = options(row.take()?, "");
        let predicate = row.worded()?.map(str::to_owned);
        let (clustered, replica_identity): (bool, bool) = (row.take()?, row.take()?);
        let handle = build.relations.get(&relation).and_then(|it| it.handle);
        if let (Some(handle), true) = (handle, clustered || replica_identity) {
            match &mut build.object(handle).definition {
                Definition::Table(table) => {
                    if clustered {
                        table.cluster_on = Some(name.clone());
                    }
                    if replica_identity {
                        table.replica_identity = ReplicaIdentity::Index(name.clone());
                    }
                }
                Definition::MaterializedView(view) => view.cluster_on = Some(name.clone()),
                _ => {}
            }
        }
        let parent = row.take::<Option<&str>>()?.map(Name::from);
        let columns: Option<String> = row.take()?;
        let parent = parent.zip(columns).map(|(name, columns)| Parent { name, columns });
        let tablespace = row.take::<Option<&str>>()?.map(Name::from);
        let key_length = usize::try_from(row.take::<i16>()?).unwrap_or_default();
        let columns: Vec<i16> = row.take()?;
        let classes: Vec<u32> = row.take()?;
        let collations: Vec<u32> = row.take()?;
        let directions: Vec<i16> = row.take()?;
        let (key, include) = columns.split_at(key_length.min(columns.len()));
        let parts = key.iter().zip(1..).zip(&classes).zip(&collations).zip(&directions);
        let parts = parts.map(|((((column, place), class), collation), option)| {
            let (column, class) = (*column, *class);
            let (collation, option) = (*collation, *option);
            Part { index, relation, place, column, class, collation, option }
        });
        let mut unclear = Vec::new();
        let elements = parts.map(|part| {
            unclear.extend(part.unclear_collation(build).map(|it| (part.place, it)));
            part.element(build)
        });
        let elements = elements.collect::<Result<_, _>>()?;
        let statistics = (1..).zip(key).filter_map(|(place, _)| {
            let parameters = build.index_parameters.get(&(index, place))?;
            Some((u16::try_from(place).ok()?, parameters.statistics?))
        });
        let statistics = statistics.collect();
        if !unclear.is_empty() {
            build.unclear_collations.insert(index, unclear);
        }
        let found = FoundIndex {
            relation,
            name,
            using,
            unique,
            nulls_not_distinct,
            valid,
            elements,
            key: names(build, relation, key),
            include: names(build, relation, include),
            predicate,
            options,
            tablespace,
            parent,
            statistics,
        };
        build.indexes.insert(index, found);
        Ok(())
    },
};

/// An index whose use is not known yet.
pub(super) struct FoundIndex {
    relation: u32,
    pub(super) name: Name,
    pub(super) using: Name,
    unique: bool,
    pub(super) nulls_not_distinct: bool,
    valid: bool,
    pub(super) elements: Vec<IndexElement>,
    /// The key's columns, without its expressions.
    pub(super) key: Vec<Name>,
    pub(super) include: Vec<Name>,
    pub(super) predicate: Option<String>,
    pub(super) options: Options,
    pub(super) tablespace: Option<Name>,
    parent: Option<Parent>,
    statistics: BTreeMap<u16, i32>,
}

/// The index that an index of a partition is part of.
struct Parent {
    name: Name,
    /// The names of its columns and expressions, joined: names of parts are made of them.
    columns: String,
}

impl FoundIndex {
    /// The index of the parent that this one is part of. What names the constraint is `pkey`, `key`, `excl`, or `idx`
    /// where there is none.
    pub(super) fn attached(&self, build: &Build<'_>, label: &str) -> Option<Attached> {
        let parent = self.parent.as_ref()?;
        let relation = &build.relations.get(&self.relation)?.name.name;
        let columns = (label != "pkey").then(|| cut(&parent.columns));
        let chosen = self.name == generated(relation, columns, label);
        Some(Attached { to: parent.name.clone(), chosen })
    }

    /// An index that no constraint stands on.
    pub(super) fn into_object(self, oid: u32, build: &mut Build<'_>) {
        let Some(relation) = build.relations.get(&self.relation) else { return };
        let attached = self.attached(build, "idx");
        let id = ObjectId::of_relation(Kind::Index, &relation.name, self.name);
        let object = Object::new(Index {
            using: self.using,
            unique: self.unique,
            nulls_not_distinct: self.nulls_not_distinct,
            elements: self.elements,
            include: self.include,
            predicate: self.predicate,
            options: self.options,
            tablespace: self.tablespace,
            valid: self.valid,
            attached,
            statistics: self.statistics,
        });
        build.add((PG_CLASS, oid), id, object);
    }
}

/// PostgreSQL joins names until they fill one.
fn cut(columns: &str) -> &str {
    &columns[..columns.floor_char_boundary(63)]
}
