//! Momni's database with the people of the scene, migrated once and cloned for each test.

use super::scene;
use super::wire::Wire;
use crate::support::{database, run, server, session};
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::connect::Target;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

pub(super) const MAJOR: u32 = 18;
const TEMPLATE: &str = "hammer";

/// A database of one's own. It is dropped by `Clone::end`.
pub(crate) struct Clone {
    name: String,
    /// The operator's way in.
    pub(crate) operator: Target,
    /// The REST server's way in.
    pub(crate) authenticator: Target,
}

impl Clone {
    /// A new clone of the migrated database.
    pub(crate) async fn new(name: &str) -> Self {
        let postgres = server(MAJOR, &[]).target("postgres");
        // Nobody may be connected to what is cloned, so one at a time.
        static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
        let _one = ONE_AT_A_TIME.lock().await;
        let wire = Wire::open(&postgres).await;
        wire.rows(&format!("drop database if exists {name} with (force)")).await;
        wire.rows(&format!("create database {name} template {TEMPLATE} strategy file_copy")).await;
        let operator = server(MAJOR, &[]).target(name);
        let login = operator.to_string().replacen(
            &format!("{}@", operator.user()),
            "momni_authenticator@",
            1,
        );
        let authenticator = Target::resolve(Some(&login), &BTreeMap::new()).unwrap();
        assert_eq!(authenticator.user(), "momni_authenticator");
        Self { name: name.to_owned(), operator, authenticator }
    }

    /// Drops it.
    pub(crate) async fn end(self) {
        let wire = Wire::open(&server(MAJOR, &[]).target("postgres")).await;
        wire.rows(&format!("drop database {} with (force)", self.name)).await;
    }
}

/// Makes what is cloned, once. Not within a runtime.
pub(crate) fn ready() {
    static READY: Mutex<bool> = Mutex::new(false);
    let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
    if *ready {
        return;
    }
    let target = database(server(MAJOR, &[]), TEMPLATE);
    run(async {
        let files = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"));
        let files = files.unwrap_or_else(|faults| panic!("{faults:?}"));
        let session = session(&target).await;
        let options = Options::default();
        let report = migrate(&session, &files, &options, &Interrupt::default(), &mut Silent).await;
        let report = report.unwrap_or_else(|stopped| panic!("{}", stopped.cause));
        assert!(!files.files().is_empty());
        assert_eq!(report.applied.len(), files.files().len());
        drop(session);
        scene::set(&Wire::open(&target).await).await;
    });
    *ready = true;
}
