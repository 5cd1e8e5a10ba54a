//! Where each statement of a batch begins and ends.

use std::ops::Range;

/// The statements of a batch, as byte ranges without the blanks around them and without the semicolon.
///
/// Quotes, dollar quotes, nested comments, parentheses and `BEGIN ATOMIC … END` bodies are read as psql reads
/// them. A comment before a statement is part of it; a comment alone is none.
pub fn statements(sql: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut state = State::default();
    let mut at = 0;
    while at < sql.len() {
        let token = token(sql, at);
        match &sql[at..at + token.len] {
            ";" if state.depth == 0 && state.begins == 0 => {
                push(&mut found, sql, start..at, state.words > 0);
                state = State::default();
                start = at + 1;
            }
            text => state.take(token.kind, text),
        }
        at += token.len;
    }
    push(&mut found, sql, start..sql.len(), state.words > 0);
    found
}

/// Where the first thing that is neither blank nor comment stands in a statement.
pub fn code_start(statement: &str) -> usize {
    let mut at = 0;
    while at < statement.len() {
        let token = token(statement, at);
        if token.kind != Kind::Blank {
            break;
        }
        at += token.len;
    }
    at
}

/// The first words of a statement that stand outside of quotes and parentheses, in lower case, at most `count`.
pub fn words(statement: &str, count: usize) -> Vec<String> {
    let (mut at, mut depth, mut found) = (0, 0_usize, Vec::new());
    while at < statement.len() && found.len() < count {
        let token = token(statement, at);
        match &statement[at..at + token.len] {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            text if token.kind == Kind::Word && depth == 0 => found.push(text.to_ascii_lowercase()),
            _ => {}
        }
        at += token.len;
    }
    found
}

/// Every name and key word of a statement, as PostgreSQL reads them: folded to lower case, or without its quotes.
pub fn names(statement: &str) -> Vec<String> {
    let (mut at, mut found) = (0, Vec::new());
    while at < statement.len() {
        let token = token(statement, at);
        let text = &statement[at..at + token.len];
        let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match (token.kind, quoted) {
            (Kind::Word, _) => found.push(text.to_lowercase()),
            (Kind::Other, Some(inner)) => found.push(inner.replace("\"\"", "\"")),
            _ => {}
        }
        at += token.len;
    }
    found
}

/// The parts of a text between those places where a key word or a sign stands outside of quotes and parentheses.
pub fn split<'t>(text: &'t str, at_each: &str) -> Vec<&'t str> {
    let (mut at, mut depth, mut start, mut found) = (0, 0_usize, 0, Vec::new());
    while at < text.len() {
        let end = at + token(text, at).len;
        match &text[at..end] {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            it if depth == 0 && it.eq_ignore_ascii_case(at_each) => {
                found.push(&text[start..at]);
                start = end;
            }
            _ => {}
        }
        at = end;
    }
    found.push(&text[start..]);
    found
}

/// The statement with blanks in the place of a key word, where that is the first outside of parentheses; places stay
/// where they are.
pub fn without_word(statement: &str, word: &str) -> String {
    let (mut at, mut depth) = (0, 0_usize);
    while at < statement.len() {
        let token = token(statement, at);
        let end = at + token.len;
        match &statement[at..end] {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            text if token.kind == Kind::Word && depth == 0 && text.eq_ignore_ascii_case(word) => {
                return format!(
                    "{}{}{}",
                    &statement[..at],
                    " ".repeat(token.len),
                    &statement[end..]
                );
            }
            _ => {}
        }
        at = end;
    }
    statement.to_owned()
}

/// The comments that begin with two hyphens and stand outside of everything else.
pub fn line_comments(sql: &str) -> Vec<Range<usize>> {
    let (mut at, mut found) = (0, Vec::new());
    while at < sql.len() {
        let token = token(sql, at);
        if token.kind == Kind::Blank && sql[at..].starts_with("--") {
            found.push(at..at + token.len);
        }
        at += token.len;
    }
    found
}

/// All comments of a text.
pub fn comments(sql: &str) -> Vec<Range<usize>> {
    let (mut at, mut found) = (0, Vec::new());
    while at < sql.len() {
        let token = token(sql, at);
        if token.kind == Kind::Blank && sql[at..].starts_with(['-', '/']) {
            found.push(at..at + token.len);
        }
        at += token.len;
    }
    found
}

