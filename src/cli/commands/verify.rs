//! Whether a database is, after its migrations, what they lead to on an empty server.

use super::database::Database;
use super::differences::{findings, unmodelled};
use super::generate::replayed;
use crate::apply::Migrations;
use crate::catalog::Difference;
use crate::cli::exit::{self, Exit};
use crate::cli::printer::{Outcome, Printer};
use crate::cli::signal::Signals;
use crate::diagnostic::{Diagnostic, Level};
use crate::pipeline::{Failure, Options, compare_migrated, stays};
use crate::read::Project;
use std::future::Future;

/// What the comparison says.
pub(super) enum Verdict {
    /// What was found; nothing, when the database is what it should be.
    Compared(Vec<Diagnostic>),
    /// There is no server to compare on. The migrations are applied nevertheless.
    NotCompared(Failure),
}

/// Reads the database back and compares.
pub(super) async fn verify(
    project: &Project,
    applied: &Migrations,
    database: &Database,
    options: &Options,
    strict: bool,
    printer: Printer,
) -> Result<Verdict, Failure> {
    let judged = Judged { project, applied, database, options, strict };
    judged.verdict(printer, |_| true).await
}

/// The same after migrations were undone: roles that these had made stay.
pub(super) async fn verify_undone(
    project: &Project,
    applied: &Migrations,
    database: &Database,
    options: &Options,
    strict: bool,
    printer: Printer,
) -> Result<Verdict, Failure> {
    let judged = Judged { project, applied, database, options, strict };
    judged.verdict(printer, |difference| !stays(difference)).await
}

/// The end of a command that has changed the database: done as it is, it may differ.
///
/// # Errors
/// Whatever stops the comparison, with what was done before.
pub(super) async fn judged(
    verdict: impl Future<Output = Result<Verdict, Failure>>,
    done: Outcome,
    signals: &mut Signals,
    printer: Printer,
) -> Result<Outcome, exit::Failure> {
    let failed = match signals.dropping(verdict).await {
        Ok(Ok(Verdict::Compared(diagnostics))) => {
            let differs = diagnostics.iter().any(|found| found.level == Level::Error);
            let exit = if differs { Exit::Findings } else { Exit::Clean };
            return Ok(Outcome { exit, diagnostics, ..done });
        }
        Ok(Ok(Verdict::NotCompared(why))) => {
            printer.warn(&format!("the database is not compared with its migrations: {why}"));
            return Ok(done);
        }
        Ok(Err(failure)) => failure.into(),
        Err(interrupted) => interrupted,
    };
    match done.result {
        Some(result) => Err(failed.after(result)),
        None => Err(failed),
    }
}

/// What differs from what these migrations lead to, before a command enters them as applied. That they cannot be compared is
/// a failure here.
pub(super) async fn agreement(
    project: &Project,
    applied: &Migrations,
    database: &Database,
    options: &Options,
    strict: bool,
    printer: Printer,
) -> Result<Vec<Diagnostic>, exit::Failure> {
    match verify(project, applied, database, options, strict, printer).await {
        Ok(Verdict::Compared(found)) => Ok(found),
        Ok(Verdict::NotCompared(why)) | Err(why) => Err(why.into()),
    }
}

/// Whether that is nothing.
pub(super) fn agrees(found: &Result<Vec<Diagnostic>, exit::Failure>) -> bool {
    matches!(found, Ok(found) if !found.iter().any(|it| it.level == Level::Error))
}

/// What is compared with what.
struct Judged<'a> {
    project: &'a Project,
    applied: &'a Migrations,
    database: &'a Database,
    options: &'a Options,
    strict: bool,
}

impl Judged<'_> {
    async fn verdict(
        self,
        printer: Printer,
        counts: impl Fn(&Difference) -> bool,
    ) -> Result<Verdict, Failure> {
        let Self { project, applied, database, options, strict } = self;
        printer.detail("comparing the database with what its migrations lead to");
        let files = replayed(applied);
        let mut migrated =
            match compare_migrated(&project.declared, &files, &database.session, options).await {
                Ok(migrated) => migrated,
                Err(failure @ Failure::Scratch(_)) => return Ok(Verdict::NotCompared(failure)),
                Err(failure) => return Err(failure),
            };
        migrated.differences.retain(counts);
        let expected = "what the migrations lead to";
        let mut found = findings("migrated", &migrated.differences, expected, &project.declared)?;
        found.extend(unmodelled(&migrated.live, strict));
        Ok(Verdict::Compared(found))
    }
}
