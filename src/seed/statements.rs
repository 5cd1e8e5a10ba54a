//! The statements that make the rows.

use super::filling::{PARENT, expression, with_parent};
use super::made_up::made_up;
use super::order::{named, order};
use super::random::{hash, salt, unit};
use super::{Body, Column, Count, Filling, Rows, Seeds, Set};
use crate::catalog::keys;
use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::render::{literal, qualified, quoted};
use std::collections::BTreeSet;

/// What is done for one set of rows.
#[derive(Debug, Clone)]
pub struct Step {
    /// The set.
    pub set: String,
    /// Where its name stands.
    pub at: Span,
    /// What its rows are.
    pub comment: Option<String>,
    /// The table that gets the rows; `None` for a statement of the project.
    pub table: Option<QName>,
    /// Statements that come before.
    pub before: Vec<String>,
    /// The statement that inserts.
    pub insert: String,
    /// Statements that come after.
    pub after: Vec<String>,
}

/// The statement that tells all others the time at which it all is.
pub fn told_as_of(seeds: &Seeds) -> String {
    format!("CREATE TEMPORARY TABLE seed ON COMMIT DROP AS SELECT {} AS as_of", seeds.as_of())
}

/// The statements that make the rows of a size, in their order. `number` tells one whole of rows from another.
///
/// # Errors
/// What is named and is not there; a size that a set does not know; sets that each need the other.
pub fn steps(
    catalog: &Catalog,
    seeds: &Seeds,
    size: &str,
    number: u64,
) -> Result<Vec<Step>, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let sow = Sow { catalog, seeds, size, number };
    let columns: Vec<Vec<Column>> =
        seeds.sets.iter().map(|set| sow.columns(set, &mut faults)).collect();
    let needs: Vec<BTreeSet<String>> =
        seeds.sets.iter().zip(&columns).map(|(set, it)| sow.needs(set, it)).collect();
    faults.extend(seeds.sets.iter().flat_map(|set| sow.unknown_after(set)));
    let order = match order(seeds, &needs) {
        Ok(order) => order,
        Err(fault) => {
            faults.push(fault);
            Vec::new()
        }
    };
    let mut numbered = BTreeSet::new();
    let mut steps = Vec::new();
    for at in order {
        let set = &seeds.sets[at];
        match sow.step(set, &columns[at], &mut numbered) {
            Ok(step) => steps.push(step),
            Err(mut found) => faults.append(&mut found),
        }
    }
    if faults.is_empty() { Ok(steps) } else { Err(faults) }
}

/// The table that a name means: that of a set, else one of the catalog.
pub(super) fn table_of(catalog: &Catalog, seeds: &Seeds, name: &str) -> Option<QName> {
    if let Some(set) = seeds.sets.iter().find(|it| it.name == name) {
        return set.table().cloned();
    }
    let name = match name.split_once('.') {
        Some((schema, name)) => QName::new(schema, name),
        None => QName::new(seeds.schema.clone(), name),
    };
    catalog.get(&ObjectId::in_schema(Kind::Table, &name)).map(|_| name)
}

/// The table in which the rows of a set, or of a table that is referred to, are numbered.
fn numbered(name: &str) -> String {
    quoted(&format!("seed_{name}"))
}

struct Sow<'a> {
    catalog: &'a Catalog,
    seeds: &'a Seeds,
    size: &'a str,
    number: u64,
}

