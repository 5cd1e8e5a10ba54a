//! Policies, triggers and rules of tables.

use super::tables::{self, Table};
use super::{ROLES, Sql, functions, operators, types};
use crate::convergence::choices::At;

pub(super) fn all(sql: &mut Sql<'_>) {
    let tables = tables::there(sql);
    for table in &tables {
        for number in 0..2 {
            let at = |letter| table.at.at(format!("{letter}{number}"));
            if at("p").is("there", 35) {
                policy(sql, &at("p"), table, &tables);
            }
            if at("g").is("there", 35) {
                trigger(sql, &at("g"), table);
            }
        }
        let at = table.at.at("w0");
        if at.is("there", 25) {
            rule(sql, &at, table, &tables);
        }
    }
}

fn policy(sql: &mut Sql<'_>, at: &At<'_>, table: &Table<'_>, tables: &[Table<'_>]) {
    let condition = match at.number("condition", 6) {
        1 => match at.maybe("other", 100, tables) {
            Some(it) => {
                format!("EXISTS (SELECT FROM {} o WHERE o.id = {}.id)", it.name, table.at.name())
            }
            None => "true".to_owned(),
        },
        2 => format!("{} IS NOT NULL", functions::call(sql, "id")),
        3 => operators::equal(sql).map_or("id > 1".to_owned(), |equal| format!("id {equal} 5")),
        4 => match at.maybe("column", 100, &table.columns) {
            Some(it) => types::condition(sql, at, &it.name, &it.data_type),
            None => "id > 2".to_owned(),
        },
        _ => "id > 0".to_owned(),
    };
    let command = at.one("command", &["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]);
    let using = if command == "INSERT" { String::new() } else { format!(" USING ({condition})") };
    let check = match command {
        "SELECT" | "DELETE" => String::new(),
        _ if at.is("unchecked", 30) && command != "INSERT" => String::new(),
        _ => format!(" WITH CHECK ({condition})"),
    };
    let to = at.some("to", 25, &ROLES);
    let name = format!("{} ON {}", at.name(), table.name);
    sql.say(format!(
        "CREATE POLICY {name} AS {} FOR {command} TO {}{using}{check}",
        at.one("kind", &["PERMISSIVE", "RESTRICTIVE"]),
        if to.is_empty() { "PUBLIC".to_owned() } else { to.join(", ") },
    ));
    sql.comment(at, "POLICY", &name);
}

fn trigger(sql: &mut Sql<'_>, at: &At<'_>, table: &Table<'_>) {
    let timing = at.one("timing", &["AFTER", "BEFORE"]);
    let constraint = timing == "AFTER" && at.is("constraint", 30);
    let mut event = at.one("event", &["INSERT", "UPDATE", "DELETE", "INSERT OR UPDATE"]).to_owned();
    let column = at.maybe("of", 30, &table.stored());
    if let Some(column) = column.filter(|_| event == "UPDATE") {
        event.push_str(&format!(" OF {column}"));
    }
    let row = constraint || at.is("row", 60);
    let when = match at.number("when", 5) {
        2 if row && timing == "AFTER" => {
            let side = if event == "DELETE" { "OLD" } else { "NEW" };
            let stored: Vec<_> = table.columns.iter().filter(|it| it.stored).collect();
            match at.maybe("when_column", 100, &stored) {
                Some(it) => {
                    let value = format!("{side}.{}", it.name);
                    format!(" WHEN ({})", types::condition(sql, at, &value, &it.data_type))
                }
                None => String::new(),
            }
        }
        3 => " WHEN (pg_trigger_depth() = 0)".to_owned(),
        4 if row => {
            let side = if event == "DELETE" { "OLD" } else { "NEW" };
            format!(" WHEN ({} IS NULL)", functions::call(sql, &format!("{side}.id")))
        }
        _ => String::new(),
    };
    let alone = !event.contains(' ') && timing == "AFTER" && !row;
    let tables = match (alone && at.is("transition", 50), event.as_str()) {
        (true, "INSERT") => " REFERENCING NEW TABLE AS n",
        (true, "DELETE") => " REFERENCING OLD TABLE AS o",
        (true, _) => " REFERENCING OLD TABLE AS o NEW TABLE AS n",
        (false, _) => "",
    };
    let arguments = at.one("arguments", &["", "'one'", "'one', 'it''s'"]);
    let function = match functions::has_other_trigger_function(sql) && at.is("other", 40) {
        true => "\"Other\".fires",
        false => "app.fired",
    };
    sql.say(format!(
        "CREATE {}TRIGGER {} {timing} {event} ON {}{}{tables} FOR EACH {}{when} EXECUTE FUNCTION {function}({arguments})",
        if constraint { "CONSTRAINT " } else { "" },
        at.name(),
        table.name,
        if constraint { " DEFERRABLE INITIALLY DEFERRED" } else { "" },
        if row { "ROW" } else { "STATEMENT" },
    ));
    if let Some(enabled) = at.maybe("enabled", 25, &["DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"])
    {
        sql.say(format!("ALTER TABLE {} {enabled} TRIGGER {}", table.name, at.name()));
    }
    sql.comment(at, "TRIGGER", &format!("{} ON {}", at.name(), table.name));
}

fn rule(sql: &mut Sql<'_>, at: &At<'_>, table: &Table<'_>, tables: &[Table<'_>]) {
    let event = at.one("event", &["INSERT", "UPDATE", "DELETE"]);
    let row = if event == "INSERT" { "NEW" } else { "OLD" };
    let filter = match at.is("filter", 40) {
        true => format!(" WHERE {row}.id > 3"),
        false => String::new(),
    };
    let action = match at.maybe("other", 40, tables) {
        Some(it) => format!("ALSO DELETE FROM {} WHERE id = {row}.id", it.name),
        None if filter.is_empty() => {
            at.one("action", &["ALSO NOTIFY done", "INSTEAD NOTHING"]).to_owned()
        }
        None => "INSTEAD NOTHING".to_owned(),
    };
    sql.say(format!("CREATE RULE w0 AS ON {event} TO {}{filter} DO {action}", table.name));
    if at.is("disabled", 20) {
        sql.say(format!("ALTER TABLE {} DISABLE RULE w0", table.name));
    }
    sql.comment(at, "RULE", &format!("w0 ON {}", table.name));
}
