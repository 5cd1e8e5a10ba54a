//! `momni-db jobs`: runs what is due, shows what there is, runs one now.

mod list;
mod watch;

use super::database::Database;
use super::project::whole;
use crate::cli::args::{self, JobsFormat};
use crate::cli::document::{DeadDocument, JobsDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::cli::signal::Signals;
use crate::connect::Session;
use crate::diagnostic::nearest;
use crate::jobs::{self, JobsError, Setting, Stop, Tally};
use crate::schedule::Job;
use futures_util::future::join_all;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use watch::Watch;

pub(in crate::cli) async fn jobs(
    args: &args::Jobs,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = whole(place, printer)?;
    let objects = project.declared.objects()?.clone();
    if args.format == JobsFormat::PgCron {
        return Ok(Outcome::text(jobs::pg_cron(&project.config.name, &objects.jobs)));
    }
    let setting = Setting::new(&objects.jobs);
    let chosen = args.run.as_deref().map(|name| known(name, &objects.jobs.jobs)).transpose()?;
    if objects.jobs.jobs.is_empty() && !args.list && args.retry.is_none() {
        let help = "declare some under `jobs:`, see docs/jobs.md";
        return Err(Failure::usage("the project declares no jobs", help));
    }
    let database = Database::open(&args.database, place, &project, printer).await?;
    let document = JobsDocument::new(database.url());
    if args.list {
        let look = jobs::look(&database.session, &setting).await?;
        let exit = if look.dead.is_empty() { Exit::Clean } else { Exit::Findings };
        let document = document.seen(&objects.jobs.jobs, &look);
        let human = list::table(&document);
        return Ok(Outcome { exit, ..Outcome::clean(human, ResultDocument::Jobs(document)) });
    }
    if let Some(which) = &args.retry {
        let back = jobs::retry(&database.session, &setting, which).await?;
        return Ok(put_back(back, document));
    }
    let (stop, watch) = (Stop::default(), Watch::new(printer));
    let mut signals = Signals::listen()?;
    let tally = match chosen {
        Some(job) => by_hand(&database, &setting, job, &stop, &watch, &mut signals).await?,
        None => by_clock(args, &database, &setting, &stop, &watch, &mut signals).await?,
    };
    let human = watch::sentence(tally);
    let exit = if tally.failed > 0 && (args.once || chosen.is_some()) {
        Exit::Findings
    } else {
        Exit::Clean
    };
    let document = document.ran(watch.runs(), tally);
    Ok(Outcome { exit, ..Outcome::clean(human, ResultDocument::Jobs(document)) })
}

fn known<'a>(name: &str, jobs: &'a [Job]) -> Result<&'a Job, Failure> {
    jobs.iter().find(|it| it.name == name).ok_or_else(|| {
        let help = match nearest(name, jobs.iter().map(|it| it.name.as_str())) {
            Some(near) => format!("the nearest is `{near}`"),
            None => "`momni-db jobs --list` shows the jobs".to_owned(),
        };
        Failure::usage(format!("there is no job `{name}`"), help)
    })
}

async fn by_hand(
    database: &Database,
    setting: &Setting<'_>,
    job: &Job,
    stop: &Stop,
    watch: &Watch,
    signals: &mut Signals,
) -> Result<Tally, Failure> {
    let session = &database.session;
    let run = jobs::run_now(session, setting, job, stop);
    let cancel = async || drop(session.cancel().await);
    let ran = signals.draining(run, cancel, stop, watch.printer()).await??;
    Ok(watch.alone(&ran))
}

/// As many runners as are wanted: they are the same to one another as runners of other processes.
async fn by_clock(
    args: &args::Jobs,
    database: &Database,
    setting: &Setting<'_>,
    stop: &Stop,
    watch: &Watch,
    signals: &mut Signals,
) -> Result<Tally, Failure> {
    let mut sessions = Vec::new();
    for _ in 0..args.workers {
        sessions.push(database.session.another().await?);
    }
    if !args.once {
        let count = setting.jobs.jobs.iter().filter(|it| it.enabled).count();
        watch.printer().note(&format!("{count} job(s), {} at once", args.workers));
    }
    let open: RefCell<BTreeMap<usize, Rc<Session>>> = RefCell::default();
    let open = &open;
    let run = sessions.into_iter().enumerate().map(async |(at, session)| {
        let opened = |session: &Rc<Session>| {
            open.borrow_mut().insert(at, Rc::clone(session));
        };
        let ended: Result<Tally, JobsError> = if args.once {
            let session = Rc::new(session);
            opened(&session);
            jobs::drain(&session, setting, stop, watch).await
        } else {
            jobs::keep_running(session, setting, stop, watch, opened).await
        };
        if ended.is_err() {
            // What stops one would stop the others, too.
            stop.after_this();
        }
        ended
    });
    let cancel = async || {
        let open: Vec<Rc<Session>> = open.borrow().values().cloned().collect();
        for session in open {
            // When the server cannot be reached, the run fails by itself.
            let _ = session.cancel().await;
        }
    };
    let ended = signals.draining(join_all(run), cancel, stop, watch.printer()).await?;
    let mut tally = Tally::default();
    for one in ended {
        tally = tally.and(one?);
    }
    Ok(tally)
}

fn put_back(back: Vec<(String, String)>, document: JobsDocument) -> Outcome {
    let line = |(id, job): &(String, String)| format!("{id}: `{job}` is in the queue again\n");
    let human: String = back.iter().map(line).collect();
    let dead = back
        .into_iter()
        .map(|(id, job)| DeadDocument {
            id,
            job,
            due: None,
            attempts: None,
            died: None,
            sqlstate: None,
            message: None,
        })
        .collect();
    Outcome::clean(human, ResultDocument::Jobs(JobsDocument { dead, ..document }))
}
