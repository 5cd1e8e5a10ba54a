//! Diagnostics as they are shown: with file, line and column, in four forms.

mod github;
mod human;
mod sarif;

pub(super) use github::github;
pub(super) use human::human;
pub(super) use sarif::sarif;

use crate::diagnostic::{Diagnostic, Level, Sources, Span};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// A finding whose place is known by line and column.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Finding {
    /// `error` or `warning`.
    pub(super) level: &'static str,
    /// The rule that speaks; stable.
    pub(super) rule: String,
    /// What is wrong.
    pub(super) message: String,
    /// How to mend it.
    pub(super) help: Option<String>,
    /// Where.
    pub(super) place: Option<Place>,
    /// Other places that matter.
    pub(super) related: Vec<Related>,
}

/// A range of a file. Lines and columns count from 1, columns in characters; the end is one past the last character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Place {
    /// The file, within the project, with `/` between its parts.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// Another place that matters.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Related {
    pub(super) place: Place,
    /// What is there.
    pub(super) message: String,
}

/// Adds the texts that the diagnostics point into and that were not read yet. A file that cannot be read stays out;
/// its places are then shown as its first line.
pub(super) fn complete(diagnostics: &[Diagnostic], sources: &mut Sources, root: &Path) {
    let spans = diagnostics
        .iter()
        .flat_map(|found| found.span.iter().chain(found.related.iter().map(|(span, _)| span)));
    for span in spans {
        if sources.contains_key(&span.file) {
            continue;
        }
        if let Ok(bytes) = std::fs::read(root.join(&*span.file)) {
            let text: Arc<str> = String::from_utf8_lossy(&bytes).into();
            sources.insert(span.file.clone(), text);
        }
    }
}

impl Finding {
    pub(super) fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        Self {
            level: match diagnostic.level {
                Level::Error => "error",
                Level::Warning => "warning",
            },
            rule: diagnostic.rule.to_owned(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            place: diagnostic.span.as_ref().map(|span| place(span, sources)),
            related: diagnostic
                .related
                .iter()
                .map(|(span, message)| Related {
                    place: place(span, sources),
                    message: message.clone(),
                })
                .collect(),
        }
    }
}

fn place(span: &Span, sources: &Sources) -> Place {
    let text = sources.get(&span.file).map_or("", |text| text);
    let (line, column) = line_and_column(text, span.start);
    let (end_line, end_column) = line_and_column(text, span.end.max(span.start));
    Place { file: span.file.to_string(), line, column, end_line, end_column }
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_stay_within_the_text() {
        let text = "a: ß\nbé: x\n";
        assert_eq!(line_and_column(text, 0), (1, 1));
        assert_eq!(line_and_column(text, 5), (1, 5));
        assert_eq!(line_and_column(text, 6), (2, 1));
        assert_eq!(line_and_column(text, 8), (2, 2));
        assert_eq!(line_and_column(text, 999), (3, 1));
        assert_eq!(line_and_column("", 5), (1, 1));
    }
}
