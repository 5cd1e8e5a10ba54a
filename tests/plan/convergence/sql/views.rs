//! Views and materialized views.

use super::tables::{self, Table, two};
use super::{ROLES, Sql, constraints, functions, list, operators, schema, types};
use crate::convergence::choices::At;

pub(super) fn all(sql: &mut Sql<'_>) {
    let mut below: Vec<String> = Vec::new();
    for slot in 0..3 {
        view(sql, slot, &mut below);
    }
    for slot in 0..2 {
        materialized(sql, slot, &mut below);
    }
    view(sql, 3, &mut below);
}

/// The columns and the query.
fn query(sql: &Sql<'_>, at: &At<'_>, below: &[String]) -> Option<(Vec<String>, String)> {
    let filter = |it: &str| match (operators::equal(sql), at.number("filter", 6)) {
        (_, 4) => format!("{it} WHERE id > 0"),
        (Some(equal), 5) => format!("{it} WHERE id {equal} 5"),
        _ => it.to_owned(),
    };
    if let Some(view) = at.maybe("below", 35, below) {
        return Some((vec!["id".to_owned()], filter(&format!("SELECT id FROM {view}"))));
    }
    let table: Table<'_> = at.maybe("table", 90, &tables::there(sql))?;
    if at.is("grouped", 20) {
        let count = match operators::has_aggregate(sql) && at.is("own_aggregate", 60) {
            true => "app.a0(id)",
            false => "count(*)",
        };
        let mut columns = vec!["id".to_owned()];
        // Of what the key tells apart the other columns are known.
        let known = table.columns.iter().filter(|_| constraints::is_told_apart(&table));
        let known: Vec<String> = known.map(|it| it.name.clone()).collect();
        columns.extend(at.maybe("known", 60, &known));
        let query = format!("SELECT {}, {count} AS n FROM {}", columns.join(", "), table.name);
        columns.push("n".to_owned());
        return Some((columns, format!("{} GROUP BY id", filter(&query))));
    }
    if let Some(query) = of_form(sql, at, &table) {
        return Some((vec!["id".to_owned()], query));
    }
    let all: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
    let mut columns = vec!["id".to_owned()];
    columns.extend(two(at, &all).into_iter().filter(|it| it != "id"));
    let mut parts = columns.clone();
    if at.is("called", 20) {
        parts.push(format!("{} AS k", functions::call(sql, "id")));
        columns.push("k".to_owned());
    }
    let row = functions::of_row(sql).filter(|it| *it == table.at.name());
    if let Some(row) = row.filter(|_| at.is("of_row", 30)) {
        parts.push(format!("app.n1({row}) AS w"));
        columns.push("w".to_owned());
    }
    if at.is("whole", 8) {
        parts.push(format!("{} AS whole", table.at.name()));
        columns.push("whole".to_owned());
    }
    let query = format!("SELECT {} FROM {}", parts.join(", "), table.name);
    if at.is("united", 8) && !parts.iter().any(|it| it.contains(" AS ")) {
        let query = format!("{query} UNION ALL {query}");
        return Some((columns, query));
    }
    let query = match at.maybe("condition", 25, &table.columns) {
        Some(it) => {
            format!("{query} WHERE {}", types::condition(sql, at, &it.name, &it.data_type))
        }
        None => filter(&query),
    };
    Some((columns, query))
}

/// Queries that are more than a table and a condition.
fn of_form(sql: &Sql<'_>, at: &At<'_>, table: &Table<'_>) -> Option<String> {
    let (name, tables) = (&table.name, tables::there(sql));
    let other = || at.one("other", &tables).name;
    Some(match at.number("form", 24) {
        17 => {
            format!("SELECT id, row_number() OVER (PARTITION BY id ORDER BY id) AS n FROM {name}")
        }
        18 => format!("WITH w AS (SELECT id FROM {name} WHERE id > 1) SELECT id FROM w"),
        19 => format!("SELECT id FROM {name} x JOIN {} y USING (id)", other()),
        20 => format!("SELECT DISTINCT ON (id) id FROM {name} ORDER BY id"),
        21 => format!(
            "SELECT x.id FROM {name} x LEFT JOIN LATERAL (SELECT y.id FROM {} y WHERE y.id = x.id) z ON true",
            other()
        ),
        22 => {
            format!("SELECT x.id FROM {name} x WHERE x.id NOT IN (SELECT y.id FROM {} y)", other())
        }
        23 => format!(
            "WITH RECURSIVE w AS (SELECT id FROM {name} UNION SELECT w.id FROM w JOIN {} y ON y.id = w.id) SELECT id FROM w",
            other()
        ),
        _ => return None,
    })
}

