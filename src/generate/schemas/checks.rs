//! Conditions of checks in the server's words, as far as JSON Schema can say them of a single value.

use super::regular::ecma;
use crate::sql::{Kind, Token, tokens};

/// What a condition says of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// Not less.
    Minimum(serde_json::Number),
    /// More than this.
    Above(serde_json::Number),
    /// Not more.
    Maximum(serde_json::Number),
    /// Less than this.
    Below(serde_json::Number),
    /// Not fewer characters or elements.
    MinLength(i64),
    /// Not more characters or elements.
    MaxLength(i64),
    /// It matches.
    Pattern(String),
    /// It does not match.
    NotPattern(String),
    /// One of these.
    OneOf(Vec<String>),
}

/// What a condition says of the value that `is_value` knows by its name, part by part; what cannot be said is left out.
pub(super) fn said(condition: &str, is_value: &dyn Fn(&str) -> bool) -> Vec<Said> {
    let all = tokens(condition);
    let plain = plain(&all);
    let mut found = Vec::new();
    conjuncts(&plain, &mut |part| found.extend(one(part, is_value)));
    found
}

/// The tokens without casts: what is cast to what does not matter here.
pub(super) fn plain<'t>(all: &[Token<'t>]) -> Vec<Token<'t>> {
    let mut found: Vec<Token<'t>> = Vec::new();
    let mut at = 0;
    while let Some(token) = all.get(at) {
        at += 1;
        if !token.is("::") {
            found.push(token.clone());
            continue;
        }
        // A type: words and dots, `(10,2)`, `[]`.
        while all.get(at).is_some_and(|it| {
            matches!(it.kind, Kind::Word | Kind::Quoted)
                && !it.is_any(&["and", "or", "is", "not", "in", "like", "then", "else", "end"])
                || it.is(".")
        }) {
            at += 1;
        }
        if all.get(at).is_some_and(|it| it.is("("))
            && let Some(end) = all[at..].iter().position(|it| it.is(")"))
        {
            at += end + 1;
        }
        while all.get(at).is_some_and(|it| it.is("["))
            && all.get(at + 1).is_some_and(|it| it.is("]"))
        {
            at += 2;
        }
    }
    found
}

/// Without the parentheses around the whole.
pub(super) fn bare<'a, 't>(mut part: &'a [Token<'t>]) -> &'a [Token<'t>] {
    while let [open, inside @ .., close] = part
        && open.is("(")
        && close.is(")")
        && depths(part).take(part.len() - 1).all(|depth| depth > 0)
    {
        part = inside;
    }
    part
}

