//! Many databases: first a few alone, then the others, several at once.

use super::super::database::{Database, listed};
use super::super::verify::{Verdict, verify};
use super::Work;
use crate::apply::{self, Interrupt, Report, Stopped};
use crate::cli::args;
use crate::cli::document::{
    ErrorDocument, MigrateAllDocument, ResultDocument, TargetDocument, TargetVerdict,
};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::cli::progress::{Progress, duration};
use crate::cli::signal::Signals;
use crate::connect::Target;
use crate::diagnostic::{Diagnostic, Level};
use futures_util::{StreamExt, stream};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A database, and how its run ended.
struct Ended {
    target: Target,
    verdict: TargetVerdict,
    report: Report,
    took: Duration,
    /// The command's end, as far as this one has a say in it.
    exit: Exit,
    error: Option<ErrorDocument>,
    found: Vec<Diagnostic>,
}

/// The run over all of them.
struct Runs<'a> {
    work: &'a Work,
    printer: Printer,
    strict: bool,
    interrupt: Interrupt,
    /// After how many that did not go well no further one is begun.
    stop_after: usize,
    failed: Cell<usize>,
    /// Set when a database that goes first did not go well.
    stopped: Cell<bool>,
    /// Those that are at work, to be told when all is to stop.
    open: RefCell<BTreeMap<usize, Rc<Database>>>,
}

pub(super) async fn many(
    path: &Path,
    args: &args::Migrate,
    work: &Work,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let targets = listed(path, &args.database, place, &work.project, printer).await?;
    let runs = Runs {
        work,
        printer,
        strict: args.strict.strict,
        interrupt: Interrupt::default(),
        stop_after: args.stop_after,
        failed: Cell::new(0),
        stopped: Cell::new(false),
        open: RefCell::default(),
    };
    let mut signals = Signals::listen()?;
    let cancel = async || {
        let open: Vec<Rc<Database>> = runs.open.borrow().values().cloned().collect();
        for database in open {
            // When the server cannot be reached, the run fails by itself.
            let _ = database.session.cancel().await;
        }
    };
    let all = runs.all(targets, args.canary, args.jobs);
    let ended = signals.stopping_all(all, cancel, &runs.interrupt, printer).await?;
    Ok(outcome(ended, args.dry_run, work))
}

impl Runs<'_> {
    /// In the order of the targets, whatever order they end in.
    async fn all(&self, mut targets: Vec<Target>, canary: usize, jobs: usize) -> Vec<Ended> {
        let others = targets.split_off(canary.min(targets.len()));
        let count = targets.len();
        let mut ended = Vec::new();
        for (at, target) in targets.into_iter().enumerate() {
            let one = self.one(at, target).await;
            if !one.verdict.is_good() {
                self.stopped.set(true);
            }
            ended.push(one);
        }
        let runs = others.into_iter().enumerate().map(async |(at, target)| {
            let at = count + at;
            (at, self.one(at, target).await)
        });
        let mut others: Vec<(usize, Ended)> =
            stream::iter(runs).buffer_unordered(jobs.max(1)).collect().await;
        others.sort_by_key(|(at, _)| *at);
        ended.extend(others.into_iter().map(|(_, one)| one));
        ended
    }

    fn is_over(&self) -> bool {
        let enough = self.stop_after > 0 && self.failed.get() >= self.stop_after;
        self.interrupt.is_set() || self.stopped.get() || enough
    }

    async fn one(&self, at: usize, target: Target) -> Ended {
        let start = Instant::now();
        let mut ended = Ended {
            target,
            verdict: TargetVerdict::NotBegun,
            report: Report::default(),
            took: Duration::ZERO,
            exit: Exit::Clean,
            error: None,
            found: Vec::new(),
        };
        if self.is_over() {
            return ended;
        }
        let done = self.migrated(at, &mut ended).await;
        self.open.borrow_mut().remove(&at);
        ended.verdict = match done {
            Err(failure) => {
                ended.exit = failure.exit;
                ended.error = Some(self.told(failure, &ended.target));
                TargetVerdict::Failed
            }
            Ok(()) if ended.found.iter().any(|it| it.level == Level::Error) => {
                TargetVerdict::Differs
            }
            Ok(()) if ended.report.applied.is_empty() => TargetVerdict::UpToDate,
            Ok(()) => TargetVerdict::Migrated,
        };
        if !ended.verdict.is_good() {
            self.failed.set(self.failed.get() + 1);
        }
        ended.took = start.elapsed();
        ended
    }

    /// Says at once why one failed, and keeps it for the document.
    fn told(&self, failure: Failure, target: &Target) -> ErrorDocument {
        let Failure { cause, message, help, ref details, .. } = failure;
        let statement = details.statement.clone();
        let error = ErrorDocument { cause, message, help, statement };
        // A statement's error brings its own title.
        let message = error.message.strip_prefix("error: ").unwrap_or(&error.message);
        let message = format!("[{target}] {message}");
        let shown = Failure { message, help: error.help.clone(), ..failure };
        self.printer.problem(shown, &self.work.root);
        error
    }

    /// Connects, applies, compares.
    async fn migrated(&self, at: usize, ended: &mut Ended) -> Result<(), Failure> {
        let Self { work, printer, .. } = self;
        let database = Rc::new(Database::of(&ended.target, *printer).await?);
        self.open.borrow_mut().insert(at, Rc::clone(&database));
        let mut progress = Progress::labelled(*printer, &ended.target.to_string());
        let session = &database.session;
        let run = apply::migrate(
            session,
            &work.migrations,
            &work.options,
            &self.interrupt,
            &mut progress,
        );
        ended.report = match run.await {
            Ok(report) => report,
            Err(Stopped { cause, report }) => {
                ended.report = report;
                return Err(cause.into());
            }
        };
        let Some(version) = ended.report.to.filter(|_| !work.options.dry_run) else {
            return Ok(());
        };
        if self.interrupt.is_set() {
            return Ok(());
        }
        let applied = work.migrations.up_to(version);
        let Work { project, scratch, .. } = work;
        match verify(project, &applied, &database, scratch, self.strict, *printer).await? {
            Verdict::Compared(found) => ended.found = found,
            Verdict::NotCompared(why) => printer.warn(&format!(
                "[{}] the database is not compared with its migrations: {why}",
                ended.target
            )),
        }
        Ok(())
    }
}

