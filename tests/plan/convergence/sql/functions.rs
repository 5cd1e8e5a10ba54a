//! Functions and procedures.

use super::{Sql, constraints, schema, tables, types};
use crate::convergence::choices::At;

/// What triggers call.
pub(super) fn fixed(sql: &mut Sql<'_>) {
    sql.say(
        "CREATE FUNCTION app.fired() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    );
    if has_other_trigger_function(sql) {
        let body = sql.at("fires").one("body", &["NULL", "NEW"]);
        sql.say(format!(
            "CREATE FUNCTION \"Other\".fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN {body}; END'"
        ));
    }
    sql.say("CREATE FUNCTION app.noticed() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");
}

/// Whether there is another function for triggers.
pub(super) fn has_other_trigger_function(sql: &Sql<'_>) -> bool {
    sql.at("fires").is("there", 50)
}

/// A function that everything may stand on: it can be called with `id`.
pub(super) fn key(sql: &mut Sql<'_>) {
    let at = sql.at("k0");
    let (argument, returns) = (argument(sql), at.one("returns", &["boolean", "integer", "text"]));
    let name = at.one("name", &["x", "y"]);
    let (language, body) = match at.is("plpgsql", 30) {
        true => ("plpgsql", "BEGIN RETURN NULL; END".to_owned()),
        false => ("sql", format!("SELECT NULL::{returns}")),
    };
    let body = match language == "sql" && at.is("parsed", 30) {
        true => format!("RETURN NULL::{returns}"),
        false => format!("AS '{body}'"),
    };
    let cost = at.words("cost", 20, " COST 7");
    sql.say(format!(
        "CREATE FUNCTION app.k0({name} {argument}) RETURNS {returns} LANGUAGE {language} IMMUTABLE{cost} {body}"
    ));
    sql.comment(&at, "FUNCTION", &format!("app.k0({argument})"));
    sql.owner(&at, "FUNCTION", &format!("app.k0({argument})"));
}

fn argument(sql: &Sql<'_>) -> &'static str {
    sql.at("k0").one("argument", &["bigint", "numeric", "text"])
}

/// Its call with a value of type bigint.
pub(super) fn call(sql: &Sql<'_>, value: &str) -> String {
    format!("app.k0({value}::{})", argument(sql))
}

/// The call of a function that needs no argument, as a text. None gives a value of a domain, which may not be NULL.
pub(super) fn called(sql: &Sql<'_>, at: &At<'_>) -> Option<String> {
    let slot = at.number("function", 2);
    let it = sql.at(format!("f{slot}"));
    let callable = it.is("there", 70)
        && !it.is("procedure", 10)
        && !it.is("set", 10)
        && !types::any(sql, &it.at("returns"), 35).contains(".d")
        && arguments(sql, &it).iter().all(|(_, _, default)| *default);
    callable.then(|| format!("{}.f{slot}()::text", schema(slot)))
}

/// Name, type and whether there is a default.
fn arguments(sql: &Sql<'_>, at: &At<'_>) -> Vec<(String, String, bool)> {
    let all: Vec<At<'_>> =
        (0..2).map(|it| at.at(format!("x{it}"))).filter(|it| it.is("there", 40)).collect();
    let mut default = false;
    all.iter()
        .map(|it| {
            default |= it.is("default", 30);
            let name = it.one("name", &[it.name(), "other"]);
            let name = if it.name() == "x1" && name == "other" { "another" } else { name };
            (name.to_owned(), types::any(sql, it, 35), default)
        })
        .collect()
}

pub(super) fn plain(sql: &mut Sql<'_>) {
    for slot in 0..2 {
        let at = sql.at(format!("f{slot}"));
        if at.is("there", 70) {
            function(sql, &at, &format!("{}.f{slot}", schema(slot)));
        }
    }
}

fn function(sql: &mut Sql<'_>, at: &At<'_>, name: &str) {
    let arguments = arguments(sql, at);
    let stated: Vec<String> = arguments
        .iter()
        .map(|(name, data_type, default)| {
            format!("{name} {data_type}{}", if *default { " DEFAULT NULL" } else { "" })
        })
        .collect();
    let types: Vec<String> = arguments.iter().map(|(_, data_type, _)| data_type.clone()).collect();
    let signature = format!("{name}({})", types.join(", "));
    let plpgsql = at.is("plpgsql", 30);
    if at.is("procedure", 10) {
        let body = if plpgsql { "BEGIN END" } else { "SELECT 1" };
        let language = if plpgsql { "plpgsql" } else { "sql" };
        let definer = at.words("definer", 30, " SECURITY DEFINER");
        sql.say(format!(
            "CREATE PROCEDURE {name}({}) LANGUAGE {language}{definer} AS '{body}'",
            stated.join(", ")
        ));
        sql.common(at, "PROCEDURE", &signature, &["EXECUTE"]);
        return;
    }
    let returns = types::any(sql, &at.at("returns"), 35);
    let set = at.is("set", 10);
    let body = match (plpgsql, set) {
        (true, true) => "AS 'BEGIN RETURN; END'".to_owned(),
        (true, false) => "AS 'BEGIN RETURN NULL; END'".to_owned(),
        (false, _) if at.is("parsed", 30) => format!("RETURN NULL::{returns}"),
        (false, _) => format!("AS 'SELECT NULL::{returns}'"),
    };
    let mut words = String::new();
    for (what, word) in [
        ("strict", " STRICT"),
        ("definer", " SECURITY DEFINER"),
        ("leakproof", " LEAKPROOF"),
        ("parallel", " PARALLEL SAFE"),
        ("setting", " SET search_path = pg_catalog, pg_temp"),
        ("cost", " COST 3"),
    ] {
        words.push_str(at.words(what, 25, word));
    }
    if set {
        words.push_str(at.words("rows", 30, " ROWS 5"));
    }
    sql.say(format!(
        "CREATE FUNCTION {name}({}) RETURNS {}{returns} LANGUAGE {} {}{words} {body}",
        stated.join(", "),
        if set { "SETOF " } else { "" },
        if plpgsql { "plpgsql" } else { "sql" },
        at.one("volatility", &["VOLATILE", "STABLE", "IMMUTABLE"]),
    ));
    sql.common(at, "FUNCTION", &signature, &["EXECUTE"]);
}

fn row_of<'a>(sql: &Sql<'a>) -> Option<tables::Table<'a>> {
    sql.at("n1").maybe("table", 50, &tables::there(sql))
}

