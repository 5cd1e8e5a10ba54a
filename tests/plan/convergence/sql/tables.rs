//! Tables and columns.

use super::{ROLES, Sql, constraints, functions, indexes, list, owner, sequences, types};
use crate::convergence::choices::At;

#[derive(Clone)]
pub(super) struct Table<'a> {
    pub(super) at: At<'a>,
    pub(super) name: String,
    /// `PARTITION BY`.
    pub(super) by: Option<&'static str>,
    /// The type of `id`.
    pub(super) id: &'static str,
    /// Where it lies.
    pub(super) schema: &'static str,
    pub(super) columns: Vec<Column<'a>>,
}

#[derive(Clone)]
pub(super) struct Column<'a> {
    pub(super) at: At<'a>,
    pub(super) name: String,
    pub(super) data_type: String,
    /// It stores its values.
    pub(super) stored: bool,
}

impl Table<'_> {
    /// Rows can be told apart by any columns, of which `id` is one.
    pub(super) fn has_keys(&self) -> bool {
        self.by.is_none_or(|by| !by.contains('/'))
    }

    pub(super) fn stored(&self) -> Vec<String> {
        self.columns.iter().filter(|it| it.stored).map(|it| it.name.clone()).collect()
    }

    /// Those of which keys, indexes and statistics can be made.
    pub(super) fn ordered(&self) -> Vec<String> {
        let all = self.columns.iter().filter(|it| it.stored && types::is_ordered(&it.data_type));
        all.map(|it| it.name.clone()).collect()
    }
}

/// The tables that are there: three, and one that has partitions.
pub(super) fn there<'a>(sql: &Sql<'a>) -> Vec<Table<'a>> {
    let all = ["t0", "t1", "t2", "p0"].map(|name| sql.at(name));
    all.into_iter()
        .filter(|at| at.is("there", 70))
        .map(|at| {
            let by = (at.name() == "p0").then(|| {
                at.one("by", &["RANGE (id)", "LIST (id)", "HASH (id)", "RANGE ((id / 10))"])
            });
            let columns = columns(sql, &at);
            let id = match by {
                None => at.one("id", &["bigint", "bigint", "integer"]),
                Some(_) => "bigint",
            };
            let schema = match at.name() == "t2" && at.is("moved", 15) {
                true => super::schema(1),
                false => super::schema(0),
            };
            Table { name: format!("{schema}.{}", at.name()), by, id, schema, columns, at }
        })
        .collect()
}

fn columns<'a>(sql: &Sql<'a>, at: &At<'a>) -> Vec<Column<'a>> {
    let all = (0..5).map(|number| at.at(format!("c{number}")));
    all.filter(|at| at.is("there", 50))
        .map(|at| {
            let data_type = types::of_column(sql, &at);
            let stored = !(is_generated(&at, &data_type) && is_virtual(sql, &at));
            Column { name: at.name().to_owned(), data_type, stored, at }
        })
        .collect()
}

fn is_generated(at: &At<'_>, data_type: &str) -> bool {
    at.number("value", 16) == 10 && matches!(data_type, "integer" | "bigint" | "text")
}

fn is_virtual(sql: &Sql<'_>, at: &At<'_>) -> bool {
    sql.major() >= 18 && at.is("virtual", 40)
}

