//! Conditions as a person writes them: without the parentheses and casts that the server adds and that it would add
//! again. What stands in a subquery or in the arguments of a function is left as it is.

use super::expression::{bare, divided, wrapped};
use super::type_name::without_modifiers;
use crate::catalog::{Catalog, Kind, Name, ObjectId, QName};
use std::collections::BTreeMap;

/// The types of what a condition may compare: columns by their names as SQL has them, or `VALUE`.
#[derive(Debug, Default)]
pub(super) struct Operands {
    types: BTreeMap<String, String>,
}

impl Operands {
    /// The columns of a relation.
    pub(super) fn of_relation(catalog: &Catalog, relation: &QName) -> Self {
        let columns = catalog.columns(relation);
        let types = columns.iter().map(|(id, _, it)| (&*id.name, it.data_type.as_str()));
        Self::of(catalog, types)
    }

    /// The value that a domain checks.
    pub(super) fn of_domain(catalog: &Catalog, base: &str) -> Self {
        Self::of(catalog, std::iter::once(("VALUE", base)))
    }

    fn of<'a>(catalog: &Catalog, types: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let literal = |text: &str| {
            let name = without_modifiers(text);
            let name = if name == "character" { "bpchar" } else { &name };
            (PLAIN.contains(&name) || is_enum(catalog, name)).then(|| name.to_owned())
        };
        let known = types.filter_map(|(name, text)| Some((name.to_owned(), literal(text)?)));
        Self { types: known.collect() }
    }

    /// The type of an operand, if it is one of these.
    fn of_operand(&self, text: &str) -> Option<&str> {
        let name = text.strip_prefix("old.").or_else(|| text.strip_prefix("new.")).unwrap_or(text);
        let name = name.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(name);
        self.types.get(name).map(String::as_str)
    }
}

/// Types whose operators take a literal of unknown type for one of the same. Those of arrays and ranges take it for
/// something else as well.
const PLAIN: [&str; 14] = [
    "text",
    "character varying",
    "bpchar",
    "name",
    "integer",
    "bigint",
    "smallint",
    "numeric",
    "double precision",
    "date",
    "timestamp with time zone",
    "timestamp without time zone",
    "interval",
    "uuid",
];

fn is_enum(catalog: &Catalog, name: &str) -> bool {
    let Some((schema, name)) = name.split_once('.') else { return false };
    let name = QName { schema: Name::from(schema), name: Name::from(name) };
    catalog.get(&ObjectId::in_schema(Kind::Enum, &name)).is_some()
}

/// A condition without the parentheses around it.
pub(super) fn condition(expression: &str, operands: &Operands) -> String {
    let text = bare(expression);
    for word in [" AND ", " OR "] {
        let parts = divided(text, word);
        if parts.len() < 2 {
            continue;
        }
        if let Some(between) = between(&parts, word, operands) {
            return between;
        }
        let parts: Vec<String> = parts.into_iter().map(|part| part_of(part, operands)).collect();
        return parts.join(word);
    }
    if let Some(denied) = text.strip_prefix("NOT ")
        && wrapped(denied).is_some()
    {
        return format!("NOT ({})", condition(denied, operands));
    }
    comparison(text, operands)
}

/// A part of a list. A list within it keeps its parentheses: it may be one of the same word.
fn part_of(text: &str, operands: &Operands) -> String {
    let Some(inside) = wrapped(text) else { return comparison(text, operands) };
    if bare(text) == text {
        return text.to_owned();
    }
    let plain = condition(text, operands);
    let is_list = [" AND ", " OR "].iter().any(|word| divided(inside, word).len() > 1);
    if is_list { format!("({plain})") } else { plain }
}