/// The short name of the table a row of which `app.n1` takes.
pub(super) fn of_row(sql: &Sql<'_>) -> Option<String> {
    row_of(sql).map(|table| table.at.name().to_owned())
}

/// Functions that count the rows of a table, or take one of them.
pub(super) fn of_tables(sql: &mut Sql<'_>) {
    let at = sql.at("n0");
    if let Some(table) = at.maybe("table", 50, &tables::there(sql)) {
        let by = at.words("by", 30, " WHERE app.k0('1') IS NULL");
        sql.say(format!(
            "CREATE FUNCTION app.n0() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM {}{by}; END",
            table.name
        ));
        sql.common(&at, "FUNCTION", "app.n0()", &["EXECUTE"]);
    }
    let at = sql.at("n2");
    let told_apart: Vec<_> =
        tables::there(sql).into_iter().filter(constraints::is_told_apart).collect();
    if let Some(table) = at.maybe("table", 30, &told_apart) {
        let key = format!("{}_pk", table.at.name());
        sql.say(format!(
            "CREATE FUNCTION app.n2() RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO {} (id) VALUES (1) ON CONFLICT ON CONSTRAINT {key} DO NOTHING; END",
            table.name
        ));
    }
    let at = sql.at("n1");
    if let Some(table) = row_of(sql) {
        sql.say(format!(
            "CREATE FUNCTION app.n1(r {}) RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text'",
            table.name
        ));
        sql.common(&at, "FUNCTION", &format!("app.n1({})", table.name), &["EXECUTE"]);
    }
}
