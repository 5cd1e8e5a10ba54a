//! What happens to a run.

use super::random::Random;
use super::tap::Tap;
use super::trial::Victim;
use crate::support::cluster::Cluster;
use crate::support::{execute, query};
use momni_db::connect::Target;
use rustix::process::{Pid, Signal, kill_process};
use std::process::Child;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// `kill -9` of the program.
    Kill,
    /// `pg_terminate_backend` of its session.
    Terminate,
    /// The end of the server and a new start: a crash, an orderly one, or a backend that dies by `kill -9`, after which the
    /// server begins anew by itself.
    Restart,
    /// The end of the connections, of which the server may learn at once or later.
    Cut,
    /// No file of a database grows any more, until the run has ended.
    FullDisk,
}

impl Fault {
    pub(crate) const ALL: [Self; 5] =
        [Self::Kill, Self::Terminate, Self::Restart, Self::Cut, Self::FullDisk];

    /// Lets it happen. The server is there again when this returns.
    pub(crate) fn happen(
        self,
        child: &mut Child,
        tap: &Tap,
        victim: &mut Victim,
        random: &mut Random,
    ) {
        let Victim { cluster, disk } = victim;
        match self {
            Self::Kill => child.kill().unwrap(),
            Self::Terminate => {
                let backend = tap.backend().expect("a session that was opened");
                execute(&admin(cluster), &format!("select pg_terminate_backend({backend})"));
            }
            Self::Restart => match random.below(3) {
                0 => cluster.restart(Signal::QUIT),
                1 => cluster.restart(Signal::INT),
                _ => crash(cluster, tap.backend().expect("a session that was opened")),
            },
            Self::Cut if random.below(2) == 0 => tap.cut(),
            Self::Cut => tap.cut_the_near_side(Duration::from_millis(100)),
            Self::FullDisk => disk.fill(),
        }
    }
}

/// The superuser's way to a server.
pub(crate) fn admin(cluster: &Cluster) -> Target {
    Target::socket(&cluster.socket(), cluster.port, "admin", "postgres").unwrap()
}

/// Kills a backend, and waits until the server has begun anew: it ends all others and recovers.
fn crash(cluster: &Cluster, backend: i32) {
    let begun = "select pg_postmaster_start_time()::text, pid from pg_stat_activity \
                 where backend_type = 'checkpointer'";
    let before = query(&admin(cluster), begun);
    kill_process(Pid::from_raw(backend).unwrap(), Signal::KILL).unwrap();
    // Until then it refuses connections, or ends them.
    crate::support::processes::eventually("the server has begun anew", || {
        let asked = crate::support::run(async {
            let session = momni_db::connect::connect(&admin(cluster)).await.ok()?;
            session.rows(begun).await.ok()
        });
        asked.is_some_and(|now| now.len() == 1 && now != before)
    });
}
