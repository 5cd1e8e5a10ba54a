//! Diagnostics in the formats of `--format`.

use super::{Diagnostic, Sources, github, human, json, sarif};

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For people: with the lines of the file.
    #[default]
    Human,
    /// One JSON document.
    Json,
    /// Workflow commands of GitHub Actions, which annotate the files of a change.
    Github,
    /// SARIF 2.1.0, one JSON document.
    Sarif,
}

/// The diagnostics as text, in their order. `color` is for [`Format::Human`] alone.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    color: bool,
) -> String {
    match format {
        Format::Human => human::render(diagnostics, sources, color),
        Format::Json => json::render(diagnostics, sources),
        Format::Github => github::render(diagnostics, sources),
        Format::Sarif => sarif::render(diagnostics, sources),
    }
}
