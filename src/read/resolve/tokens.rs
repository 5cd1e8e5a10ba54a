//! The identifiers in SQL text, for ties between objects. It need not be exact: a tie too many does no harm.

use std::borrow::Cow;

/// An identifier, and the one before the dot before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Identifier<'t> {
    /// `app` of `app.touch`.
    pub(super) qualifier: Option<Cow<'t, str>>,
    /// `touch` of `app.touch`, folded unless quoted.
    pub(super) name: Cow<'t, str>,
}

/// Every identifier in the text, also those that stand in string literals (`nextval('app.no')`), not those in
/// comments.
pub(super) fn identifiers<'t>(text: &'t str, found: &mut Vec<Identifier<'t>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // The last identifier, while a dot may still make it a qualifier.
    let mut before: Option<Cow<'t, str>> = None;
    let mut dotted = false;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                at = text[at..].find('\n').map_or(bytes.len(), |end| at + end);
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = text[at..].find("*/").map_or(bytes.len(), |end| at + end + 2);
            }
            b'\'' => {
                let end = text[at + 1..].find('\'').map_or(bytes.len(), |end| at + 1 + end);
                let inside = &text[at + 1..end];
                if !inside.is_empty() && inside.len() < 256 && inside.bytes().all(is_path) {
                    identifiers(inside, found);
                }
                at = (end + 1).min(bytes.len());
                (before, dotted) = (None, false);
            }
            b'"' => {
                let end = text[at + 1..].find('"').map_or(bytes.len(), |end| at + 1 + end);
                let name = Cow::Borrowed(&text[at + 1..end]);
                at = (end + 1).min(bytes.len());
                push(found, &mut before, &mut dotted, name);
            }
            it if it.is_ascii_alphabetic() || it == b'_' || it >= 0x80 => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
                let word = &text[start..at];
                let name = if word.bytes().any(|it| it.is_ascii_uppercase()) {
                    Cow::Owned(word.to_ascii_lowercase())
                } else {
                    Cow::Borrowed(word)
                };
                push(found, &mut before, &mut dotted, name);
            }
            it if it.is_ascii_digit() => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
                (before, dotted) = (None, false);
            }
            b'.' => {
                dotted = before.is_some();
                at += 1;
            }
            it if it.is_ascii_whitespace() => at += 1,
            _ => {
                (before, dotted) = (None, false);
                at += 1;
            }
        }
    }
}

fn push<'t>(
    found: &mut Vec<Identifier<'t>>,
    before: &mut Option<Cow<'t, str>>,
    dotted: &mut bool,
    name: Cow<'t, str>,
) {
    let qualifier = if *dotted { before.take() } else { None };
    *before = Some(name.clone());
    *dotted = false;
    found.push(Identifier { qualifier, name });
}

fn is_word(it: u8) -> bool {
    it.is_ascii_alphanumeric() || it == b'_' || it == b'$' || it >= 0x80
}

fn is_path(it: u8) -> bool {
    is_word(it) || it == b'.' || it == b'"'
}

#[cfg(test)]
mod tests {
    use super::identifiers;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        identifiers(text, &mut found);
        let words = found.iter().map(|it| match &it.qualifier {
            Some(qualifier) => format!("{qualifier}.{}", it.name),
            None => it.name.to_string(),
        });
        words.collect()
    }

    #[test]
    fn identifiers_are_found_where_sql_has_them() {
        assert_eq!(found("app.Touch(a, 'x y')"), ["app", "app.touch", "a"]);
        assert_eq!(found("nextval('app.no'::regclass)"), ["nextval", "app", "app.no", "regclass"]);
        assert_eq!(
            found("\"Odd Name\" . b -- c\n/* d */ e1 1e3"),
            ["Odd Name", "Odd Name.b", "e1"]
        );
        assert_eq!(found("a 'it''s' b"), ["a", "it", "s", "b"]);
        assert_eq!(found("'unclosed"), ["unclosed"]);
        assert!(
            found("").is_empty() && found("'").is_empty() && found("\"").contains(&String::new())
        );
    }
}
