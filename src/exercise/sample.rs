//! Values that the tool makes up, by type: the first that the server takes is used.

use crate::catalog::{Catalog, Definition, Kind, ObjectId, QName};

/// Values to try for a type, the most ordinary first. `n` tells one from another.
pub(super) fn samples(catalog: &Catalog, data_type: &str, column: &str, n: u32) -> Vec<String> {
    if data_type.ends_with("[]") {
        let item = samples(catalog, data_type.trim_end_matches("[]"), column, n).into_iter().next();
        let item =
            item.map(|it| format!("{{\"{}\"}}", it.replace('\\', "\\\\").replace('"', "\\\"")));
        return std::iter::once("{}".to_owned()).chain(item).collect();
    }
    let bare = data_type.split('(').next().unwrap_or(data_type).trim();
    of_built_in(bare, column, n).unwrap_or_else(|| of_declared(catalog, bare, column, n))
}

fn of_built_in(bare: &str, column: &str, n: u32) -> Option<Vec<String>> {
    let found: Vec<String> = match bare {
        "text" | "character varying" | "character" | "\"char\"" | "name" | "citext"
        | "public.citext" => {
            return Some(texts(column, n));
        }
        "uuid" => vec![format!("00000000-0000-4000-8000-{n:012x}")],
        "smallint" => [(1000 + n % 30_000).to_string(), "1".into(), "0".into()].into(),
        "integer" | "bigint" => {
            [(100_000_000 + n).to_string(), n.to_string(), "1".into(), "0".into()].into()
        }
        "numeric" | "real" | "double precision" | "money" => {
            [n.to_string(), "1".into(), "0".into(), "0.5".into()].into()
        }
        "boolean" => words(&["false", "true"]),
        "date" => words(&["2024-05-17", "2099-05-17", "1980-05-17"]),
        "timestamp without time zone" | "timestamp with time zone" => words(&[
            "2024-05-17 12:00:00Z",
            "2099-05-17 12:00:00Z",
            "1980-05-17 12:00:00Z",
            "infinity",
        ]),
        "time without time zone" | "time with time zone" => words(&["12:00:00Z", "00:00:00Z"]),
        "interval" => words(&["1 hour", "1 day", "0"]),
        "jsonb" | "json" => words(&["{}", "[]", "null", "\"x\"", "1"]),
        "bytea" => vec![
            format!("\\x{n:064x}"),
            format!("\\x{n:032x}"),
            format!("\\x{n:040x}"),
            format!("\\x{n:0128x}"),
        ],
        "inet" | "cidr" => vec![format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255)],
        "macaddr" => {
            vec![format!("02:00:00:{:02x}:{:02x}:{:02x}", n >> 16 & 255, n >> 8 & 255, n & 255)]
        }
        "bit" | "bit varying" => words(&["0", "1"]),
        "oid" | "xid" | "xid8" => vec![n.to_string()],
        "tsvector" | "tsquery" => vec![format!("word{n}")],
        "point" => vec![format!("({n},0)")],
        "int4range" | "int8range" | "numrange" => vec![format!("[{n},{})", n + 1)],
        "daterange" => words(&["[2024-05-17,2024-05-18)", "[2099-05-17,2099-05-18)"]),
        "tsrange" | "tstzrange" => words(&[
            "[2024-05-17 12:00:00Z,2024-05-17 13:00:00Z)",
            "[2099-05-17 12:00:00Z,2099-05-17 13:00:00Z)",
        ]),
        "xml" => words(&["<x/>"]),
        _ => return None,
    };
    Some(found)
}

fn texts(column: &str, n: u32) -> Vec<String> {
    let mut found = vec![
        format!("{column} no. {n:05}"),
        format!("{column}{n:05}"),
        format!("x{n:05}@example.org"),
        format!("https://example.org/{n:05}"),
        format!("x-{n:05}"),
        format!("x{n:05}"),
        format!("X{n:05}"),
        format!("{n:06}"),
        format!("+49170{n:07}"),
        format!("{n:032x}"),
        format!("{n:064x}"),
        format!("/x{n:05}"),
        format!("x{n:05}.pdf"),
    ];
    const WORDS: [&str; 11] = [
        "en",
        "en-GB",
        "UTC",
        "Europe/Berlin",
        "EUR",
        "DE",
        "#aabbcc",
        "application/pdf",
        "10115",
        "1.0.0",
        "2024-05-17",
    ];
    found.extend(WORDS.map(str::to_owned));
    found
}

fn of_declared(catalog: &Catalog, bare: &str, column: &str, n: u32) -> Vec<String> {
    let Some((kind, name)) = declared(catalog, bare) else { return Vec::new() };
    let definition = catalog.get(&ObjectId::in_schema(kind, &name)).map(|it| &it.definition);
    match definition {
        Some(Definition::Enum(it)) => it.labels.clone(),
        Some(Definition::Composite(it)) => {
            vec![format!("({})", ",".repeat(it.attributes.len().saturating_sub(1)))]
        }
        Some(Definition::Range(_)) => words(&["empty"]),
        Some(Definition::Domain(it)) => {
            let mut found = samples(catalog, &it.base, column, n);
            for (_, check) in catalog.of_relation(Kind::DomainConstraint, &name) {
                if let Definition::DomainConstraint(check) = &check.definition {
                    found.extend(quoted_words(&check.check));
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

/// The declared type of a name as the server words it.
pub(super) fn declared(catalog: &Catalog, bare: &str) -> Option<(Kind, QName)> {
    let kinds = [Kind::Enum, Kind::Domain, Kind::Composite, Kind::Range];
    kinds.into_iter().find_map(|kind| {
        let ids = catalog.of_kind(kind).map(|(id, _)| id.qname());
        let is_it = |name: &QName| {
            let spelled = crate::render::qualified(name);
            bare == spelled || spelled.rsplit_once('.').is_some_and(|(_, own)| own == bare)
        };
        ids.into_iter().find(is_it).map(|name| (kind, name))
    })
}

/// The strings of a condition: words that it may want.
pub(super) fn quoted_words(condition: &str) -> Vec<String> {
    let words = condition.split('\'').skip(1).step_by(2).map(str::to_owned);
    words.filter(|word| word.len() <= 60).collect()
}

fn words(these: &[&str]) -> Vec<String> {
    these.iter().map(|it| (*it).to_owned()).collect()
}
