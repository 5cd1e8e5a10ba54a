//! Which arguments and columns hold the key of a row, and of which table.

use super::model::{Identifier, Type};
use super::names::{Taken, camel, singular};
use super::scalar::Pass;
use super::types::Types;
use crate::catalog::{ConstraintBody, Definition, Kind, Name, QName};
use std::collections::{BTreeMap, BTreeSet};

/// The keys of tables, by the names under which they are told.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// By name, as of columns and arguments.
    by_name: BTreeMap<String, Identifier>,
    /// By what one row is called.
    by_row: BTreeMap<String, Identifier>,
    /// By table.
    of_table: BTreeMap<QName, Identifier>,
    /// Columns that hold a key, and of which table.
    holds: BTreeMap<(QName, String), QName>,
}

/// What a key may be.
const KEYS: [&str; 5] = ["uuid", "bigint", "integer", "smallint", "text"];

impl Identifiers {
    /// Those of a catalog: each key of one column that is no reference itself. `family_id` is the key of `families` where a
    /// foreign key has that name, and none of that name leads elsewhere, or where the table is called so. A name of text is one
    /// only where each column of that name refers.
    pub(super) fn of(types: &Types<'_>) -> Self {
        let keys = keys(types);
        let references = references(types, &keys);
        let mut taken = Taken::default();
        let mut made: BTreeMap<QName, Identifier> = BTreeMap::new();
        for (table, (column, data_type)) in &keys {
            let refers = references.iter().any(|it| it.table == *table && it.column == *column)
                && !is_own(table, column);
            let Some(inner) = types.of(data_type).filter(|_| !refers) else { continue };
            let rust = taken.take(format!("{}Id", camel(&singular(&table.name))));
            made.insert(
                table.clone(),
                Identifier { rust, table: table.clone(), inner: inner.rust },
            );
        }
        let holds = references
            .iter()
            .map(|it| {
                ((it.table.clone(), it.column.to_string()), root(&it.target, &keys, &references))
            })
            .chain(made.keys().map(|it| ((it.clone(), keys[it].0.to_string()), it)))
            .filter(|(_, table)| made.contains_key(*table))
            .map(|(column, table)| (column, table.clone()));
        let mut found = Self { holds: holds.collect(), ..Self::default() };
        let mut targets: BTreeMap<String, BTreeSet<&QName>> = BTreeMap::new();
        for it in &references {
            let target = root(&it.target, &keys, &references);
            targets.entry(it.column.to_string()).or_default().insert(target);
        }
        for (table, identifier) in &made {
            let row = singular(&table.name);
            let (column, _) = &keys[table];
            // A name that says nothing of the table (`code`, `key`) may be that of anything.
            let whole = match column.starts_with(&format!("{row}_")) {
                true => column.to_string(),
                false => format!("{row}_{column}"),
            };
            targets.entry(whole).or_default().insert(table);
            found.by_row.entry(row).or_insert_with(|| identifier.clone());
        }
        let loose = loose(types, &keys, &references);
        for (name, tables) in targets {
            let mut tables = tables.into_iter();
            if let (Some(table), None) = (tables.next(), tables.next())
                && let Some(identifier) = made.get(table)
                && !(identifier.inner == "String" && loose.contains(&*name))
            {
                found.by_name.insert(name, identifier.clone());
            }
        }
        found.of_table = made;
        found
    }

    /// Each of them, by name.
    pub(super) fn all(&self) -> impl Iterator<Item = &Identifier> {
        let all: BTreeSet<&Identifier> = self
            .by_name
            .values()
            .chain(self.by_row.values())
            .chain(self.of_table.values())
            .collect();
        all.into_iter()
    }

    /// The key that an argument or a column of this name and type holds; arrays and ranges hold it too.
    pub(super) fn named(&self, name: &str, data_type: Type) -> Type {
        let one = singular(name);
        match self.by_name.get(name).or_else(|| self.by_name.get(&one)) {
            Some(it) => keyed(it, data_type),
            None => data_type,
        }
    }

    /// The table whose key a column holds.
    pub(super) fn holds(&self, table: &QName, column: &str) -> Option<&QName> {
        self.holds.get(&(table.clone(), column.to_owned()))
    }

    /// The key of a table, where what holds it is none by its name already.
    pub(super) fn of_table(&self, table: Option<&QName>, data_type: Type) -> Type {
        match table.and_then(|it| self.of_table.get(it)) {
            Some(it) if !data_type.rust.contains("ids::") => keyed(it, data_type),
            _ => data_type,
        }
    }

