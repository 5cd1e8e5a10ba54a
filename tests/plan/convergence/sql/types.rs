//! Types, collations and casts.

use super::{Sql, schema};
use crate::convergence::choices::At;

const PLAIN: [&str; 24] = [
    "text",
    "integer",
    "bigint",
    "character varying(20)",
    "numeric(12,2)",
    "boolean",
    "timestamp with time zone",
    "uuid",
    "jsonb",
    "integer[]",
    "int4range",
    "interval",
    "bytea",
    "date",
    "smallint",
    "numeric",
    "character varying(40)",
    "character(3)",
    "timestamp(3) without time zone",
    "interval day to second(3)",
    "inet",
    "double precision",
    "text[]",
    "tstzrange",
];

/// Types whose values have no order, and those that have no hash.
const UNORDERED: [&str; 4] = ["json", "point", "bit(4)", "xid8[]"];

const LABELS: [&str; 4] = ["a", "b", "c", "d"];

/// The name of something in a slot, if it is there.
fn there(sql: &Sql<'_>, letter: char, slot: usize) -> Option<String> {
    let name = format!("{letter}{slot}");
    sql.at(&*name).is("there", 70).then(|| format!("{}.{name}", schema(slot)))
}

pub(super) fn plain(at: &At<'_>) -> String {
    at.one("plain", &PLAIN).to_owned()
}

/// The types of the database that are made before those of this level.
fn own(sql: &Sql<'_>, level: usize) -> Vec<String> {
    let of = |letter, slots: usize| (0..slots).filter_map(move |slot| there(sql, letter, slot));
    let all = [of('e', 2), of('r', 1), of('d', level.min(2)), of('c', level.saturating_sub(2))];
    let all = all.into_iter().flatten();
    all.chain((level > 1).then(|| range_over(sql).map(|(name, _)| name)).flatten()).collect()
}

/// Whether an index or a key can be made of such values.
pub(super) fn is_ordered(data_type: &str) -> bool {
    !UNORDERED.contains(&data_type)
}

/// Any type of a column.
pub(super) fn of_column(sql: &Sql<'_>, at: &At<'_>) -> String {
    match at.maybe("unordered", 7, &UNORDERED) {
        Some(it) => it.to_owned(),
        None => any(sql, at, 35),
    }
}

/// Any type; one of the database itself in so many cases of a hundred.
pub(super) fn any(sql: &Sql<'_>, at: &At<'_>, percent: usize) -> String {
    below(sql, at, percent, 4)
}

fn below(sql: &Sql<'_>, at: &At<'_>, percent: usize, level: usize) -> String {
    match at.maybe("own", percent, &own(sql, level)) {
        Some(own) => format!("{own}{}", at.words("array", 15, "[]")),
        None => plain(at),
    }
}

