//! The example's database on servers of its own, by the tool's own path: the committed migrations, applied by the library.

use crate::support::{MAJORS, database, run, server, session};
use crate::world::World;
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::connect::Target;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// The folder of the example.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/family-groups")
}

/// How many tests run at once. Each has a dozen sessions, and a server takes a hundred.
const AT_ONCE: u32 = 4;

static RUNNING: Mutex<u32> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

/// A test's turn; it ends when this is dropped.
pub(crate) struct Turn(());

/// Waits for a turn.
pub(crate) fn turn() -> Turn {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let waited = ENDED.wait_while(running, |running| *running >= AT_ONCE);
    *waited.unwrap_or_else(PoisonError::into_inner) += 1;
    Turn(())
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        ENDED.notify_one();
    }
}

/// The databases that the tests share, one on each server. Everything in them hangs on users and families, and each test
/// makes its own.
pub(crate) fn shared() -> Vec<World> {
    static SHARED: Mutex<Vec<World>> = Mutex::new(Vec::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if shared.is_empty() {
        *shared = MAJORS.into_iter().map(|major| opened(major, "family_groups")).collect();
    }
    shared.clone()
}

/// A database of the test's own on each server, for tests that look at everything or change functions.
pub(crate) fn own() -> Vec<World> {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    // Roles belong to the server: not while another database makes them.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    drop(shared());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    MAJORS.into_iter().map(|major| opened(major, &format!("family_groups_{number}"))).collect()
}

fn opened(major: u32, name: &str) -> World {
    let target = database(server(major, &[]), name);
    run(async {
        migrated(&target).await;
        World::open(major, target).await
    })
}

/// Applies the committed migrations.
async fn migrated(target: &Target) {
    let migrations =
        read(&project().join("migrations")).unwrap_or_else(|faults| panic!("{faults:?}"));
    let session = session(target).await;
    let options = Options::default();
    let report = migrate(&session, &migrations, &options, &Interrupt::default(), &mut Silent).await;
    let report = report.unwrap_or_else(|stopped| panic!("{}", stopped.cause));
    assert_eq!(report.applied.len(), migrations.files().len());
    assert!(!migrations.files().is_empty());
}
