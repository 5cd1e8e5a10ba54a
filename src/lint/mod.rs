//! Judges the SQL of migrations that were written by hand, by the rules of squawk, one statement at a time.
//!
//! squawk takes time with the square of its input, so that each statement is given to it alone; what it then cannot know of
//! the rest of the file is added here: what the file has made before (`made.rs`), what it said of the same table (`said.rs`),
//! what it allows in comments (`ignore.rs`). A fault of syntax is none of its findings: PostgreSQL judges that.

mod ignore;
mod made;
mod rules;
mod said;
mod squawk;

pub use rules::{RULES, Rule};

use crate::diagnostic::{Diagnostic, Span};
use ignore::Ignores;
use made::{Effects, Made};
use said::Said;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::thread;

/// One file.
#[derive(Debug, Clone)]
pub struct File<'a> {
    /// Path within the project, with `/` between its parts.
    pub path: Arc<str>,
    /// What it holds.
    pub sql: &'a str,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// Its comments, in order.
    pub comments: Vec<Range<usize>>,
    /// Whether it runs in one transaction.
    pub in_transaction: bool,
}

/// Where a statement stands, and how large it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// In bytes, with the comments above it, without the semicolon.
    pub range: Range<usize>,
    /// Where its first word begins.
    pub start: usize,
    /// Its first word, in lower case.
    pub word: String,
    /// How many tokens it has that are neither blank nor comment.
    pub tokens: usize,
    /// How deep its parentheses and brackets stand within one another.
    pub depth: usize,
}

impl Statement {
    fn is_too_large(&self) -> bool {
        self.tokens > MOST_TOKENS || self.depth > MOST_DEPTH
    }
}

/// What a project says about all of its files.
#[derive(Debug, Clone, Default)]
pub struct Choice<'a> {
    /// The words of the rules that are not asked.
    pub allow: BTreeSet<&'a str>,
    /// The schema of names that state none.
    pub default_schema: &'a str,
}

/// Statements that a rule speaks of. All others are passed over unread: rows are no matter of these rules, and DO, SELECT and
/// their like may be long.
const READ: [&str; 5] = ["alter", "create", "drop", "reindex", "truncate"];

/// squawk's time grows with the square of a chain of operators and faster with queries within queries, its stack with both: what
/// is within these bounds takes it less than a second, and a fraction of [`STACK`].
const MOST_TOKENS: usize = 10_000;
const MOST_DEPTH: usize = 100;

/// squawk reads by recursion, which nothing could catch where it overflows the stack. What is not used is never backed by memory.
const STACK: usize = 512 << 20;

/// What the rules find in a file, from its begin to its end.
pub fn lint(file: &File<'_>, choice: &Choice<'_>) -> Vec<Diagnostic> {
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, || findings(file, choice)).map(|thread| thread.join())
    });
    match done {
        Ok(Ok(found)) => found,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => {
            let what =
                format!("this file was not read by the linter: a thread cannot be had, {error}");
            let help = "leave more address space to the program (`ulimit -v`)";
            vec![Diagnostic::warning(rules::UNREAD, what).at(span(file, 0..0)).help(help)]
        }
    }
}

fn findings(file: &File<'_>, choice: &Choice<'_>) -> Vec<Diagnostic> {
    let ignores = Ignores::read(file);
    let mut found: Vec<Diagnostic> = ignores.unknown(file);
    let (mut made, mut said) = (Made::new(choice.default_schema), Said::default());
    for (index, statement) in file.statements.iter().enumerate() {
        if !READ.contains(&statement.word.as_str()) {
            continue;
        }
        let text = &file.sql[statement.start..statement.range.end];
        let before = |effects: &Effects| said.before(text, effects, file.in_transaction);
        let judged = match statement.is_too_large() {
            true => None,
            false => squawk::judge(text, before, file.in_transaction),
        };
        let Some(judged) = judged else {
            if !ignores.cover(index, None, statement.start) {
                found.push(unread(file, statement));
            }
            continue;
        };
        let is_new = made.is_all_new(&judged.effects);
        made.take(&judged.effects);
        said.take(text, &judged.effects);
        for finding in rules::without_repeats(judged.findings) {
            let rule = finding.rule;
            let at = statement.start + finding.at.start..statement.start + finding.at.end;
            let is_moot = is_new && rule.is_about_use;
            let is_allowed =
                choice.allow.contains(rule.word) || ignores.cover(index, Some(rule), at.start);
            if !is_moot && !is_allowed {
                let told = Diagnostic::warning(rule.id, finding.message);
                let told = Diagnostic { level: rule.level, ..told };
                found.push(told.at(span(file, at)).help(rule.help_or(finding.help)));
            }
        }
    }
    found.sort_by_key(|it| it.span.as_ref().map(|span| span.start));
    found
}

fn unread(file: &File<'_>, statement: &Statement) -> Diagnostic {
    let what = match statement.is_too_large() {
        true => "this statement is too long for the linter, or nested too deep",
        false => "the linter gave up on this statement",
    };
    Diagnostic::warning(rules::UNREAD, format!("{what}: nothing is said of it"))
        .at(span(file, statement.start..statement.range.end))
        .help(
            "see for yourself what it locks, whether it is valid PostgreSQL will say; `-- squawk-ignore` above it allows it",
        )
}

fn span(file: &File<'_>, at: Range<usize>) -> Span {
    Span { file: file.path.clone(), start: at.start, end: at.end }
}
