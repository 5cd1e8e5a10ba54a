//! The only way to the terminal: results go to standard output, all else to standard error.

use super::args::Format;
use super::document::{Document, ErrorDocument, ResultDocument};
use super::exit::{Details, Exit, Failure};
use super::findings::{Finding, Place, complete, github, human, sarif};
use crate::diagnostic::{Diagnostic, Sources};
use std::io::{self, Write};
use std::path::Path;

/// How much is said beside the result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printer {
    pub(super) quiet: bool,
    pub(super) verbose: bool,
}

/// A command that came to its end.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) exit: Exit,
    /// The result as text for people; may hold colours.
    pub(super) human: String,
    /// The result for programs.
    pub(super) result: Option<ResultDocument>,
    /// What was found.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub(super) sources: Sources,
}

impl Outcome {
    /// Text that is the same in every form.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            exit: Exit::Clean,
            human: text.into(),
            result: None,
            diagnostics: Vec::new(),
            sources: Sources::new(),
        }
    }

    /// Nothing is wrong.
    pub(super) fn clean(human: impl Into<String>, result: ResultDocument) -> Self {
        Self {
            exit: Exit::Clean,
            human: human.into(),
            result: Some(result),
            diagnostics: Vec::new(),
            sources: Sources::new(),
        }
    }
}

/// How the end of a command is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ending<'a> {
    /// The command's name.
    pub(super) command: &'static str,
    pub(super) format: Format,
    /// Where the files of the diagnostics are.
    pub(super) root: Option<&'a Path>,
}

impl Printer {
    /// Says what goes on.
    pub(super) fn note(self, text: &str) {
        if !self.quiet {
            error_line(text);
        }
    }

    /// Says more of what goes on.
    pub(super) fn detail(self, text: &str) {
        if self.verbose {
            error_line(text);
        }
    }

    /// Says what is odd, and does not stop the command.
    pub(super) fn warn(self, text: &str) {
        error_line(&format!("\x1b[1;33mwarning\x1b[0m: {text}"));
    }

    /// Tells the result, or why there is none, and gives the exit code.
    pub(super) fn end(self, ending: Ending<'_>, result: Result<Outcome, Failure>) -> Exit {
        let (exit, text) = match result {
            Ok(outcome) => outcome_text(ending, outcome),
            Err(failure) => failure_text(ending, failure),
        };
        match write_out(&text) {
            Ok(()) => exit,
            // The reader has seen enough: `momni-db drift | head`.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
            Err(error) => {
                error_line(&format!("\x1b[1;31merror\x1b[0m: cannot write the result: {error}"));
                Exit::Failed
            }
        }
    }
}

/// Writes to standard output. Colours are taken out where they are not wanted.
pub(super) fn write_out(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes a line to standard error; when nobody reads it, nobody misses it.
fn error_line(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

fn outcome_text(ending: Ending<'_>, outcome: Outcome) -> (Exit, String) {
    let Outcome { exit, human: text, result, diagnostics, mut sources } = outcome;
    complete_sources(ending, &diagnostics, &mut sources);
    if ending.format == Format::Human {
        return (exit, human(&diagnostics, &sources) + &text);
    }
    let found = diagnostics.iter().map(|it| Finding::new(it, &sources)).collect();
    (exit, machine(ending, exit, found, None, result))
}

fn failure_text(ending: Ending<'_>, failure: Failure) -> (Exit, String) {
    let Failure { exit, cause, message, help, details } = failure;
    let Details { statement, diagnostics, mut sources, result } = *details;
    complete_sources(ending, &diagnostics, &mut sources);
    error_line(&(human(&diagnostics, &sources) + &error_text(&message, help.as_deref())));
    if ending.format == Format::Human {
        return (exit, String::new());
    }
    let mut found: Vec<Finding> = diagnostics.iter().map(|it| Finding::new(it, &sources)).collect();
    if found.is_empty() && ending.format != Format::Json {
        let place = statement.as_ref().and_then(|statement| {
            let (line, column) = (statement.line?, statement.column?);
            let file = statement.file.clone()?;
            Some(Place { file, line, column, end_line: line, end_column: column })
        });
        found.push(Finding {
            level: "error",
            rule: cause.to_owned(),
            message: message.clone(),
            help: help.clone(),
            place,
            related: Vec::new(),
        });
    }
    let error = ErrorDocument { cause, message, help, statement };
    (exit, machine(ending, exit, found, Some(error), result))
}

fn error_text(message: &str, help: Option<&str>) -> String {
    // A statement's error brings its own title.
    let title = match message.strip_prefix("error: ") {
        Some(rest) => rest,
        None => message,
    };
    let help = help.map_or_else(String::new, |help| format!("\n\x1b[1mhelp\x1b[0m: {help}"));
    format!("\x1b[1;31merror\x1b[0m: {title}{help}")
}

fn complete_sources(ending: Ending<'_>, diagnostics: &[Diagnostic], sources: &mut Sources) {
    if let Some(root) = ending.root {
        complete(diagnostics, sources, root);
    }
}

fn machine(
    ending: Ending<'_>,
    exit: Exit,
    findings: Vec<Finding>,
    error: Option<ErrorDocument>,
    result: Option<ResultDocument>,
) -> String {
    let command = ending.command;
    let value = match ending.format {
        Format::Github => return github(&findings),
        Format::Sarif => Ok(sarif(&findings)),
        Format::Human | Format::Json => {
            let exit_code = exit.code();
            serde_json::to_value(Document { command, exit_code, findings, error, result })
        }
    };
    // Every key of a document is a string, which is all that could fail.
    value.map_or_else(|error| error.to_string(), |value| format!("{value:#}\n"))
}