/// The labels of the enum of this name.
pub(super) fn labels(sql: &Sql<'_>, name: &str) -> Option<Vec<&'static str>> {
    let name = name.rsplit('.').next().unwrap_or_default();
    if !matches!(name, "e0" | "e1") {
        return None;
    }
    let at = sql.at(name);
    let mut labels: Vec<_> =
        LABELS.into_iter().filter(|it| !at.is(&format!("no_{it}"), 25)).collect();
    if labels.is_empty() {
        labels.push("a");
    }
    if at.is("turned", 25) {
        labels.reverse();
    }
    Some(labels)
}

/// A collation for a column of text.
pub(super) fn collation(sql: &Sql<'_>, at: &At<'_>, data_type: &str) -> String {
    if !matches!(data_type, "text" | "character varying(20)" | "character(3)") {
        return String::new();
    }
    let own = there(sql, 'l', 0);
    match at.number("collation", 4) {
        2 => " COLLATE \"C\"".to_owned(),
        3 => own.map_or(String::new(), |own| format!(" COLLATE {own}")),
        _ => String::new(),
    }
}

pub(super) fn all(sql: &mut Sql<'_>) {
    collations(sql);
    for slot in 0..2 {
        if let Some(name) = there(sql, 'e', slot) {
            let labels = labels(sql, &name).unwrap_or_default();
            let labels: Vec<String> = labels.iter().map(|it| format!("'{it}'")).collect();
            sql.say(format!("CREATE TYPE {name} AS ENUM ({})", labels.join(", ")));
            sql.common(&sql.at(format!("e{slot}")), "TYPE", &name, &["USAGE"]);
        }
    }
    range(sql);
    for slot in 0..2 {
        domain(sql, slot);
    }
    if let Some((name, domain)) = range_over(sql) {
        sql.say(format!("CREATE TYPE {name} AS RANGE (subtype = {domain})"));
        sql.common(&sql.at("r1"), "TYPE", &name, &["USAGE"]);
    }
    for slot in 0..2 {
        composite(sql, slot);
    }
    cast(sql);
}

fn collations(sql: &mut Sql<'_>) {
    let Some(name) = there(sql, 'l', 0) else { return };
    let at = sql.at("l0");
    let libc = ["provider = libc, locale = 'C'", "provider = libc, locale = 'POSIX'"];
    let more = match sql.major() {
        18.. => ["provider = builtin, locale = 'C'", "provider = builtin, locale = 'C.UTF-8'"],
        _ => [
            "provider = icu, locale = 'de'",
            "provider = icu, locale = 'de', deterministic = false",
        ],
    };
    let options = at.one("options", &[libc, more].concat());
    sql.say(format!("CREATE COLLATION {name} ({options})"));
    sql.comment(&at, "COLLATION", &name);
    sql.owner(&at, "COLLATION", &name);
}

fn range(sql: &mut Sql<'_>) {
    let Some(name) = there(sql, 'r', 0) else { return };
    let at = sql.at("r0");
    let subtype = at.one("subtype", &["numeric", "float8", "text", "uuid"]);
    let subtype = match subtype {
        "text" if at.is("collated", 50) => "text, collation = \"C\"",
        "float8" if at.is("diff", 50) => "float8, subtype_diff = float8mi",
        other => other,
    };
    let multirange = at.words("multirange", 30, ", multirange_type_name = app.many");
    sql.say(format!("CREATE TYPE {name} AS RANGE (subtype = {subtype}{multirange})"));
    sql.common(&at, "TYPE", &name, &["USAGE"]);
}

/// A range over a domain.
fn range_over(sql: &Sql<'_>) -> Option<(String, String)> {
    let domains: Vec<String> = (0..2).filter_map(|slot| there(sql, 'd', slot)).collect();
    let domain = sql.at("r1").maybe("over", 35, &domains)?;
    Some((format!("{}.r1", schema(1)), domain))
}

fn domain(sql: &mut Sql<'_>, slot: usize) {
    let Some(name) = there(sql, 'd', slot) else { return };
    let at = sql.at(format!("d{slot}"));
    let base = below(sql, &at, 30, slot);
    let default = match at.is("default", 30) {
        true => format!(" DEFAULT {}", literal(sql, &base)),
        false => String::new(),
    };
    let null = at.words("not_null", 30, " NOT NULL");
    sql.say(format!("CREATE DOMAIN {name} AS {base}{}{default}{null}", collation(sql, &at, &base)));
    for number in 0..2 {
        let at = at.at(format!("ck{number}"));
        if at.is("there", 40) {
            let condition = at.one(
                "condition",
                &["VALUE IS NOT NULL", "VALUE::text <> 'x'", "app.k0('1') IS NULL"],
            );
            let valid = at.words("not_valid", 20, " NOT VALID");
            let constraint = format!("d{slot}_ck{number}");
            sql.say(format!(
                "ALTER DOMAIN {name} ADD CONSTRAINT {constraint} CHECK ({condition}){valid}"
            ));
            sql.comment(&at, "CONSTRAINT", &format!("{constraint} ON DOMAIN {name}"));
        }
    }
    sql.common(&at, "DOMAIN", &name, &["USAGE"]);
}

fn composite(sql: &mut Sql<'_>, slot: usize) {
    let Some(name) = there(sql, 'c', slot) else { return };
    let at = sql.at(format!("c{slot}"));
    let attributes: Vec<At<'_>> =
        (0..3).map(|it| at.at(format!("a{it}"))).filter(|it| it.is("there", 60)).collect();
    let stated: Vec<String> = attributes
        .iter()
        .map(|it| {
            let data_type = below(sql, it, 25, 2 + slot);
            format!("{} {data_type}{}", it.name(), collation(sql, it, &data_type))
        })
        .collect();
    sql.say(format!("CREATE TYPE {name} AS ({})", stated.join(", ")));
    for attribute in attributes {
        sql.comment(&attribute, "COLUMN", &format!("{name}.{}", attribute.name()));
    }
    sql.common(&at, "TYPE", &name, &["USAGE"]);
}

fn cast(sql: &mut Sql<'_>) {
    let Some(name) = there(sql, 'e', 0) else { return };
    let at = sql.at("cast");
    if at.is("there", 40) {
        let context = at.one("context", &["", " AS ASSIGNMENT"]);
        let way = match at.is("function", 50) {
            true => {
                sql.say(format!(
                    "CREATE FUNCTION app.cast_it({name}) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'"
                ));
                "WITH FUNCTION app.cast_it"
            }
            false => "WITH INOUT",
        };
        let way = if way == "WITH INOUT" { way.to_owned() } else { format!("{way}({name})") };
        sql.say(format!("CREATE CAST ({name} AS integer) {way}{context}"));
        sql.comment(&at, "CAST", &format!("({name} AS integer)"));
    }
}

/// A value of a type, or NULL where any value would do as well.
pub(super) fn literal(sql: &Sql<'_>, name: &str) -> String {
    if let Some(labels) = labels(sql, name) {
        return format!("'{}'", labels[0]);
    }
    let literal = match name {
        "integer" | "bigint" | "smallint" | "numeric" | "numeric(12,2)" | "double precision" => "7",
        "text" | "character varying(20)" | "character varying(40)" => "'seven'",
        "character(3)" => "'abc'",
        "bit(4)" => "B'0101'",
        "json" => "'[1]'",
        "point" => "'(1,2)'",
        "inet" => "'10.0.0.1/8'",
        "text[]" => "'{a,\"b c\"}'",
        "timestamp(3) without time zone" => "'2020-01-01 00:00:00.1234'",
        "interval day to second(3)" => "'1 02:03:04.5678'",
        "tstzrange" => "'empty'",
        "boolean" => "true",
        "timestamp with time zone" => "now()",
        "date" => "CURRENT_DATE",
        "uuid" => "gen_random_uuid()",
        "jsonb" => "'{}'",
        "integer[]" => "'{1,2}'",
        "interval" => "'1 day'",
        _ => "NULL",
    };
    literal.to_owned()
}

/// A condition on a value of a type.
pub(super) fn condition(sql: &Sql<'_>, at: &At<'_>, value: &str, data_type: &str) -> String {
    let labels = labels(sql, data_type);
    match data_type {
        _ if at.is("null", 25) => format!("{value} IS NOT NULL"),
        _ if labels.is_some() => {
            format!("{value} <> '{}'", at.one("label", &labels.unwrap_or_default()))
        }
        "integer" | "bigint" | "smallint" | "numeric" | "numeric(12,2)" | "double precision" => {
            format!("{value} {}", at.one("compared", &["> 5", "BETWEEN 1 AND 9", "IN (1, 2)"]))
        }
        "boolean" => format!("{value} IS TRUE"),
        "text" | "character varying(20)" | "character varying(40)" | "character(3)" => {
            format!("{value} {}", at.one("compared", &["<> 'x'", "IN ('x', 'y')", "LIKE 'x%'"]))
        }
        "date" => format!("{value} > '2020-01-01'"),
        "jsonb" => format!("{value} ? 'a'"),
        "integer[]" => format!("{value} <> '{{1}}' AND 1 = ANY ({value})"),
        _ => format!("{value} IS NOT NULL"),
    }
}