/// `(n >= 1) AND (n <= 9)` is `n BETWEEN 1 AND 9`, and `(n < 1) OR (n > 9)` is not.
fn between(parts: &[&str], word: &str, operands: &Operands) -> Option<String> {
    let [least, most] = parts else { return None };
    let (first, second, between) = match word {
        " AND " => (" >= ", " <= ", "BETWEEN"),
        _ => (" < ", " > ", "NOT BETWEEN"),
    };
    let compared = |text: &str, operator: &str| {
        let text = comparison(wrapped(text)?, operands);
        let [what, with] = divided(&text, operator)[..] else { return None };
        Some((what.to_owned(), with.to_owned()))
    };
    let ((what, least), (same, most)) = (compared(least, first)?, compared(most, second)?);
    (what == same).then(|| format!("{what} {between} {least} AND {most}"))
}

/// How the server words an operator, and a person.
const OPERATORS: [(&str, &str); 16] = [
    (" = ", " = "),
    (" <> ", " <> "),
    (" <= ", " <= "),
    (" >= ", " >= "),
    (" < ", " < "),
    (" > ", " > "),
    (" ~~ ", " LIKE "),
    (" !~~ ", " NOT LIKE "),
    (" ~~* ", " ILIKE "),
    (" !~~* ", " NOT ILIKE "),
    (" ~ ", " ~ "),
    (" !~ ", " !~ "),
    (" ~* ", " ~* "),
    (" !~* ", " !~* "),
    (" ^@ ", " ^@ "),
    (" IS DISTINCT FROM ", " IS DISTINCT FROM "),
];

/// A comparison of an operand with a literal, or a list of them, or of two conditions.
fn comparison(text: &str, operands: &Operands) -> String {
    if let Some(plain) = plain_comparison(text, operands) {
        return plain;
    }
    for word in [" = ", " <> "] {
        if let [one, other] = divided(text, word)[..]
            && [one, other].iter().all(|it| wrapped(it).is_some() && bare(it) != *it)
        {
            return format!("({}){word}({})", condition(one, operands), condition(other, operands));
        }
    }
    text.to_owned()
}

fn plain_comparison(text: &str, operands: &Operands) -> Option<String> {
    let lists = [(" = ANY ", " IN "), (" <> ALL ", " NOT IN ")];
    for (worded, plain) in lists {
        let [what, list] = divided(text, worded)[..] else { continue };
        let (what, cast) = operand(what, operands)?;
        let list = wrapped(list)?.strip_prefix("ARRAY[")?.strip_suffix(']')?;
        // An array of varchar is compared as one of text.
        let item = if cast == "text" { ["text", "character varying"] } else { [cast, cast] };
        let items = divided(list, ", ");
        let found: Option<Vec<&str>> = items.iter().map(|it| literal(it, &item)).collect();
        let found = found.filter(|items| items.len() > 1)?;
        // Of text, a list with IN is one of text; of varchar, it is one of varchar.
        let own = operands.of_operand(&what)?;
        let same = items.iter().all(|it| it.ends_with(&format!("::{own}")) || own == "integer");
        return same.then(|| format!("{what}{plain}({})", found.join(", ")));
    }
    for (worded, plain) in OPERATORS {
        let [what, with] = divided(text, worded)[..] else { continue };
        let (what, cast) = operand(what, operands)?;
        let literal = literal(with, &[cast])?;
        return Some(format!("{what}{plain}{literal}"));
    }
    None
}

/// An operand, and the type as which it is compared: a `varchar` is compared as a `text`.
fn operand<'a>(text: &str, operands: &'a Operands) -> Option<(String, &'a str)> {
    if let Some(inside) = text.strip_suffix("::text").and_then(wrapped)
        && operands.of_operand(inside) == Some("character varying")
    {
        return Some((inside.to_owned(), "text"));
    }
    let own = operands.of_operand(text).filter(|it| *it != "character varying")?;
    Some((text.to_owned(), own))
}

