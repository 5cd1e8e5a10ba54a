//! The command line. Nothing else prints, and nothing else ends the process.

mod args;
mod commands;
mod document;
mod environment;
mod exit;
mod findings;
mod least;
mod options;
mod printer;
mod progress;
mod rules;
mod signal;
mod targets;

use crate::generate::Output;
use args::{Cli, Command, DiffFormat, Format, JobsFormat, PlanFormat};
use clap::Parser;
use exit::{Exit, Failure};
use options::Place;
use printer::{Ending, Outcome, Printer};
use std::future::Future;
use std::process::ExitCode;

/// Reads the command line, runs the command, and gives the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too. Nobody reads on: nothing to say about it.
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Clean };
            return ExitCode::from(exit.code());
        }
    };
    let printer = Printer { quiet: cli.global.quiet, verbose: cli.global.verbose };
    let (command, format) = named(&cli.command);
    let (root, result) = run(cli, printer);
    let ending = Ending { command, format, root: root.as_deref() };
    ExitCode::from(printer.end(ending, result).code())
}

/// Runs a command; with the project's folder, where it has one.
fn run(cli: Cli, printer: Printer) -> (Option<std::path::PathBuf>, Result<Outcome, Failure>) {
    let Cli { global, command } = cli;
    match command {
        Command::Init(args) => return (None, commands::init(&args, &global, printer)),
        Command::Completions(args) => return (None, commands::completions(&args)),
        Command::Man => return (None, commands::man()),
        Command::Schema(args) => return (None, commands::schema(&args)),
        Command::Import(args) => return import(&args, &global, printer),
        _ => {}
    }
    let place = match Place::find(&global) {
        Ok(place) => place,
        Err(failure) => return (None, Err(failure)),
    };
    let result = wait(printer, in_project(command, &place, printer));
    (Some(place.root), result)
}

/// One thread is enough: the work is the server's.
fn wait(
    printer: Printer,
    work: impl Future<Output = Result<Outcome, Failure>>,
) -> Result<Outcome, Failure> {
    if !printer.quiet {
        crate::scratch::on_fetch(|text| Printer { quiet: false, verbose: false }.note(text));
    }
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(work),
        Err(error) => Err(Failure::new(Exit::Failed, "system", error.to_string())),
    }
}

/// The one command that makes its project from a database.
fn import(
    args: &args::Import,
    global: &args::Global,
    printer: Printer,
) -> (Option<std::path::PathBuf>, Result<Outcome, Failure>) {
    match Place::made(&args.out, global) {
        Ok(place) => {
            let result = wait(printer, commands::import(args, &place, printer));
            (Some(place.root), result)
        }
        Err(failure) => (None, Err(failure)),
    }
}

async fn in_project(command: Command, place: &Place, printer: Printer) -> Result<Outcome, Failure> {
    match command {
        Command::Check(args) => commands::check(&args, place, printer).await,
        Command::Test(args) => commands::test(&args, place, printer).await,
        Command::Plan(args) => commands::plan(&args, place, printer).await,
        Command::Generate(args) => commands::generate(&args, place, printer).await,
        Command::Build(args) => commands::build(&args, None, place, printer).await,
        Command::Client(args) => commands::build(&args, Some(Output::Client), place, printer).await,
        Command::Docs(args) => commands::docs(&args, place, printer).await,
        Command::Openapi(args) => {
            commands::build(&args, Some(Output::OpenApi), place, printer).await
        }
        Command::Migrate(args) => commands::migrate(&args, place, printer).await,
        Command::Undo(args) => commands::undo(&args, place, printer).await,
        Command::Status(args) => commands::status(&args, place, printer).await,
        Command::Repair(args) => commands::repair(&args, place, printer).await,
        Command::Drift(args) => commands::drift(&args, place, printer).await,
        Command::Jobs(args) => commands::jobs(&args, place, printer).await,
        Command::Baseline(args) => commands::baseline(&args, place, printer).await,
        Command::Seed(args) => commands::seed(&args, place, printer).await,
        Command::Access(args) => commands::access(&args, place, printer).await,
        Command::Diff(args) => commands::diff(&args, place, printer).await,
        Command::Dev(args) => commands::dev(&args, place, printer).await,
        Command::Import(_)
        | Command::Init(_)
        | Command::Schema(_)
        | Command::Completions(_)
        | Command::Man => {
            Err(Failure::new(Exit::Failed, "system", "this command is of no project"))
        }
    }
}

/// The command's name, and the form of its result. A plan's statements are text as text for people is.
fn named(command: &Command) -> (&'static str, Format) {
    match command {
        Command::Init(args) => ("init", args.report.format),
        Command::Check(args) => ("check", args.report.format),
        Command::Test(args) => ("test", args.report.format),
        Command::Plan(args) => {
            let format = match args.format {
                PlanFormat::Human | PlanFormat::Sql => Format::Human,
                PlanFormat::Json => Format::Json,
                PlanFormat::Github => Format::Github,
                PlanFormat::Sarif => Format::Sarif,
            };
            ("plan", format)
        }
        Command::Generate(args) => ("generate", args.report.format),
        Command::Build(args) => ("build", args.report.format),
        Command::Client(args) => ("client", args.report.format),
        Command::Docs(args) => ("docs", args.build.report.format),
        Command::Openapi(args) => ("openapi", args.report.format),
        Command::Migrate(args) => ("migrate", args.report.format),
        Command::Undo(args) => ("undo", args.report.format),
        Command::Status(args) => ("status", args.report.format),
        Command::Repair(args) => ("repair", args.report.format),
        Command::Drift(args) => ("drift", args.report.format),
        Command::Jobs(args) => {
            let format = match args.format {
                JobsFormat::Human | JobsFormat::PgCron => Format::Human,
                JobsFormat::Json => Format::Json,
            };
            ("jobs", format)
        }
        Command::Import(args) => ("import", args.report.format),
        Command::Baseline(args) => ("baseline", args.report.format),
        Command::Seed(args) => ("seed", args.report.format),
        Command::Access(args) => ("access", args.report.format),
        Command::Diff(args) => {
            let format = match args.format {
                DiffFormat::Human | DiffFormat::Markdown => Format::Human,
                DiffFormat::Json => Format::Json,
            };
            ("diff", format)
        }
        Command::Dev(_) => ("dev", Format::Human),
        Command::Schema(_) => ("schema", Format::Human),
        Command::Completions(_) => ("completions", Format::Human),
        Command::Man => ("man", Format::Human),
    }
}
