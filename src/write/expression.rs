//! Expressions in the server's words, without what the grammar around them adds anyway.

use std::borrow::Cow;

/// A condition without the parentheses around the whole of it: CHECK, USING, WHERE and their like bring their own. A
/// query keeps them: it is an expression only with them.
pub(super) fn bare(expression: &str) -> &str {
    let Some(inside) = expression.strip_prefix('(').and_then(|it| it.strip_suffix(')')) else {
        return expression;
    };
    let trimmed = inside.trim();
    let query = ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|word| {
        trimmed.strip_prefix(word).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    if trimmed.is_empty() || query || !closes_at_end(expression) { expression } else { trimmed }
}

/// The default of a column or a domain of this type, without the cast that the server adds to a literal of the type,
/// and with a negative number as one.
pub(super) fn default<'a>(expression: &'a str, data_type: &str) -> &'a str {
    let Some((literal, cast)) = literal(expression) else { return expression };
    let inside = literal.trim_matches('\'');
    let number = match cast {
        // The least integer is none without its cast: the number is read before its sign.
        "integer" => inside.parse::<i32>().is_ok_and(|it| it < 0 && it != i32::MIN),
        "numeric" => is_fraction(inside),
        _ => false,
    };
    if number {
        return inside;
    }
    if cast == unmodified(data_type) { literal } else { expression }
}

/// The type of a bare literal that is given to a column of a type. A modifier, as that of `varchar(20)`, comes after it and
/// is no part of it, but for an interval.
fn unmodified(data_type: &str) -> Cow<'_, str> {
    let Some((before, rest)) = data_type.split_once('(') else { return data_type.into() };
    let Some((_, after)) = rest.split_once(')') else { return data_type.into() };
    match before {
        "character" => format!("bpchar{after}"),
        "bit" => format!("\"bit\"{after}"),
        _ if before.starts_with("interval") => return data_type.into(),
        _ => format!("{before}{after}"),
    }
    .into()
}

/// `'text'::type` taken apart, where the whole expression is that.
fn literal(expression: &str) -> Option<(&str, &str)> {
    let inside = expression.strip_prefix('\'')?;
    let mut end = 0;
    loop {
        end += inside.get(end..)?.find('\'')? + 1;
        if !inside[end..].starts_with('\'') {
            break;
        }
        end += 1;
    }
    let cast = inside[end..].strip_prefix("::")?;
    let type_name =
        cast.bytes().all(|it| it.is_ascii_alphanumeric() || b"_.\"[](), ".contains(&it));
    type_name.then(|| (&expression[..=end], cast))
}

/// `-1.5`
fn is_fraction(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let parts = text.strip_prefix('-').and_then(|text| text.split_once('.'));
    parts.is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
}

/// What stands between the parentheses around the whole of a text.
pub(super) fn wrapped(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    closes_at_end(text).then_some(inside)
}

/// What a word divides outside of quotes, parentheses and brackets.
pub(super) fn divided<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(' | b'[') => depth += 1,
            (None, b')' | b']') => depth = depth.saturating_sub(1),
            (None, _)
                if depth == 0
                    && at >= start
                    && text.as_bytes()[at..].starts_with(word.as_bytes()) =>
            {
                parts.push(&text[start..at]);
                start = at + word.len();
            }
            (None, _) => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Whether the parenthesis that opens the text is the one that closes it. Quotes within quotes are doubled, so a quote
/// always toggles.
fn closes_at_end(text: &str) -> bool {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1 == text.len();
                }
            }
            (None, _) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{bare, default};

    #[test]
    fn defaults_lose_the_cast_to_their_own_type() {
        assert_eq!(default("'draft'::app.status", "app.status"), "'draft'");
        assert_eq!(default("'it''s'::text", "text"), "'it''s'");
        assert_eq!(default("'{}'::text[]", "text[]"), "'{}'");
        assert_eq!(default("'a'::text || 'b'::text", "text"), "'a'::text || 'b'::text");
        assert_eq!(default("('a'::text)", "text"), "('a'::text)");
        assert_eq!(default("'x'::character varying", "character varying(20)"), "'x'");
        assert_eq!(default("'{}'::character varying[]", "character varying(20)[]"), "'{}'");
        assert_eq!(
            default("'x'::character varying(20)", "character varying(20)"),
            "'x'::character varying(20)"
        );
        assert_eq!(default("'x'::bpchar", "character(3)"), "'x'");
        assert_eq!(default("'101'::\"bit\"", "bit(3)"), "'101'");
        assert_eq!(
            default("'x'::timestamp without time zone", "timestamp(3) without time zone"),
            "'x'"
        );
        assert_eq!(default("'1 s'::interval", "interval(3)"), "'1 s'::interval");
        assert_eq!(default("'1 s'::interval(3)", "interval(3)"), "'1 s'");
        assert_eq!(default("'-1'::integer", "bigint"), "-1");
        assert_eq!(default("'-2147483648'::integer", "integer"), "'-2147483648'");
        assert_eq!(default("'-1.5'::numeric", "numeric(10,2)"), "-1.5");
        assert_eq!(default("'-1'::numeric", "numeric(10,2)"), "'-1'");
        assert_eq!(default("'NaN'::numeric", "numeric"), "'NaN'");
        assert_eq!(default("now()", "timestamp with time zone"), "now()");
        assert_eq!(default("''::text", "text"), "''");
        assert_eq!(default("'unclosed", "text"), "'unclosed");
    }

    #[test]
    fn parentheses_go_where_they_hold_the_whole() {
        assert_eq!(bare("(a > 0)"), "a > 0");
        assert_eq!(bare("((a > 0) AND (b > 0))"), "(a > 0) AND (b > 0)");
        assert_eq!(bare("(a) OR (b)"), "(a) OR (b)");
        assert_eq!(bare("(a <> ')'::text)"), "a <> ')'::text");
        assert_eq!(bare("(\"a(\" = E'\\\\(''')"), "\"a(\" = E'\\\\('''");
        assert_eq!(bare("( SELECT app.f() AS f)"), "( SELECT app.f() AS f)");
        assert_eq!(bare("lower(a)"), "lower(a)");
        assert_eq!(bare("true"), "true");
        assert_eq!(bare("()"), "()");
    }
}
