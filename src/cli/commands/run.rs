//! A run of migrations, as `migrate` and `dev` do it: with progress, and an end at a signal.

use super::database::Database;
use crate::apply::{self, Interrupt, Migrations, Options, Report, Stopped};
use crate::cli::exit::Failure;
use crate::cli::printer::Printer;
use crate::cli::progress::Progress;
use crate::cli::signal::Signals;
use crate::read::Project;

/// The limits that the project file sets.
pub(super) fn run_options(project: &Project) -> Options {
    let stated = &project.config.migrate;
    let options = Options::default();
    Options {
        patience: stated.lock_timeout.unwrap_or(options.patience),
        statement_timeout: stated.statement_timeout,
        assertions: stated.assertions.clone(),
        ..options
    }
}

/// Applies what is pending.
pub(super) async fn run(
    database: &Database,
    migrations: &Migrations,
    options: &Options,
    signals: &mut Signals,
    printer: Printer,
) -> Result<Result<Report, Stopped>, Failure> {
    let migrate = async |interrupt: &Interrupt, progress: &mut Progress| {
        apply::migrate(&database.session, migrations, options, interrupt, progress).await
    };
    ran(database, signals, printer, migrate).await
}

/// A run on a database, with progress, and an end at a signal. What the server said besides is told in detail.
pub(super) async fn ran<T>(
    database: &Database,
    signals: &mut Signals,
    printer: Printer,
    run: impl AsyncFnOnce(&Interrupt, &mut Progress) -> T,
) -> Result<T, Failure> {
    let interrupt = Interrupt::default();
    let mut progress = Progress::new(printer);
    let run = run(&interrupt, &mut progress);
    let ran = signals.stopping(run, &database.session, &interrupt, printer).await?;
    drop(progress);
    for notice in database.session.take_notices() {
        printer.detail(&format!("{}: {}", notice.severity, notice.message));
    }
    Ok(ran)
}
