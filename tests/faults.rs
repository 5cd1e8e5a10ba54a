//! The proof that migrations survive: whatever ends a run, wherever it is, the next one comes to the same end.
//!
//! Each kind of migration (`tests/cases/faults`) is run again and again, each time on a new copy of its database. The run
//! talks to the server through a proxy, so that a fault comes at an exact place: when the server has answered the n-th
//! statement and the run does not know it, at a moment within a statement, or while a statement waits for somebody. Then
//! `migrate` is run once more, which must succeed. The end must be that of an undisturbed run: catalog, rows, history and
//! journal; no INVALID index, no lock, no session left.
//!
//! What happens where is the same in every run with the same seed. `FAULTS=n` gives each kind n moments within statements for
//! each fault, and each fault at every boundary; `SEED=s` others than usual.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "faults/case.rs"]
mod case;
#[path = "faults/fault.rs"]
mod fault;
#[path = "faults/full_disk.rs"]
mod full_disk;
#[path = "faults/random.rs"]
mod random;
#[path = "faults/state.rs"]
mod state;
mod support;
#[path = "faults/tap.rs"]
mod tap;
#[path = "faults/trial.rs"]
mod trial;

use case::Case;
use fault::Fault;
use full_disk::FullDisk;
use random::Random;
use std::collections::BTreeMap;
use std::time::Instant;
use support::cluster::Cluster;
use support::server;
use tap::Moment;

/// The servers forget nothing but what the machine forgets with them.
const SETTINGS: &[&str] = &["autovacuum=off", "max_connections=30", "shared_buffers=32MB"];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|it| it.parse().unwrap_or_else(|_| panic!("{name}={it}")))
}

/// What happens to a kind: every boundary with one fault or with all, and so many moments within statements for each.
fn moments(case: &Case, every: bool, random: &mut Random) -> Vec<(Fault, Moment)> {
    let longer = number("FAULTS");
    let boundaries = case.answers.len();
    let mut all = Vec::new();
    let first = random.below(5);
    for boundary in 0..boundaries {
        let turn = Fault::ALL[(first + boundary) % 5];
        let faults = Fault::ALL.into_iter().filter(|it| longer.is_some() || *it == turn);
        all.extend(faults.map(|fault| (fault, Moment::Boundary(boundary))));
    }
    if !every && longer.is_none() {
        // One of the boundaries for each fault.
        all = Fault::ALL
            .into_iter()
            .map(|fault| (fault, Moment::Boundary(random.below(boundaries))))
            .collect();
    }
    for fault in Fault::ALL {
        for _ in 0..longer.unwrap_or(1) {
            let after = random.below(boundaries - 1);
            let delay = case.answers[after + 1].mul_f64(random.part());
            all.push((fault, Moment::Inside(after, delay)));
        }
        if case.hold.is_some() {
            all.push((fault, Moment::Waiting));
        }
    }
    all
}

/// Every kind on one server.
fn every_kind(major: u32, every: bool) {
    let bin = server(major, &[]).bin.clone();
    let disk = FullDisk::new();
    let mut cluster = Cluster::start_with(&bin, "", SETTINGS, &disk.environment());
    let seed = number("SEED").unwrap_or(1);
    let mut survived: BTreeMap<Fault, (usize, usize)> = BTreeMap::new();
    let only = std::env::var("CASE").ok();
    let begun = Instant::now();
    let names: Vec<String> =
        case::names().into_iter().filter(|name| only.as_ref().is_none_or(|it| it == name)).collect();
    for name in &names {
        let case = Case::new(name, &cluster);
        let mut random = Random::new(seed.wrapping_add(major.into()), name);
        let begun = Instant::now();
        let moments = moments(&case, every, &mut random);
        for (fault, moment) in &moments {
            let cut = trial::trial(&case, *fault, *moment, &mut cluster, &disk, &mut random);
            let (all, ended) = survived.entry(*fault).or_default();
            (*all, *ended) = (*all + 1, *ended + usize::from(cut));
        }
        println!("{major}: {name}: {} answers, {} faults, {:?}", case.answers.len(), moments.len(), begun.elapsed());
    }
    let all: usize = survived.values().map(|(all, _)| all).sum();
    let ended: usize = survived.values().map(|(_, ended)| ended).sum();
    println!(
        "PostgreSQL {major}: {all} faults survived by {} kinds of migration, {ended} of which ended a run \
         ({survived:?}), in {:?}",
        names.len(),
        begun.elapsed()
    );
}

#[test]
fn each_kind_survives_each_fault_on_15() {
    every_kind(15, true);
}

#[test]
fn each_kind_survives_each_fault_on_18() {
    every_kind(18, false);
}
