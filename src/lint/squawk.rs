//! The one place that calls squawk.

use super::made::{Effects, effects};
use super::rules::{RULES, Rule};
use squawk_linter::{Linter, Violation};
use squawk_syntax::SourceFile;
use std::cell::Cell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// What a rule has found.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) rule: &'static Rule,
    /// In bytes from the begin of the statement.
    pub(super) at: Range<usize>,
    /// A sentence without its final stop.
    pub(super) message: String,
    /// How squawk would mend it.
    pub(super) help: Option<String>,
}

/// What is known of a statement.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    pub(super) effects: Effects,
}

/// Has squawk judge a statement that stands behind others, which depend on what it does; `None` when it gave up.
pub(super) fn judge(
    statement: &str,
    before: impl FnOnce(&Effects) -> String,
    in_transaction: bool,
) -> Option<Judged> {
    quietly(|| {
        let own = SourceFile::parse(statement);
        let effects = own.tree().stmts().next().map(|it| effects(&it)).unwrap_or_default();
        let before = before(&effects);
        let text = format!("{before}{statement}");
        let parsed = if before.is_empty() { own } else { SourceFile::parse(&text) };
        let mut linter = Linter::from(RULES.iter().map(|rule| rule.squawk));
        linter.settings.assume_in_transaction = in_transaction;
        let told = linter.lint(&parsed, &text).into_iter();
        let findings = told.filter_map(|it| finding(it, before.len(), statement)).collect();
        Judged { findings, effects }
    })
}

thread_local! {
    /// Whether this thread runs code whose panics are caught.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Runs code of others, which panics at some of what people type. Such a statement is one that nothing is said of; nothing is shared with that code which it could leave half changed. A panic that is caught is not printed:
/// it is none of the program's.
fn quietly<T>(code: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_CAUGHT.get() {
                others(panic);
            }
        }));
    });
    IS_CAUGHT.set(true);
    let done = catch_unwind(AssertUnwindSafe(code));
    IS_CAUGHT.set(false);
    done.ok()
}

/// `None` for what was found in the statements before this one, and for rules that are not asked.
fn finding(violation: Violation, before: usize, statement: &str) -> Option<Finding> {
    let rule = Rule::of(violation.code)?;
    let place = |at: usize| at.checked_sub(before).map(|at| statement.floor_char_boundary(at));
    let start = place(violation.text_range.start().into())?;
    let end = place(violation.text_range.end().into())?.max(start);
    let end = start + statement[start..end].trim_end().len();
    let message = violation.message.trim_end_matches('.').to_owned();
    Some(Finding { rule, at: start..end, message, help: violation.help })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_is_not_told_again() {
        let before = |_: &Effects| "alter table a drop column b;\n".to_owned();
        let judged = judge("alter table a drop column \"ü\"", before, true).unwrap();
        let found: Vec<_> =
            judged.findings.iter().map(|it| (it.rule.word, it.at.clone())).collect();
        assert_eq!(found, [("ban-drop-column", 14..30)]);
    }

    /// The rule is not asked; it panics where a call is what is called.
    #[test]
    fn a_panic_is_a_statement_that_is_not_read() {
        let lint = |sql: &str| {
            let linter = || Linter::from([squawk_linter::Rule::BanDuplicateColumnAssignments]);
            quietly(|| linter().lint(&SourceFile::parse(sql), sql).len())
        };
        assert_eq!(lint("create view v as select f(a)(b)"), None);
        assert_eq!(lint("create view v as select a, a"), Some(2));
        assert!(!IS_CAUGHT.get());
    }

    #[test]
    fn broken_statements_are_judged_as_far_as_they_go() {
        for sql in [
            "",
            "alter",
            "create table (",
            "create index on",
            "drop \"",
            "alter table a drop column b c d",
        ] {
            assert!(judge(sql, |_| String::new(), true).is_some(), "{sql}");
        }
    }
}
