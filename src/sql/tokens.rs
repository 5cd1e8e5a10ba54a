//! The tokens of SQL and PL/pgSQL text; comments are left out.

use std::borrow::Cow;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A key word or a name.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A string.
    Text,
    /// A number.
    Number,
    /// An operator, or a sign of punctuation.
    Sign,
}

/// One token.
#[derive(Debug, Clone)]
pub(crate) struct Token<'t> {
    /// What it is.
    pub(crate) kind: Kind,
    /// As it stands there.
    pub(crate) text: &'t str,
    /// Where, in bytes.
    pub(crate) at: Range<usize>,
}

impl<'t> Token<'t> {
    /// Whether it is this key word, in lower case, or this sign.
    pub(crate) fn is(&self, what: &str) -> bool {
        match self.kind {
            Kind::Word => self.text.eq_ignore_ascii_case(what),
            Kind::Sign => self.text == what,
            _ => false,
        }
    }

    /// Whether it is one of these.
    pub(crate) fn is_any(&self, what: &[&str]) -> bool {
        what.iter().any(|what| self.is(what))
    }

    /// The name that it may be, as PostgreSQL stores it.
    pub(crate) fn name(&self) -> Option<Cow<'t, str>> {
        match self.kind {
            Kind::Word => Some(match self.text.bytes().any(|it| it.is_ascii_uppercase()) {
                true => Cow::Owned(self.text.to_ascii_lowercase()),
                false => Cow::Borrowed(self.text),
            }),
            Kind::Quoted => {
                let inside = self.text.get(1..self.text.len() - 1).unwrap_or_default();
                Some(match inside.contains('"') {
                    true => Cow::Owned(inside.replace("\"\"", "\"")),
                    false => Cow::Borrowed(inside),
                })
            }
            _ => None,
        }
    }

    /// A key word or a name without quotes as PostgreSQL folds it; nothing of another token.
    pub(crate) fn word(&self) -> Cow<'t, str> {
        self.name().filter(|_| self.kind == Kind::Word).unwrap_or_default()
    }

    /// What a string in single quotes says, or a name.
    pub(crate) fn value(&self) -> Cow<'t, str> {
        match self.kind {
            Kind::Text => Cow::Owned(self.inside().unwrap_or(self.text).replace("''", "'")),
            _ => self.name().unwrap_or(Cow::Borrowed(self.text)),
        }
    }

    /// What a string says; its quotes are left out.
    pub(crate) fn inside(&self) -> Option<&'t str> {
        let text = (self.kind == Kind::Text).then_some(self.text)?;
        let open = text.find(['\'', '$'])?;
        match text[open..].starts_with('\'') {
            true => Some(text[open + 1..].strip_suffix('\'').unwrap_or(&text[open + 1..])),
            false => {
                let tag = text[open + 1..].find('$')? + open + 2;
                text.get(tag..text.len().checked_sub(tag - open)?.max(tag))
            }
        }
    }
}

/// The tokens of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let start = at;
        let next = bytes.get(at + 1).copied();
        let kind = match bytes[at] {
            it if it.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'-' if next == Some(b'-') => {
                at = text[at..].find('\n').map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'/' if next == Some(b'*') => {
                at = comment(bytes, at);
                continue;
            }
            b'\'' => {
                at = quoted(bytes, at, false);
                Kind::Text
            }
            b'e' | b'E' if next == Some(b'\'') => {
                at = quoted(bytes, at + 1, true);
                Kind::Text
            }
            b'b' | b'B' | b'x' | b'X' | b'n' | b'N' if next == Some(b'\'') => {
                at = quoted(bytes, at + 1, false);
                Kind::Text
            }
            b'"' => {
                at = quoted(bytes, at, false);
                Kind::Quoted
            }
            b'$' => match dollar(text, at) {
                Some(end) => {
                    at = end;
                    Kind::Text
                }
                None => {
                    at = word(bytes, at + 1);
                    Kind::Word
                }
            },
            it if it.is_ascii_alphabetic() || it == b'_' || it >= 0x80 => {
                at = word(bytes, at);
                Kind::Word
            }
            it if it.is_ascii_digit() => {
                while at < bytes.len() && (is_word(bytes[at]) || bytes[at] == b'.') {
                    at += 1;
                }
                Kind::Number
            }
            it => {
                at = sign(bytes, at, it);
                Kind::Sign
            }
        };
        found.push(Token { kind, text: &text[start..at], at: start..at });
    }
    found
}

fn is_word(it: u8) -> bool {
    it.is_ascii_alphanumeric() || it == b'_' || it == b'$' || it >= 0x80
}

fn word(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && is_word(bytes[at]) {
        at += 1;
    }
    at
}

/// The end of an operator, or of a sign that stands alone.
fn sign(bytes: &[u8], at: usize, first: u8) -> usize {
    let is_operator = |it: u8| b"+-*/<>=~!@#%^&|`?".contains(&it);
    if first == b':' && matches!(bytes.get(at + 1), Some(b':' | b'=')) {
        return at + 2;
    }
    if !is_operator(first) {
        return at + 1;
    }
    let mut end = at;
    while end < bytes.len() && is_operator(bytes[end]) {
        // A comment begins.
        let two = bytes.get(end..end + 2);
        if end > at && matches!(two, Some(b"--" | b"/*")) {
            break;
        }
        end += 1;
    }
    end
}

/// The end of what a quote at `at` opens; a doubled one does not end it.
fn quoted(bytes: &[u8], at: usize, backslashes: bool) -> usize {
    let (quote, mut at) = (bytes[at], at + 1);
    while at < bytes.len() {
        if backslashes && bytes[at] == b'\\' {
            at += 1;
        } else if bytes[at] == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

/// The end of a dollar-quoted string.
fn dollar(text: &str, at: usize) -> Option<usize> {
    let tag = text[at + 1..].find('$')?;
    let tag = &text[at..at + tag + 2];
    let inside = &tag[1..tag.len() - 1];
    if inside.bytes().any(|it| !is_word(it) || it == b'$')
        || inside.starts_with(|it: char| it.is_ascii_digit())
    {
        return None;
    }
    let body = at + tag.len();
    Some(text[body..].find(tag).map_or(text.len(), |end| body + end + tag.len()))
}

/// The end of a comment, which may hold others.
fn comment(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn a_text_falls_into_tokens() {
        assert_eq!(
            found("a.B >= 1.5--x\n<> 'it''s'"),
            ["a", ".", "B", ">=", "1.5", "<>", "'it''s'"]
        );
        assert_eq!(found("/* a /* b */ */ c::text := $1"), ["c", "::", "text", ":=", "$1"]);
        assert_eq!(
            found("E'a\\'b' $x$ '; $x$ \"a\"\"b\""),
            ["E'a\\'b'", "$x$ '; $x$", "\"a\"\"b\""]
        );
        for broken in ["'", "\"", "$a$", "/*", "E'\\", "é", ":", "$"] {
            assert!(found(broken).len() <= 1, "{broken}");
        }
    }

    #[test]
    fn a_string_says_what_is_inside() {
        let inside = |text| tokens(text).first().and_then(Token::inside);
        assert_eq!(inside("'a'"), Some("a"));
        assert_eq!(inside("E'a'"), Some("a"));
        assert_eq!(inside("$x$b$x$"), Some("b"));
        assert_eq!((inside("'"), inside("a")), (Some(""), None));
    }
}
