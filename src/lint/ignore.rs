//! Findings that a comment allows: `-- squawk-ignore ban-drop-column, renaming-column`.
//!
//! A comment above a statement, or behind it on its last line, is for the whole of it; one within it for its own line and the
//! next, as squawk has it; `squawk-ignore-file` is for the file.

use super::rules::{RULES, Rule, UNKNOWN_IGNORE};
use super::{File, span};
use crate::diagnostic::{Diagnostic, nearest};
use squawk_linter::Rule as Squawk;
use std::ops::Range;

const LINE: &str = "squawk-ignore";
const FILE: &str = "squawk-ignore-file";

/// What the comments of a file allow.
#[derive(Debug)]
pub(super) struct Ignores<'a> {
    sql: &'a str,
    found: Vec<Ignore<'a>>,
}

#[derive(Debug)]
struct Ignore<'a> {
    reach: Reach,
    /// Where the comment stands.
    at: Range<usize>,
    /// The names, and where each stands. None at all is every rule.
    names: Vec<(&'a str, Range<usize>)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Reach {
    File,
    /// A whole statement.
    Statement(usize),
    /// The line of the comment and the next one, within a statement.
    Lines(usize),
    /// There is no statement that it could be for.
    Nothing,
}

impl<'a> Ignores<'a> {
    pub(super) fn read(file: &File<'a>) -> Self {
        let found = file.comments.iter().filter_map(|at| ignore(file, at.clone())).collect();
        Self { sql: file.sql, found }
    }

    /// Whether a finding of a statement is allowed; one of no rule only where every rule is.
    pub(super) fn cover(&self, statement: usize, rule: Option<&Rule>, at: usize) -> bool {
        self.found.iter().any(|it| {
            let reaches = match it.reach {
                Reach::File => true,
                Reach::Statement(of) => of == statement,
                Reach::Lines(of) => of == statement && self.is_near(&it.at, at),
                Reach::Nothing => false,
            };
            let is_meant = |(name, _): &(&str, _)| {
                rule.is_some_and(|rule| Squawk::try_from(*name).is_ok_and(|it| it == rule.squawk))
            };
            reaches && (it.names.is_empty() || it.names.iter().any(is_meant))
        })
    }

    /// Whether a place is on the line of a comment or on the next one.
    fn is_near(&self, comment: &Range<usize>, at: usize) -> bool {
        match at < comment.start {
            true => !self.sql[at..comment.start].contains('\n'),
            false => self.sql[comment.end.min(at)..at].matches('\n').count() <= 1,
        }
    }

    /// The names that are those of no rule.
    pub(super) fn unknown(&self, file: &File<'_>) -> Vec<Diagnostic> {
        let names = self.found.iter().flat_map(|it| &it.names);
        let unknown = names.filter(|(name, _)| Squawk::try_from(*name).is_err());
        unknown
            .map(|(name, at)| {
                let help = match nearest(name, RULES.iter().map(|rule| rule.word)) {
                    Some(near) => format!("the nearest is `{near}`"),
                    None => "the rules stand in docs/lint.md".to_owned(),
                };
                Diagnostic::warning(
                    UNKNOWN_IGNORE,
                    format!("there is no rule `{name}`: nothing is allowed"),
                )
                .at(span(file, at.clone()))
                .help(help)
            })
            .collect()
    }
}

fn ignore<'a>(file: &File<'a>, at: Range<usize>) -> Option<Ignore<'a>> {
    let text = &file.sql[at.clone()];
    let body = match text.strip_prefix("/*") {
        Some(inner) => inner.strip_suffix("*/").unwrap_or(inner),
        None => text.trim_start_matches('-'),
    };
    let start = at.start + text.find(body).unwrap_or_default();
    let lead = body.len() - body.trim_start().len();
    let trimmed = body.trim();
    let word = trimmed.split(char::is_whitespace).next().unwrap_or_default();
    let whole_file = match word {
        FILE => true,
        LINE => false,
        _ => return None,
    };
    let from = start + lead + word.len();
    let rest = &trimmed[word.len()..];
    // What stands behind further hyphens is the reason.
    let rest = &rest[..rest.find("--").unwrap_or(rest.len())];
    let (mut names, mut place) = (Vec::new(), from);
    for part in rest.split(',') {
        let name = part.trim();
        let start = place + (part.len() - part.trim_start().len());
        if !name.is_empty() {
            names.push((name, start..start + name.len()));
        }
        place += part.len() + 1;
    }
    let reach = if whole_file { Reach::File } else { reach(file, &at) };
    Some(Ignore { reach, at, names })
}

fn reach(file: &File<'_>, at: &Range<usize>) -> Reach {
    let next = file.statements.iter().position(|it| at.start < it.range.end);
    let before = next.unwrap_or(file.statements.len()).checked_sub(1);
    let behind = before.filter(|it| {
        let end = file.statements[*it].range.end;
        end <= at.start && !file.sql[end..at.start].contains('\n')
    });
    match (behind, next) {
        (Some(of), _) => Reach::Statement(of),
        (None, Some(of)) if at.start < file.statements[of].start => Reach::Statement(of),
        (None, Some(of)) => Reach::Lines(of),
        (None, None) => Reach::Nothing,
    }
}
