//! Parts of an index's key and of an exclusion constraint, as CREATE INDEX takes them.

use super::Resolver;
use crate::catalog::{ExclusionElement, IndexElement, Name, QName};
use crate::check::Wanted;
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::Text;
use crate::read::grammar::IndexPart;
use crate::render::quoted;

/// A part of an index's key. A column alone is a mention; what is more is left to PostgreSQL.
pub(super) fn index_element(
    cx: &mut Resolver<'_>,
    relation: &QName,
    columns: Columns<'_>,
    part: &IndexPart,
) -> IndexElement {
    let plain = part.operator_class.is_none()
        && part.collation.is_none()
        && part.descending.is_none()
        && part.nulls_first.is_none();
    let mut element = if plain {
        written(cx, relation, columns, &part.expression)
    } else {
        let text = part.expression.trim();
        let expression = match columns.find(text) {
            Some(column) => quoted(&column),
            None => in_parentheses(text),
        };
        IndexElement { expression, ..IndexElement::default() }
    };
    if let Some(class) = &part.operator_class {
        element.operator_class = Some(class.trim().to_owned());
    }
    if let Some(collation) = &part.collation {
        element.collation = Some(cx.collation(collation));
    }
    element.descending |= part.descending.unwrap_or(false);
    element.nulls_first = part.nulls_first.or(element.nulls_first);
    element
}

/// The columns of the relation, as far as they are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<'a>(pub(super) &'a [Name]);

impl Columns<'_> {
    /// The column that a text names: exactly, or as SQL reads it.
    fn find(self, text: &str) -> Option<Name> {
        let exact = self.0.iter().find(|column| ***column == *text);
        exact
            .or_else(|| {
                let name = identifier(text)?;
                self.0.iter().find(|column| ***column == *name)
            })
            .cloned()
    }
}

/// `name`, `name desc nulls last`, `lower(name)`: the text of an element.
fn written(
    cx: &mut Resolver<'_>,
    relation: &QName,
    columns: Columns<'_>,
    text: &Text,
) -> IndexElement {
    let all = text.trim();
    if let Some(column) = columns.find(all) {
        return IndexElement { expression: quoted(&column), ..IndexElement::default() };
    }
    let (rest, nulls_first) = match cut(all, "nulls first") {
        Some(rest) => (rest, Some(true)),
        None => match cut(all, "nulls last") {
            Some(rest) => (rest, Some(false)),
            None => (all, None),
        },
    };
    let (rest, descending) = match cut(rest, "desc") {
        Some(rest) => (rest, true),
        None => (cut(rest, "asc").unwrap_or(rest), false),
    };
    let mut words = rest.splitn(2, char::is_whitespace);
    let first = words.next().unwrap_or_default();
    let column = columns.find(first).or_else(|| {
        // A word alone can be nothing but a column.
        let name = Name::from(identifier(first)?);
        (first.len() == rest.len()).then_some(name)
    });
    match column {
        Some(column) => {
            cx.mention(&text.span, Wanted::Column(relation.clone(), column.clone()));
            let expression = match words.next() {
                // An operator class or a collation follows.
                Some(more) => format!("{} {}", quoted(&column), more.trim()),
                None => quoted(&column),
            };
            IndexElement { expression, descending, nulls_first, ..IndexElement::default() }
        }
        None => IndexElement { expression: all.to_owned(), ..IndexElement::default() },
    }
}

/// A part of a partition key: a column, an expression, or either with its collation and operator class.
pub(super) fn key_part(
    cx: &mut Resolver<'_>,
    relation: &QName,
    columns: Columns<'_>,
    text: &Text,
) -> String {
    written(cx, relation, columns, text).expression
}

/// The text before a keyword at its end.
fn cut<'t>(text: &'t str, keyword: &str) -> Option<&'t str> {
    let mut rest = text;
    for word in keyword.rsplit(' ') {
        rest = rest.trim_end();
        let start = rest.len().checked_sub(word.len())?;
        if !rest.is_char_boundary(start) || !rest[start..].eq_ignore_ascii_case(word) {
            return None;
        }
        rest = &rest[..start];
        if !rest.ends_with([' ', '\t', '\n', ')', '"']) {
            return None;
        }
    }
    Some(rest.trim_end())
}

