//! Momni's database on servers of their own, by the tool's own path: the committed migrations, applied by the library.

use crate::support::{MAJORS, database, run, server};
use crate::world::World;
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::connect::Target;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The databases that the tests share, one on each server.
pub(crate) fn shared() -> Vec<World> {
    static SHARED: Mutex<Vec<World>> = Mutex::new(Vec::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if shared.is_empty() {
        *shared = MAJORS.into_iter().map(|major| opened(major, "momni")).collect();
    }
    shared.clone()
}

/// A database of the test's own on each server.
pub(crate) fn own() -> Vec<World> {
    // Roles belong to the server: not while the shared databases are made.
    drop(shared());
    MAJORS.into_iter().map(|major| opened(major, "momni_own")).collect()
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let migrations = read(&folder).unwrap_or_else(|faults| panic!("{faults:?}"));
    let session = crate::support::session(target).await;
    let options = Options::default();
    let report = migrate(&session, &migrations, &options, &Interrupt::default(), &mut Silent).await;
    let report = report.unwrap_or_else(|stopped| panic!("{}", stopped.cause));
    assert_eq!(report.applied.len(), migrations.files().len());
}
