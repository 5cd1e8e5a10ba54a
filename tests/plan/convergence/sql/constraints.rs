//! Constraints of tables.

use super::tables::{self, Table, two};
use super::{Sql, functions, operators, types};
use crate::convergence::choices::At;

fn deferrable(at: &At<'_>, percent: usize) -> &'static str {
    at.maybe("deferrable", percent, &[" DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"])
        .unwrap_or_default()
}

/// The kind of the key of `id`, with which others refer to the table.
fn key(table: &Table<'_>) -> Option<&'static str> {
    let at = &table.at;
    let of = ["PRIMARY KEY (id)", "PRIMARY KEY (id) INCLUDE (id)", "UNIQUE (id)"];
    at.maybe("key", 70, &of).filter(|_| table.has_keys())
}

fn add(sql: &mut Sql<'_>, at: &At<'_>, table: &Table<'_>, name: &str, body: &str) {
    sql.say(format!("ALTER TABLE {} ADD CONSTRAINT {name} {body}", table.name));
    sql.comment(at, "CONSTRAINT", &format!("{name} ON {}", table.name));
    if ["PRIMARY", "UNIQUE", "EXCLUDE"].iter().any(|it| body.starts_with(it)) {
        sql.comment(&at.at("ix"), "INDEX", &format!("{}.{name}", table.schema));
    }
}

/// Whether a table has a primary key that tells its rows apart at any time.
pub(super) fn is_told_apart(table: &Table<'_>) -> bool {
    has_primary_key(table) && !table.at.is("key_deferrable", 10)
}

/// Whether a table has a primary key, of which each partition has a part.
pub(super) fn has_primary_key(table: &Table<'_>) -> bool {
    key(table).is_some_and(|key| key.starts_with("PRIMARY"))
}

pub(super) fn all(sql: &mut Sql<'_>, table: &Table<'_>) {
    let at = &table.at;
    let short = at.name();
    if let Some(key) = key(table) {
        let deferrable = at.words("key_deferrable", 10, " DEFERRABLE");
        add(sql, &at.at("pk"), table, &format!("{short}_pk"), &format!("{key}{deferrable}"));
    }
    for number in 0..2 {
        let at = at.at(format!("u{number}"));
        if table.has_keys() && at.is("there", 30) {
            let mut columns = two(&at, &table.ordered());
            if table.by.is_some() && !columns.contains(&"id".to_owned()) {
                columns.push("id".to_owned());
            }
            let nulls = at.words("nulls", 30, " NULLS NOT DISTINCT");
            let body = format!("UNIQUE{nulls} ({}){}", columns.join(", "), deferrable(&at, 20));
            add(sql, &at, table, &format!("{short}_u{number}"), &body);
        }
    }
    for number in 0..2 {
        let at = at.at(format!("ck{number}"));
        if at.is("there", 40) {
            let body = check(sql, &at, table);
            add(sql, &at, table, &format!("{short}_ck{number}"), &body);
        }
    }
    if table.by.is_none() {
        exclusion(sql, table);
    }
    not_null(sql, table);
}

fn check(sql: &Sql<'_>, at: &At<'_>, table: &Table<'_>) -> String {
    let condition = match at.maybe("column", 70, &table.columns) {
        Some(it) => types::condition(sql, at, &it.name, &it.data_type),
        None if at.is("called", 50) => format!("{} IS NOT NULL", functions::call(sql, "id")),
        None => match operators::equal(sql) {
            Some(equal) if at.is("operator", 50) => format!("id {equal} 5"),
            _ => "id > 0".to_owned(),
        },
    };
    let inherit = match table.by {
        None => at.words("no_inherit", 25, " NO INHERIT"),
        Some(_) => "",
    };
    let valid = match sql.major() >= 18 && at.is("not_enforced", 15) {
        true => " NOT ENFORCED",
        false => at.words("not_valid", 25, " NOT VALID"),
    };
    format!("CHECK ({condition}){inherit}{valid}")
}

fn exclusion(sql: &mut Sql<'_>, table: &Table<'_>) {
    let at = table.at.at("ex");
    if !at.is("there", 20) {
        return;
    }
    let range = table.columns.iter().find(|it| it.data_type == "int4range" && it.stored);
    let element = match range {
        _ if at.is("expression", 25) => "USING gist (int8range(id, id, '[]') WITH &&)".to_owned(),
        Some(it) if at.is("range", 60) => format!("USING gist ({} WITH &&)", it.name),
        _ => "USING btree (id WITH =)".to_owned(),
    };
    let stored: Vec<_> = table.columns.iter().filter(|it| it.stored).collect();
    let filter = match at.number("filter", 6) {
        3 => match at.maybe("of_column", 100, &stored) {
            Some(it) => {
                format!(" WHERE ({})", types::condition(sql, &at, &it.name, &it.data_type))
            }
            None => String::new(),
        },
        4 => " WHERE (id > 5)".to_owned(),
        5 => format!(" WHERE ({} IS NULL)", functions::call(sql, "id")),
        _ => String::new(),
    };
    let body = format!("EXCLUDE {element}{filter}{}", deferrable(&at, 20));
    add(sql, &at, table, &format!("{}_ex", table.at.name()), &body);
}

/// What PostgreSQL 18 knows about NOT NULL.
fn not_null(sql: &mut Sql<'_>, table: &Table<'_>) {
    if sql.major() < 18 {
        return;
    }
    for column in &table.columns {
        let at = column.at.at("nn");
        if column.at.is("not_null", 40) {
            let name = format!("{}_{}_not_null", table.at.name(), column.name);
            sql.comment(&at, "CONSTRAINT", &format!("{name} ON {}", table.name));
            continue;
        }
        let identity = column.at.number("value", 16) == 9;
        if at.is("there", 20) && !identity {
            let inherit = match table.by {
                None => at.words("no_inherit", 20, " NO INHERIT"),
                Some(_) => "",
            };
            let valid = at.words("not_valid", 30, " NOT VALID");
            let name = format!("{}_{}_said", table.at.name(), column.name);
            sql.say(format!(
                "ALTER TABLE {} ADD CONSTRAINT {name} NOT NULL {}{inherit}{valid}",
                table.name, column.name
            ));
            sql.comment(&at, "CONSTRAINT", &format!("{name} ON {}", table.name));
        }
    }
}

/// References from each table to others.
pub(super) fn references(sql: &mut Sql<'_>) {
    let tables = tables::there(sql);
    for table in &tables {
        for number in 0..2 {
            let at = table.at.at(format!("fk{number}"));
            let targets: Vec<&Table<'_>> = tables
                .iter()
                .filter(|it| key(it).is_some() && !it.at.is("key_deferrable", 10))
                .filter(|it| is_unlogged(table) || !is_unlogged(it))
                .collect();
            if let Some(target) = at.maybe("target", 40, &targets) {
                reference(sql, &at, table, target);
            }
        }
    }
}

/// References from a partition alone.
pub(super) fn of_partition(sql: &mut Sql<'_>) {
    let at = sql.at("p0a");
    let all = tables::there(sql).into_iter().filter(|it| {
        it.by.is_none() && !is_unlogged(it) && key(it).is_some() && !it.at.is("key_deferrable", 10)
    });
    let targets: Vec<Table<'_>> = all.collect();
    if at.is("there", 60)
        && let Some(target) = at.maybe("own_target", 25, &targets)
    {
        // Unlike any of its table, which would take it in.
        let body = format!("FOREIGN KEY (id) REFERENCES {} (id) ON UPDATE RESTRICT", target.name);
        sql.say(format!("ALTER TABLE app.p0a ADD CONSTRAINT p0a_own_fk {body}"));
    }
}

/// A table that is logged refers to none that is not.
fn is_unlogged(table: &Table<'_>) -> bool {
    table.by.is_none() && table.at.is("unlogged", 20)
}

fn reference(sql: &mut Sql<'_>, at: &At<'_>, table: &Table<'_>, target: &Table<'_>) {
    let numbers: Vec<String> = table
        .columns
        .iter()
        .filter(|it| it.stored && it.at.number("value", 16) != 10)
        .filter(|it| matches!(it.data_type.as_str(), "bigint" | "integer"))
        .map(|it| it.name.clone())
        .chain(std::iter::once("id".to_owned()))
        .collect();
    let column = at.one("column", &numbers);
    let delete = at.one("delete", &["", "CASCADE", "SET NULL", "RESTRICT", "only"]);
    let delete = match delete {
        "" => String::new(),
        "only" => format!(" ON DELETE SET NULL ({column})"),
        action => format!(" ON DELETE {action}"),
    };
    let update = at.words("update", 20, " ON UPDATE CASCADE");
    let valid = match table.by {
        None if sql.major() >= 18 && at.is("not_enforced", 15) => " NOT ENFORCED",
        None => at.words("not_valid", 25, " NOT VALID"),
        Some(_) => "",
    };
    let body = format!(
        "FOREIGN KEY ({column}) REFERENCES {} (id){delete}{update}{}{valid}",
        target.name,
        deferrable(at, 30)
    );
    let name = format!("{}_{}", table.at.name(), at.name());
    add(sql, at, table, &name, &body);
}
