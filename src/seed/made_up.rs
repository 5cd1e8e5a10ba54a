//! What columns hold of which nothing is said: what their foreign keys refer to, else something of their type.

use super::{Column, Count, Filling, Rows, Seeds, Set, Spread};
use crate::catalog::{Catalog, Definition, Key, Kind, Name, ObjectId, QName, keys};
use crate::diagnostic::Diagnostic;
use crate::render::literal;

/// The time at which it all is, where nothing is said.
const AS_OF: &str = "2026-01-01 12:00:00Z";

/// The columns that have to be made up, in their order.
pub(super) fn made_up(
    catalog: &Catalog,
    seeds: &Seeds,
    set: &Set,
    rows: &Rows,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Column> {
    let mut found = Vec::new();
    let keys = keys(catalog, &rows.table);
    for (id, _, column) in catalog.columns(&rows.table) {
        if rows.columns.iter().any(|it| it.name == id.name) || column.generated.is_some() {
            continue;
        }
        let mut add = |filling| {
            let (name, at) = (id.name.clone(), set.at.clone());
            found.push(Column { name, at, filling, null: 0.0 });
        };
        if column.identity.is_some() {
            add(Filling::Sql(format!(
                "(SELECT coalesce(max(t.{0}), 0) FROM {1} t) + n",
                crate::render::quoted(&id.name),
                crate::render::qualified(&rows.table)
            )));
            continue;
        }
        let default = catalog.get(&ObjectId { kind: Kind::DefaultExpr, ..id.clone() });
        let default = default.and_then(|it| match &it.definition {
            Definition::DefaultExpr(it) => Some(it.expression.as_str()),
            _ => None,
        });
        if let Some(default) = default {
            if is_clock(default) {
                add(Filling::Sql(seeds.as_of()));
            } else if default.contains("gen_random_uuid") || default.contains("uuidv") {
                add(Filling::Sql(uuid()));
            }
            continue;
        }
        if column.null {
            continue;
        }
        let key = keys.iter().find(|it| !it.deferred && it.columns.contains(&id.name));
        if let Some(filling) =
            key.and_then(|key| referred(catalog, seeds, set, rows, key, &id.name))
        {
            add(filling);
            continue;
        }
        match of_type(catalog, seeds, &column.data_type, &id.name) {
            Some(sql) => add(Filling::Sql(sql)),
            None => {
                let message = format!(
                    "{} of {} is of the type {}, for which nothing is made up",
                    id.name, rows.table, column.data_type
                );
                let help = format!("say under `columns:` what it holds: `{}: …`", id.name);
                let fault = Diagnostic::error("unfilled", message).at(set.at.clone());
                faults.push(fault.help(help));
            }
        }
    }
    found
}

/// The column of the row that a foreign key refers to: of the parent where its table is that, else of any.
fn referred(
    catalog: &Catalog,
    seeds: &Seeds,
    set: &Set,
    rows: &Rows,
    key: &Key<'_>,
    name: &Name,
) -> Option<Filling> {
    let at = key.columns.iter().position(|it| it == name)?;
    let column = key.referenced.get(at)?.clone();
    if let Count::Per { set: parent, .. } = &rows.count
        && super::statements::table_of(catalog, seeds, parent).as_ref() == Some(key.references)
    {
        return Some(Filling::Sql(format!("parent.{}", crate::render::quoted(&column))));
    }
    // A key of several columns has to name one row in all of them.
    if key.columns.len() > 1 {
        return None;
    }
    let of = seeds.sets.iter().find(|it| it.name != set.name && it.table() == Some(key.references));
    let of = of.map_or_else(|| key.references.to_string(), |it| it.name.clone());
    Some(Filling::Of { set: of, at: set.at.clone(), column: Some(column), spread: Spread::Uniform })
}

impl Set {
    /// The table whose rows they are.
    pub(super) fn table(&self) -> Option<&QName> {
        match &self.body {
            super::Body::Rows(rows) => Some(&rows.table),
            super::Body::Statement(..) => None,
        }
    }

    /// The table that gets rows by it, also where that is a statement's.
    pub(super) fn filled(&self) -> Option<&QName> {
        match &self.body {
            super::Body::Rows(rows) => Some(&rows.table),
            super::Body::Statement(_, table) => table.as_ref(),
        }
    }
}

/// Whether a default is what the clock says.
fn is_clock(default: &str) -> bool {
    let lower = default.to_ascii_lowercase();
    let (bare, cast) = lower.split_once("::").unwrap_or((&lower, ""));
    // Something is done with it.
    if !cast.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, ' ' | '_' | '(' | ')')) {
        return false;
    }
    let bare = bare.trim_matches(['(', ')', '\'']);
    [
        "now",
        "current_timestamp",
        "current_date",
        "localtimestamp",
        "clock_timestamp",
        "transaction_timestamp",
        "statement_timestamp",
    ]
    .contains(&bare)
}