/// The worst of the ends is that of the command.
fn outcome(ended: Vec<Ended>, dry_run: bool, work: &Work) -> Outcome {
    let exit_of = |one: &Ended| match one.verdict {
        TargetVerdict::Differs | TargetVerdict::NotBegun => Exit::Findings,
        _ => one.exit,
    };
    let exit = ended.iter().map(exit_of).max_by_key(|exit| exit.code()).unwrap_or(Exit::Clean);
    let human = table(&ended);
    let found = |one: &mut Ended| {
        let label = one.target.to_string();
        let named = move |mut it: Diagnostic| {
            it.message = format!("[{label}] {}", it.message);
            it
        };
        std::mem::take(&mut one.found).into_iter().map(named).collect::<Vec<_>>()
    };
    let mut ended = ended;
    let diagnostics = ended.iter_mut().flat_map(found).collect();
    let targets = ended.into_iter().map(document).collect();
    let result = ResultDocument::MigrateAll(MigrateAllDocument { dry_run, targets });
    let sources = work.project.declared.sources();
    Outcome { exit, diagnostics, sources, ..Outcome::clean(human, result) }
}

fn document(ended: Ended) -> TargetDocument {
    let Ended { target, verdict, report, took, error, .. } = ended;
    TargetDocument {
        database: target.to_string(),
        verdict,
        from_version: report.from,
        to_version: report.to,
        applied: super::applied(&report),
        milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        error,
    }
}

/// A line for each database.
fn table(ended: &[Ended]) -> String {
    let names: Vec<String> = ended.iter().map(|one| one.target.to_string()).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max(8);
    let version = |it: Option<i32>| it.map_or_else(String::new, |it| format!("V{it}"));
    let mut table = format!(
        "\x1b[1m{:<width$}  {:<10}  {:<7} {:<7} {:>7}  took\x1b[0m\n",
        "database", "verdict", "from", "to", "applied"
    );
    for (one, name) in ended.iter().zip(names) {
        let colour = match one.verdict {
            TargetVerdict::Migrated | TargetVerdict::UpToDate => "",
            TargetVerdict::NotBegun => "\x1b[36m",
            TargetVerdict::Differs | TargetVerdict::Failed => "\x1b[31m",
        };
        let reset = if colour.is_empty() { "" } else { "\x1b[0m" };
        let took = match one.verdict {
            TargetVerdict::NotBegun => String::new(),
            _ => duration(one.took),
        };
        let line = format!(
            "{name:<width$}  {colour}{:<10}{reset}  {:<7} {:<7} {:>7}  {took}",
            one.verdict.words(),
            version(one.report.from),
            version(one.report.to),
            one.report.applied.len()
        );
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
