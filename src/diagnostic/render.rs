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

/// What is known of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it finds, in a sentence.
    pub about: &'static str,
    /// Why that matters.
    pub why: Option<&'static str>,
    /// Its page: a path of the documentation, or an address.
    pub page: Option<String>,
}

/// The diagnostics as text, in their order. `color` is for [`Format::Human`] alone.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    color: bool,
) -> String {
    describe(diagnostics, sources, format, color, &|_| None)
}

/// The same, with what is known of the rules where the format has a place for it.
pub fn describe(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    color: bool,
    about: &dyn Fn(&str) -> Option<About>,
) -> String {
    match format {
        Format::Human => human::render(diagnostics, sources, color),
        Format::Json => json::render(diagnostics, sources),
        Format::Github => github::render(diagnostics, sources),
        Format::Sarif => sarif::render(diagnostics, sources, about),
    }
}
