//! Where the server's words for an expression are read back as another expression, and what it reads as the same.
//!
//! - `v IN ('a', 'b')` over a `varchar` compares as `text`, and the server words the array with the cast that it added
//!   around it: `(ARRAY['a'::character varying, 'b'::character varying])::text[]`. A cast around `ARRAY[…]` is read into
//!   its elements, so what is read back is worded otherwise: a constraint would differ from itself for ever. Nobody can
//!   have written such a cast, for it would have gone into the elements as well; without it the server adds it again.
//! - `n BETWEEN 1 AND 9 AND m` is an AND within an AND, and is worded as one: `(((n >= 1) AND (n <= 9)) AND m)`. Read
//!   back, the first of them is taken up by the other. Worded with BETWEEN it is read as it was; what else is an AND
//!   within the beginning of an AND (`(a, b) = (c, d) AND m`) is worded as it is read.
//! - `extract('YEAR' from t)` keeps its letters and is worded without the quotes, `EXTRACT(YEAR FROM t)`, which is read
//!   as `EXTRACT(year FROM t)`; by releases since November 2026 with them. Letters are all the same to PostgreSQL here.
//! - `EXISTS (SELECT 'x')` and the later queries of a UNION within another query are worded without names of columns. A
//!   cast that the server added (`'x'::text`) gives the column a name when it is read back: `'x'::text AS text`.

use super::keyword::Keywords;
use super::text::bare;
use crate::catalog::{Body, ConstraintBody, Definition};
use std::ops::Range;

/// Words every expression so that it is read back as it is; says whether PostgreSQL would read the server's words for one
/// as another expression.
pub(super) fn mend(keywords: &Keywords, definition: &mut Definition) -> bool {
    let mut misread = false;
    for text in expressions(definition) {
        misread |= faithful(keywords, text);
    }
    misread
}

fn expressions(definition: &mut Definition) -> Vec<&mut String> {
    use Definition as D;
    match definition {
        D::View(it) => vec![&mut it.query],
        D::MaterializedView(it) => vec![&mut it.query],
        D::DefaultExpr(it) => vec![&mut it.expression],
        D::Table(it) => it.restated.0.values_mut().collect(),
        D::Column(it) => it.generated.iter_mut().map(|it| &mut it.expression).collect(),
        D::Constraint(it) => match &mut it.body {
            ConstraintBody::Check { expression, .. } => vec![expression],
            ConstraintBody::Exclusion { elements, predicate, .. } => {
                let elements = elements.iter_mut().map(|it| &mut it.element.expression);
                elements.chain(predicate).collect()
            }
            _ => Vec::new(),
        },
        D::DomainConstraint(it) => vec![&mut it.check],
        D::Domain(it) => it.default.iter_mut().collect(),
        D::Index(it) => {
            let elements = it.elements.iter_mut().map(|it| &mut it.expression);
            elements.chain(&mut it.predicate).collect()
        }
        D::Trigger(it) => it.when.iter_mut().collect(),
        D::Rule(it) => it.condition.iter_mut().chain([&mut it.action]).collect(),
        D::Policy(it) => it.using.iter_mut().chain(&mut it.with_check).collect(),
        D::Function(it) => {
            let defaults = it.args.iter_mut().flat_map(|it| &mut it.default);
            let body = match &mut it.body {
                Body::Atomic(body) => Some(body),
                _ => None,
            };
            defaults.chain(body).collect()
        }
        D::Aggregate(it) => it.args.iter_mut().flat_map(|it| &mut it.default).collect(),
        D::Statistics(it) => it.elements.iter_mut().collect(),
        D::Publication(it) => it.tables.iter_mut().flat_map(|it| &mut it.filter).collect(),
        _ => Vec::new(),
    }
}

/// Words an expression so that it is read back as it is; says whether the server's words are read as one that even these
/// words tell from it.
fn faithful(keywords: &Keywords, text: &mut String) -> bool {
    let is_cast = bare_arrays(text);
    small_fields(text);
    named_casts(keywords, text);
    let is_between = [" AND ", " OR "].map(|word| single_lists(text, word));
    is_cast || is_between.contains(&true)
}

const OPENS: &str = "(ARRAY[";

/// Takes the cast, and the parentheses that it needs, from around each `ARRAY[…]`; says whether there was any.
fn bare_arrays(text: &mut String) -> bool {
    let mut any = false;
    // Nearly no expression has one.
    while text.contains(OPENS)
        && let Some((array, whole)) =
            parentheses(text).into_iter().find_map(|whole| cast_array(text, whole))
    {
        let array = text[array].to_owned();
        text.replace_range(whole, &array);
        any = true;
    }
    any
}

