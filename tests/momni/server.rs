//! Momni's database on servers of their own, by the tool's own path: the committed migrations, applied by the library.

use crate::support::{MAJORS, run};
use crate::world::World;
use momni_db::apply::{Migrations, read};
use momni_db::connect::Target;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The folder of the project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The committed migrations.
pub(crate) fn migrations() -> Migrations {
    let migrations = read(&project().join("migrations"));
    migrations.unwrap_or_else(|faults| panic!("{faults:?}"))
}

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
    MAJORS.into_iter().map(|major| opened(major, "momni_own")).collect()
}

/// A database of this name, with its first administrator.
pub(crate) fn opened(major: u32, name: &str) -> World {
    let target = migrated(major, name);
    run(World::open(major, target))
}

/// A new database with all that the migrations make, and nothing more.
pub(crate) fn migrated(major: u32, name: &str) -> Target {
    crate::support::migrated::migrated(major, &[], name, &project())
}
