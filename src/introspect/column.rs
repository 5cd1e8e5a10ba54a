//! Columns of tables and views; attributes of composite types.

use super::base_type;
use super::build::{Build, Handle};
use super::class::{DEFAULT_COLLATION, PG_CLASS};
use super::error::BadRow;
use super::index_element::Parameters;
use super::operator::collation;
use super::relation::{self, Attribute};
use super::sequence::Beneath;
use super::stage::{Stage, since};
use crate::catalog::{
    self, AlsoOwn, Column, Identity, Kind, Name, Object, ObjectId, Options, Position, Storage,
    generated,
};

/// Of relations that are not part of the catalog too: a foreign key may refer to their columns. Of indexes those that
/// have parameters: they are found while all attributes are looked at.
pub(super) const STAGE: Stage = Stage {
    name: "columns",
    sql: |major| {
        // Before PostgreSQL 16 no heir states a column that its parents generate; it may generate one of theirs.
        let stated = since(
            major,
            16,
            "a.attislocal",
            "a.attislocal AND (a.attgenerated = '' OR NOT EXISTS (SELECT FROM pg_inherits h \
             JOIN pg_attribute p ON p.attrelid = h.inhparent WHERE h.inhrelid = a.attrelid \
             AND p.attname = a.attname AND p.attgenerated <> ''))",
        );
        format!(
            "SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation, \
             a.attnotnull, \
             CASE a.attgenerated WHEN '' THEN a.attidentity ELSE a.attgenerated END, a.attstorage, a.attcompression, \
             nullif(a.attstattarget, -1)::int4, a.attoptions, {stated} AND a.attinhcount > 0, a.attacl IS NOT NULL \
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
             WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped \
             AND (c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') OR (c.relkind IN ('i', 'I') \
             AND (a.attoptions IS NOT NULL OR coalesce(a.attstattarget, -1) <> -1)))"
        )
    },
    read: |build, row| {
        let found = Found {
            key: (row.take()?, row.take()?),
            name: Name::from(row.take::<&str>()?),
            data_type: row.take()?,
            modifier: row.take()?,
            collation: row.take()?,
            not_null: row.take()?,
            made: row.letter()?,
            storage: row.letter()?,
            compression: row.letter()?,
            statistics: row.take()?,
            options: row.take()?,
            also_own: row.take()?,
        };
        build.has_column_grants |= row.take::<bool>()?;
        let Some(relation) = build.relations.get(&found.key.0) else {
            let options = found.options.unwrap_or_default().into_iter().map(str::to_owned);
            let parameters =
                Parameters { options: options.collect(), statistics: found.statistics };
            build.index_parameters.insert(found.key, parameters);
            return Ok(());
        };
        if !matches!(found.collation, 0 | DEFAULT_COLLATION) {
            build.collated_relations.insert(found.key.0);
        }
        let handle = match (relation.kind, relation.handle) {
            (_, None) => None,
            ('c', Some(composite)) => Some(found.add_attribute(build, composite)?),
            (kind, Some(_)) => Some(found.add_column(build, kind)?),
        };
        let attribute = Attribute {
            generated: found.generated(),
            name: found.name,
            data_type: found.data_type,
            collation: found.collation,
            handle,
        };
        build.attributes.insert(found.key, attribute);
        Ok(())
    },
};

/// A row of `pg_attribute`.
struct Found<'a> {
    /// The relation and the number.
    key: (u32, i16),
    name: Name,
    data_type: u32,
    modifier: i32,
    collation: u32,
    not_null: bool,
    /// `attidentity` or `attgenerated`: no column has both.
    made: char,
    storage: char,
    compression: char,
    statistics: Option<i32>,
    options: Option<Vec<&'a str>>,
    also_own: bool,
}

