//! What a file says about how it is run: directives in comments above its first statement.
//!
//! ```text
//! -- momni-db: no transaction
//! -- momni-db: statement_timeout = 5min
//! -- momni-db: assert select count(*) = 0 from books where title is null
//! -- momni-db: assert_after select count(*) > 0 from books
//! ```
//!
//! Those of a data step stand in `batches/directive.rs`. A file in `migrations/undo/` says besides which migration it is for,
//! and what it cannot give back:
//!
//! ```text
//! -- momni-db: undoes 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
//! -- momni-db: loses drop column public.books.note: its values are lost
//! ```

use super::batches::{Batches, Setting, batches};
use super::file_name::UNDO;
use super::migrations::{FOLDER, MigrationFile, span};
use super::pieces::pieces;
use crate::connect::statement::{code_start, line_comments, statements, words};
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::time_span;
use std::ops::Range;
use std::time::Duration;

/// What stands between the hyphens and a directive.
const MARK: &str = "momni-db:";

/// The directives.
const NO_TRANSACTION: &str = "no transaction";
const STATEMENT_TIMEOUT: &str = "statement_timeout";
const ASSERT: &str = "assert";
const ASSERT_AFTER: &str = "assert_after";
const BATCHES: &str = "batches";
const UNDOES: &str = "undoes";
const LOSES: &str = "loses";

/// The directives of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Whether its statements run one by one, outside of a transaction.
    pub no_transaction: bool,
    /// How long a statement may take; zero for as long as it takes.
    pub statement_timeout: Option<Duration>,
    /// Where each query stands that must give true before the file runs.
    pub(super) assertions: Vec<Range<usize>>,
    /// Where each query stands that must give true when the file has run.
    pub(super) assertions_after: Vec<Range<usize>>,
    /// How its statement is run in batches.
    pub batches: Option<Batches>,
    /// Of an undo file, the SHA-256 of its migration.
    pub undoes: Option<String>,
    /// Of an undo file, what is lost for good, a line each.
    pub losses: Vec<String>,
}

/// The directives of a file that has no faulty ones.
pub fn header(sql: &str) -> Header {
    read(sql).0
}

/// Directives that nobody can follow.
pub(super) fn faults(file: &MigrationFile) -> Vec<Diagnostic> {
    let (header, mut faults) = read(&file.sql);
    let undo = header.undoes.is_some() || !header.losses.is_empty();
    if undo && !file.is_undo() {
        faults.push(Fault {
            at: 0..0,
            what: format!("a directive of undo files, `{UNDOES}` or `{LOSES}`,"),
            help: format!("take it out, or move the file to `{FOLDER}/{UNDO}/`"),
        });
    }
    let found = faults.into_iter().map(|Fault { at, what, help }| {
        let message = format!("{what} in `{}`", file.path());
        Diagnostic::error("migration-directive", message)
            .at(span(&file.file, at.start, at.end))
            .help(help)
    });
    found.collect()
}

struct Fault {
    at: Range<usize>,
    what: String,
    help: String,
}

