//! Rust source as names, marks and string literals. Comments and what is compiled for tests only are left out.

/// One token, with the line that it starts in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or a keyword, `r#` taken off.
    Name(String),
    /// A string literal of any form, its simple escapes resolved.
    Text(String),
    /// Anything else that is not white space: one character of punctuation.
    Mark(char),
    /// A number, a character or a lifetime.
    Other,
}

impl Token {
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The tokens of a file, and the modules that it declares for tests only: `cases` for `#[cfg(test)] mod cases;`,
/// `cases.rs` where `#[path = "cases.rs"]` stands before it.
pub(crate) fn tokens(source: &str) -> (Vec<Token>, Vec<String>) {
    without_tests(&lex(source))
}

fn lex(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut found, mut i, mut line) = (Vec::new(), 0, 1);
    while i < chars.len() {
        let start = i;
        let kind = match at(i) {
            c if c.is_whitespace() => {
                i += 1;
                None
            }
            '/' if at(i + 1) == '/' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
                None
            }
            '/' if at(i + 1) == '*' => {
                i = after_comment(&chars, i);
                None
            }
            '"' => Some(quoted(&chars, &mut i)),
            '\'' => {
                i += character_or_lifetime(&chars[i..]);
                Some(Kind::Other)
            }
            c if c.is_ascii_digit() => {
                while at(i).is_alphanumeric()
                    || at(i) == '_'
                    || (at(i) == '.' && at(i + 1).is_ascii_digit())
                {
                    i += 1;
                }
                Some(Kind::Other)
            }
            c if c.is_alphabetic() || c == '_' => Some(name_or_literal(&chars, &mut i)),
            mark => {
                i += 1;
                Some(Kind::Mark(mark))
            }
        };
        found.extend(kind.map(|kind| Token { kind, line }));
        line += chars[start..i].iter().filter(|c| **c == '\n').count();
    }
    found
}

fn after_comment(chars: &[char], mut i: usize) -> usize {
    let mut depth = 0;
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            break;
        }
    }
    i
}

/// How many characters a character literal takes; 1 (the quote) for a lifetime.
fn character_or_lifetime(chars: &[char]) -> usize {
    match (chars.get(1), chars.get(2)) {
        (Some('\\'), _) => {
            3 + chars.iter().skip(3).position(|c| *c == '\'').map_or(0, |close| close + 1)
        }
        (Some(_), Some('\'')) => 3,
        _ => 1,
    }
}

/// A name, or the string literal that a prefix of letters opens: `r#"…"#`, `b"…"`, `cr"…"`.
fn name_or_literal(chars: &[char], i: &mut usize) -> Kind {
    let start = *i;
    while chars.get(*i).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
        *i += 1;
    }
    let name: String = chars[start..*i].iter().collect();
    let hashes = chars[*i..].iter().take_while(|c| **c == '#').count();
    let opens = chars.get(*i + hashes) == Some(&'"');
    match name.as_str() {
        "r" | "br" | "cr" if opens => {
            *i += hashes + 1;
            let start = *i;
            while *i < chars.len()
                && !(chars[*i] == '"'
                    && chars[*i + 1..].iter().take_while(|c| **c == '#').count() >= hashes)
            {
                *i += 1;
            }
            let text = chars[start..*i].iter().collect();
            *i = (*i + 1 + hashes).min(chars.len());
            Kind::Text(text)
        }
        "b" | "c" if opens && hashes == 0 => quoted(chars, i),
        "r" if hashes == 1 => {
            *i += 1;
            name_or_literal(chars, i)
        }
        _ => Kind::Name(name),
    }
}

fn quoted(chars: &[char], i: &mut usize) -> Kind {
    let mut text = String::new();
    *i += 1;
    while *i < chars.len() && chars[*i] != '"' {
        if chars[*i] == '\\' {
            *i += 1;
            match chars.get(*i) {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('\n') => {
                    while chars.get(*i + 1).is_some_and(|c| c.is_whitespace()) {
                        *i += 1;
                    }
                }
                Some(c) => text.push(*c),
                None => {}
            }
        } else {
            text.push(chars[*i]);
        }
        *i += 1;
    }
    *i = (*i + 1).min(chars.len());
    Kind::Text(text)
}

fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let (mut kept, mut modules, mut i) = (Vec::new(), Vec::new(), 0);
    while i < tokens.len() {
        let Some(end) = end_of_attribute(tokens, i) else {
            kept.push(tokens[i].clone());
            i += 1;
            continue;
        };
        if !is_test(&tokens[i..end]) {
            kept.extend_from_slice(&tokens[i..end]);
            i = end;
            continue;
        }
        let (next, module) = end_of_item(tokens, end);
        modules.extend(module);
        i = next;
    }
    (kept, modules)
}

/// Where the attribute that starts here ends.
fn end_of_attribute(tokens: &[Token], i: usize) -> Option<usize> {
    if !(tokens[i].is('#') && tokens.get(i + 1)?.is('[')) {
        return None;
    }
    let mut depth = 0;
    for (offset, token) in tokens[i..].iter().enumerate() {
        depth += i32::from(token.is('[')) - i32::from(token.is(']'));
        if token.is(']') && depth == 0 {
            return Some(i + offset + 1);
        }
    }
    None
}

/// `#[test]`, `#[tokio::test]`, `#[cfg(test)]`, `#[cfg(all(test, unix))]`, but not `#[cfg(not(test))]`.
fn is_test(attribute: &[Token]) -> bool {
    let names: Vec<&str> = attribute.iter().filter_map(Token::name).collect();
    match names.first() {
        Some(&"cfg") => names.contains(&"test") && !names.contains(&"not"),
        Some(&"tokio") => names.get(1) == Some(&"test"),
        first => first == Some(&"test"),
    }
}

/// Where the item ends that an attribute stands before, and its name when it is a module in a file of its own.
fn end_of_item(tokens: &[Token], mut i: usize) -> (usize, Option<String>) {
    let mut path = None;
    while let Some(end) = (i < tokens.len()).then(|| end_of_attribute(tokens, i)).flatten() {
        if tokens[i + 2].name() == Some("path") {
            path = tokens[i..end].iter().find_map(|token| match &token.kind {
                Kind::Text(path) => Some(path.clone()),
                _ => None,
            });
        }
        i = end;
    }
    let start = i;
    let mut depth = 0;
    while i < tokens.len() {
        let token = &tokens[i];
        i += 1;
        match token.kind {
            Kind::Mark('{' | '(' | '[') => depth += 1,
            Kind::Mark(')' | ']') => depth -= 1,
            Kind::Mark('}') => {
                depth -= 1;
                if depth == 0 {
                    return (i, None);
                }
            }
            Kind::Mark(';') if depth == 0 => break,
            _ => {}
        }
    }
    let mut names = tokens[start..i].iter().filter_map(Token::name);
    let module = names.find(|name| *name == "mod").and_then(|_| names.next());
    (i, module.map(|module| path.unwrap_or_else(|| module.to_owned())))
}
