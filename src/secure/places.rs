//! Where in a text names stand that have no schema, and what each is meant to be.

use crate::sql::{Kind, Token};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What a name is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A table or a view.
    Relation,
    /// A function.
    Function,
    /// A type.
    Type,
}

/// A text and its tokens.
pub(super) struct Reader<'t> {
    pub(super) tokens: &'t [Token<'t>],
}

/// Where a list of relations ends.
const AFTER_FROM: &[&str] = &[
    "where",
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "window",
    "union",
    "except",
    "intersect",
    "set",
    "loop",
    "returning",
    "for",
    "fetch",
    "values",
    "select",
    "then",
    "when",
];

/// After these an expression begins, and a name before a parenthesis is a function.
const BEFORE_EXPRESSION: &[&str] = &[
    "all",
    "and",
    "any",
    "as",
    "assert",
    "between",
    "by",
    "call",
    "case",
    "check",
    "default",
    "distinct",
    "else",
    "elsif",
    "execute",
    "exists",
    "filter",
    "from",
    "having",
    "if",
    "ilike",
    "in",
    "is",
    "join",
    "lateral",
    "like",
    "limit",
    "not",
    "offset",
    "on",
    "or",
    "perform",
    "query",
    "return",
    "returning",
    "select",
    "set",
    "some",
    "then",
    "to",
    "using",
    "values",
    "when",
    "where",
    "while",
    "with",
    "reverse",
    "next",
    "into",
    "of",
    "begin",
    "loop",
    "symmetric",
    "only",
    "immutable",
];

