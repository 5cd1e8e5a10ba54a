//! What changes its kind, its schema or what it is made of under a name that others go by.

use super::{ROLES, Sql, schema, types};
use crate::convergence::choices::At;

pub(super) fn all(sql: &mut Sql<'_>) {
    for name in ["q0", "q1"] {
        if sql.at(name).is("there", 60) {
            any_kind(sql, name);
        }
    }
    overloads(sql);
    chain(sql);
    typed(sql);
}

/// Kinds of relations, and of types.
const KINDS: [&str; 10] = [
    "table",
    "view",
    "materialized",
    "composite",
    "enum",
    "domain",
    "range",
    "sequence",
    "index",
    "partitioned",
];

/// Something that may be of any kind, in any schema, with what stands on it.
fn any_kind(sql: &mut Sql<'_>, short: &str) {
    let at = sql.at(short);
    let kind = at.one("kind", &KINDS);
    let place = schema(usize::from(at.is("moved", 25)));
    let name = format!("{place}.{short}");
    let wide = at.is("wide", 40);
    let columns = if wide { "x bigint, y text, z date" } else { "x integer, y text" };
    match kind {
        "table" => sql.say(format!("CREATE TABLE {name} ({columns})")),
        "partitioned" => {
            sql.say(format!("CREATE TABLE {name} ({columns}) PARTITION BY LIST (x)"));
            sql.say(format!("CREATE TABLE {name}_1 PARTITION OF {name} FOR VALUES IN (1)"));
        }
        "view" | "materialized" => {
            let word = if kind == "view" { "VIEW" } else { "MATERIALIZED VIEW" };
            let more = if wide { ", NULL::date AS z" } else { "" };
            sql.say(format!("CREATE {word} {name} AS SELECT 1 AS x, 'a'::text AS y{more}"));
        }
        "composite" => sql.say(format!("CREATE TYPE {name} AS ({columns})")),
        "enum" => {
            let more = if wide { ", 'c'" } else { "" };
            sql.say(format!("CREATE TYPE {name} AS ENUM ('a'{more}, 'b')"));
        }
        "domain" => {
            let base = if wide { "text" } else { "varchar(9)" };
            let check = at.words("check", 40, " CHECK (VALUE <> '')");
            sql.say(format!("CREATE DOMAIN {name} AS {base}{check}"));
        }
        "range" => {
            let subtype = if wide { "bigint" } else { "integer" };
            sql.say(format!("CREATE TYPE {name} AS RANGE (subtype = {subtype})"));
        }
        "sequence" => sql.say(format!("CREATE SEQUENCE {name}")),
        _ => {
            sql.say(format!("CREATE TABLE {place}.{short}_t (i integer)"));
            sql.say(format!("CREATE INDEX {short} ON {name}_t (i)"));
        }
    }
    let is_relation = matches!(kind, "table" | "partitioned" | "view" | "materialized");
    let is_type = is_relation || matches!(kind, "composite" | "enum" | "domain" | "range");
    if is_relation {
        if let Some(role) = at.maybe("granted", 30, &ROLES) {
            sql.say(format!("GRANT SELECT ON {name} TO {role}"));
        }
        sql.comment(&at, "COLUMN", &format!("{name}.y"));
        if at.is("above", 60) {
            let query = at.one("query", &["x, y", "y", "count(*) AS y"]);
            sql.say(format!("CREATE VIEW app.{short}_v AS SELECT {query} FROM {name}"));
            if at.is("higher", 50) {
                sql.say(format!(
                    "CREATE MATERIALIZED VIEW app.{short}_w AS SELECT y FROM app.{short}_v"
                ));
            }
        }
        if at.is("set", 30) {
            sql.say(format!(
                "CREATE FUNCTION app.{short}_s() RETURNS SETOF {name} LANGUAGE plpgsql AS 'BEGIN END'"
            ));
        }
    }
    if is_type {
        let array = at.words("array", 30, "[]");
        if at.is("called", 50) {
            let default = at.words("default", 40, " DEFAULT NULL");
            sql.say(format!(
                "CREATE FUNCTION app.{short}_f(a {name}{array}{default}) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT NULL::text'"
            ));
            if at.is("looked", 50) {
                sql.say(format!(
                    "CREATE VIEW app.{short}_l AS SELECT app.{short}_f(NULL::{name}{array}) AS f"
                ));
            }
        }
        if at.is("kept", 50) && !matches!(kind, "view" | "materialized") {
            sql.say(format!("CREATE TABLE app.{short}_k (id integer, a {name}{array})"));
            if at.is("seen", 50) {
                sql.say(format!(
                    "CREATE VIEW app.{short}_kv AS SELECT a FROM app.{short}_k WHERE a IS NOT NULL"
                ));
            }
            if at.is("checked", 30) {
                sql.say(format!(
                    "ALTER TABLE app.{short}_k ADD CONSTRAINT {short}_ck CHECK (a IS NOT NULL)"
                ));
            }
            if matches!(kind, "enum" | "domain") && at.is("indexed", 40) {
                sql.say(format!("CREATE INDEX {short}_ki ON app.{short}_k (a)"));
            }
        }
    }
    if kind == "sequence" && at.is("counted", 60) {
        sql.say(format!(
            "CREATE TABLE app.{short}_k (id integer DEFAULT nextval('{name}'), a text)"
        ));
    }
}

