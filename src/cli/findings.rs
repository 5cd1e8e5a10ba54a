//! Diagnostics in the JSON document, and failures as diagnostics where only diagnostics are shown.

use super::document::StatementDocument;
use crate::diagnostic::{Diagnostic, Level, Sources, Span, place};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// Something that was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Finding {
    /// `error` or `warning`.
    pub(super) level: &'static str,
    /// The rule that speaks; stable.
    pub(super) rule: &'static str,
    /// What is wrong.
    pub(super) message: String,
    /// How to mend it.
    pub(super) help: Option<String>,
    /// Where.
    pub(super) at: Option<At>,
    /// Other places that matter.
    pub(super) related: Vec<Related>,
}

/// A range of a file. Lines and columns count from 1, columns in characters; the end is one past the last character.
/// They are null when the file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct At {
    /// The file, within the project, with `/` between its parts.
    pub(super) file: String,
    pub(super) line: Option<usize>,
    pub(super) column: Option<usize>,
    pub(super) end_line: Option<usize>,
    pub(super) end_column: Option<usize>,
}

/// Another place that matters.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Related {
    pub(super) at: At,
    /// What is there.
    pub(super) message: String,
}

impl Finding {
    pub(super) fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let related = diagnostic
            .related
            .iter()
            .map(|(span, message)| Related { at: at(span, sources), message: message.clone() });
        Self {
            level: match diagnostic.level {
                Level::Error => "error",
                Level::Warning => "warning",
            },
            rule: diagnostic.rule,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            at: diagnostic.span.as_ref().map(|span| at(span, sources)),
            related: related.collect(),
        }
    }
}

fn at(span: &Span, sources: &Sources) -> At {
    let place = place(span, sources);
    At {
        file: span.file.to_string(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        end_line: place.map(|place| place.end_line),
        end_column: place.map(|place| place.end_column),
    }
}

/// Adds the texts that the diagnostics point into and that were not read yet.
pub(super) fn complete(diagnostics: &[Diagnostic], sources: &mut Sources, root: &Path) {
    let spans = diagnostics
        .iter()
        .flat_map(|found| found.span.iter().chain(found.related.iter().map(|(span, _)| span)));
    for span in spans {
        add(&span.file, sources, root);
    }
}

fn add(file: &Arc<str>, sources: &mut Sources, root: &Path) {
    if !sources.contains_key(file)
        && let Ok(bytes) = std::fs::read(root.join(&**file))
    {
        sources.insert(file.clone(), String::from_utf8_lossy(&bytes).into());
    }
}

/// A failure as a diagnostic, at the statement that failed where that is known.
pub(super) fn of_failure(
    cause: &'static str,
    message: &str,
    help: Option<&str>,
    statement: Option<&StatementDocument>,
    sources: &mut Sources,
    root: Option<&Path>,
) -> Diagnostic {
    let span = statement.and_then(|statement| {
        let file: Arc<str> = statement.file.as_deref()?.into();
        add(&file, sources, root?);
        let text = sources.get(&file)?;
        let line: usize = text.split_inclusive('\n').take(statement.line? - 1).map(str::len).sum();
        let column = text[line..].char_indices().nth(statement.column? - 1).map_or(0, |(at, _)| at);
        Some(Span { file, start: line + column, end: line + column })
    });
    let message = match statement {
        Some(statement) => statement.message.as_str(),
        None => message,
    };
    let found = Diagnostic::error(cause, message).at(span);
    match help {
        Some(help) => found.help(help),
        None => found,
    }
}