    /// The key that a column of a table holds.
    pub(super) fn of_column(&self, table: &QName, column: &str, data_type: Type) -> Type {
        let own = self.by_row.values().find(|it| it.table == *table && column == "id");
        match own {
            Some(it) => keyed(it, data_type),
            None => self.named(column, data_type),
        }
    }

    /// The key of a row that a function is about: `id` of `get_family`, what `create_family` gives; where its name begins with
    /// one of these verbs.
    pub(super) fn of_row(&self, function: &str, verbs: Option<&[&str]>, data_type: Type) -> Type {
        let Some((verb, rest)) = function.split_once('_') else { return data_type };
        let row = singular(rest.strip_prefix("my_").unwrap_or(rest));
        match self.by_row.get(&row).filter(|_| verbs.is_none_or(|it| it.contains(&verb))) {
            Some(it) => keyed(it, data_type),
            None => data_type,
        }
    }
}

fn keyed(identifier: &Identifier, data_type: Type) -> Type {
    let rust = format!("ids::{}", identifier.rust);
    if data_type.rust == identifier.inner {
        let pass = if identifier.inner == "String" { Pass::Into } else { Pass::Value };
        return Type { rust, pass, ..data_type };
    }
    if data_type.rust == format!("values::Array<{}>", identifier.inner) {
        return Type { rust: format!("values::Array<{rust}>"), ..data_type };
    }
    data_type
}

/// The keys of one column, by table.
fn keys<'a>(types: &Types<'a>) -> BTreeMap<QName, (Name, &'a str)> {
    let mut found = BTreeMap::new();
    for (id, object) in types.catalog.of_kind(Kind::Constraint) {
        let Definition::Constraint(it) = &object.definition else { continue };
        let ConstraintBody::PrimaryKey { columns, .. } = &it.body else { continue };
        let [column] = &columns[..] else { continue };
        let table = id.relation_qname();
        let columns = types.catalog.columns(&table);
        let data_type = columns.into_iter().find(|(id, ..)| id.name == *column);
        if let Some((.., it)) = data_type
            && KEYS.contains(&&*it.data_type)
        {
            found.insert(table, (column.clone(), &*it.data_type));
        }
    }
    found
}

/// A column that holds the key of another table.
struct Reference {
    table: QName,
    column: Name,
    target: QName,
}

/// Each column that holds the key of a table, of foreign keys of any number of columns.
fn references(types: &Types<'_>, keys: &BTreeMap<QName, (Name, &str)>) -> Vec<Reference> {
    let mut found = Vec::new();
    for (id, object) in types.catalog.of_kind(Kind::Constraint) {
        let Definition::Constraint(it) = &object.definition else { continue };
        let ConstraintBody::ForeignKey { columns, references, referenced_columns, .. } = &it.body
        else {
            continue;
        };
        let Some((key, _)) = keys.get(references) else { continue };
        let holds = columns.iter().zip(referenced_columns).filter(|(_, to)| *to == key);
        found.extend(holds.map(|(column, _)| Reference {
            table: id.relation_qname(),
            column: column.clone(),
            target: references.clone(),
        }));
    }
    found
}

/// The names of columns of text that hold no key: such a name, `provider` say, speaks of a table here and of none there.
fn loose<'a>(
    types: &Types<'a>,
    keys: &BTreeMap<QName, (Name, &str)>,
    references: &[Reference],
) -> BTreeSet<&'a str> {
    let refers: BTreeSet<(&QName, &Name)> =
        references.iter().map(|it| (&it.table, &it.column)).collect();
    let tables = types.catalog.of_kind(Kind::Table).map(|(id, _)| id.qname());
    let mut found = BTreeSet::new();
    for table in tables {
        for (id, _, column) in types.catalog.columns(&table) {
            let is_key = keys.get(&table).is_some_and(|(key, _)| *key == id.name);
            if column.data_type == "text" && !is_key && !refers.contains(&(&table, &id.name)) {
                found.insert(&*id.name);
            }
        }
    }
    found
}

/// Whether a key is called as that of its own table: it is, whatever it refers to. Two tables may refer to each other.
fn is_own(table: &QName, column: &Name) -> bool {
    **column == *"id" || column.starts_with(&format!("{}_", singular(&table.name)))
}

/// The table whose key it is at last, where a key is a reference itself.
fn root<'a>(
    table: &'a QName,
    keys: &BTreeMap<QName, (Name, &str)>,
    references: &'a [Reference],
) -> &'a QName {
    let mut at = table;
    let mut seen = BTreeSet::new();
    while seen.insert(at)
        && let Some((column, _)) = keys.get(at)
        && !is_own(at, column)
        && let Some(next) = references.iter().find(|it| it.table == *at && it.column == *column)
    {
        at = &next.target;
    }
    at
}