/// How many tokens a statement has that are neither blank nor comment, and how deep its parentheses and brackets stand within one
/// another.
pub fn extent(statement: &str) -> (usize, usize) {
    let (mut at, mut tokens, mut depth, mut deepest) = (0, 0, 0_usize, 0);
    while at < statement.len() {
        let token = token(statement, at);
        tokens += usize::from(token.kind != Kind::Blank);
        match &statement[at..at + token.len] {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        at += token.len;
    }
    (tokens, deepest)
}

/// The SQL with every literal that follows the word PASSWORD blotted out; places stay where they are.
pub fn without_passwords(sql: &str) -> String {
    let (mut at, mut after_word, mut shown) = (0, false, String::with_capacity(sql.len()));
    while at < sql.len() {
        let token = token(sql, at);
        let text = &sql[at..at + token.len];
        let literal = token.kind == Kind::Other && text.contains(['\'', '$']);
        match after_word && literal {
            true => shown.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { '*' })),
            false => shown.push_str(text),
        }
        if token.kind != Kind::Blank {
            after_word = token.kind == Kind::Word && text.eq_ignore_ascii_case("password");
        }
        at += token.len;
    }
    shown
}

fn push(found: &mut Vec<Range<usize>>, sql: &str, range: Range<usize>, is_statement: bool) {
    let text = &sql[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    if is_statement {
        found.push(start..start + text.trim().len());
    }
}

/// What is known of the statement that is being read.
#[derive(Default)]
struct State {
    /// Open parentheses.
    depth: usize,
    /// How many tokens that are neither blank nor comment.
    words: usize,
    /// The first words, in lower case: whether it creates a routine.
    first: Vec<String>,
    /// Open BEGIN and CASE within a routine's definition.
    begins: usize,
}

impl State {
    fn take(&mut self, kind: Kind, text: &str) {
        if kind == Kind::Blank {
            return;
        }
        self.words += 1;
        match text {
            "(" => self.depth += 1,
            ")" => self.depth = self.depth.saturating_sub(1),
            _ if kind == Kind::Word => self.word(&text.to_ascii_lowercase()),
            _ => {}
        }
    }

    fn word(&mut self, word: &str) {
        if self.first.len() < 4 {
            self.first.push(word.to_owned());
        }
        if self.depth > 0 || !self.creates_routine() {
            return;
        }
        match word {
            "begin" => self.begins += 1,
            "case" if self.begins > 0 => self.begins += 1,
            "end" => self.begins = self.begins.saturating_sub(1),
            _ => {}
        }
    }

    fn creates_routine(&self) -> bool {
        let first: Vec<&str> = self.first.iter().map(String::as_str).collect();
        matches!(
            first.as_slice(),
            ["create", "function" | "procedure", ..]
                | ["create", "or", "replace", "function" | "procedure"]
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// White space or a comment.
    Blank,
    /// A key word or a name without quotes.
    Word,
    /// Anything else.
    Other,
}

pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) len: usize,
}

/// The token at a place; its length is never zero.
pub(super) fn token(sql: &str, at: usize) -> Token {
    let rest = &sql[at..];
    let first = rest.chars().next().unwrap_or(' ');
    let next = rest[first.len_utf8()..].chars().next();
    let (kind, len) = match (first, next) {
        (c, _) if c.is_whitespace() => (Kind::Blank, c.len_utf8()),
        ('-', Some('-')) => (Kind::Blank, rest.find('\n').unwrap_or(rest.len())),
        ('/', Some('*')) => (Kind::Blank, comment(rest)),
        ('\'', _) => (Kind::Other, quoted(rest, '\'', false)),
        ('"', _) => (Kind::Other, quoted(rest, '"', false)),
        ('e' | 'E', Some('\'')) => (Kind::Other, 1 + quoted(&rest[1..], '\'', true)),
        ('$', _) => (Kind::Other, dollar(rest)),
        (c, _) if c.is_alphabetic() || c == '_' || !c.is_ascii() => (Kind::Word, word(rest)),
        // A dollar within a number or a name opens no quote.
        (c, _) if c.is_ascii_digit() => (Kind::Other, word(rest)),
        (c, _) => (Kind::Other, c.len_utf8()),
    };
    Token { kind, len }
}

fn word(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()))
        .unwrap_or(rest.len())
}

fn comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: char, escapes: bool) -> usize {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' if escapes => {
                chars.next();
            }
            char if char == quote => match chars.peek() {
                Some((_, next)) if *next == quote => {
                    chars.next();
                }
                _ => return at + 1,
            },
            _ => {}
        }
    }
    rest.len()
}

/// A dollar quote with its body; a lone dollar where there is no tag.
fn dollar(rest: &str) -> usize {
    let Some(end) = rest[1..].find('$').map(|at| at + 2) else { return 1 };
    let tag = &rest[..end];
    let name = &tag[1..tag.len() - 1];
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_' || !c.is_ascii());
    if !plain || name.starts_with(|c: char| c.is_ascii_digit()) {
        return 1;
    }
    rest[end..].find(tag).map_or(rest.len(), |at| end + at + end)
}

