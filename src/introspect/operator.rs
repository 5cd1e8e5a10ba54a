//! Collations, operator classes and operators, as far as columns, indexes and exclusion constraints name them.

use super::build::Build;
use super::stage::Stage;
use rustc_hash::{FxHashMap, FxHashSet};

pub(super) const COLLATIONS: Stage = Stage {
    name: "collations",
    sql: |_| "SELECT oid, collnamespace, collname FROM pg_collation".to_owned(),
    read: |build, row| {
        let (oid, schema): (u32, u32) = (row.take()?, row.take()?);
        let name = build.qualified(schema, row.take()?);
        build.operators.collations.insert(oid, name);
        Ok(())
    },
};

pub(super) const CLASSES: Stage = Stage {
    name: "operator classes",
    sql: |_| {
        "SELECT oid, opcnamespace, opcname, opcmethod, opcintype, opckeytype <> 0, opcdefault \
         FROM pg_opclass"
            .to_owned()
    },
    read: |build, row| {
        let (oid, schema): (u32, u32) = (row.take()?, row.take()?);
        let name = build.qualified(schema, row.take()?);
        let class = OperatorClass {
            name,
            method: row.take()?,
            input: row.take()?,
            stores_other_type: row.take()?,
            default: row.take()?,
        };
        if class.default {
            build.operators.default_inputs.insert((class.method, class.input));
        }
        build.operators.classes.insert(oid, class);
        Ok(())
    },
};

pub(super) const OPERATORS: Stage = Stage {
    name: "operators",
    sql: |_| {
        "SELECT oid, oprnamespace, oprname FROM pg_operator WHERE oid IN \
         (SELECT unnest(conexclop) FROM pg_constraint WHERE contype = 'x')"
            .to_owned()
    },
    read: |build, row| {
        let (oid, schema): (u32, u32) = (row.take()?, row.take()?);
        let name: &str = row.take()?;
        let name = match build.schema_names.get(&schema) {
            Some(space) if &**space != "pg_catalog" => {
                format!("OPERATOR({}.{name})", build.keywords.quoted(space))
            }
            _ => name.to_owned(),
        };
        build.operators.operators.insert(oid, name);
        Ok(())
    },
};

/// Names as SQL wants them, by OID.
#[derive(Default)]
pub(super) struct Operators {
    collations: FxHashMap<u32, String>,
    pub(super) operators: FxHashMap<u32, String>,
    classes: FxHashMap<u32, OperatorClass>,
    /// The access methods and types that a default class is made for.
    default_inputs: FxHashSet<(u32, u32)>,
}

pub(super) struct OperatorClass {
    pub(super) name: String,
    method: u32,
    input: u32,
    /// The index does not hold values of the type that is indexed.
    pub(super) stores_other_type: bool,
    default: bool,
}

impl Operators {
    /// The collation's name where it is not the one that would be taken anyway.
    pub(super) fn collation(&self, collation: u32, otherwise: u32) -> Option<String> {
        (collation != 0 && collation != otherwise)
            .then(|| self.collations.get(&collation).cloned())
            .flatten()
    }

    pub(super) fn class(&self, class: u32) -> Option<&OperatorClass> {
        self.classes.get(&class)
    }

    /// Whether the class is what an index over this type takes when none is named. A default class may be made for
    /// another type that this one is read as (`text` for `varchar`, `anyarray` for arrays) unless this one has a
    /// default class of its own.
    pub(super) fn is_default(&self, class: &OperatorClass, over: Option<u32>) -> bool {
        class.default
            && over.is_none_or(|over| {
                class.input == over || !self.default_inputs.contains(&(class.method, over))
            })
    }
}

/// The text of an OID's collation where it is not that of the type.
pub(super) fn collation(build: &Build<'_>, collation: u32, data_type: u32) -> Option<String> {
    build.operators.collation(collation, build.types.collation(data_type))
}