/// Where the value of a column comes from.
fn value(sql: &Sql<'_>, it: &Column<'_>, others: &[Column<'_>]) -> String {
    let (at, name) = (&it.at, it.data_type.as_str());
    let whole = matches!(name, "integer" | "bigint");
    if is_generated(at, name) {
        let kind = if it.stored { "STORED" } else { "VIRTUAL" };
        let other = others
            .iter()
            .find(|it| !it.data_type.contains('.') && !is_generated(&it.at, &it.data_type));
        let expression = match whole {
            true if other.is_some() && at.is("of_another", 60) => {
                let other = other.map(|it| it.name.as_str()).unwrap_or_default();
                format!("CASE WHEN {other} IS NULL THEN 1 ELSE 2 END")
            }
            true => at.one("expression", &["length('abc')", "5"]).to_owned(),
            false if it.stored && at.is("called", 40) => {
                format!("{}::text", functions::call(sql, "id"))
            }
            false => "'x' || id".to_owned(),
        };
        return format!(" GENERATED ALWAYS AS ({expression}) {kind}");
    }
    let default = match at.number("value", 16) {
        6..=8 => Some(types::literal(sql, name)),
        9 if whole => {
            let always = at.one("always", &["ALWAYS", "BY DEFAULT"]);
            return format!(" GENERATED {always} AS IDENTITY ({})", sequences::options(at));
        }
        11 => functions::called(sql, at).map(|call| format!("CAST({call} AS {name})")),
        12 if whole => sequences::next(sql, at),
        13 => Some(format!("CAST({}::text AS {name})", functions::call(sql, "1"))),
        _ => None,
    };
    default.map_or(String::new(), |it| format!(" DEFAULT {it}"))
}

pub(super) fn all(sql: &mut Sql<'_>) {
    for table in there(sql) {
        let (at, name) = (&table.at, &table.name);
        let mut parts = vec![format!("id {} NOT NULL", table.id)];
        let gap = at.is("gap", 20);
        for (number, it) in table.columns.iter().enumerate() {
            if gap && number == 1 {
                parts.push("gap text".to_owned());
            }
            let collation = types::collation(sql, &it.at, &it.data_type);
            let null = it.at.words("not_null", 40, " NOT NULL");
            let value = value(sql, it, &table.columns);
            parts.push(format!("{} {}{collation}{value}{null}", it.name, it.data_type));
        }
        let unlogged = match table.by {
            None => at.words("unlogged", 20, "UNLOGGED "),
            Some(_) => "",
        };
        let by = table.by.map_or(String::new(), |by| format!(" PARTITION BY {by}"));
        // PostgreSQL keeps what is said of long values where a column may have such, and else by chance.
        let is_long =
            |it: &Column<'_>| it.stored && matches!(&*it.data_type, "text" | "jsonb" | "bytea");
        let mut options = options(at, table.by.is_some());
        options.retain(|it| !it.starts_with("toast.") || table.columns.iter().any(is_long));
        sql.say(format!(
            "CREATE {unlogged}TABLE {name} ({}){by}{}{}",
            parts.join(", "),
            list(" WITH ", &options),
            tablespace(at),
        ));
        if gap && table.columns.len() > 1 {
            sql.say(format!("ALTER TABLE {name} DROP COLUMN gap"));
        }
        sql.common(at, "TABLE", name, &["SELECT", "INSERT", "UPDATE", "TRIGGER"]);
        for column in &table.columns {
            of_column(sql, &table, column);
        }
        rows_security(sql, at, name);
        constraints::all(sql, &table);
        if table.by.is_none() {
            indexes::all(sql, &table);
        }
    }
}

pub(super) fn tablespace(at: &At<'_>) -> &'static str {
    at.maybe("tablespace", 8, &[" TABLESPACE ts_fast", " TABLESPACE ts_slow"]).unwrap_or_default()
}

/// Storage parameters.
pub(super) fn options(at: &At<'_>, partitioned: bool) -> Vec<String> {
    let all = [
        "fillfactor = 50".to_owned(),
        "autovacuum_enabled = false".to_owned(),
        "toast.autovacuum_enabled = false".to_owned(),
    ];
    if partitioned { Vec::new() } else { at.some("option", 10, &all) }
}

pub(super) fn rows_security(sql: &mut Sql<'_>, at: &At<'_>, name: &str) {
    for (what, words) in [("security", "ENABLE"), ("forced", "FORCE")] {
        if at.is(what, 30) {
            sql.say(format!("ALTER TABLE {name} {words} ROW LEVEL SECURITY"));
        }
    }
}

fn of_column(sql: &mut Sql<'_>, table: &Table<'_>, column: &Column<'_>) {
    let (at, name, table_name) = (&column.at, &column.name, &table.name);
    let alter = format!("ALTER TABLE {table_name} ALTER COLUMN {name}");
    sql.comment(at, "COLUMN", &format!("{table_name}.{name}"));
    let is_long = matches!(column.data_type.as_str(), "text" | "jsonb" | "bytea");
    if is_long && let Some(storage) = at.maybe("storage", 20, &["EXTERNAL", "MAIN"]) {
        sql.say(format!("{alter} SET STORAGE {storage}"));
    }
    if is_long && column.stored && at.is("compression", 15) {
        sql.say(format!("{alter} SET COMPRESSION pglz"));
    }
    if column.stored
        && let Some(target) = at.maybe("statistics", 15, &[0, 50])
    {
        sql.say(format!("{alter} SET STATISTICS {target}"));
    }
    if at.is("distinct", 15) {
        sql.say(format!("{alter} SET (n_distinct = 3)"));
    }
    for role in ROLES {
        let at = at.at(role);
        let granted = at.some("grant", 7, &["SELECT", "INSERT", "REFERENCES"]);
        let granted: Vec<String> = granted.iter().map(|it| format!("{it} ({name})")).collect();
        if !granted.is_empty() {
            let option = match owner(&table.at) == Some(role) {
                true => "",
                false => at.words("option", 30, " WITH GRANT OPTION"),
            };
            sql.say(format!("GRANT {} ON {table_name} TO {role}{option}", granted.join(", ")));
        }
    }
}

/// One or two columns of those.
pub(super) fn two(at: &At<'_>, columns: &[String]) -> Vec<String> {
    let first = at.maybe("first", 100, columns).unwrap_or_else(|| "id".to_owned());
    let second = at.maybe("second", 40, columns).filter(|it| *it != first);
    std::iter::once(first).chain(second).collect()
}
