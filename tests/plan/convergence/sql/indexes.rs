//! Indexes and extended statistics.

use super::tables::{Table, two};
use super::{Sql, functions, operators, tables, types};
use crate::convergence::choices::At;

pub(super) fn all(sql: &mut Sql<'_>, table: &Table<'_>) {
    for number in 0..3 {
        let at = table.at.at(format!("ix{number}"));
        if at.is("there", 35) {
            index(sql, &at, table);
        }
    }
    statistics(sql, table);
    if table.by.is_none() {
        marks(sql, table);
    }
}

fn index(sql: &mut Sql<'_>, at: &At<'_>, table: &Table<'_>) {
    let (method, unique) = (at.one("method", &["btree", "btree", "hash"]), at.is("unique", 25));
    let unique = unique && method == "btree" && table.by.is_none();
    let mut elements: Vec<String> = two(at, &table.ordered());
    if method == "hash" {
        elements.truncate(1);
    }
    let own_class = operators::class(sql).filter(|_| method == "btree");
    match at.number("expression", 8) {
        6 if method == "btree" => {
            elements = vec![format!(
                "{} DESC, (({} IS NULL))",
                elements.join(", "),
                functions::call(sql, "id")
            )]
        }
        7 => {
            if let Some(class) = own_class {
                elements = vec![format!("(id::bigint) {class}")];
            }
        }
        3 => elements = conditions(sql, at, table).unwrap_or(elements),
        4 => elements = vec!["(id + 1)".to_owned()],
        5 => elements = vec![format!("({})", functions::call(sql, "id"))],
        _ => {}
    }
    let is_text =
        |name: &String| table.columns.iter().any(|it| it.name == *name && it.data_type == "text");
    let first_is_text = elements.first().is_some_and(is_text);
    if let Some(first) = elements.first_mut().filter(|_| method == "btree") {
        if first_is_text {
            first.push_str(at.words("collated", 20, " COLLATE \"C\""));
            first.push_str(at.words("pattern", 20, " text_pattern_ops"));
        }
        first.push_str(at.words("descending", 25, " DESC"));
        first.push_str(at.words("nulls", 20, " NULLS LAST"));
    }
    let include = if method == "btree" { at.words("include", 25, " INCLUDE (id)") } else { "" };
    let options = at.words("option", 20, " WITH (fillfactor = 60)");
    let filterable: Vec<_> = table.columns.iter().filter(|it| it.stored).cloned().collect();
    let filter = match at.maybe("filter", 30, &filterable) {
        Some(_) if at.is("called_filter", 20) => {
            format!(" WHERE {} IS NOT NULL", functions::call(sql, "id"))
        }
        Some(it) => format!(" WHERE {}", types::condition(sql, at, &it.name, &it.data_type)),
        None => at.words("id", 15, " WHERE id > 5").to_owned(),
    };
    let name = format!("{}_{}", table.at.name(), at.name());
    sql.say(format!(
        "CREATE {}INDEX {name} ON {} USING {method} ({}){include}{options}{}{filter}",
        if unique { "UNIQUE " } else { "" },
        table.name,
        elements.join(", "),
        tables::tablespace(at),
    ));
    sql.comment(at, "INDEX", &format!("{}.{name}", table.schema));
}

/// A condition on a column, as an expression.
fn conditions(sql: &Sql<'_>, at: &At<'_>, table: &Table<'_>) -> Option<Vec<String>> {
    let stored: Vec<_> = table.columns.iter().filter(|it| it.stored).collect();
    let it = at.maybe("of_column", 100, &stored)?;
    Some(vec![format!("(({}))", types::condition(sql, at, &it.name, &it.data_type))])
}

fn statistics(sql: &mut Sql<'_>, table: &Table<'_>) {
    let at = table.at.at("z");
    let Some(mut column) = at.maybe("column", 30, &table.ordered()) else { return };
    let name = format!("{}.{}_z", table.schema, table.at.name());
    match at.number("expression", 5) {
        2 => column = conditions(sql, &at, table).map_or(column, |it| it.concat()),
        3 => column.push_str(", (id % 7)"),
        4 => column = format!("({})", functions::call(sql, "id")),
        _ => {}
    }
    let kinds = at.one("kinds", &["", " (ndistinct)", " (dependencies, mcv)"]);
    sql.say(format!("CREATE STATISTICS {name}{kinds} ON id, {column} FROM {}", table.name));
    if at.is("target", 30) {
        sql.say(format!("ALTER STATISTICS {name} SET STATISTICS 30"));
    }
    sql.comment(&at, "STATISTICS", &name);
    sql.owner(&at, "STATISTICS", &name);
}

/// By which index it is ordered, and what replication knows a row by.
fn marks(sql: &mut Sql<'_>, table: &Table<'_>) {
    let at = table.at.at("ix0");
    let name = format!("{}_ix0", table.at.name());
    let whole = at.is("there", 35) && at.one("method", &["btree", "btree", "hash"]) == "btree";
    let filterable: Vec<_> = table.columns.iter().filter(|it| it.stored).cloned().collect();
    let filtered = at.maybe("filter", 30, &filterable).is_some() || at.is("id", 15);
    if whole && !filtered && at.is("cluster", 20) {
        sql.say(format!("ALTER TABLE {} CLUSTER ON {name}", table.name));
    }
    if let Some(identity) = table.at.maybe("identity", 15, &["FULL", "NOTHING"]) {
        sql.say(format!("ALTER TABLE {} REPLICA IDENTITY {identity}", table.name));
    }
}