fn read(sql: &str) -> (Header, Vec<Fault>) {
    let (mut header, mut faults, mut set) = (Header::default(), Vec::new(), Vec::new());
    let first_statement = code_start(sql);
    for comment in line_comments(sql) {
        let Some(at) = directive(sql, comment.clone()) else { continue };
        let text = &sql[at.clone()];
        let mut fault = |what: String, help: String| {
            faults.push(Fault { at: at.clone(), what, help });
        };
        if comment.start > first_statement {
            fault(
                format!("a directive below a statement, `{text}`,"),
                "put it above the first statement".into(),
            );
            continue;
        }
        let (word, rest) = split(text);
        match word {
            _ if text == NO_TRANSACTION && comment.start == 0 => header.no_transaction = true,
            _ if text == NO_TRANSACTION => fault(
                format!("`{text}` below the first line"),
                "make it the first line of the file, so that nobody misses it".into(),
            ),
            STATEMENT_TIMEOUT => match rest.strip_prefix('=').and_then(time_span) {
                Some(_) if header.statement_timeout.is_some() => {
                    fault(format!("a second {word}"), "take one of them out".into());
                }
                Some(time) => header.statement_timeout = Some(time),
                None => fault(
                    format!("`{text}`, which is no span of time,"),
                    format!(
                        "write `-- {MARK} {STATEMENT_TIMEOUT} = 5min` (ms, s, min, h, d; 0 for no limit)"
                    ),
                ),
            },
            UNDOES => match is_digest(rest) {
                true if header.undoes.is_none() => header.undoes = Some(rest.to_owned()),
                true => fault(format!("a second {word}"), "take one of them out".into()),
                false => fault(
                    format!("`{text}`, which is no SHA-256,"),
                    "leave the line out: `momni-db generate --undo` writes it".into(),
                ),
            },
            LOSES if !rest.is_empty() => header.losses.push(rest.to_owned()),
            ASSERT | ASSERT_AFTER => match query(rest) {
                Ok(()) => match word {
                    ASSERT => header.assertions.push(at.end - rest.len()..at.end),
                    _ => header.assertions_after.push(at.end - rest.len()..at.end),
                },
                Err(what) => fault(
                    what.into(),
                    format!(
                        "write one query that gives one row with true: `-- {MARK} {word} select …`"
                    ),
                ),
            },
            BATCHES if header.batches.is_some() => {
                fault(format!("a second {word}"), "take one of them out".into());
            }
            BATCHES => match batches(rest, at.clone()) {
                Some(found) => header.batches = Some(found),
                None => fault(
                    format!("`{text}`, which does not say what the batches are,"),
                    format!("write `-- {MARK} {BATCHES} of 5000 over app.bookings by id`"),
                ),
            },
            _ if let Some(it) = Setting::ALL.into_iter().find(|it| it.word() == word) => {
                let value = rest.strip_prefix('=').unwrap_or_default();
                match &mut header.batches {
                    None => fault(
                        format!("`{text}` without batches above it"),
                        format!("it is for a data step: see `-- {MARK} {BATCHES} …`"),
                    ),
                    Some(_) if set.contains(&word) => {
                        fault(format!("a second {word}"), "take one of them out".into());
                    }
                    Some(batches) => {
                        set.push(word);
                        if it.set(value, batches).is_none() {
                            fault(
                                format!("`{text}`, which says nothing,"),
                                format!("write `-- {MARK} {word} = {}`", it.example()),
                            );
                        }
                    }
                }
            }
            _ => {
                let known = [
                    NO_TRANSACTION,
                    STATEMENT_TIMEOUT,
                    ASSERT,
                    ASSERT_AFTER,
                    BATCHES,
                    UNDOES,
                    LOSES,
                ];
                let settings = Setting::ALL.map(Setting::word);
                let known: Vec<&str> = known.into_iter().chain(settings).collect();
                let all = || known.iter().copied();
                let near = nearest(text, all()).or_else(|| nearest(word, all()));
                let help = match near {
                    Some(near) => format!("the nearest is `{near}`"),
                    None => format!("the directives are `{}`", known.join("`, `")),
                };
                fault(format!("an unknown directive, `{text}`,"), help);
            }
        }
    }
    faults.extend(header.batches.as_ref().and_then(|it| misplaced(sql, &header, it)));
    (header, faults)
}

/// A data step has one statement, which may have settings before it, and no transaction around it.
fn misplaced(sql: &str, header: &Header, batches: &Batches) -> Option<Fault> {
    let fault =
        |what: &str, help: String| Some(Fault { at: batches.place(), what: what.to_owned(), help });
    if !header.no_transaction {
        let help =
            format!("make `-- {MARK} {NO_TRANSACTION}` the first line: each batch is committed");
        return fault("batches in one transaction", help);
    }
    match pieces(sql).iter().filter(|piece| !piece.is_setting).count() {
        1 => None,
        0 => {
            fault("batches without a statement", "write the statement that each batch runs".into())
        }
        _ => fault(
            "batches of several statements",
            "put each statement into a file of its own".into(),
        ),
    }
}

/// What stands behind the mark.
fn directive(sql: &str, comment: Range<usize>) -> Option<Range<usize>> {
    let text = sql[comment.clone()].trim_end();
    let inner = text.trim_start_matches('-').trim_start().strip_prefix(MARK)?.trim_start();
    let end = comment.start + text.len();
    Some(end - inner.len()..end)
}

/// The first word, and what follows it.
fn split(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
}

/// An undo file with the line that ties it to the migration of this SHA-256, in place of the one that it may have.
pub fn tied(sql: &str, digest: &str) -> String {
    let line = format!("-- {MARK} {UNDOES} {digest}\n");
    let is_tie = |line: &str| {
        let inner = line.trim_start_matches('-').trim_start().strip_prefix(MARK);
        inner.is_some_and(|it| split(it.trim_start()).0 == UNDOES)
    };
    let mut lines: Vec<&str> = sql.split_inclusive('\n').collect();
    match lines.iter().position(|line| is_tie(line)) {
        Some(at) => lines[at] = &line,
        // Nothing comes before the line that says how the file runs.
        None => lines.insert(usize::from(header(sql).no_transaction), &line),
    }
    lines.concat()
}