/// How many parentheses are open after each token.
fn depths<'a>(part: &'a [Token<'_>]) -> impl Iterator<Item = i32> + 'a {
    part.iter().scan(0, |depth, token| {
        *depth += i32::from(token.is("(")) - i32::from(token.is(")"));
        Some(*depth)
    })
}

fn conjuncts<'t>(part: &[Token<'t>], each: &mut dyn FnMut(&[Token<'t>])) {
    let part = bare(part);
    let outside: Vec<bool> = depths(part).map(|depth| depth == 0).collect();
    let is = |word: &str| part.iter().zip(&outside).any(|(it, outside)| *outside && it.is(word));
    if is("or") {
        return;
    }
    if !is("and") {
        return each(part);
    }
    let mut start = 0;
    for (at, token) in part.iter().enumerate() {
        if outside[at] && token.is("and") {
            conjuncts(&part[start..at], each);
            start = at + 1;
        }
    }
    conjuncts(&part[start..], each);
}

fn one(part: &[Token<'_>], is_value: &dyn Fn(&str) -> bool) -> Option<Said> {
    let outside: Vec<i32> = depths(part).collect();
    let sign = (0..part.len()).find(|at| {
        let is_sign = part[*at].is_any(&["=", "<>", "<", "<=", ">", ">=", "~", "!~"]);
        outside[*at] == 0 && is_sign
    })?;
    let (left, right) = (bare(&part[..sign]), bare(&part[sign + 1..]));
    let of_value =
        |side: &[Token<'_>]| matches!(side, [it] if it.name().is_some_and(|it| is_value(&it)));
    let length = match left {
        [function, open, .., close] if open.is("(") && close.is(")") => {
            let is_length =
                function.is_any(&["length", "char_length", "character_length", "cardinality"]);
            // Of an empty array it is NULL, which a check takes: it says nothing of the least length.
            let is_array = function.is("array_length") && part[sign].is_any(&["<", "<="]);
            let inside = &left[2..left.len() - 1];
            match inside {
                [value @ .., comma, one] if is_array && comma.is(",") && one.text == "1" => {
                    of_value(bare(value))
                }
                _ => is_length && of_value(bare(inside)),
            }
        }
        _ => false,
    };
    if length {
        let count = number(right)?.as_i64()?;
        return match part[sign].text {
            ">=" => Some(Said::MinLength(count)),
            ">" => Some(Said::MinLength(count.checked_add(1)?)),
            "<=" => Some(Said::MaxLength(count)),
            "<" => Some(Said::MaxLength(count.checked_sub(1)?)),
            _ => None,
        };
    }
    if !of_value(left) {
        return None;
    }
    match part[sign].text {
        ">=" => Some(Said::Minimum(number(right)?)),
        ">" => Some(Said::Above(number(right)?)),
        "<=" => Some(Said::Maximum(number(right)?)),
        "<" => Some(Said::Below(number(right)?)),
        "~" => Some(Said::Pattern(ecma(&text(right)?)?)),
        "!~" => Some(Said::NotPattern(ecma(&text(right)?)?)),
        "<>" => text(right).filter(String::is_empty).map(|_| Said::MinLength(1)),
        "=" => match right {
            [any, rest @ ..] if any.is("any") => match bare(rest) {
                [array, open, items @ .., close]
                    if array.is("array") && open.is("[") && close.is("]") =>
                {
                    let items = items.split(|it| it.is(","));
                    let items: Option<Vec<String>> = items.map(|it| text(bare(it))).collect();
                    items.map(Said::OneOf)
                }
                _ => None,
            },
            _ => text(right).map(|it| Said::OneOf(vec![it])),
        },
        _ => None,
    }
}

fn text(part: &[Token<'_>]) -> Option<String> {
    match part {
        [it] if it.kind == Kind::Text => Some(it.value().into_owned()),
        _ => None,
    }
}

/// A number, which PostgreSQL words as `'0'::numeric`, too.
pub(super) fn number(part: &[Token<'_>]) -> Option<serde_json::Number> {
    let (minus, it) = match part {
        [it] => ("", it),
        [minus, it] if minus.is("-") => ("-", it),
        _ => return None,
    };
    let digits = match it.kind {
        Kind::Number => it.text.into(),
        Kind::Text => it.value(),
        _ => return None,
    };
    serde_json::from_str(&format!("{minus}{digits}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(condition: &str) -> String {
        format!("{:?}", said(condition, &|name| name == "value"))
    }

    #[test]
    fn conditions_in_the_servers_words() {
        for (condition, wanted) in [
            ("((VALUE >= 0) AND (VALUE <= 100))", "[Minimum(Number(0)), Maximum(Number(100))]"),
            ("(VALUE > '-1'::integer)", "[Above(Number(-1))]"),
            ("(VALUE > (0)::numeric)", "[Above(Number(0))]"),
            (
                "((length(VALUE) >= 1) AND (length((VALUE)::text) < 120))",
                "[MinLength(1), MaxLength(119)]",
            ),
            ("(VALUE ~ '^[A-Z]{2}$'::text)", "[Pattern(\"^[A-Z]{2}$\")]"),
            ("((VALUE)::text <> ''::text)", "[MinLength(1)]"),
            ("(VALUE = ANY (ARRAY['a'::text, 'b'::text]))", "[OneOf([\"a\", \"b\"])]"),
            (
                "((VALUE)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
                "[OneOf([\"a\", \"b\"])]",
            ),
            ("(array_length(VALUE, 1) <= 5)", "[MaxLength(5)]"),
            ("((VALUE > 0) OR (VALUE < 5))", "[]"),
            ("(VALUE > other)", "[]"),
            (
                "((VALUE !~ '[[:cntrl:]]'::text) AND f(VALUE))",
                "[NotPattern(\"[\\\\u0000-\\\\u001f\\\\u007f-\\\\u009f]\")]",
            ),
            ("", "[]"),
            ("((", "[]"),
        ] {
            assert_eq!(shown(condition), wanted, "{condition}");
        }
    }
}
