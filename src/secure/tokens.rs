//! SQL and PL/pgSQL as tokens: what a name is must be told from what stands in strings and comments.

use std::ops::Range;

/// A token; blanks and comments are none.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Range<usize>,
    pub(super) is_raise: bool,
    pub(super) is_semicolon: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a key word.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A string.
    Text,
    Number,
    /// One sign.
    Sign,
}

impl Token {
    pub(super) fn text<'t>(&self, of: &'t str) -> &'t str {
        &of[self.at.clone()]
    }

    /// A name or key word as PostgreSQL folds it; nothing of another token.
    pub(super) fn word(&self, of: &str) -> String {
        if self.kind == Kind::Word { self.text(of).to_lowercase() } else { String::new() }
    }

    /// The name that it is.
    pub(super) fn name(&self, of: &str) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text(of).to_lowercase()),
            Kind::Quoted => Some(inner(self.text(of), '"')),
            _ => None,
        }
    }

    /// What a string says, or a name.
    pub(super) fn value(&self, of: &str) -> String {
        match self.kind {
            Kind::Text => inner(self.text(of), '\''),
            _ => self.name(of).unwrap_or_else(|| self.text(of).to_owned()),
        }
    }
}

fn inner(text: &str, quote: char) -> String {
    let text = text.strip_prefix(quote).unwrap_or(text);
    let text = text.strip_suffix(quote).unwrap_or(text);
    text.replace(&format!("{quote}{quote}"), &quote.to_string())
}

/// Every token in its order. What is not closed goes to the end.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let kind = match bytes[at] {
            it if it.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                at = text[at..].find('\n').map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = comment_end(bytes, at);
                continue;
            }
            b'\'' => {
                at = string_end(bytes, at, b'\'', false);
                Kind::Text
            }
            b'"' => {
                at = string_end(bytes, at, b'"', false);
                Kind::Quoted
            }
            b'e' | b'E' if bytes.get(at + 1) == Some(&b'\'') => {
                at = string_end(bytes, at + 1, b'\'', true);
                Kind::Text
            }
            b'$' if dollar_tag(text, at).is_some() => {
                let tag = dollar_tag(text, at).unwrap_or_default();
                let rest = &text[at + tag.len()..];
                at = rest.find(tag).map_or(bytes.len(), |end| at + end + 2 * tag.len());
                Kind::Text
            }
            it if is_start(it) => {
                at = end_of(bytes, at, |it| is_start(it) || it.is_ascii_digit() || it == b'$');
                Kind::Word
            }
            it if it.is_ascii_digit() => {
                at = end_of(bytes, at, |it| is_start(it) || it.is_ascii_digit());
                Kind::Number
            }
            _ => {
                at += 1;
                Kind::Sign
            }
        };
        let piece = &text[start..at];
        found.push(Token {
            kind,
            at: start..at,
            is_raise: kind == Kind::Word && piece.eq_ignore_ascii_case("raise"),
            is_semicolon: piece == ";",
        });
    }
    found
}

fn end_of(bytes: &[u8], start: usize, of: impl Fn(u8) -> bool) -> usize {
    bytes[start..].iter().position(|it| !of(*it)).map_or(bytes.len(), |end| start + end)
}

fn string_end(bytes: &[u8], start: usize, quote: u8, escapes: bool) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if escapes => at += 1,
            it if it == quote && bytes.get(at + 1) == Some(&quote) => at += 1,
            it if it == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Comments nest.
fn comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'/', Some(b'*')) => (depth, at) = (depth + 1, at + 2),
            (b'*', Some(b'/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

/// `$tag$` at this place; a parameter, `$1`, is none.
fn dollar_tag(text: &str, at: usize) -> Option<&str> {
    let end = text[at + 1..].find('$')?;
    let tag = &text[at..at + end + 2];
    let name = &tag[1..tag.len() - 1];
    let mut bytes = name.bytes();
    let good =
        bytes.next().is_none_or(is_start) && bytes.all(|it| is_start(it) || it.is_ascii_digit());
    good.then_some(tag)
}

fn is_start(it: u8) -> bool {
    it.is_ascii_alphabetic() || it == b'_' || it >= 0x80
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn strings_and_comments_are_no_names() {
        let text = "select a.\"B\" /* x /* y */ z */ + $1, $t$ from $x$ t $t$, e'\\' b', 'it''s' -- c\n from d";
        let found: Vec<&str> = tokens(text).into_iter().map(|it| &text[it.at]).collect();
        assert_eq!(
            found,
            [
                "select",
                "a",
                ".",
                "\"B\"",
                "+",
                "$",
                "1",
                ",",
                "$t$ from $x$ t $t$",
                ",",
                "e'\\' b'",
                ",",
                "'it''s'",
                "from",
                "d"
            ]
        );
        for unclosed in ["'", "\"", "/*", "$$", "e'\\", "é $é"] {
            tokens(unclosed);
        }
    }
}
