//! Puts the names that an author left unqualified into their schemas: relations, functions and types that are declared.
//!
//! A name is taken for one only where nothing else can stand: a relation after FROM, a function before a parenthesis, a
//! type after `::`. What is left as it is, the server refuses, or finds in `pg_catalog`.

use super::tokens::{Kind, Token, tokens};
use crate::catalog::Name;
use crate::render::quoted;
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

/// The text with every name that `find` knows in its schema. `find` gives the name as SQL takes it.
pub fn qualified(text: &str, find: &dyn Fn(Named, &str) -> Option<String>) -> String {
    let tokens = tokens(text);
    let reader = Reader { text, tokens: &tokens };
    let hidden = reader.hidden();
    let mut found = String::with_capacity(text.len());
    let mut done = 0;
    for (at, named) in reader.places() {
        let Some(name) = tokens[at].name(text) else { continue };
        if named == Named::Relation && hidden.contains(&name) {
            continue;
        }
        if let Some(name) = find(named, &name) {
            found.push_str(&text[done..tokens[at].at.start]);
            found.push_str(&name);
            done = tokens[at].at.end;
        }
    }
    found.push_str(&text[done..]);
    found
}

/// Every relation that is named without a schema and that `find` does not know, and where: a temporary one, one of
/// `pg_catalog`, or none.
pub fn unknown_relations(
    text: &str,
    find: &dyn Fn(Named, &str) -> Option<String>,
) -> Vec<(String, usize)> {
    let tokens = tokens(text);
    let reader = Reader { text, tokens: &tokens };
    let hidden = reader.hidden();
    let places = reader.places().into_iter().filter(|(_, named)| *named == Named::Relation);
    let named = places.filter_map(|(at, _)| Some((tokens[at].name(text)?, tokens[at].at.start)));
    named
        .filter(|(name, _)| !hidden.contains(name) && !name.starts_with("pg_"))
        .filter(|(name, _)| find(Named::Relation, name).is_none())
        .collect()
}

