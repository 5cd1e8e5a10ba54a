//! A database by a project's own migrations, on the tool's own path.

use super::{database, run, server, session};
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::connect::Target;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A new database with all that the migrations of a project make, on the server of that major version with these extensions.
pub(crate) fn migrated(major: u32, extensions: &[&str], name: &str, project: &Path) -> Target {
    let (target, _one) = migrated_alone(major, extensions, name, project);
    target
}

/// The same, and no other database is made until the guard goes: roles belong to the server, and the migrations of another
/// one change what is said of them on their way.
pub(crate) fn migrated_alone(
    major: u32,
    extensions: &[&str],
    name: &str,
    project: &Path,
) -> (Target, MutexGuard<'static, ()>) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let target = database(server(major, extensions), name);
    migrated_by(&target, project);
    (target, one)
}

/// Runs the migrations of a project in an empty database.
pub(crate) fn migrated_by(target: &Target, project: &Path) {
    let files = read(&project.join("migrations")).unwrap_or_else(|faults| panic!("{faults:?}"));
    run(async {
        let session = session(target).await;
        let options = Options::default();
        let report = migrate(&session, &files, &options, &Interrupt::default(), &mut Silent).await;
        let report = report.unwrap_or_else(|stopped| panic!("{}", stopped.cause));
        assert_eq!(report.applied.len(), files.files().len());
        assert!(!files.files().is_empty());
    });
}

/// The URL of a database for somebody who logs in without a password.
pub(crate) fn url(target: &Target, login: &str) -> String {
    let url = target.to_string();
    let changed = url.replacen(&format!("{}@", target.user()), &format!("{login}@"), 1);
    assert_ne!(url, changed);
    changed
}
