//! Where the statements of a file begin and end, by PostgreSQL's lexical rules and psql's rule for `;`.
//!
//! Nothing is executed by these places: a file goes to the server whole. They tell which statement failed when
//! the server names no position, and what the first words of each statement are.

/// One statement of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Its first byte that is neither space nor comment.
    pub start: usize,
    /// One past its last byte; a closing `;` does not belong to it.
    pub end: usize,
    /// Its first words outside of parentheses and quotes, in small letters; at most [`WORDS`].
    pub words: Vec<String>,
}

/// No statement that is refused needs more words to be known.
const WORDS: usize = 12;

/// The statements of a file. Text that is not SQL gives some list or other, and never an error: the server judges.
pub(super) fn statements(sql: &str) -> Vec<Statement> {
    let bytes = sql.as_bytes();
    let mut found = Vec::new();
    let mut open = Open::default();
    let mut at = 0;
    while at < bytes.len() {
        let token = token(bytes, at);
        match token.kind {
            Kind::Space => {}
            Kind::Semicolon if open.depth == 0 && open.atomic == 0 => found.extend(open.close()),
            kind => open.take(kind, &sql[at..token.end], at, token.end),
        }
        at = token.end;
    }
    found.extend(open.close());
    found
}

/// The statement that is being read.
#[derive(Default)]
struct Open {
    start: Option<usize>,
    end: usize,
    words: Vec<String>,
    /// Open parentheses: `;` inside of them does not end a statement (`CREATE RULE … DO (a; b)`).
    depth: usize,
    /// Open `BEGIN ATOMIC` and `CASE` of an SQL-standard body, which holds `;` too.
    atomic: usize,
}

impl Open {
    fn take(&mut self, kind: Kind, text: &str, start: usize, end: usize) {
        self.start.get_or_insert(start);
        self.end = end;
        match kind {
            Kind::Open => self.depth += 1,
            Kind::Close => self.depth = self.depth.saturating_sub(1),
            Kind::Word if self.depth == 0 => self.word(text.to_ascii_lowercase()),
            _ => {}
        }
    }

    fn word(&mut self, word: String) {
        let routine = self.words.first().is_some_and(|first| first == "create")
            && self.words.iter().any(|word| word == "function" || word == "procedure");
        match word.as_str() {
            "begin" if routine => self.atomic += 1,
            "case" if self.atomic > 0 => self.atomic += 1,
            "end" if self.atomic > 0 => self.atomic -= 1,
            _ => {}
        }
        if self.words.len() < WORDS {
            self.words.push(word);
        }
    }

