//! One fault, and what comes of it.

use super::case::Case;
use super::fault::Fault;
use super::full_disk::FullDisk;
use super::random::Random;
use super::state::State;
use super::tap::{Moment, Tap};
use crate::support::cluster::Cluster;
use crate::support::project::ended;
use crate::support::{query, runtime, session};
use momni_db::connect::Target;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// Lets a fault happen to a run, and runs the program once more. Gives whether the fault has ended the first run.
///
/// Anything but the end of an undisturbed run fails the test, with all that was said.
pub(crate) fn trial(
    case: &Case,
    fault: Fault,
    moment: Moment,
    cluster: &mut Cluster,
    disk: &FullDisk,
    random: &mut Random,
) -> bool {
    let target = case.copy(cluster);
    let tap = Tap::new(&target, Some(moment));
    let other = match (moment, &case.hold) {
        (Moment::Waiting, Some(hold)) => {
            let runtime = runtime();
            let other = runtime.block_on(session(&target));
            runtime.block_on(other.batch(hold)).unwrap();
            Some((runtime, other))
        }
        _ => None,
    };
    let mut child = case.spawn(tap.target());
    let begun = Instant::now();
    let what = || format!("{}: {fault:?} at {moment:?}", case.name);
    loop {
        if matches!(moment, Moment::Waiting) && waits(&target) {
            fault.happen(&mut child, &tap, cluster, disk, random);
            break;
        }
        match tap.moment.recv_timeout(Duration::from_millis(5)) {
            Ok(done) => {
                fault.happen(&mut child, &tap, cluster, disk, random);
                let _ = done.send(());
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if child.try_wait().unwrap().is_some() {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{}: it never came to be", what());
    }
    drop(other);
    let first = ended(child);
    disk.free();
    drop(tap);
    assert!(!first.stderr.contains("panicked"), "{}: {first:?}", what());
    let second = case.migrate(&target);
    assert_eq!(second.code, Some(0), "{}: {first:#?}\n{second:#?}", what());
    let end = State::of(&target);
    let differences = end.differences(&case.end);
    assert!(
        differences.is_empty(),
        "{}: {}\n{first:#?}\n{second:#?}",
        what(),
        differences.join("\n")
    );
    first.code != Some(0)
}

/// Whether a session of the program waits for somebody.
fn waits(target: &Target) -> bool {
    let waiting = "select from pg_stat_activity where datname = current_database()
                   and application_name = 'momni-db' and wait_event_type = 'Lock'";
    !query(target, waiting).is_empty()
}
