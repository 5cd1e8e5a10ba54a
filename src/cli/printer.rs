//! The only way to the terminal: results go to standard output, all else to standard error.

use super::args::Format;
use super::document::{Document, ErrorDocument, ResultDocument};
use super::exit::{Details, Exit, Failure};
use super::findings::{Finding, complete, of_failure};
use super::rules::about;
use crate::diagnostic::{Diagnostic, Format as Form, Sources, describe, render};
use std::io::{self, Write};
use std::path::Path;

/// The word before what stops a command.
const ERROR: &str = "\x1b[1;31merror\x1b[0m";

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

    /// Says what went wrong, where the command goes on nevertheless.
    pub(super) fn problem(self, failure: Failure, root: &Path) {
        let Details { diagnostics, mut sources, .. } = *failure.details;
        complete_sources(Some(root), &diagnostics, &mut sources);
        error_line(&problem_text(
            &failure.message,
            failure.help.as_deref(),
            &diagnostics,
            &sources,
        ));
    }

    /// Says what was found, where the command goes on nevertheless.
    pub(super) fn findings(self, diagnostics: &[Diagnostic], sources: &Sources) {
        if !diagnostics.is_empty() {
            error_line(&people(diagnostics, sources));
        }
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
                error_line(&format!("{ERROR}: cannot write the result: {error}"));
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
    let Outcome { exit, human, result, diagnostics, mut sources } = outcome;
    complete_sources(ending.root, &diagnostics, &mut sources);
    let text = match ending.format {
        Format::Human => people(&diagnostics, &sources) + &human,
        Format::Json => document(ending, exit, &diagnostics, &sources, None, result),
        Format::Github => render(&diagnostics, &sources, Form::Github, false),
        Format::Sarif => describe(&diagnostics, &sources, Form::Sarif, false, &about),
    };
    (exit, text)
}

/// The words go to standard error in every form; what programs read, to standard output.
fn failure_text(ending: Ending<'_>, failure: Failure) -> (Exit, String) {
    let exit = failure.exit;
    let Details { statement, mut diagnostics, mut sources, result } = *failure.details;
    complete_sources(ending.root, &diagnostics, &mut sources);
    error_line(&problem_text(&failure.message, failure.help.as_deref(), &diagnostics, &sources));
    let (cause, message, help) = (failure.cause, failure.message, failure.help);
    let form = match ending.format {
        Format::Human => return (exit, String::new()),
        Format::Json => {
            let error = Some(ErrorDocument { cause, message, help, statement });
            return (exit, document(ending, exit, &diagnostics, &sources, error, result));
        }
        Format::Github => Form::Github,
        Format::Sarif => Form::Sarif,
    };
    if diagnostics.is_empty() {
        let statement = statement.as_ref();
        let help = help.as_deref();
        diagnostics.push(of_failure(cause, &message, help, statement, &mut sources, ending.root));
    }
    (exit, describe(&diagnostics, &sources, form, false, &about))
}

fn problem_text(
    message: &str,
    help: Option<&str>,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> String {
    // A statement's error brings its own title.
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let help = help.map_or_else(String::new, |help| format!("\n\x1b[1mhelp\x1b[0m: {help}"));
    format!("{}{ERROR}: {message}{help}", people(diagnostics, sources))
}

/// Coloured; the stream takes colours out where they are not wanted.
fn people(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    render(diagnostics, sources, Form::Human, true)
}

fn complete_sources(root: Option<&Path>, diagnostics: &[Diagnostic], sources: &mut Sources) {
    if let Some(root) = root {
        complete(diagnostics, sources, root);
    }
}

fn document(
    ending: Ending<'_>,
    exit: Exit,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    error: Option<ErrorDocument>,
    result: Option<ResultDocument>,
) -> String {
    let findings = diagnostics.iter().map(|found| Finding::new(found, sources)).collect();
    let document =
        Document { command: ending.command, exit_code: exit.code(), findings, error, result };
    // Every key of a document is a string, which is all that could fail.
    match serde_json::to_string_pretty(&document) {
        Ok(text) => text + "\n",
        Err(error) => error.to_string(),
    }
}
