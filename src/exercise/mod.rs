//! Runs access tests on a scratch server: each in a transaction that is rolled back, in parallel over databases that are
//! alike.

mod act;
mod bench;
mod compare;
mod coverage;
mod derived;
mod fill;
mod given;
mod junit;
mod one;
mod sample;
mod world;

pub use coverage::{Count, Coverage};
pub use junit::junit;
pub use one::{Failed, Passed};

use crate::catalog::Catalog;
use crate::connect::Session;
use crate::pipeline::{Failure, Standing};
use crate::read::Objects;
use crate::trial::Test;
use bench::Bench;
use coverage::Exercises;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// How one test ended.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Its name.
    pub name: String,
    /// What group it belongs to, for reports: the file of a declared one.
    pub group: String,
    /// How it ended.
    pub verdict: Result<Passed, Failed>,
    /// How long it took.
    pub took: Duration,
}

/// What came of all tests.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Every test, in its order.
    pub ran: Vec<Ran>,
    /// What the declared tests exercised, and what they never did.
    pub coverage: Coverage,
}

/// Which tests are run, and how.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Those whose names contain this.
    pub filter: Option<String>,
    /// How many at once.
    pub jobs: usize,
    /// Those that follow from the declarations, too.
    pub derived: bool,
}

impl Request {
    /// Whether a test is to be run.
    pub fn is_for(&self, name: &str) -> bool {
        self.filter.as_ref().is_none_or(|part| name.contains(part.as_str()))
    }
}

/// Runs the tests of a project on its declared state.
///
/// # Errors
/// What is wrong with the server. A test that fails is no error.
pub async fn run(
    objects: &Objects,
    standing: &Standing,
    request: &Request,
) -> Result<Report, Failure> {
    let tests: Vec<&Test> =
        objects.trials.tests.iter().filter(|test| request.is_for(&test.name)).collect();
    let jobs = request.jobs.clamp(1, tests.len().max(1));
    let sessions = standing.sessions(jobs + usize::from(request.derived)).await?;
    let next = Cell::new(0);
    let workers = sessions
        .iter()
        .take(jobs)
        .map(|session| declared(session, &standing.catalog, objects, &tests, &next));
    let rest = async {
        match sessions.get(jobs) {
            Some(session) => {
                let settings = &objects.trials.settings;
                let mut bench = Bench::new(session, &standing.catalog, settings).await?;
                derived::run(&mut bench, objects).await
            }
            None => Ok(Vec::new()),
        }
    };
    let workers = futures_util::future::join_all(workers);
    let (done, rest) = futures_util::future::join(workers, rest).await;
    let mut ran = Vec::new();
    let mut exercised = Exercises::new();
    for done in done {
        let (some, more) = done?;
        ran.extend(some);
        exercised.extend(more);
    }
    let coverage = coverage::coverage(&standing.catalog, objects, &exercised);
    ran.sort_by_key(|(number, _)| *number);
    let mut ran: Vec<Ran> = ran.into_iter().map(|(_, ran)| ran).collect();
    ran.extend(rest?.into_iter().filter(|it| request.is_for(&it.name)));
    Ok(Report { ran, coverage })
}

/// Takes one test after another until there are none.
async fn declared(
    session: &Session,
    catalog: &Catalog,
    objects: &Objects,
    tests: &[&Test],
    next: &Cell<usize>,
) -> Result<(Vec<(usize, Ran)>, Exercises), Failure> {
    let mut bench = Bench::new(session, catalog, &objects.trials.settings).await?;
    let mut ran = Vec::new();
    while let Some(test) = tests.get(next.get()) {
        let number = next.replace(next.get() + 1);
        let begin = Instant::now();
        let verdict = one::run(&mut bench, test).await?;
        let group = test.at.file.to_string();
        let took = begin.elapsed();
        ran.push((number, Ran { name: test.name.clone(), group, verdict, took }));
    }
    Ok((ran, bench.exercised))
}