impl Found<'_> {
    /// `attgenerated`.
    fn generated(&self) -> char {
        if matches!(self.made, 'a' | 'd') { '\0' } else { self.made }
    }

    fn add_attribute(&self, build: &mut Build<'_>, composite: Handle) -> Result<Handle, BadRow> {
        let attribute = catalog::Attribute {
            name: self.name.clone(),
            data_type: build.types.name(self.data_type, self.modifier)?,
            collation: collation(build, self.collation, self.data_type),
            comment: None,
        };
        build.composites.insert((composite, self.key.1), attribute);
        Ok(composite)
    }

    /// A view's query decides all but the names and types of its columns.
    fn add_column(&self, build: &mut Build<'_>, kind: char) -> Result<Handle, BadRow> {
        let Some(relation) = build.relations.get(&self.key.0) else {
            return Err(BadRow::Changed("a relation is missing".into()));
        };
        let is_partition = relation.is_partition;
        let id = ObjectId::of_relation(Kind::Column, &relation.name, self.name.clone());
        let of_table = matches!(kind, 'r' | 'p' | 'f');
        let has_settings = of_table || kind == 'm';
        let collation = collation(build, self.collation, self.data_type);
        let column = Column {
            position: Position(i32::from(self.key.1)),
            data_type: build.types.name(self.data_type, self.modifier)?,
            null: !self.not_null,
            collation: collation.filter(|_| of_table),
            identity: self.take_identity(build, is_partition)?,
            generated: None,
            storage: self.unusual_storage(build).filter(|_| has_settings),
            compression: self.compression().filter(|_| has_settings).map(str::to_owned),
            statistics: self.statistics.filter(|_| has_settings),
            options: match has_settings {
                true => options(self.options.clone()),
                false => Options::new(),
            },
            foreign_options: Options::new(),
            also_own: AlsoOwn(self.also_own),
            not_null: None,
            own_not_null: AlsoOwn::default(),
        };
        let handle = build.add_unaddressed(id, Object::new(column));
        if let Some(sequence) = build.identity_sequences.get(&self.key) {
            build.stands_for((PG_CLASS, *sequence), handle);
        }
        Ok(handle)
    }

    /// A partition's column counts with the sequence of its parent, and has none of its own.
    fn take_identity(
        &self,
        build: &mut Build<'_>,
        is_partition: bool,
    ) -> Result<Option<Identity>, BadRow> {
        let always = match self.made {
            '\0' | 's' | 'v' => return Ok(None),
            'a' => true,
            'd' => false,
            letter => return Err(BadRow::unknown("kind of identity or generated column", letter)),
        };
        let sequence = build.identities.remove(&self.key);
        if sequence.is_none() && is_partition {
            return Ok(None);
        }
        let sequence = sequence.ok_or_else(|| {
            BadRow::Changed(format!("the sequence of column {} is missing", self.name))
        })?;
        let Beneath { options: sequence, name, grants, unlogged } = sequence;
        let relation = build.relations.get(&self.key.0).map(|it| it.name.name.clone());
        let given = relation.is_some_and(|it| generated(&it, Some(&self.name), "seq") == name);
        let name = (!given).then_some(name);
        Ok(Some(Identity { always, name, sequence, unlogged, comment: None, grants }))
    }

    fn unusual_storage(&self, build: &Build<'_>) -> Option<Storage> {
        if build.types.storage(self.data_type) == Some(self.storage) {
            return None;
        }
        Some(base_type::storage(self.storage))
    }

    fn compression(&self) -> Option<&'static str> {
        match self.compression {
            'p' => Some("pglz"),
            'l' => Some("lz4"),
            _ => None,
        }
    }
}

/// PostgreSQL counts versions of a column among its options since its releases of November 2026. Like pg_dump, nobody
/// says, compares or keeps them.
fn options(options: Option<Vec<&str>>) -> Options {
    let mut options = relation::options(options, "");
    options.remove("pg_attver");
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_column_is_no_option() {
        assert!(options(Some(vec!["pg_attver=22328504"])).is_empty());
        let own = options(Some(vec!["pg_attver=22328504", "n_distinct=4"]));
        assert_eq!(own, Options::from([("n_distinct".into(), "4".into())]));
    }
}