impl Reader<'_> {
    fn word(&self, at: usize) -> Cow<'_, str> {
        self.tokens.get(at).map_or(Cow::default(), Token::word)
    }

    fn sign(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|it| it.kind == Kind::Sign).map_or("", |it| it.text)
    }

    fn is_name(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|it| matches!(it.kind, Kind::Word | Kind::Quoted))
    }

    /// Names of WITH queries and of temporary tables: they hide relations.
    pub(super) fn hidden(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for at in 0..self.tokens.len() {
            if matches!(&*self.word(at), "temp" | "temporary") && self.word(at + 1) == "table" {
                let exists = if self.word(at + 2) == "if" { 3 } else { 0 };
                found.extend(
                    self.tokens.get(at + 2 + exists).and_then(Token::name).map(Cow::into_owned),
                );
            }
            let mut next = at + 1;
            if self.sign(next) == "(" {
                while next < self.tokens.len() && self.sign(next) != ")" {
                    next += 1;
                }
                next += 1;
            }
            if !self.is_name(at) || self.word(next) != "as" {
                continue;
            }
            next += 1;
            if self.word(next) == "not" {
                next += 1;
            }
            if self.word(next) == "materialized" {
                next += 1;
            }
            if self.sign(next) == "(" {
                found.extend(self.tokens[at].name().map(Cow::into_owned));
            }
        }
        found
    }

    /// The tokens that are names without a schema, and what each is meant to be.
    pub(super) fn places(&self) -> Vec<(usize, Named)> {
        let mut found = Vec::new();
        // For each open parenthesis: whether it is a list of relations, and whether FROM in it is no clause.
        let mut open: Vec<(bool, bool)> = vec![(false, false)];
        let mut expected = false;
        let mut declaring = false;
        // A statement about a cursor, which has its own FROM.
        let mut fetching = false;
        for at in 0..self.tokens.len() {
            let (word, sign) = (self.word(at), self.sign(at));
            let before = if at == 0 { Cow::default() } else { self.word(at - 1) };
            let top = open.len() - 1;
            match sign {
                "(" => {
                    let special = ["extract", "substring", "trim", "overlay", "position"];
                    // A join in parentheses is a list of relations, too.
                    let list = expected && before != "lateral";
                    open.push((list, special.contains(&&*before)));
                    expected = list;
                    continue;
                }
                ")" => {
                    if open.len() > 1 {
                        open.pop();
                    }
                    expected = false;
                    continue;
                }
                "," => {
                    expected = open[top].0;
                    continue;
                }
                ";" => {
                    fetching = false;
                    open = vec![(false, false)];
                    expected = false;
                    continue;
                }
                _ => {}
            }
            match &*word {
                "declare" => declaring = true,
                "begin" => declaring = false,
                "fetch" | "move" if at == 0 || self.begins_statement(at) => fetching = true,
                _ => {}
            }
            let dotted = at > 0 && self.sign(at - 1) == ".";
            match &*word {
                "from" if before != "distinct" && !open[top].1 && !fetching => {
                    open[top].0 = true;
                    expected = true;
                    continue;
                }
                "join" => {
                    expected = true;
                    continue;
                }
                "using" if open[top].0 && self.sign(at + 1) != "(" && self.sign(at + 2) != "=" => {
                    expected = true;
                    continue;
                }
                "into" if matches!(&*before, "insert" | "merge") => {
                    // The rows that are merged follow USING.
                    open[top].0 |= before == "merge";
                    expected = true;
                    continue;
                }
                "update" if !matches!(&*before, "for" | "do" | "on" | "key" | "then") => {
                    expected = true;
                    continue;
                }
                "table" if matches!(&*before, "lock" | "truncate") => {
                    expected = true;
                    continue;
                }
                "truncate" if !dotted => {
                    expected = true;
                    continue;
                }
                "only" | "lateral" | "if" | "not" | "exists" | "rows" if expected => continue,
                it if AFTER_FROM.contains(&it) && !dotted => {
                    open[top].0 = false;
                    expected = false;
                    continue;
                }
                _ => {}
            }
            if !self.is_name(at) || dotted {
                expected &= dotted;
                continue;
            }
            let qualifies = self.sign(at + 1) == ".";
            let row_type = self.sign(at + 1) == "%" && self.word(at + 2) == "rowtype";
            let column_type = qualifies && self.sign(at + 3) == "%" && self.word(at + 4) == "type";
            let cast = at > 0 && self.sign(at - 1) == "::";
            if row_type || column_type {
                found.push((at, Named::Relation));
            } else if qualifies {
                // It has its schema, or is an alias.
            } else if cast
                || (before == "as" && self.casts(at))
                || (declaring && self.is_declared_type(at))
            {
                found.push((at, Named::Type));
            } else if expected && (self.sign(at + 1) != "(" || before == "into") {
                found.push((at, Named::Relation));
            } else if self.sign(at + 1) == "(" && self.begins_expression(at) && before != "into" {
                found.push((at, Named::Function));
            }
            expected = false;
        }
        found
    }

    fn begins_statement(&self, at: usize) -> bool {
        let before = self.word(at - 1);
        self.sign(at - 1) == ";" || matches!(&*before, "begin" | "loop" | "then" | "else")
    }

    /// `cast(x as T)`: the parenthesis that is open at this token follows CAST.
    fn casts(&self, at: usize) -> bool {
        let mut depth = 0;
        for back in (0..at).rev() {
            match self.sign(back) {
                ")" => depth += 1,
                "(" if depth == 0 => return back > 0 && self.word(back - 1) == "cast",
                "(" => depth -= 1,
                ";" => return false,
                _ => {}
            }
        }
        false
    }

    /// `name T`, `name constant T` at the head of a declaration.
    fn is_declared_type(&self, at: usize) -> bool {
        let head =
            |at: usize| at == 0 || self.sign(at - 1) == ";" || self.word(at - 1) == "declare";
        let constant = at > 1 && self.word(at - 1) == "constant" && head(at - 2);
        let named = at > 0 && self.is_name(at - 1) && self.word(at - 1) != "declare";
        constant || (named && head(at - 1))
    }

    /// No alias and no name in a definition can stand here.
    fn begins_expression(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        match self.tokens[before].kind {
            Kind::Word => BEFORE_EXPRESSION.contains(&&*self.word(before)),
            Kind::Sign => !matches!(self.sign(before), ")" | "]"),
            Kind::Quoted | Kind::Text | Kind::Number => false,
        }
    }
}