fn view(sql: &mut Sql<'_>, slot: usize, below: &mut Vec<String>) {
    let at = sql.at(format!("v{slot}"));
    if !at.is("there", 60) {
        return;
    }
    let Some((columns, query)) = query(sql, &at, below) else { return };
    let name = format!("{}.v{slot}", schema(slot));
    let not_plain = ["GROUP BY", "UNION", "FROM app.v", "OVER", "WITH", "JOIN", "DISTINCT"];
    let plain = !not_plain.iter().any(|it| query.contains(it));
    let mut options = at.some("option", 20, &["security_barrier", "security_invoker"]);
    if plain && !query.contains("\"Other\".v") && !query.contains(".m") && at.is("check", 15) {
        options.push("check_option = local");
    }
    let options: Vec<String> = options.into_iter().map(str::to_owned).collect();
    sql.say(format!("CREATE VIEW {name}{} AS {query}", list(" WITH ", &options)));
    sql.common(&at, "VIEW", &name, &["SELECT", "UPDATE"]);
    of_columns(sql, &at, &name, &columns);
    if at.is("default", 15) {
        sql.say(format!("ALTER VIEW {name} ALTER COLUMN id SET DEFAULT 3"));
    }
    if at.is("trigger", 20) {
        sql.say(format!(
            "CREATE TRIGGER g INSTEAD OF INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION app.fired()"
        ));
        sql.comment(&at.at("trigger"), "TRIGGER", &format!("g ON {name}"));
    }
    if at.is("rule", 15) {
        sql.say(format!("CREATE RULE w AS ON DELETE TO {name} DO INSTEAD NOTHING"));
        sql.comment(&at.at("rule"), "RULE", &format!("w ON {name}"));
    }
    below.push(name);
}

fn of_columns(sql: &mut Sql<'_>, at: &At<'_>, name: &str, columns: &[String]) {
    let Some(column) = at.maybe("column", 30, columns) else { return };
    sql.comment(&at.at("column"), "COLUMN", &format!("{name}.{column}"));
    if let Some(role) = at.maybe("granted", 40, &ROLES) {
        sql.say(format!("GRANT SELECT ({column}) ON {name} TO {role}"));
    }
}

fn materialized(sql: &mut Sql<'_>, slot: usize, below: &mut Vec<String>) {
    let at = sql.at(format!("m{slot}"));
    if !at.is("there", 50) {
        return;
    }
    // The owner of a view may not read the table, and rows are computed at once.
    let tables: Vec<String> = below
        .iter()
        .filter(|it| it.contains(".m") && super::owner(&sql.at("m0")).is_none())
        .cloned()
        .collect();
    let Some((columns, query)) = query(sql, &at, &tables) else { return };
    let name = format!("{}.m{slot}", schema(slot));
    // Another one may stand on the first.
    let data = if slot == 0 { "" } else { at.words("empty", 25, " WITH NO DATA") };
    let option = at.words("fillfactor", 15, " WITH (fillfactor = 70)");
    sql.say(format!("CREATE MATERIALIZED VIEW {name}{option} AS {query}{data}"));
    sql.common(&at, "MATERIALIZED VIEW", &name, &["SELECT"]);
    of_columns(sql, &at, &name, &columns);
    if at.is("indexed", 50) {
        let unique = at.words("unique", 40, "UNIQUE ");
        let index = format!("m{slot}_ix");
        sql.say(format!("CREATE {unique}INDEX {index} ON {name} (id)"));
        sql.comment(&at.at("index"), "INDEX", &format!("{}.{index}", schema(slot)));
    }
    below.push(name);
}