/// The name that SQL reads in an identifier: folded, or as it stands between quotes.
pub(super) fn identifier(text: &str) -> Option<String> {
    if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let plain = inner.replace("\"\"", "");
        return (!inner.is_empty() && !plain.contains('"')).then(|| inner.replace("\"\"", "\""));
    }
    let mut letters = text.chars();
    let begins = letters.next().is_some_and(|it| it.is_alphabetic() || it == '_');
    let goes_on = letters.all(|it| it.is_alphanumeric() || it == '_' || it == '$');
    (begins && goes_on).then(|| text.to_lowercase())
}

/// An expression as the grammar of CREATE INDEX wants it: in parentheses unless it is a function call.
pub(super) fn in_parentheses(text: &str) -> String {
    let call = text.find('(').is_some_and(|open| {
        text[..open].split('.').all(|part| identifier(part.trim()).is_some())
            && closes_at_end(&text[open..])
    });
    if call || (text.starts_with('(') && closes_at_end(text)) {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// Whether the parenthesis that opens the text closes at its end.
fn closes_at_end(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, it) in text.char_indices() {
        match (quote, it) {
            (Some(open), _) if it == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(it),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1 == text.len();
                }
            }
            _ => {}
        }
    }
    false
}

/// `host_id with =`.
pub(super) fn exclusion_element(
    cx: &mut Resolver<'_>,
    table: &QName,
    columns: Columns<'_>,
    text: &Text,
) -> Option<ExclusionElement> {
    let lower = text.to_ascii_lowercase();
    let at = lower
        .match_indices("with")
        .filter(|(at, _)| {
            lower[..*at].ends_with(char::is_whitespace)
                && lower[at + 4..].starts_with(char::is_whitespace)
        })
        .last();
    let Some((at, _)) = at else {
        missing_operator(cx, &text.span);
        return None;
    };
    let operator = text[at + 4..].trim().to_owned();
    let element = Text::new(text[..at].trim(), text.span.clone());
    let element = written(cx, table, columns, &element);
    Some(ExclusionElement { element, operator })
}

fn missing_operator(cx: &mut Resolver<'_>, at: &Span) {
    let fault =
        Diagnostic::error("bad-element", "an element of an exclusion constraint has no operator")
            .at(at.clone())
            .help("write what is compared and how: `host_id with =`, `during with &&`");
    cx.fault(fault);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_cut_from_the_end() {
        assert_eq!(cut("a desc", "desc"), Some("a"));
        assert_eq!(cut("lower(a)DESC", "desc"), Some("lower(a)"));
        assert_eq!(cut("a nulls  Last", "nulls last"), Some("a"));
        assert_eq!(cut("adesc", "desc"), None);
        assert_eq!(cut("desc", "desc"), None);
    }

    #[test]
    fn expressions_get_parentheses_unless_they_are_calls() {
        assert_eq!(in_parentheses("lower(name)"), "lower(name)");
        assert_eq!(in_parentheses("app.f(a, ')')"), "app.f(a, ')')");
        assert_eq!(in_parentheses("lower(a) || lower(b)"), "(lower(a) || lower(b))");
        assert_eq!(in_parentheses("(a + b)"), "(a + b)");
        assert_eq!(in_parentheses("(a) + (b)"), "((a) + (b))");
        assert_eq!(in_parentheses("a ->> 'b'"), "(a ->> 'b')");
    }

    #[test]
    fn identifiers_fold_as_sql_folds_them() {
        assert_eq!(identifier("Name").as_deref(), Some("name"));
        assert_eq!(identifier("\"Na\"\"me\"").as_deref(), Some("Na\"me"));
        assert_eq!(identifier("a b"), None);
        assert_eq!(identifier("1a"), None);
        assert_eq!(identifier("\"a\" \"b\""), None);
    }
}
