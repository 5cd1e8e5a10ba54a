//! How a value is made, as SQL: an expression over `n`, `k`, `hash`, `random`, the parent, and what was made before.

use super::random::{hash, spread, unit};
use super::{Column, Filling, Seeds};
use crate::diagnostic::{Diagnostic, nearest};
use crate::render::literal;
use crate::sql::tokens;

/// What stands for the parent's row in a statement.
pub(super) const PARENT: &str = "\"#parent\"";

/// The expression of a value. `data_type` is that of the column, where it is one.
pub(super) fn expression(
    seeds: &Seeds,
    column: &Column,
    data_type: Option<&str>,
    of: impl FnOnce(&str) -> Result<String, Diagnostic>,
) -> Result<String, Diagnostic> {
    let made = match &column.filling {
        Filling::Sql(text) => format!("({})", with_parent(text)),
        Filling::OneOf(all) => one_of(all),
        Filling::Words(text) => words(seeds, column, text)?,
        Filling::Between { from, to, spread: way } => {
            between(data_type.unwrap_or("double precision"), from, to, &spread(*way, "hash"))
        }
        Filling::Of { spread: way, .. } => of(&spread(*way, "hash"))?,
    };
    let made = match column.null > 0.0 {
        // Another number than that of the value: else the least values would be those that are missing.
        true => format!("CASE WHEN {} >= {} THEN {made} END", unit(&hash("hash", 77)), column.null),
        false => made,
    };
    Ok(match data_type {
        Some(data_type) => format!("({made})::{data_type}"),
        None => made,
    })
}

/// The text with the columns of `parent` as those of its row.
pub(super) fn with_parent(text: &str) -> String {
    let all = tokens(text);
    let mut made = String::new();
    let mut done = 0;
    for (at, token) in all.iter().enumerate() {
        let is_first = at.checked_sub(1).is_none_or(|before| !all[before].is("."));
        if token.is("parent") && is_first && all.get(at + 1).is_some_and(|it| it.is(".")) {
            made.push_str(&text[done..token.at.start]);
            made.push_str(&format!("(r.{PARENT})"));
            done = token.at.end;
        }
    }
    made.push_str(&text[done..]);
    made
}

fn one_of(all: &[(String, u32)]) -> String {
    if let [(value, _)] = all {
        return literal(value);
    }
    let whole: u64 = all.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let mut made = String::from("CASE");
    let mut so_far = 0;
    for (value, weight) in all {
        so_far += u64::from(*weight);
        let share = so_far as f64 / whole.max(1) as f64;
        made.push_str(&match so_far == whole {
            true => format!(" ELSE {} END", literal(value)),
            false => format!(" WHEN random < {share} THEN {}", literal(value)),
        });
        if so_far == whole {
            break;
        }
    }
    made
}

fn words(seeds: &Seeds, column: &Column, text: &str) -> Result<String, Diagnostic> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let Some(list) = seeds.words.get(name).filter(|it| !it.is_empty()) else {
            let message = format!("there is no list of words `{name}`");
            let fault = Diagnostic::error("unknown-words", message).at(column.at.clone());
            return Err(match nearest(name, seeds.words.keys().map(String::as_str)) {
                Some(near) => fault.help(format!("the nearest one is `{near}`")),
                None => fault.help("declare it under `words:` of a file in `seed/`"),
            });
        };
        let all: Vec<String> = list.iter().map(|it| literal(it)).collect();
        let own = hash("hash", i64::try_from(parts.len()).unwrap_or_default());
        let place = format!("1 + pg_catalog.floor({} * {})::integer", unit(&own), list.len());
        parts.push(literal(before));
        parts.push(format!("(ARRAY[{}])[{place}]", all.join(", ")));
        rest = after;
    }
    parts.push(literal(rest));
    Ok(format!("({})", parts.join(" || ")))
}

fn between(data_type: &str, from: &str, to: &str, share: &str) -> String {
    let bare = data_type.split('(').next().unwrap_or(data_type).trim();
    let (from, to) = (with_parent(from), with_parent(to));
    match bare {
        "smallint" | "integer" | "bigint" => format!(
            "(({from})::bigint + pg_catalog.floor({share} * (({to})::bigint - ({from})::bigint + 1))::bigint)"
        ),
        "date" => format!(
            "(({from})::date + pg_catalog.floor({share} * (({to})::date - ({from})::date + 1))::integer)"
        ),
        "timestamp with time zone" | "timestamp without time zone" | "interval" => {
            format!(
                "(({from})::{data_type} + {share} * (({to})::{data_type} - ({from})::{data_type}))"
            )
        }
        _ => format!(
            "(({from})::numeric + {share}::numeric * (({to})::numeric - ({from})::numeric))"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_a_row() {
        assert_eq!(with_parent("parent.id"), "(r.\"#parent\").id");
        assert_eq!(
            with_parent("f(parent.a, x.parent.b, 'parent.c')"),
            "f((r.\"#parent\").a, x.parent.b, 'parent.c')"
        );
        assert_eq!(with_parent("parent"), "parent");
    }

    #[test]
    fn weights_are_shares() {
        let all = [("a".to_owned(), 3), ("b".to_owned(), 1)];
        assert_eq!(one_of(&all), "CASE WHEN random < 0.75 THEN 'a' ELSE 'b' END");
    }
}