/// The text with `old.x` as `new.x`, where x is one of the names: an argument, qualified by its function.
pub fn named_anew(text: &str, old: &str, new: &str, names: &[Name]) -> String {
    let tokens = tokens(text);
    let mut found = String::with_capacity(text.len());
    let mut done = 0;
    for (at, parts) in tokens.windows(3).enumerate() {
        let after_dot = at > 0 && tokens[at - 1].text(text) == ".";
        let member =
            || parts[2].name(text).is_some_and(|name| names.iter().any(|it| **it == *name));
        let qualifier = || parts[0].name(text).is_some_and(|name| name == old);
        if !after_dot && parts[1].text(text) == "." && qualifier() && member() {
            found.push_str(&text[done..parts[0].at.start]);
            found.push_str(&quoted(new));
            done = parts[0].at.end;
        }
    }
    found.push_str(&text[done..]);
    found
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
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
    fn word(&self, at: usize) -> String {
        self.tokens.get(at).map_or(String::new(), |it| it.word(self.text))
    }

    fn sign(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|it| it.kind == Kind::Sign).map_or("", |it| it.text(self.text))
    }

    fn is_name(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|it| matches!(it.kind, Kind::Word | Kind::Quoted))
    }

    /// Names of WITH queries and of temporary tables: they hide relations.
    fn hidden(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for at in 0..self.tokens.len() {
            if matches!(&*self.word(at), "temp" | "temporary") && self.word(at + 1) == "table" {
                let exists = if self.word(at + 2) == "if" { 3 } else { 0 };
                found.extend(self.tokens.get(at + 2 + exists).and_then(|it| it.name(self.text)));
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
                found.extend(self.tokens[at].name(self.text));
            }
        }
        found
    }

    /// The tokens that are names without a schema, and what each is meant to be.
    fn places(&self) -> Vec<(usize, Named)> {
        let mut found = Vec::new();
        // For each open parenthesis: whether it is a list of relations, and whether FROM in it is no clause.
        let mut open: Vec<(bool, bool)> = vec![(false, false)];
        let mut expected = false;
        let mut declaring = false;
        // A statement about a cursor, which has its own FROM.
        let mut fetching = false;
        for at in 0..self.tokens.len() {
            let (word, sign) = (self.word(at), self.sign(at));
            let before = if at == 0 { String::new() } else { self.word(at - 1) };
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
            let cast = at > 1 && self.sign(at - 1) == ":" && self.sign(at - 2) == ":";
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let known = |named: Named, name: &str| {
            let names: &[&str] = match named {
                Named::Relation => &["stays", "members", "Odd One"],
                Named::Function => &["may_see", "members_of"],
                Named::Type => &["kind", "stays"],
            };
            names.contains(&name).then(|| format!("app.{}", quoted(name)))
        };
        qualified(text, &known)
    }

    #[test]
    fn names_are_put_into_their_schemas() {
        for (text, expected) in [
            ("select 1 from stays s, members m", "select 1 from app.stays s, app.members m"),
            (
                "select stays from x.stays join members using (stays)",
                "select stays from x.stays join app.members using (stays)",
            ),
            (
                "insert into stays (members) values (1)",
                "insert into app.stays (members) values (1)",
            ),
            ("insert into stays(members) values (1)", "insert into app.stays(members) values (1)"),
            (
                "delete from only \"Odd One\" using members where true",
                "delete from only app.\"Odd One\" using app.members where true",
            ),
            (
                "update stays set members = 1 from members",
                "update app.stays set members = 1 from app.members",
            ),
            (
                "select 1 into stays from (stays cross join members)",
                "select 1 into stays from (app.stays cross join app.members)",
            ),
            (
                "select a from b for update; perform may_see(members)",
                "select a from b for update; perform app.may_see(members)",
            ),
            (
                "where may_see(1) and x in (select members_of(2))",
                "where app.may_see(1) and x in (select app.members_of(2))",
            ),
            (
                "select 'a'::kind, cast('a' as kind) as kind",
                "select 'a'::app.kind, cast('a' as app.kind) as kind",
            ),
            (
                "declare s stays; t constant kind := 'a'; u stays%rowtype; v stays.id%type; begin end",
                "declare s app.stays; t constant app.kind := 'a'; u app.stays%rowtype; v app.stays.id%type; begin end",
            ),
            (
                "select * from members_of(1) m, lateral (select 1 from stays) q",
                "select * from app.members_of(1) m, lateral (select 1 from app.stays) q",
            ),
            ("Select 1 From Stays", "Select 1 From app.stays"),
            (
                "merge into stays using members on true",
                "merge into app.stays using app.members on true",
            ),
        ] {
            assert_eq!(found(text), expected);
        }
    }

    #[test]
    fn what_may_be_something_else_stays() {
        for text in [
            "with stays as (select 1) select * from stays",
            "with stays (a) as not materialized (select 1) select * from stays",
            "select a is distinct from stays, extract(year from stays), trim(both 'x' from stays)",
            "select * from x.f() stays (a)",
            "select * from x.f() as stays",
            "select 'from stays', $$ from stays $$ -- from stays",
            "insert into x.t on conflict do update set a = 1",
            "raise exception using message = 'x'",
            "select s.stays, s.may_see (1) from a s",
            "select 1 from a where b = stays order by stays, members",
            "for members in select 1 loop end loop",
            "declare stays uuid[] := array(select 1); members constant integer := 1; begin end",
            "begin fetch next from members into x; move from stays; end",
            "create temp table stays as select 1; insert into stays select 1; drop table members",
        ] {
            assert_eq!(found(text), text);
        }
    }

    #[test]
    fn relations_that_nobody_declares_are_found() {
        let none = |_: Named, _: &str| None;
        let text = "with a as (select 1) select 1 from a, b join c.d on true, rows from (f(1)) join pg_class on true;
            insert into e (g) select h.x%type from h_of(1) h; x := y.z%type; for i in select 1 from (k) loop";
        let found: Vec<String> =
            unknown_relations(text, &none).into_iter().map(|(name, _)| name).collect();
        assert_eq!(found, ["b", "e", "h", "y", "k"]);
    }

    #[test]
    fn an_argument_goes_with_its_function() {
        let names = [Name::from("id")];
        let text = "select f.id, f.other, x.f.id, 'f.id' from f where F.id = 1";
        let expected = "select g.id, f.other, x.f.id, 'f.id' from f where g.id = 1";
        assert_eq!(named_anew(text, "f", "g", &names), expected);
    }
}