impl Sow<'_> {
    /// What the columns of a set hold: what is said, then what is made up, which may not name it.
    fn columns(&self, set: &Set, faults: &mut Vec<Diagnostic>) -> Vec<Column> {
        let Body::Rows(rows) = &set.body else { return Vec::new() };
        let Some(_) = self.catalog.get(&ObjectId::in_schema(Kind::Table, &rows.table)) else {
            let tables = self.catalog.of_kind(Kind::Table).map(|(id, _)| id.qname().to_string());
            let tables: Vec<String> = tables.collect();
            let message = format!("there is no table {}", rows.table);
            let fault = Diagnostic::error("unknown-table", message).at(set.at.clone());
            faults.push(
                match nearest(&rows.table.to_string(), tables.iter().map(String::as_str)) {
                    Some(near) => {
                        fault.help(format!("the nearest one is `{near}`: `table: {near}`"))
                    }
                    None => fault.help("name one under `table:`"),
                },
            );
            return Vec::new();
        };
        for column in &rows.columns {
            let id = ObjectId::of_relation(Kind::Column, &rows.table, column.name.clone());
            let fault = match self.catalog.column(&id) {
                Some(it) if it.generated.is_none() => continue,
                Some(_) => Diagnostic::error(
                    "generated-column",
                    format!("{} of {} is generated from others", column.name, rows.table),
                )
                .help("leave it out"),
                None => {
                    let all = self.catalog.columns(&rows.table);
                    let near = nearest(&column.name, all.iter().map(|(id, ..)| &*id.name));
                    let message = format!("{} has no column {}", rows.table, column.name);
                    Diagnostic::error("unknown-column", message).help(match near {
                        Some(near) => format!("the nearest one is `{near}`"),
                        None => "what is no column stands under `keep:`".to_owned(),
                    })
                }
            };
            faults.push(fault.at(column.at.clone()));
        }
        // What is made up comes first: what is said may name it.
        let mut all = made_up(self.catalog, self.seeds, set, rows, faults);
        all.extend(rows.columns.iter().cloned());
        all
    }

    /// The sets that come before.
    fn needs(&self, set: &Set, columns: &[Column]) -> BTreeSet<String> {
        let mut found = named(set, columns);
        if let Body::Rows(rows) = &set.body {
            let is_written = |name: &Name| columns.iter().any(|it| it.name == *name);
            for key in keys(self.catalog, &rows.table) {
                if !key.deferred && key.columns.iter().all(is_written) {
                    let others = self.seeds.sets.iter();
                    let others = others.filter(|it| it.table() == Some(key.references));
                    found.extend(others.map(|it| it.name.clone()));
                }
            }
        }
        found.remove(&set.name);
        found
    }

    fn unknown_after(&self, set: &Set) -> Vec<Diagnostic> {
        let is_unknown = |name: &String| !self.seeds.sets.iter().any(|it| it.name == *name);
        let unknown = set.after.iter().filter(|(name, _)| is_unknown(name));
        unknown.map(|(name, at)| self.unknown(name, at)).collect()
    }

    fn unknown(&self, name: &str, at: &Span) -> Diagnostic {
        let message = format!("there is neither a set nor a table `{name}`");
        let fault = Diagnostic::error("unknown-set", message).at(at.clone());
        let names = self.seeds.sets.iter().map(|it| it.name.as_str());
        match nearest(name, names) {
            Some(near) => fault.help(format!("the nearest one is `{near}`")),
            None => fault.help("name a set of rows, or a table with its schema"),
        }
    }

    fn step(
        &self,
        set: &Set,
        columns: &[Column],
        known: &mut BTreeSet<String>,
    ) -> Result<Step, Vec<Diagnostic>> {
        let step = Step {
            set: set.name.clone(),
            at: set.at.clone(),
            comment: set.comment.clone(),
            table: set.filled().cloned(),
            before: Vec::new(),
            insert: String::new(),
            after: Vec::new(),
        };
        let rows = match &set.body {
            Body::Statement(sql, _) => {
                let own = literal(&format!("pg_temp.{}", numbered(&set.name)));
                // Nothing else looks at temporary tables.
                let analyze = format!(
                    "DO $$ BEGIN IF pg_catalog.to_regclass({own}) IS NOT NULL THEN EXECUTE 'ANALYZE ' || {own}; END IF; END $$"
                );
                return Ok(Step { insert: sql.clone(), after: vec![analyze], ..step });
            }
            Body::Rows(rows) => rows,
        };
        let mut faults = Vec::new();
        let mut before = Vec::new();
        let mut query = match self.begun(set, rows, known, &mut before) {
            Ok(query) => query,
            Err(fault) => return Err(vec![fault]),
        };
        let kept = rows.keep.iter().map(|it| (it, None));
        let held = columns.iter().map(|it| {
            let id = ObjectId::of_relation(Kind::Column, &rows.table, it.name.clone());
            (it, self.catalog.column(&id).map(|it| it.data_type.as_str()))
        });
        for (column, data_type) in kept.chain(held) {
            let of = |share: &str| self.of(rows, column, share, known, &mut before);
            match expression(self.seeds, column, data_type, of) {
                Ok(made) => query = self.wider(set, column, &query, &made),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let own = numbered(&set.name);
        let names: Vec<String> =
            rows.keep.iter().chain(columns).map(|it| quoted(&it.name)).collect();
        let names: String = names.iter().map(|it| format!(", r.{it}")).collect();
        before.push(format!(
            "CREATE TEMPORARY TABLE {own} ON COMMIT DROP AS SELECT r.\"#n\", r.\"#\"{names} FROM ({query}) r"
        ));
        before.extend(indexed(&own));
        known.insert(set.name.clone());
        let list: Vec<String> = columns.iter().map(|it| quoted(&it.name)).collect();
        let list = list.join(", ");
        let table = qualified(&rows.table);
        let identities: Vec<&Name> = columns
            .iter()
            .map(|it| &it.name)
            .filter(|name| {
                let id = ObjectId::of_relation(Kind::Column, &rows.table, (*name).clone());
                self.catalog.column(&id).is_some_and(|it| it.identity.is_some())
            })
            .collect();
        let overriding = if identities.is_empty() { "" } else { " OVERRIDING SYSTEM VALUE" };
        let after = identities.iter().map(|name| {
            format!(
                "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence({}, {}), max(t.{})) FROM {table} t HAVING count(*) > 0",
                literal(&table),
                literal(name),
                quoted(name)
            )
        });
        let after = after.collect();
        let insert = match columns.is_empty() {
            true => {
                return Err(vec![
                    Diagnostic::error(
                        "unfilled",
                        format!("nothing is said of a column of {}", rows.table),
                    )
                    .at(set.at.clone())
                    .help("say under `columns:` what one of them holds"),
                ]);
            }
            false => format!(
                "INSERT INTO {table} ({list}){overriding} SELECT {list} FROM {own} ORDER BY \"#n\""
            ),
        };
        Ok(Step { before, insert, after, ..step })
    }

    /// The rows without values: a number, the number among those of the parent, a hash, the parent.
    fn begun(
        &self,
        set: &Set,
        rows: &Rows,
        known: &mut BTreeSet<String>,
        before: &mut Vec<String>,
    ) -> Result<String, Diagnostic> {
        let own = salt(self.number, &set.name);
        match &rows.count {
            Count::Sizes(sizes) => {
                let Some(count) = sizes.get(self.size) else {
                    let message =
                        format!("{} does not say how many rows `{}` has", set.name, self.size);
                    return Err(Diagnostic::error("unknown-size", message)
                        .at(set.at.clone())
                        .help(format!("write `rows: {{ {}: 10 }}`", self.size)));
                };
                let hash = hash("s.n", own);
                Ok(format!(
                    "SELECT s.n AS \"#n\", 1 AS \"#k\", {hash} AS \"#\" FROM pg_catalog.generate_series(1::bigint, {count}) AS s(n)"
                ))
            }
            Count::Per { set: parent, at, least, most, condition } => {
                let parent = self.numbered(parent, at, known, before)?;
                let many = unit(&hash("p.\"#\"", own));
                let count = match least == most {
                    true => least.to_string(),
                    false => {
                        let range = u64::from(*most) - u64::from(*least) + 1;
                        format!("{least} + pg_catalog.floor({many} * {range})::integer")
                    }
                };
                let condition = condition
                    .as_ref()
                    .map_or_else(String::new, |it| format!(" WHERE {}", with_parent(it)));
                Ok(format!(
                    "SELECT row_number() OVER (ORDER BY r.\"#pn\", r.k) AS \"#n\", r.k AS \"#k\", \
                     pg_catalog.hashint8extended(r.k::bigint, r.\"#p\" # '{own}'::bigint) AS \"#\", r.{PARENT} \
                     FROM (SELECT p AS {PARENT}, p.\"#\" AS \"#p\", p.\"#n\" AS \"#pn\", s.k FROM {parent} p \
                     CROSS JOIN LATERAL pg_catalog.generate_series(1, {count}) AS s(k)) r{condition}"
                ))
            }
        }
    }

    /// The rows with a value more. Without OFFSET the expression would be put, and worked out, wherever the value is named.
    fn wider(&self, set: &Set, column: &Column, query: &str, made: &str) -> String {
        let own = salt(self.number, &format!("{}.{}", set.name, column.name));
        format!(
            "SELECT r.*, x.value AS {} FROM ({query}) r \
             CROSS JOIN LATERAL (SELECT r.\"#n\" AS n, r.\"#k\" AS k, {} AS hash, {} AS as_of) h \
             CROSS JOIN LATERAL (SELECT {} AS random) u \
             CROSS JOIN LATERAL (SELECT {made} AS value OFFSET 0) x",
            quoted(&column.name),
            hash("r.\"#\"", own),
            self.seeds.as_of(),
            unit("h.hash"),
        )
    }

    /// The column of a row of another set, which is chosen by a share of their number.
    fn of(
        &self,
        rows: &Rows,
        column: &Column,
        share: &str,
        known: &mut BTreeSet<String>,
        before: &mut Vec<String>,
    ) -> Result<String, Diagnostic> {
        let Filling::Of { set, at, column: wanted, .. } = &column.filling else {
            return Ok("NULL".to_owned());
        };
        let from = self.numbered(set, at, known, before)?;
        let target = table_of(self.catalog, self.seeds, set);
        let wanted =
            wanted.clone().unwrap_or_else(|| self.key(rows, &column.name, target.as_ref()));
        Ok(format!(
            "(SELECT t.{} FROM {from} t WHERE t.\"#n\" = 1 + pg_catalog.floor({share} * (SELECT count(*) FROM {from}))::bigint)",
            quoted(&wanted)
        ))
    }

    /// The column that a column refers to, else the primary key.
    fn key(&self, rows: &Rows, name: &Name, target: Option<&QName>) -> Name {
        for key in keys(self.catalog, &rows.table) {
            if let [own] = key.columns
                && own == name
                && Some(key.references) == target
                && let [column] = key.referenced
            {
                return column.clone();
            }
        }
        let primary =
            target.into_iter().flat_map(|it| self.catalog.of_relation(Kind::Constraint, it));
        let primary = primary.filter_map(|(_, object)| match &object.definition {
            Definition::Constraint(it) => match &it.body {
                ConstraintBody::PrimaryKey { columns, .. } => columns.first().cloned(),
                _ => None,
            },
            _ => None,
        });
        primary.last().unwrap_or_else(|| Name::from("id"))
    }

    /// The table of the numbered rows of a set, or of a table, which is numbered where that was not done yet.
    fn numbered(
        &self,
        name: &str,
        at: &Span,
        known: &mut BTreeSet<String>,
        before: &mut Vec<String>,
    ) -> Result<String, Diagnostic> {
        let own = numbered(name);
        if self.seeds.sets.iter().any(|it| it.name == name && it.table().is_some()) {
            return Ok(own);
        }
        let Some(table) = table_of(self.catalog, self.seeds, name) else {
            return Err(self.unknown(name, at));
        };
        if known.insert(name.to_owned()) {
            let salt = salt(self.number, name);
            // The order of a table is that of its rows as text: whatever its key is.
            before.push(format!(
                "CREATE TEMPORARY TABLE {own} ON COMMIT DROP AS SELECT t.\"#n\", {} AS \"#\", (t.\"#t\").* \
                 FROM (SELECT row_number() OVER (ORDER BY t::text COLLATE \"C\") AS \"#n\", t AS \"#t\" FROM {} t) t",
                hash("t.\"#n\"", salt),
                qualified(&table)
            ));
            before.extend(indexed(&own));
        }
        Ok(own)
    }
}

fn indexed(table: &str) -> [String; 2] {
    [format!("CREATE UNIQUE INDEX ON {table} (\"#n\")"), format!("ANALYZE {table}")]
}
