//! The proof that migrations survive: whatever ends a run, wherever it is, the next one comes to the same end.
//!
//! Each kind of migration (`tests/cases/faults`) is run again and again, each time on a new copy of its database. The run
//! talks to the server through a proxy, so that a fault comes at an exact place: when the server has answered the n-th
//! statement and the run does not know it, at a moment within a statement, or while a statement waits for somebody. Then
//! `migrate` is run once more, which must succeed. The end must be that of an undisturbed run: catalog, rows, history and
//! journal; no INVALID index, no lock, no session left.
//!
//! What happens where is the same in every run with the same seed. `SEED=s` is for other moments, `FAULTS=n` for each fault at
//! each boundary and at n moments within statements, which takes a quarter of an hour; `CASE=kind` for one kind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "faults/case.rs"]
mod case;
#[path = "faults/fault.rs"]
mod fault;
#[path = "faults/full_disk.rs"]
mod full_disk;
#[path = "faults/moments.rs"]
mod moments;
#[path = "faults/random.rs"]
mod random;
#[path = "faults/sees.rs"]
mod sees;
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
use support::place::Folder;
use support::server;
use trial::Victim;

/// The machine does not end: what the server has handed to it stays written.
const SETTINGS: &[&str] =
    &["autovacuum=off", "full_page_writes=off", "max_connections=30", "shared_buffers=32MB"];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|it| it.parse().unwrap_or_else(|_| panic!("{name}={it}")))
}

/// A server to which faults can happen. It ends with the thread.
pub(crate) fn victim(major: u32) -> Victim {
    let bin = server(major, &[]).bin.clone();
    let disk = FullDisk::new();
    let folder = Folder::in_memory();
    let cluster = Cluster::start_in(folder, &bin, "", SETTINGS, &disk.environment());
    Victim { cluster, disk }
}

/// Every kind on one server.
fn every_kind(major: u32, place: usize) {
    let begun = Instant::now();
    let mut victim = victim(major);
    let seed = number("SEED").unwrap_or(1);
    let only = std::env::var("CASE").ok();
    let is_wanted = |name: &String| only.as_ref().is_none_or(|only| only == name);
    let names: Vec<String> = case::names().into_iter().filter(is_wanted).collect();
    let (mut of_each, mut ended) = (BTreeMap::<Fault, usize>::new(), 0);
    for name in &names {
        let case = Case::new(name, &victim.cluster);
        let mut random = Random::new(seed.wrapping_add(major.into()), name);
        let trials = match number("FAULTS") {
            Some(inside) => moments::every(&case, usize::try_from(inside).unwrap(), &mut random),
            None => moments::some(&case, place, &mut random),
        };
        for faults in &trials {
            ended += trial::trial(&case, faults, &mut victim, &mut random);
            for (fault, _) in faults {
                *of_each.entry(*fault).or_default() += 1;
            }
        }
    }
    let all: usize = of_each.values().sum();
    println!(
        "PostgreSQL {major}: {all} faults survived by {} kinds of migration, {ended} of which ended their run: \
         {of_each:?}, in {:.0?}",
        names.len(),
        begun.elapsed()
    );
    // What ends no run proves nothing: a full disk may not be noticed, and what comes after the last statement is late.
    assert!(ended * 4 > all * 3, "only {ended} of {all} faults have ended a run");
}

#[test]
fn each_kind_survives_each_fault_on_15() {
    every_kind(15, 0);
}

#[test]
fn each_kind_survives_each_fault_on_18() {
    every_kind(18, 1);
}
