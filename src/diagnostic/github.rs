//! Workflow commands of GitHub Actions.

use super::{Diagnostic, Level, Places, Sources};
use std::fmt::Write;

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut places = Places::new(sources);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let mut properties = Vec::new();
        if let Some(span) = &diagnostic.span {
            properties.push(format!("file={}", property(&span.file)));
            if let Some(at) = places.of(span) {
                properties.push(format!("line={}", at.line));
                properties.push(format!("col={}", at.column));
                properties.push(format!("endLine={}", at.end_line));
                properties.push(format!("endColumn={}", at.end_column));
            }
        }
        properties.push(format!("title={}", property(diagnostic.rule)));
        let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
        let message: String = std::iter::once(diagnostic.message.clone()).chain(help).collect();
        let _ = writeln!(out, "::{command} {}::{}", properties.join(","), data(&message));
    }
    out
}

/// A message is one line: line ends are escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
