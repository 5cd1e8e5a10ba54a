//! Runs of random operations, and the shortest of those that still fail.

use super::random::Random;
use super::sequential::{Failure, run};
use super::server;
use crate::support;
use std::fmt::Write;

/// How often a failing run is tried again with less.
const TRIALS: usize = 40;

/// The number that an environment variable says.
fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|it| it.parse().unwrap_or_else(|_| panic!("{name}={it} is no number")))
}

/// The seed and how many operations: what the environment says, or what the test asks for.
pub(crate) fn settings(operations: usize) -> (u64, usize) {
    let operations = number("OPERATIONS").map_or(operations, |it| usize::try_from(it).unwrap());
    let seed = number("SEED").unwrap_or(1);
    eprintln!("SEED={seed} OPERATIONS={operations}");
    (seed, operations)
}

/// So many operations, in runs of so many. Each run begins anew.
pub(crate) fn runs(name: &str, operations: usize, each: usize, money: u64) {
    server::ready();
    let (seed, operations) = settings(operations);
    let mut random = Random::of(seed);
    let mut left = operations;
    support::run(async {
        while left > 0 {
            let seeds: Vec<u64> = (0..left.min(each)).map(|_| random.next()).collect();
            left -= seeds.len();
            if let Err(failure) = run(&format!("hammer_{name}"), &seeds, money).await {
                let failure = shorter(name, seeds, failure, money).await;
                panic!("SEED={seed}: {}", told(&failure));
            }
        }
    });
}

/// Leaves operations out as long as it fails: halves, quarters, and so on to single ones.
async fn shorter(name: &str, mut seeds: Vec<u64>, mut failure: Failure, money: u64) -> Failure {
    seeds.truncate(failure.at + 1);
    eprintln!(
        "failed at operation {}; leaving out what it does not take:\n{}",
        failure.at, failure.why
    );
    let mut trials = TRIALS;
    let mut size = seeds.len().div_ceil(2);
    while size > 0 && trials > 0 {
        let mut from = 0;
        while from < seeds.len() && trials > 0 {
            let mut fewer = seeds.clone();
            fewer.drain(from..(from + size).min(seeds.len()));
            trials -= 1;
            match run(&format!("hammer_{name}"), &fewer, money).await {
                Err(again) => {
                    fewer.truncate(again.at + 1);
                    (seeds, failure) = (fewer, again);
                }
                Ok(()) => from += size,
            }
        }
        size /= 2;
    }
    failure
}

fn told(failure: &Failure) -> String {
    let mut told = String::new();
    for (number, line) in failure.log.iter().enumerate() {
        writeln!(told, "{number}: {line}").unwrap();
    }
    writeln!(told, "{}", failure.why).unwrap();
    told
}
