//! Faults that happen to one database after another, and what comes of them.

use super::case::Case;
use super::fault::Fault;
use super::full_disk::FullDisk;
use super::random::Random;
use super::state::State;
use super::tap::{Moment, Tap};
use crate::support::cluster::Cluster;
use crate::support::processes::eventually;
use crate::support::project::ended;
use crate::support::{Ran, query, runtime, session};
use momni_db::connect::{Session, Target};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// A server to which faults happen.
pub(crate) struct Victim {
    pub(crate) cluster: Cluster,
    pub(crate) disk: FullDisk,
}

/// Lets faults happen, each to a run of its own, and runs the program once more. Gives how many have ended their run.
///
/// Anything but the end of an undisturbed run fails the test, with all that was said.
pub(crate) fn trial(
    case: &Case,
    faults: &[(Fault, Moment)],
    victim: &mut Victim,
    random: &mut Random,
) -> usize {
    let target = case.copy(&victim.cluster);
    let runs: Vec<Ran> = faults
        .iter()
        .map(|(fault, moment)| disturbed(case, &target, *fault, *moment, victim, random))
        .collect();
    let last = case.last(&target);
    let said = || format!("{}: {faults:?}\n{runs:#?}\n{last:#?}", case.name);
    assert!(!runs.iter().any(|run| run.stderr.contains("panicked")), "{}", said());
    // It has compared the catalog with what the migrations lead to.
    for ran in &last {
        assert_eq!(ran.code, Some(0), "{}", said());
        assert!(!ran.stderr.contains("not compared"), "{}", said());
    }
    let differences = State::of(&target).differences(&case.end);
    assert!(differences.is_empty(), "{}\n{}", differences.join("\n"), said());
    runs.iter().filter(|run| run.code != Some(0)).count()
}

/// One run to which a fault happens.
pub(crate) fn disturbed(
    case: &Case,
    target: &Target,
    fault: Fault,
    moment: Moment,
    victim: &mut Victim,
    random: &mut Random,
) -> Ran {
    let tap = Tap::new(target, Some(moment));
    let is_waiting = matches!(moment, Moment::Waiting { .. });
    let other = case.hold.as_ref().filter(|_| is_waiting).map(|hold| holding(target, hold));
    let mut child = case.spawn(tap.target());
    let begun = Instant::now();
    loop {
        if is_waiting && waits(target) {
            fault.happen(&mut child, &tap, victim, random);
            if matches!(moment, Moment::Waiting { until_noticed: true }) && fault != Fault::FullDisk
            {
                eventually("the server has noticed", || !waits(target));
            }
            break;
        }
        match tap.moment.recv_timeout(Duration::from_millis(5)) {
            Ok(done) => {
                fault.happen(&mut child, &tap, victim, random);
                let _ = done.send(());
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        // The run before it may have done what this one was to be disturbed at.
        if child.try_wait().unwrap().is_some() {
            break;
        }
        let patience = Duration::from_secs(60);
        assert!(begun.elapsed() < patience, "{}: never came to {moment:?}", case.name);
    }
    drop(other);
    let ran = ended(child);
    victim.disk.free();
    ran
}

/// Somebody who has run a statement and stays in its transaction for as long as this is kept.
fn holding(target: &Target, sql: &str) -> (tokio::runtime::Runtime, Session) {
    let runtime = runtime();
    let other = runtime.block_on(session(target));
    runtime.block_on(other.batch(sql)).unwrap();
    (runtime, other)
}

/// Whether a session of the program waits for somebody.
fn waits(target: &Target) -> bool {
    let waiting = "select from pg_stat_activity where datname = current_database()
                   and application_name = 'momni-db' and wait_event_type = 'Lock'";
    !query(target, waiting).is_empty()
}