#[cfg(test)]
mod tests {
    use super::{
        code_start, comments, extent, line_comments, names, statements, without_passwords,
        without_word, words,
    };

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let found: Vec<&str> = statements(sql).into_iter().map(|range| &sql[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain() {
        check("select 1; select 2 ;\n", &["select 1", "select 2"]);
        check("  ; ;-- only this\n", &[]);
        check("-- why\nselect 1", &["-- why\nselect 1"]);
        check("", &[]);
    }

    #[test]
    fn quotes_hide_semicolons() {
        check("select 'a;''b', \"c;d\"; x", &["select 'a;''b', \"c;d\"", "x"]);
        check(r"select E'\';'; x", &[r"select E'\';'", "x"]);
        check(r"select '\'; x", &[r"select '\'", "x"]);
        check("do $$ a; b $$; x", &["do $$ a; b $$", "x"]);
        check("do $é_1$ $$;$$ $é_1$; x", &["do $é_1$ $$;$$ $é_1$", "x"]);
        check("select $1; a$b$c; x", &["select $1", "a$b$c", "x"]);
        check("/* a; /* b; */ c; */ select 1; x", &["/* a; /* b; */ c; */ select 1", "x"]);
        check(
            "create rule r as on insert to t do (a; b); x",
            &["create rule r as on insert to t do (a; b)", "x"],
        );
        check("select 'open; x", &["select 'open; x"]);
    }

    #[test]
    fn atomic_bodies() {
        let body = "create or replace function f() returns int begin atomic select case when true \
                    then 1 end; select 2; end";
        check(
            &format!("{body}; begin; select 1; end; x"),
            &[body, "begin", "select 1", "end", "x"],
        );
    }

    #[test]
    fn words_outside_of_quotes_and_parentheses() {
        let statement = "-- why\n /* not */ COPY \"from\" (a, b) From STDIN with csv";
        assert_eq!(words(statement, 3), ["copy", "from", "stdin"]);
        assert!(statement[code_start(statement)..].starts_with("COPY"));
        assert_eq!(code_start("-- only"), 7);
    }

    #[test]
    fn names_are_read_as_postgresql_reads_them() {
        let statement = "create index -- not\n on App.\"My \"\"T\"(lower('x'), größe)";
        assert_eq!(names(statement), ["create", "index", "on", "app", "My \"T", "lower", "größe"]);
    }

    #[test]
    fn a_word_is_blanked() {
        let blanked = without_word("/* local */ Set LOCAL x = local", "local");
        assert_eq!(blanked, "/* local */ Set       x = local");
        assert_eq!(without_word("f(local) 'local'", "local"), "f(local) 'local'");
    }

    #[test]
    fn comments_of_a_line() {
        let sql = "-- a\nselect '-- b' /* \n-- c */ $$ -- d $$; -- e";
        let found: Vec<&str> = line_comments(sql).into_iter().map(|it| &sql[it]).collect();
        assert_eq!(found, ["-- a", "-- e"]);
        let found: Vec<&str> = comments(sql).into_iter().map(|it| &sql[it]).collect();
        assert_eq!(found, ["-- a", "/* \n-- c */", "-- e"]);
        assert_eq!(extent(sql), (4, 0));
        assert_eq!(extent("f((a)[1], (b)) ')('"), (14, 2));
    }

    #[test]
    fn a_letter_within_a_number_or_a_name_opens_no_escape_string() {
        check("select name'x\\'; y", &["select name'x\\'", "y"]);
        check("select 1e'x\\'; y", &["select 1e'x\\'", "y"]);
        check("select E'\\", &["select E'\\"]);
    }

    #[test]
    fn passwords_are_blotted_out() {
        for (sql, shown) in [
            ("ALTER ROLE a PASSWORD 'x''é' LOGIN", "ALTER ROLE a PASSWORD ******* LOGIN"),
            ("create role a password /* so */ E'\\'y'", "create role a password /* so */ ******"),
            ("OPTIONS (user 'me', password $$a\nb$$)", "OPTIONS (user 'me', password ***\n***)"),
            ("SELECT 'password', 'x'", "SELECT 'password', 'x'"),
            ("ALTER ROLE a PASSWORD NULL", "ALTER ROLE a PASSWORD NULL"),
        ] {
            assert_eq!(without_passwords(sql), shown);
            assert_eq!(shown.len(), sql.len());
        }
    }
}
