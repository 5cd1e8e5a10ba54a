//! The statements of a file without a transaction, and what their first words tell of them.

use crate::connect::statement::{code_start, names, statements, without_word, words};
use std::borrow::Cow;
use std::ops::Range;

/// A statement of a file without a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it stands in the file.
    pub at: Range<usize>,
    /// What is sent; as long as what stands in the file.
    pub sql: Cow<'a, str>,
    /// Whether it sets something for the statements after it.
    pub is_setting: bool,
    /// What it does.
    pub(super) kind: Kind,
}

/// What a statement does, as far as it matters where it was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    CreateIndex,
    DropIndex,
    Reindex,
    Detach,
    /// CREATE or DROP of anything else.
    Create,
    Drop,
    Other,
}

/// The statements of a file, without the comments above them.
///
/// There is no transaction that `SET LOCAL` could be local to: it is local to the file, at whose end every setting ends.
pub fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let all = statements(sql).into_iter().map(|at| {
        let at = at.start + code_start(&sql[at.clone()])..at.end;
        let text = &sql[at.clone()];
        let first = words(text, 5);
        let first: Vec<&str> = first.iter().map(String::as_str).collect();
        let is_setting = matches!(first.first(), Some(&"set" | &"reset"));
        let sql = match first.as_slice() {
            ["set", "local", ..] => Cow::Owned(without_word(text, "local")),
            _ => Cow::Borrowed(text),
        };
        Piece { at, sql, is_setting, kind: kind(&first, text) }
    });
    all.collect()
}

fn kind(first: &[&str], text: &str) -> Kind {
    match first {
        ["create", "index", ..] | ["create", "unique", "index", ..] => Kind::CreateIndex,
        ["drop", "index", ..] => Kind::DropIndex,
        ["reindex", ..] => Kind::Reindex,
        ["create", ..] => Kind::Create,
        ["drop", ..] => Kind::Drop,
        ["alter", "table", ..] if names(text).iter().any(|name| name == "detach") => Kind::Detach,
        _ => Kind::Other,
    }
}

impl Piece<'_> {
    /// Whether it is not even tried in a transaction. A statement that is, and is refused there, costs a line in the
    /// server's log and nothing else.
    pub(super) fn stands_alone(&self) -> bool {
        let first = words(&self.sql, 1);
        self.is_concurrent() || first.first().is_some_and(|word| word == "vacuum")
    }

    /// Whether nobody who reads or writes waits behind it while it waits for a lock.
    pub(super) fn is_patient(&self) -> bool {
        let names = names(&self.sql);
        let first = names.first().map(String::as_str);
        self.is_concurrent() || first == Some("vacuum") && !names.iter().any(|name| name == "full")
    }

    pub(super) fn is_concurrent(&self) -> bool {
        let form =
            matches!(self.kind, Kind::CreateIndex | Kind::DropIndex | Kind::Reindex | Kind::Detach);
        form && names(&self.sql).iter().any(|name| name == "concurrently")
    }

    /// The statement as it runs in a transaction and leads to the same catalog; `None` for what has no such form.
    pub fn in_transaction(&self) -> Option<String> {
        match self.kind {
            Kind::CreateIndex | Kind::DropIndex => Some(without_word(&self.sql, "concurrently")),
            // Without CONCURRENTLY a partition is not left with a check of its own.
            Kind::Detach if self.is_concurrent() => None,
            _ => Some(self.sql.clone().into_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_statements_are() {
        for (sql, kind, alone, patient) in [
            ("-- why\ncreate unique index concurrently a on b (c)", Kind::CreateIndex, true, true),
            ("create index a on b (c)", Kind::CreateIndex, false, false),
            ("DROP INDEX CONCURRENTLY IF EXISTS a", Kind::DropIndex, true, true),
            ("reindex (verbose, concurrently) table a", Kind::Reindex, true, true),
            ("alter table a detach partition b concurrently", Kind::Detach, true, true),
            ("alter table a detach partition b", Kind::Detach, false, false),
            ("refresh materialized view concurrently a", Kind::Other, false, false),
            ("vacuum (analyze) a", Kind::Other, true, true),
            ("vacuum full a", Kind::Other, true, false),
            ("create database a", Kind::Create, false, false),
        ] {
            let found = pieces(sql);
            let piece = &found[0];
            assert_eq!((piece.kind, piece.stands_alone()), (kind, alone), "{sql}");
            assert_eq!(piece.is_patient(), patient, "{sql}");
        }
    }

    #[test]
    fn settings_last_to_the_end_of_the_file() {
        let sql = "SET LOCAL search_path = a; set x = 1; select 1;";
        let found: Vec<(String, bool)> =
            pieces(sql).into_iter().map(|it| (it.sql.into_owned(), it.is_setting)).collect();
        let expected =
            [("SET       search_path = a", true), ("set x = 1", true), ("select 1", false)];
        assert_eq!(found, expected.map(|(sql, is)| (sql.to_owned(), is)));
    }

    #[test]
    fn forms_within_a_transaction() {
        let form = |sql| pieces(sql)[0].in_transaction();
        assert_eq!(
            form("create index concurrently a on b (c)").as_deref(),
            Some("create index              a on b (c)")
        );
        assert_eq!(form("alter table a detach partition b concurrently"), None);
        assert_eq!(form("select 1").as_deref(), Some("select 1"));
    }
}