/// An assertion is read in the middle of the migration's transaction, which it must not end.
fn query(text: &str) -> Result<(), &'static str> {
    match statements(text).as_slice() {
        [] => Err("an assertion without a query"),
        [_] => match words(text, 1).first().map(String::as_str) {
            Some("select" | "with" | "values" | "table") => Ok(()),
            _ => Err("an assertion that is no query"),
        },
        _ => Err("an assertion of several statements"),
    }
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let (header, faults) = read(sql);
        let mut found: Vec<String> = Vec::new();
        if header.no_transaction {
            found.push("no transaction".into());
        }
        found.extend(header.statement_timeout.map(|time| format!("{time:?}")));
        found.extend(header.undoes.map(|digest| format!("undoes {}", &digest[..4])));
        found.extend(header.losses.into_iter().map(|it| format!("loses {it}")));
        found.extend(header.assertions.into_iter().map(|at| format!("<{}>", &sql[at])));
        let after = header.assertions_after.into_iter();
        found.extend(after.map(|at| format!("after <{}>", &sql[at])));
        found.extend(header.batches.map(|it| {
            let Batches { size, table, key, rate, pause, max_lag, batch_time, .. } = it;
            format!("{size} {table} {key:?} {rate:?} {pause:?} {max_lag:?} {batch_time:?}")
        }));
        found.extend(faults.into_iter().map(|fault| format!("{} {:?}", fault.what, fault.at)));
        assert_eq!(found.join("; "), expected, "{sql}");
    }

    #[test]
    fn all_of_them() {
        check(
            "-- momni-db: no transaction\n-- what it does\n--momni-db: statement_timeout=5min\n\n\
             /* more */ -- momni-db: assert select true; \n-- momni-db: assert values (true)\nselect 1",
            "no transaction; 300s; <select true;>; <values (true)>",
        );
        check("-- momni-db: statement_timeout = 0\nselect 1", "0ns");
        check("select '\n-- momni-db: nothing\n'", "");
        check("-- Generated by momni-db: do not edit.\nselect 1", "");
    }

    #[test]
    fn what_an_undo_file_says() {
        let digest = "5891".repeat(16);
        check(
            &format!("-- momni-db: undoes {digest}\n-- momni-db: loses a, b\n-- momni-db: loses c"),
            "undoes 5891; loses a, b; loses c",
        );
        check("-- momni-db: undoes V1", "`undoes V1`, which is no SHA-256, 13..22");
        check("-- momni-db: loses", "an unknown directive, `loses`, 13..18");
    }

    #[test]
    fn an_undo_file_is_tied_to_its_migration() {
        let digest = "5891".repeat(16);
        let line = format!("-- momni-db: undoes {digest}\n");
        assert_eq!(tied("select 1;\n", &digest), format!("{line}select 1;\n"));
        let outside = "-- momni-db: no transaction\n";
        assert_eq!(
            tied(&format!("{outside}vacuum;\n"), &digest),
            format!("{outside}{line}vacuum;\n")
        );
        let other = format!("-- why\n--momni-db: undoes {}\nselect 1;\n", "0".repeat(64));
        assert_eq!(tied(&other, &digest), format!("-- why\n{line}select 1;\n"));
    }

    #[test]
    fn what_nobody_can_follow() {
        check("\n-- momni-db: no transaction\n", "`no transaction` below the first line 14..28");
        check("-- momni-db: no transactions\n", "an unknown directive, `no transactions`, 13..28");
        check(
            "select 1; -- momni-db: assert select true",
            "a directive below a statement, `assert select true`, 23..41",
        );
        check(
            "-- momni-db: statement_timeout = 5",
            "`statement_timeout = 5`, which is no span of time, 13..34",
        );
        check("-- momni-db: assert", "an assertion without a query 13..19");
        check("-- momni-db: assert commit", "an assertion that is no query 13..26");
        check("-- momni-db: assert select 1; commit", "an assertion of several statements 13..36");
    }

    #[test]
    fn data_steps() {
        let step = "-- momni-db: no transaction\n-- momni-db: batches of 5_000 over \"over by\".t by a, \"B,c\"\n";
        check(
            &format!("{step}set x = 1; update a"),
            r#"no transaction; 5000 "over by".t ["a", "\"B,c\""] None 0ns 10s 200ms"#,
        );
        check(
            &format!(
                "{step}-- momni-db: rate = 100/s\n-- momni-db: pause=1s\n-- momni-db: max_lag = 0\n\
                 -- momni-db: batch_time = 1min\n-- momni-db: assert_after select true\nupdate a"
            ),
            r#"no transaction; after <select true>; 5000 "over by".t ["a", "\"B,c\""] Some(100) 1s 0ns 60s"#,
        );
    }

    #[test]
    fn data_steps_that_nobody_can_run() {
        let first = "-- momni-db: no transaction\n";
        for wrong in [
            "batches",
            "batches of 0 over a by b",
            "batches of 5 over a",
            "batches of 5 over a by b,",
        ] {
            let fault = format!(
                "no transaction; `{wrong}`, which does not say what the batches are, 41..{}",
                41 + wrong.len()
            );
            check(&format!("{first}-- momni-db: {wrong}\nselect 1"), &fault);
        }
        let step = "-- momni-db: batches of 5 over a by b\n";
        let said = r#"5 a ["b"] None 0ns 10s 200ms; "#;
        check(&format!("{step}select 1"), &format!("{said}batches in one transaction 13..37"));
        check(
            &format!("{first}{step}set x = 1"),
            &format!("no transaction; {said}batches without a statement 41..65"),
        );
        check(
            &format!("{first}{step}select 1; select 2"),
            &format!("no transaction; {said}batches of several statements 41..65"),
        );
        check(
            &format!("{first}{step}-- momni-db: rate = 5\n-- momni-db: rate = 6/s\nselect 1"),
            &format!(
                "no transaction; {said}`rate = 5`, which says nothing, 79..87; a second rate 101..111"
            ),
        );
        check("-- momni-db: pause = 1s", "`pause = 1s` without batches above it 13..23");
    }
}