/// Writes the field of each `EXTRACT(field FROM …)` in small letters.
fn small_fields(text: &mut String) {
    const WORD: &str = "EXTRACT(";
    if !text.contains(WORD) {
        return;
    }
    let found = bare(text).filter(|(at, ..)| text.as_bytes()[*at..].starts_with(WORD.as_bytes()));
    let starts: Vec<usize> = found.map(|(at, ..)| at + WORD.len()).collect();
    for start in starts.into_iter().rev() {
        let is_letter = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let whole = &text[start..];
        let inner = whole.strip_prefix('"').unwrap_or(whole);
        let rest = inner.trim_start_matches(is_letter);
        let field = inner[..inner.len() - rest.len()].to_ascii_lowercase();
        let rest = match whole.starts_with('"') {
            true => rest.strip_prefix('"').unwrap_or_default(),
            false => rest,
        };
        if rest.starts_with(" FROM ") {
            let end = text.len() - rest.len();
            text.replace_range(start..end, &field);
        }
    }
}

/// What may follow the columns of a query.
const CLAUSES: [&str; 14] = [
    "FROM",
    "WHERE",
    "GROUP",
    "HAVING",
    "WINDOW",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "FETCH",
    "FOR",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "INTO",
];

/// Gives each column without a name that is a cast the one that it is read back with.
fn named_casts(keywords: &Keywords, text: &mut String) {
    const WORD: &str = "SELECT ";
    // The names of a view's own columns are always worded.
    if !text.contains("::") || !text.trim_start().get(1..).is_some_and(|it| it.contains(WORD)) {
        return;
    }
    let bytes: Vec<(usize, u8, usize)> = bare(text).collect();
    let mut names = Vec::new();
    for (place, &(at, _, depth)) in bytes.iter().enumerate() {
        if !text.as_bytes()[at..].starts_with(WORD.as_bytes()) {
            continue;
        }
        let at_first = at + WORD.len();
        let mut start = at_first;
        let mut name = |range: Range<usize>| {
            let column = text[range.clone()].trim_end();
            names.extend(
                unnamed_cast(keywords, column).map(|name| (range.start + column.len(), name)),
            );
        };
        let rest = bytes[place..].iter().filter(|(at, ..)| *at >= at_first);
        let mut end = text.len();
        for &(at, byte, inner) in rest {
            let is_end = inner < depth
                || (inner == depth && byte == b';')
                || (inner == depth && byte.is_ascii_whitespace() && ends(&text[at + 1..]));
            if is_end {
                end = at;
                break;
            }
            if inner == depth && byte == b',' {
                name(start..at);
                start = at + 1;
            }
        }
        name(start..end);
    }
    // From the last to the first: places before one stay as they are.
    names.sort();
    for (at, name) in names.into_iter().rev() {
        text.insert_str(at, &format!(" AS {name}"));
    }
}

/// Whether the columns of a query end before this text.
fn ends(text: &str) -> bool {
    let word = text.split(|it: char| !it.is_ascii_uppercase()).next().unwrap_or_default();
    CLAUSES.contains(&word)
}

/// The name that is read for a column that is a cast and is given none.
fn unnamed_cast(keywords: &Keywords, column: &str) -> Option<String> {
    if parts(column, " AS ").len() > 1 {
        return None;
    }
    let casts = parts(column, "::");
    let (type_name, _) = casts.split_last().filter(|(_, before)| !before.is_empty())?;
    let type_name = type_name.trim_end_matches("[]");
    let (start, end) = match type_name.split_once('(') {
        Some((start, rest)) => (start, rest.split_once(')')?.1),
        None => (type_name, ""),
    };
    let plain =
        |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b' '));
    if !plain(end) {
        return None;
    }
    let name = match format!("{start}{end}").as_str() {
        "bigint" => "int8",
        "bit varying" => "varbit",
        "boolean" => "bool",
        "character" => "bpchar",
        "character varying" => "varchar",
        "double precision" => "float8",
        "integer" => "int4",
        "real" => "float4",
        "smallint" => "int2",
        "time with time zone" => "timetz",
        "time without time zone" => "time",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        interval if interval.starts_with("interval ") => "interval",
        // In quotes where it needs them, as it is printed again.
        other => {
            let last = parts(other, ".").last().copied()?;
            let quoted = last.len() > 1 && last.starts_with('"') && last.ends_with('"');
            return match quoted {
                true => Some(keywords.quoted(&last[1..last.len() - 1].replace("\"\"", "\""))),
                false => (plain(last) && !last.contains(' ')).then(|| keywords.quoted(last)),
            };
        }
    };
    Some(keywords.quoted(name))
}

