//! Puts the names that an author left unqualified into their schemas: relations, functions and types that are declared.
//!
//! A name is taken for one only where nothing else can stand: a relation after FROM, a function before a parenthesis, a
//! type after `::`. What is left as it is, the server refuses, or finds in `pg_catalog`.

use super::places::{Named, Reader};
use crate::catalog::Name;
use crate::render::quoted;
use crate::sql::tokens;

/// The text with every name that `find` knows in its schema. `find` gives the name as SQL takes it.
pub fn qualified(text: &str, find: &dyn Fn(Named, &str) -> Option<String>) -> String {
    let tokens = tokens(text);
    let reader = Reader { tokens: &tokens };
    let hidden = reader.hidden();
    let mut found = String::with_capacity(text.len());
    let mut done = 0;
    for (at, named) in reader.places() {
        let Some(name) = tokens[at].name() else { continue };
        if named == Named::Relation && hidden.contains(&*name) {
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
    let reader = Reader { tokens: &tokens };
    let hidden = reader.hidden();
    let places = reader.places().into_iter().filter(|(_, named)| *named == Named::Relation);
    let named =
        places.filter_map(|(at, _)| Some((tokens[at].name()?.into_owned(), tokens[at].at.start)));
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
        let after_dot = at > 0 && tokens[at - 1].text == ".";
        let member = || parts[2].name().is_some_and(|name| names.iter().any(|it| **it == *name));
        let qualifier = || parts[0].name().is_some_and(|name| name == old);
        if !after_dot && parts[1].text == "." && qualifier() && member() {
            found.push_str(&text[done..parts[0].at.start]);
            found.push_str(&quoted(new));
            done = parts[0].at.end;
        }
    }
    found.push_str(&text[done..]);
    found
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
