//! Statements and directives that no migration may hold, found before anything is sent to the server.
//!
//! A file runs inside of a transaction that also writes its history row. `COMMIT` in it would leave half of a
//! migration and no row; `ROLLBACK`, a row and no migration. COPY with the client has no client to talk to.

use super::header::{faults, header};
use super::migrations::{MigrationFile, span};
use crate::connect::statement::{code_start, statements, words};
use crate::diagnostic::Diagnostic;

/// No statement that is refused needs more words to be known.
const WORDS: usize = 12;

/// Everything in these files that is refused, one diagnostic per directive or statement.
pub fn refused<'a>(files: impl IntoIterator<Item = &'a MigrationFile>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in files {
        found.extend(faults(file));
        let no_transaction = header(&file.sql).no_transaction;
        for statement in statements(&file.sql) {
            let text = &file.sql[statement.clone()];
            if let Some((rule, what, help)) = judge(text, no_transaction) {
                let start = statement.start + code_start(text);
                found.push(
                    Diagnostic::error(rule, format!("{what} in `{}`", file.path()))
                        .at(span(&file.file, start, statement.end))
                        .help(help),
                );
            }
        }
    }
    found
}

fn judge(
    statement: &str,
    no_transaction: bool,
) -> Option<(&'static str, &'static str, &'static str)> {
    let words = words(statement, WORDS);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let control = |what| {
        let help = match no_transaction {
            false => {
                "take it out: each migration runs in a transaction of its own, with its history row"
            }
            true => {
                "take it out: in a file without a transaction each statement stands for itself; what belongs together \
                 goes into a file of its own"
            }
        };
        Some(("migration-transaction", what, help))
    };
    match words.as_slice() {
        ["commit", ..] => control("COMMIT"),
        ["end", ..] => control("END"),
        ["abort", ..] => control("ABORT"),
        ["begin", ..] => control("BEGIN"),
        ["start", "transaction", ..] => control("START TRANSACTION"),
        ["prepare", "transaction", ..] => control("PREPARE TRANSACTION"),
        ["savepoint" | "release", ..] if no_transaction => control("a savepoint"),
        ["rollback", "to", ..] | ["rollback", "work" | "transaction", "to", ..]
            if !no_transaction =>
        {
            None
        }
        ["rollback", ..] => control("ROLLBACK"),
        _ if is_copy(&words) => Some((
            "migration-copy",
            "COPY with the client",
            "write the rows as INSERT: there is no client that could send or take them",
        )),
        _ => None,
    }
}

/// `COPY … FROM STDIN` and `COPY … TO STDOUT`, with any options behind.
fn is_copy(words: &[&str]) -> bool {
    words.first() == Some(&"copy")
        && words.windows(2).any(|pair| pair == ["from", "stdin"] || pair == ["to", "stdout"])
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let file = MigrationFile {
            version: 1,
            name: "x".into(),
            file: "V1__x.sql".into(),
            sql: sql.into(),
        };
        let found: Vec<String> = refused([&file]).into_iter().map(|fault| fault.message).collect();
        let expected: Vec<String> =
            expected.iter().map(|what| format!("{what} in `migrations/V1__x.sql`")).collect();
        assert_eq!(found, expected, "{sql}");
    }

    #[test]
    fn transaction_control_is_refused() {
        check("create table a (); commit; create table b ();", &["COMMIT"]);
        check("Begin; select 1; /* */ END", &["BEGIN", "END"]);
        check("rollback; abort; start transaction", &["ROLLBACK", "ABORT", "START TRANSACTION"]);
        check("prepare transaction 'x'; commit and chain", &["PREPARE TRANSACTION", "COMMIT"]);
    }

    #[test]
    fn savepoints_and_bodies_are_not() {
        check("savepoint a; rollback to a; rollback work to savepoint a; release a", &[]);
        check("do $$ begin perform 1; end $$; prepare x as select 1; start_it()", &[]);
        check("create function f() returns int begin atomic select 1; end;", &[]);
        check("select 'commit'; -- commit;\n/* ; commit; */", &[]);
    }

    #[test]
    fn nor_is_any_control_right_without_a_transaction() {
        let sql = "-- momni-db: no transaction\nbegin; savepoint a; rollback to a; commit;";
        check(sql, &["BEGIN", "a savepoint", "ROLLBACK", "COMMIT"]);
    }

    #[test]
    fn directives_are_judged_too() {
        check("-- momni-db: no transation\nselect 1", &["an unknown directive, `no transation`,"]);
    }

    #[test]
    fn copy_with_the_client_is_refused() {
        check("copy a (b) from stdin;\n1\n\\.\n", &["COPY with the client"]);
        check("copy a to stdout with csv", &["COPY with the client"]);
        check("copy a from '/tmp/x'; copy a from program 'stdin'", &[]);
    }
}