/// Takes the list that is the first part of a list of the same word up into it, or words it with BETWEEN; says whether it
/// did the latter.
fn single_lists(text: &mut String, word: &str) -> bool {
    let (mut from, mut any) = (0, false);
    while let Some(list) = first_list(text, from, word) {
        from = list.start;
        let inside = text[list.start + 1..list.end - 1].to_owned();
        match between(&inside, word) {
            Some(between) => {
                text.replace_range(list, &format!("({between})"));
                any = true;
            }
            None => {
                text.replace_range(list, &inside);
                // What is first now may be such a list as well.
                from -= 1;
            }
        }
    }
    any
}

/// The first list in parentheses that is itself the first in parentheses, and which the word follows that divides it.
fn first_list(text: &str, from: usize, word: &str) -> Option<Range<usize>> {
    if !text.contains("((") || !text.contains(word) {
        return None;
    }
    let lists = parentheses(text).into_iter().filter(|list| {
        list.start > from
            && text[..list.start].ends_with('(')
            && text[list.end..].starts_with(word)
            && parts(&text[list.start + 1..list.end - 1], word).len() > 1
    });
    lists.min_by_key(|list| list.start)
}

/// What is between parentheses outside of quotes, with them.
fn parentheses(text: &str) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for (at, byte, _) in bare(text) {
        match byte {
            b'(' => open.push(at),
            b')' => found.extend(open.pop().map(|start| start..at + 1)),
            _ => {}
        }
    }
    found
}