/// A literal without the cast to one of these types: `'draft'`, `5`.
fn literal<'a>(text: &'a str, types: &[&str]) -> Option<&'a str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if digits(text) {
        return Some(text);
    }
    let (value, cast) = text.rsplit_once("::")?;
    if !types.contains(&cast) {
        return None;
    }
    if let Some(number) = wrapped(value) {
        // A number becomes one of these of itself.
        return (digits(number) && ["numeric", "double precision"].contains(&cast))
            .then_some(number);
    }
    let quoted = value.strip_prefix('\'')?.strip_suffix('\'')?;
    let number = ["integer", "bigint", "smallint", "numeric", "double precision"].contains(&cast);
    (!number && !quoted.replace("''", "").contains('\'')).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{Operands, condition};

    fn plain(text: &str) -> String {
        let types = [
            ("v", "character varying"),
            ("t", "text"),
            ("n", "integer"),
            ("m", "numeric"),
            ("d", "date"),
            ("s", "app.state"),
            ("Odd", "text"),
        ];
        let types = types.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        condition(text, &Operands { types: types.collect() })
    }

    #[test]
    fn what_the_server_adds_goes() {
        for (worded, expected) in [
            ("(n > 0)", "n > 0"),
            ("((n > 0) AND ((t = 'a'::text) OR (m IS NULL)))", "n > 0 AND (t = 'a' OR m IS NULL)"),
            ("((n >= 1) AND (n <= 9))", "n BETWEEN 1 AND 9"),
            ("((n >= 1) AND (n <= 9) AND (m > (0)::numeric))", "n >= 1 AND n <= 9 AND m > 0"),
            ("((n BETWEEN 1 AND 9) AND (n <> 5))", "(n BETWEEN 1 AND 9) AND n <> 5"),
            (
                "((d < '2020-01-01'::date) OR (d > CURRENT_DATE))",
                "d NOT BETWEEN '2020-01-01' AND CURRENT_DATE",
            ),
            ("((v)::text = 'it''s'::text)", "v = 'it''s'"),
            ("((v)::text ~~ 'https://%'::text)", "v LIKE 'https://%'"),
            (
                "((v)::text = ANY (ARRAY['a'::character varying, 'b, c'::character varying]))",
                "v IN ('a', 'b, c')",
            ),
            ("(t <> ALL (ARRAY['a'::text, 'b'::text]))", "t NOT IN ('a', 'b')"),
            ("(n = ANY (ARRAY[1, 2]))", "n IN (1, 2)"),
            ("(s = ANY (ARRAY['a'::app.state, 'b'::app.state]))", "s IN ('a', 'b')"),
            ("(NOT (old.s IS DISTINCT FROM 'a'::app.state))", "NOT (old.s IS DISTINCT FROM 'a')"),
            ("(\"Odd\" = 'x'::text)", "\"Odd\" = 'x'"),
            ("((s = 'a'::app.state) = (d IS NULL))", "(s = 'a') = (d IS NULL)"),
        ] {
            assert_eq!(plain(worded), expected);
        }
    }

    #[test]
    fn what_says_something_stays() {
        for (worded, expected) in [
            (
                "(d = '2020-01-01'::timestamp without time zone)",
                "d = '2020-01-01'::timestamp without time zone",
            ),
            (
                "((v)::text = ANY (ARRAY['a'::text, 'b'::text]))",
                "(v)::text = ANY (ARRAY['a'::text, 'b'::text])",
            ),
            ("(s = ANY (ARRAY['a'::app.state]))", "s = ANY (ARRAY['a'::app.state])"),
            ("((t)::text = 'a'::text)", "(t)::text = 'a'::text"),
            ("(m = '-1'::numeric)", "m = '-1'::numeric"),
            ("(n = '-1'::integer)", "n = '-1'::integer"),
            ("(other = 'a'::text)", "other = 'a'::text"),
            (
                "((n > 0) AND ((t = 'a'::text) AND (m IS NULL)))",
                "n > 0 AND (t = 'a' AND m IS NULL)",
            ),
            ("( SELECT app.f() AS f)", "( SELECT app.f() AS f)"),
            ("((n > 0) AND ( SELECT true))", "n > 0 AND ( SELECT true)"),
        ] {
            assert_eq!(plain(worded), expected);
        }
    }
}