impl Seeds {
    /// The time at which it all is, as SQL.
    #[must_use]
    pub fn as_of(&self) -> String {
        format!("timestamptz {}", literal(self.as_of.as_deref().unwrap_or(AS_OF)))
    }
}

/// As a random one of version 4 looks.
fn uuid() -> String {
    "overlay(overlay(pg_catalog.md5(hash::text) placing '4' from 13) placing '8' from 17)::uuid"
        .to_owned()
}

fn of_type(catalog: &Catalog, seeds: &Seeds, data_type: &str, name: &str) -> Option<String> {
    if data_type.ends_with("[]") {
        return Some("'{}'".to_owned());
    }
    let bare = data_type.split('(').next().unwrap_or(data_type).trim();
    let before = |what: &str| format!("{} - random * interval '365 days'{what}", seeds.as_of());
    Some(match bare {
        "text" | "character varying" | "citext" => {
            format!("{} || ' ' || n", literal(&name.replace('_', " ")))
        }
        "uuid" => uuid(),
        "smallint" | "integer" | "bigint" => "1 + n % 30000".to_owned(),
        "numeric" | "real" | "double precision" => "round((random * 100)::numeric, 2)".to_owned(),
        "boolean" => "random < 0.5".to_owned(),
        "date" | "timestamp with time zone" | "timestamp without time zone" => before(""),
        "interval" => "random * interval '1 day'".to_owned(),
        "json" | "jsonb" => "'{}'".to_owned(),
        "bytea" => "pg_catalog.decode(pg_catalog.md5(hash::text), 'hex')".to_owned(),
        _ => return of_declared(catalog, seeds, bare, name),
    })
}

fn of_declared(catalog: &Catalog, seeds: &Seeds, bare: &str, name: &str) -> Option<String> {
    let (schema, own) = bare.split_once('.')?;
    let own = QName::new(schema.trim_matches('"'), own.trim_matches('"'));
    let find = |kind| catalog.get(&ObjectId::in_schema(kind, &own)).map(|it| &it.definition);
    if let Some(Definition::Enum(it)) = find(Kind::Enum) {
        let labels: Vec<String> = it.labels.iter().map(|it| literal(it)).collect();
        let count = labels.len();
        return Some(format!(
            "(ARRAY[{}])[1 + pg_catalog.floor(random * {count})::integer]",
            labels.join(", ")
        ));
    }
    match find(Kind::Domain) {
        Some(Definition::Domain(it)) => of_type(catalog, seeds, &it.base, name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_clock;

    #[test]
    fn the_clock_is_known_by_its_words() {
        for default in
            ["now()", "CURRENT_TIMESTAMP", "CURRENT_DATE", "(now())::date", "clock_timestamp()"]
        {
            assert!(is_clock(default), "{default}");
        }
        for default in ["'now'::text || x", "gen_random_uuid()", "now() + '1 day'::interval", "0"] {
            assert!(!is_clock(default), "{default}");
        }
    }
}