/// What a word divides outside of quotes and parentheses.
fn parts<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _, depth) in bare(text) {
        if depth == 0 && at >= start && text.as_bytes()[at..].starts_with(word.as_bytes()) {
            parts.push(&text[start..at]);
            start = at + word.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

/// `n BETWEEN 1 AND 9`, for what the server words as `(n >= 1) AND (n <= 9)`.
fn between(list: &str, word: &str) -> Option<String> {
    let (first, second, between) = match word {
        " AND " => (" >= ", " <= ", "BETWEEN"),
        _ => (" < ", " > ", "NOT BETWEEN"),
    };
    let [least, most] = parts(list, word)[..] else { return None };
    let compared = |text: &str, operator: &str| {
        let inside = text.strip_prefix('(')?.strip_suffix(')')?;
        let [what, with] = parts(inside, operator)[..] else { return None };
        Some((what.to_owned(), with.to_owned()))
    };
    let ((what, least), (same, most)) = (compared(least, first)?, compared(most, second)?);
    (what == same).then(|| format!("{what} {between} {least} AND {most}"))
}

/// `ARRAY[…]` and `(ARRAY[…])::type[]`, where the latter begins with these parentheses.
fn cast_array(text: &str, whole: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let array = whole.start + 1..whole.end - 1;
    if !text[whole.start..].starts_with(OPENS) || !text[array.clone()].ends_with(']') {
        return None;
    }
    let type_name = text[whole.end..].strip_prefix("::")?;
    let end = whole.end + "::".len() + array_type(type_name)?;
    Some((array, whole.start..end))
}

/// The length of the name of an array type that the text begins with.
fn array_type(text: &str) -> Option<usize> {
    let mut modifiers = false;
    for (at, byte, depth) in bare(text) {
        match (byte, depth) {
            (b'[', 0) => return text[at..].starts_with("[]").then_some(at + "[]".len()),
            (b'(', 0) => modifiers = true,
            (b')', 0) if modifiers => {}
            (b',', 1) | (b'_' | b'.' | b' ', _) => {}
            _ if byte.is_ascii_alphanumeric() || !byte.is_ascii() => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::faithful;
    use crate::introspect::keyword::Keywords;

    fn worded(text: &str) -> String {
        let mut text = text.to_owned();
        let keywords = Keywords::of(["numeric", "varchar"]);
        faithful(&keywords, &mut text);
        text
    }

    #[test]
    fn a_cast_around_an_array_goes() {
        assert_eq!(
            worded(
                "((v)::text = ANY ((ARRAY['a'::character varying, ')]'::character varying])::text[]))"
            ),
            "((v)::text = ANY (ARRAY['a'::character varying, ')]'::character varying]))"
        );
        assert_eq!(
            worded(
                "(f <> ALL ((ARRAY[1.5, (2 + 3)])::double precision[])) OR ((ARRAY[a, b])::public.\"T [x\"[])[1]"
            ),
            "(f <> ALL (ARRAY[1.5, (2 + 3)])) OR (ARRAY[a, b])[1]"
        );
        assert_eq!(worded("((ARRAY[(ARRAY[a])::text[]])::numeric(10,2)[])"), "(ARRAY[ARRAY[a]])");
    }

    #[test]
    fn a_list_takes_up_the_first_of_its_parts() {
        assert_eq!(
            worded("(((n >= 1) AND (n <= 9)) AND (m <> ')) AND ('::text))"),
            "((n BETWEEN 1 AND 9) AND (m <> ')) AND ('::text))"
        );
        assert_eq!(
            worded("((((d)::date < '2020-01-01'::date) OR ((d)::date > (now() - b))) OR c OR d)"),
            "(((d)::date NOT BETWEEN '2020-01-01'::date AND (now() - b)) OR c OR d)"
        );
        assert_eq!(
            worded("((((a = c) AND (b = d)) AND e) AND f)"),
            "((a = c) AND (b = d) AND e AND f)"
        );
        assert_eq!(worded("(((n >= 1) AND (m <= 9)) AND c)"), "((n >= 1) AND (m <= 9) AND c)");
        assert_eq!(
            worded("CASE WHEN ((((x = a) OR (x = b)) OR c) AND d) THEN 1 END"),
            "CASE WHEN (((x = a) OR (x = b) OR c) AND d) THEN 1 END"
        );
    }

    #[test]
    fn the_field_of_an_extract_is_in_small_letters() {
        assert_eq!(
            worded(
                "(EXTRACT(YEAR FROM 'EXTRACT(YEAR FROM'::text) + EXTRACT(Epoch_x FROM \"EXTRACT(DAY FROM \"))"
            ),
            "(EXTRACT(year FROM 'EXTRACT(YEAR FROM'::text) + EXTRACT(epoch_x FROM \"EXTRACT(DAY FROM \"))"
        );
        assert_eq!(worded("f(EXTRACT(DAY OF x))"), "f(EXTRACT(DAY OF x))");
        assert_eq!(
            worded(
                "EXTRACT(\"YEAR\" FROM a) + EXTRACT(\"Epoch\" FROM b) + EXTRACT(\"a b\" FROM c)"
            ),
            "EXTRACT(year FROM a) + EXTRACT(epoch FROM b) + EXTRACT(\"a b\" FROM c)"
        );
    }

    #[test]
    fn a_column_without_a_name_is_named_after_its_cast() {
        assert_eq!(
            worded(
                "SELECT s.a FROM ( SELECT 1 AS a,\n 'x'::text AS b\nUNION ALL\n SELECT (2)::numeric(3,1),\n 'y, '::character varying(5)) s \
                 WHERE (EXISTS ( SELECT 'x'::text\n FROM t WHERE (a::text = 'z'::text)))"
            ),
            "SELECT s.a FROM ( SELECT 1 AS a,\n 'x'::text AS b\nUNION ALL\n SELECT (2)::numeric(3,1) AS \"numeric\",\n 'y, '::character varying(5) AS \"varchar\") s \
             WHERE (EXISTS ( SELECT 'x'::text AS text\n FROM t WHERE (a::text = 'z'::text)))"
        );
        assert_eq!(
            worded("BEGIN ATOMIC\n SELECT NULL::timestamp(3) without time zone;\n SELECT DISTINCT ON (x) '{}'::public.\"T.x\"[];\nEND"),
            "BEGIN ATOMIC\n SELECT NULL::timestamp(3) without time zone AS \"timestamp\";\n SELECT DISTINCT ON (x) '{}'::public.\"T.x\"[] AS \"T.x\";\nEND"
                .replace("\"timestamp\"", "timestamp")
        );
        for text in [
            "SELECT 'x'::text",
            "(EXISTS ( SELECT 1 FROM t WHERE (a = 'x'::text)))",
            "(EXISTS ( SELECT f('x'::text), (a || 'b'::text), t.b FROM t))",
            "(x IN ( SELECT ('x'::text COLLATE \"C\") FROM t))",
        ] {
            assert_eq!(worded(text), text);
        }
    }

    #[test]
    fn other_lists_stay() {
        for text in [
            "((n >= 1) AND (n <= 9))",
            "(c AND ((n >= 1) AND (n <= 9)))",
            "(((a OR b)) AND c)",
            "((a OR b) AND c)",
            "'(((a AND b)) AND c)'::text",
            "sum(a) OVER ((PARTITION BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))",
        ] {
            assert_eq!(worded(text), text);
        }
    }

    #[test]
    fn another_cast_stays() {
        for text in [
            "'(ARRAY[a])::text[]'::text",
            "((ARRAY[a, b])::public.domain_of_arrays)",
            "((ARRAY[a, b])::public.d = x[1])",
            "(ARRAY[a, b] || '{}'::text[])",
            "(ARRAY[(a)::text, (b)::text])[1]",
            "(ARRAY[1] || f(a))::text[]",
            "ARRAY[]::text[]",
        ] {
            assert_eq!(worded(text), text);
        }
    }
}
