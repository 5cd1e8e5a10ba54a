//! Whether a database is, after its migrations, what they lead to on an empty server.

use super::database::Database;
use super::differences::{findings, unmodelled};
use super::generate::replayed;
use crate::apply::Migrations;
use crate::catalog::Difference;
use crate::cli::printer::Printer;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Failure, Options, compare_migrated, stays};
use crate::read::Project;

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