/// Functions of one name, which views and columns call.
fn overloads(sql: &mut Sql<'_>) {
    let at = sql.at("u0");
    if !at.is("there", 50) {
        return;
    }
    let own = types::any(sql, &at.at("own"), 60);
    let forms = [
        "(a integer) RETURNS integer",
        "(a bigint) RETURNS bigint",
        "(a integer, b text DEFAULT '') RETURNS text",
        "(VARIADIC a integer[]) RETURNS integer",
        "(a integer, OUT b integer, OUT c text)",
        "(a integer) RETURNS TABLE (b integer, c text)",
    ];
    let form = at.one("form", &forms);
    let strict = at.words("strict", 30, " STRICT");
    sql.say(format!("CREATE FUNCTION app.u0{form} LANGUAGE plpgsql STABLE{strict} AS 'BEGIN END'"));
    if at.is("other", 50) {
        let name = at.one("argument", &["a", "z"]);
        sql.say(format!(
            "CREATE FUNCTION app.u0({name} {own}, {name}2 xml) RETURNS {own} LANGUAGE plpgsql AS 'BEGIN END'"
        ));
    }
    if at.is("seen", 60) {
        sql.say("CREATE VIEW app.u0_v AS SELECT u.* FROM app.u0(1) u");
        if at.is("above", 50) {
            sql.say("CREATE VIEW app.u0_w AS SELECT count(*) AS n FROM app.u0_v");
        }
    }
    if at.is("policy", 40) {
        sql.say("CREATE TABLE app.u0_t (id integer)");
        sql.say("CREATE POLICY u0_p ON app.u0_t USING (EXISTS (SELECT FROM app.u0(1)))");
    }
}

/// Heirs of heirs, and what they have of their own.
fn chain(sql: &mut Sql<'_>) {
    let at = sql.at("i");
    if !at.is("there", 60) {
        return;
    }
    let mut above: Vec<String> = Vec::new();
    for level in 0..3 {
        let at = at.at(level);
        if !at.is("there", 75) {
            continue;
        }
        let name = format!("app.i{level}");
        let mut columns = Vec::new();
        for (column, kinds) in [
            ("a", ["integer", "bigint"]),
            ("b", ["text", "varchar(5)"]),
            ("c", ["date", "timestamp"]),
        ] {
            if at.is(&format!("has_{column}"), 50) {
                let data_type = sql.at(format!("i_{column}")).one("type", &kinds);
                let default = match (at.is(&format!("default_{column}"), 25), column) {
                    (true, "a") => " DEFAULT 3",
                    (true, "b") => " DEFAULT 'x'",
                    _ => "",
                };
                let null = not_null(sql, &at, column);
                columns.push(format!("{column} {data_type}{default}{null}"));
            }
        }
        let parents = at.some("of", 60, &above);
        let inherits = super::list(" INHERITS ", &parents);
        sql.say(format!("CREATE TABLE {name} ({}){inherits}", columns.join(", ")));
        if at.is("check", 30) && columns.iter().any(|it| it.starts_with("a ")) {
            let inherit = at.words("alone", 30, " NO INHERIT");
            let check = format!("CONSTRAINT i{level}_ck CHECK (a > 0){inherit}");
            sql.say(format!("ALTER TABLE {name} ADD {check}"));
        }
        above.push(name);
    }
    if let Some(table) = at.maybe("view", 40, &above) {
        sql.say(format!("CREATE VIEW app.i_v AS SELECT * FROM {table}"));
    }
}

fn not_null(sql: &Sql<'_>, at: &At<'_>, column: &str) -> String {
    if !at.is(&format!("null_{column}"), 35) {
        return String::new();
    }
    match sql.major() >= 18 && at.is(&format!("named_{column}"), 50) {
        true => format!(" CONSTRAINT i{}_{column}_said NOT NULL", at.name()),
        false => " NOT NULL".to_owned(),
    }
}

/// A table of a type, or one with the same columns.
fn typed(sql: &mut Sql<'_>) {
    let at = sql.at("ty");
    if !at.is("there", 40) {
        return;
    }
    let b = at.one("b", &["text", "varchar(7)"]);
    let more = at.words("more", 30, ", c date");
    sql.say(format!("CREATE TYPE app.ty AS (a integer, b {b}{more})"));
    let null = at.words("null", 30, " NOT NULL");
    match at.is("of", 50) {
        true => {
            let options = match null {
                "" => String::new(),
                _ => format!(" (a WITH OPTIONS{null})"),
            };
            sql.say(format!("CREATE TABLE app.ty_t OF app.ty{options}"));
        }
        false => sql.say(format!("CREATE TABLE app.ty_t (a integer{null}, b {b}{more})")),
    }
    if at.is("view", 50) {
        sql.say("CREATE VIEW app.ty_v AS SELECT a, b FROM app.ty_t");
    }
}
