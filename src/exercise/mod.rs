//! Runs access tests on a scratch server: each in a transaction that is rolled back, in parallel over databases that are
//! alike.

mod act;
mod bench;
mod compare;
mod coverage;
mod derived;
mod equip;
mod fill;
mod given;
mod judge;
mod junit;
mod one;
mod sample;
mod world;

pub use coverage::{Count, Counts, Coverage, Never};
pub use junit::junit;
pub use one::{Failed, Passed};

use crate::pipeline::{Failure, Standing};
use crate::read::Objects;
use crate::trial::Test;
use bench::Bench;
use coverage::Exercises;
use std::cell::Cell;
use std::collections::BTreeMap;
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
    /// What the tests exercised, and what they never did.
    pub coverage: Coverage,
    /// The tests' names, where they were only to be listed.
    pub names: Vec<String>,
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
    /// None is run: their names are wanted.
    pub list: bool,
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
    let most = if request.derived { usize::MAX } else { tests.len().max(1) };
    let sessions = standing.sessions(request.jobs.clamp(1, most)).await?;
    let settings = &objects.trials.settings;
    let mut benches = Vec::new();
    for session in &sessions {
        benches.push(Bench::new(session, &standing.catalog, settings).await?);
    }
    let cases = match benches.first() {
        Some(bench) if request.derived => derived::cases(bench, objects, request).await?,
        _ => Vec::new(),
    };
    if request.list {
        let declared = tests.iter().map(|it| it.name.clone());
        let names = declared.chain(cases.iter().map(derived::Case::name)).collect();
        return Ok(Report { names, ..Report::default() });
    }
    let next = Cell::new(0);
    let count = benches.len();
    let workers = benches.into_iter().enumerate().map(|(number, bench)| {
        let cases = cases.iter().skip(number).step_by(count).cloned().collect();
        work(bench, objects, &tests, &next, cases)
    });
    let mut done = Done::default();
    for worked in futures_util::future::join_all(workers).await {
        done.join(worked?);
    }
    Ok(done.report(standing, objects, &cases))
}

/// What came of the tests that one connection ran.
#[derive(Default)]
struct Done {
    /// The declared ones, by their places.
    declared: Vec<(usize, Ran)>,
    derived: Vec<Ran>,
    /// What the declared ones exercised.
    by_declared: Exercises,
    by_derived: Exercises,
}

impl Done {
    fn join(&mut self, other: Self) {
        self.declared.extend(other.declared);
        self.derived.extend(other.derived);
        self.by_declared.extend(other.by_declared);
        self.by_derived.extend(other.by_derived);
    }

    fn report(mut self, standing: &Standing, objects: &Objects, cases: &[derived::Case]) -> Report {
        self.declared.sort_by_key(|(number, _)| *number);
        let places: BTreeMap<String, usize> =
            cases.iter().enumerate().map(|(at, case)| (case.name(), at)).collect();
        // What every connection failed to make is told once, before the tests that wanted it.
        self.derived.sort_by_key(|ran| (places.get(&ran.name).copied(), ran.name.clone()));
        self.derived.dedup_by(|one, other| one.name == other.name);
        let any = self.by_declared.union(&self.by_derived).cloned().collect();
        let coverage = coverage::coverage(&standing.catalog, objects, &self.by_declared, &any);
        let declared = self.declared.into_iter().map(|(_, ran)| ran);
        Report { ran: declared.chain(self.derived).collect(), coverage, names: Vec::new() }
    }
}

/// Takes one declared test after another until there are none; then runs its share of those that follow.
async fn work(
    mut bench: Bench<'_>,
    objects: &Objects,
    tests: &[&Test],
    next: &Cell<usize>,
    cases: Vec<derived::Case>,
) -> Result<Done, Failure> {
    let mut done = Done::default();
    while let Some(test) = tests.get(next.get()) {
        let number = next.replace(next.get() + 1);
        let begin = Instant::now();
        let verdict = one::run(&mut bench, test).await?;
        let group = test.at.file.to_string();
        let took = begin.elapsed();
        done.declared.push((number, Ran { name: test.name.clone(), group, verdict, took }));
    }
    // What is known by now the derived ones need not show again.
    done.by_declared = bench.exercised.clone();
    done.derived = derived::run(&mut bench, objects, &cases).await?;
    done.by_derived = bench.exercised;
    Ok(done)
}