    fn close(&mut self) -> Option<Statement> {
        let open = std::mem::take(self);
        open.start.map(|start| Statement { start, end: open.end, words: open.words })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Space or comment.
    Space,
    Word,
    Semicolon,
    Open,
    Close,
    Other,
}

struct Token {
    kind: Kind,
    end: usize,
}

fn token(bytes: &[u8], at: usize) -> Token {
    let next = bytes.get(at + 1).copied();
    let (kind, end) = match bytes[at] {
        byte if byte.is_ascii_whitespace() || byte == 0x0b => (Kind::Space, at + 1),
        b'-' if next == Some(b'-') => (Kind::Space, find(bytes, at, b'\n')),
        b'/' if next == Some(b'*') => (Kind::Space, comment(bytes, at)),
        b'\'' => (Kind::Other, quoted(bytes, at, b'\'', false)),
        b'"' => (Kind::Other, quoted(bytes, at, b'"', false)),
        b'e' | b'E' if next == Some(b'\'') => (Kind::Other, quoted(bytes, at + 1, b'\'', true)),
        b'$' => (Kind::Other, dollar(bytes, at)),
        byte if starts_word(byte) => {
            let length = bytes[at..].iter().take_while(|byte| continues_word(**byte)).count();
            (Kind::Word, at + length)
        }
        // A number is taken whole: the `e` of `1e5` begins no escape string.
        byte if byte.is_ascii_digit() => {
            let length = bytes[at..].iter().take_while(|byte| continues_word(**byte)).count();
            (Kind::Other, at + length)
        }
        b';' => (Kind::Semicolon, at + 1),
        b'(' => (Kind::Open, at + 1),
        b')' => (Kind::Close, at + 1),
        _ => (Kind::Other, at + 1),
    };
    Token { kind, end }
}

fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn continues_word(byte: u8) -> bool {
    starts_word(byte) || byte.is_ascii_digit() || byte == b'$'
}

/// The next place of a byte, or the end.
fn find(bytes: &[u8], from: usize, wanted: u8) -> usize {
    bytes[from..]
        .iter()
        .position(|byte| *byte == wanted)
        .map_or(bytes.len(), |offset| from + offset)
}

/// Comments nest in PostgreSQL.
fn comment(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// A doubled quote stands for one; read as two strings side by side, it comes to the same end.
fn quoted(bytes: &[u8], start: usize, quote: u8, escapes: bool) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        if escapes && bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] == quote {
            if escapes && bytes.get(at + 1) == Some(&quote) {
                at += 2;
                continue;
            }
            return at + 1;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

/// `$tag$ … $tag$`; a `$` that opens none is a byte like any other.
fn dollar(bytes: &[u8], start: usize) -> usize {
    let tag = bytes[start + 1..]
        .iter()
        .take_while(|byte| **byte != b'$' && continues_word(**byte))
        .count();
    let open_end = start + 1 + tag;
    let is_tag = bytes.get(open_end) == Some(&b'$')
        && (tag == 0 || bytes.get(start + 1).is_some_and(|byte| starts_word(*byte)));
    if !is_tag {
        return start + 1;
    }
    let delimiter = &bytes[start..=open_end];
    let mut at = open_end + 1;
    while at + delimiter.len() <= bytes.len() {
        at = find(bytes, at, b'$');
        if bytes[at..].starts_with(delimiter) {
            return at + delimiter.len();
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let found: Vec<&str> =
            statements(sql).iter().map(|statement| &sql[statement.start..statement.end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn semicolons_end_statements() {
        check("", &[]);
        check(" ;; -- nothing\n /* ; */ ;", &[]);
        check("select 1; select 2", &["select 1", "select 2"]);
        check("-- head\nselect 1 -- tail\n;\n", &["select 1"]);
    }

    #[test]
    fn quotes_and_comments_hide_semicolons() {
        check("select 'a;b''c;', \"d;e\"\"f\"; x", &["select 'a;b''c;', \"d;e\"\"f\"", "x"]);
        check(r"select E'a\';b', e'\\'; x", &[r"select E'a\';b', e'\\'", "x"]);
        check(r"select 'a\'; x", &[r"select 'a\'", "x"]);
        check("select 1 /* a /* b; */ c; */ + 1; x", &["select 1 /* a /* b; */ c; */ + 1", "x"]);
        check("select $$a;b$$, $x$ $$;$y$ $x$; z", &["select $$a;b$$, $x$ $$;$y$ $x$", "z"]);
        check("select a$1;b", &["select a$1", "b"]);
        check("execute p($1);b", &["execute p($1)", "b"]);
        check("select name'x;'; y", &["select name'x;'", "y"]);
        check("select 1e'x\\'; y", &["select 1e'x\\'", "y"]);
    }

    #[test]
    fn what_does_not_end_runs_to_the_end() {
        for open in
            ["select 'a;", "select \"a;", "select /* ;", "do $x$ ; $y$", "select (;", "E'\\"]
        {
            assert!(statements(open).len() <= 1, "{open}");
        }
    }

    #[test]
    fn parentheses_and_atomic_bodies_hold_semicolons() {
        let rule = "create rule r as on insert to t do (select 1; select 2)";
        check(&format!("{rule}; x"), &[rule, "x"]);
        let atomic = "create or replace function f(a int default 1) returns int begin atomic \
                      select case when a = 1 then 2 else 3 end; select 2; end";
        check(&format!("{atomic}; begin; x; end"), &[atomic, "begin", "x", "end"]);
    }

    #[test]
    fn words_leave_out_quotes_and_parentheses() {
        let found = statements("/* x */ COPY \"from\" (a, b) From STDIN;");
        assert_eq!(found[0].words, ["copy", "from", "stdin"]);
    }

    #[test]
    fn every_prefix_of_a_hard_file_is_read() {
        let sql = "select E'\\''; $a$ ; $a $a$ \u{1F600} /* /* */ */ -- x\n ; U&\"d\" ß";
        for (end, _) in sql.char_indices() {
            for statement in statements(&sql[..end]) {
                assert!(statement.start < statement.end && sql.is_char_boundary(statement.end));
            }
        }
    }
}
