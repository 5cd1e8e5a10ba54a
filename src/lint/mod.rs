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

use crate::diagnostic::{Diagnostic, Level, Span};
use ignore::Ignores;
use made::Made;
use said::Said;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

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
    /// How deep its parts can stand within one another at most.
    pub depth: usize,
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

/// squawk's time grows with the square of a chain of operators; this many tokens take it a second at most.
const MOST_TOKENS: usize = 10_000;

/// squawk reads by recursion, on a stack that a thread has 2 MiB of.
const MOST_DEPTH: usize = 64;

/// What the rules find in a file, from its begin to its end.
pub fn lint(file: &File<'_>, choice: &Choice<'_>) -> Vec<Diagnostic> {
    let ignores = Ignores::read(file);
    let mut found: Vec<Diagnostic> = ignores.unknown(file);
    let (mut made, mut said) = (Made::new(choice.default_schema), Said::default());
    for (index, statement) in file.statements.iter().enumerate() {
        if !READ.contains(&statement.word.as_str()) {
            continue;
        }
        if statement.tokens > MOST_TOKENS || statement.depth > MOST_DEPTH {
            found.push(unread(file, statement, "is too large for"));
            continue;
        }
        let text = &file.sql[statement.start..statement.range.end];
        let before = said.before(text, file.in_transaction);
        let Some(judged) = squawk::judge(&before, text, file.in_transaction) else {
            found.push(unread(file, statement, "cannot be read by"));
            continue;
        };
        let is_new = made.is_all_new(&judged.effects);
        made.take(&judged.effects);
        said.take(text);
        for finding in rules::without_repeats(judged.findings) {
            let rule = finding.rule;
            let at = statement.start + finding.at.start..statement.start + finding.at.end;
            let is_moot = is_new && rule.is_about_use;
            if is_moot || choice.allow.contains(rule.word) || ignores.cover(index, rule, at.start) {
                continue;
            }
            let told =
                Diagnostic { level: rule.level, ..Diagnostic::warning(rule.id, finding.message) };
            found.push(told.at(span(file, at)).help(rule.help_or(finding.help)));
        }
    }
    found.sort_by_key(|it| it.span.as_ref().map(|span| span.start));
    found
}

fn unread(file: &File<'_>, statement: &Statement, what: &str) -> Diagnostic {
    Diagnostic {
        level: Level::Warning,
        ..Diagnostic::error(rules::UNREAD, format!("this statement {what} the linter: nothing is said of it"))
    }
    .at(span(file, statement.start..statement.range.end))
    .help("nothing needs to be done: whether it is valid is for PostgreSQL to say, what it locks is for its author to see")
}

fn span(file: &File<'_>, at: Range<usize>) -> Span {
    Span { file: file.path.clone(), start: at.start, end: at.end }
}
