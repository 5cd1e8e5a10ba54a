//! The databases that are asked.

use crate::support::{self, database, run, server};
use momni_db::access::{Answer, Question, answer};
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::catalog::{Catalog, Scope};
use momni_db::connect::Target;
use momni_db::introspect::introspect;
use momni_db::pipeline::{self, Request, generate};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A database, and the answer from its catalog.
pub(crate) struct Built {
    pub(crate) name: &'static str,
    pub(crate) target: Target,
    pub(crate) catalog: Catalog,
    pub(crate) answer: Answer,
}

/// Roles belong to the server: one database at a time makes them.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

pub(crate) fn momni(major: u32) -> Built {
    migrated(major, "access_momni", &root(), "momni_")
}

pub(crate) fn family_groups(major: u32) -> Built {
    migrated(major, "access_family_groups", &root().join("examples/family-groups"), "fg_")
}

/// By the committed migrations.
fn migrated(major: u32, name: &'static str, project: &Path, prefix: &str) -> Built {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let target = database(server(major, &[]), name);
    let files = read(&project.join("migrations")).unwrap_or_else(|faults| panic!("{faults:?}"));
    run(async {
        let session = support::session(&target).await;
        let options = Options::default();
        let report = migrate(&session, &files, &options, &Interrupt::default(), &mut Silent).await;
        report.unwrap_or_else(|stopped| panic!("{}", stopped.cause));
    });
    built(name, &target, prefix)
}

/// The project of `tests/cases/access/library`, and on servers that know them, memberships with options of their own.
pub(crate) fn library(major: u32) -> Built {
    library_in(major, "access_library", if major >= 16 { MEMBERSHIPS } else { "" })
}

/// The same in another database, with no more than the project declares.
pub(crate) fn plain_library(major: u32) -> Built {
    library_in(major, "access_plain_library", "")
}

fn library_in(major: u32, name: &'static str, more: &str) -> Built {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let target = database(server(major, &[]), name);
    let (project, _) = momni_db::read::project(&root().join("tests/cases/access/library"))
        .unwrap_or_else(|faults| panic!("{:?}", faults.diagnostics));
    run(async {
        let options = pipeline::Options { major: Some(major), ..pipeline::Options::default() };
        let request = Request::new(&project.declared, &[], 1);
        let generated = generate(&request, &options).await;
        let generated = generated.unwrap_or_else(|failure| panic!("{failure}"));
        let session = support::session(&target).await;
        for file in &generated.migrations {
            session.batch(&file.text).await.unwrap_or_else(|error| panic!("{error}"));
        }
        session.batch(more).await.unwrap_or_else(|error| panic!("{error}"));
    });
    built(name, &target, "acc_")
}

/// PostgreSQL 16: one membership without INHERIT, one without SET.
const MEMBERSHIPS: &str = "\
    CREATE ROLE acc_set_only; GRANT acc_staff TO acc_set_only WITH INHERIT FALSE; \
    CREATE ROLE acc_inherit_only; GRANT acc_staff TO acc_inherit_only WITH SET FALSE; \
    CREATE ROLE acc_neither NOINHERIT; GRANT acc_inherit_only TO acc_neither WITH INHERIT FALSE, SET TRUE; \
    GRANT acc_member TO acc_neither WITH INHERIT TRUE, SET FALSE";

fn built(name: &'static str, target: &Target, prefix: &str) -> Built {
    let (catalog, answer) = run(async {
        let session = support::session(target).await;
        let all = session.rows("SELECT rolname FROM pg_roles").await.unwrap();
        let roles: BTreeSet<_> = all
            .into_iter()
            .filter_map(|row| row[0].clone())
            .filter(|name| name.starts_with(prefix))
            .map(Into::into)
            .collect();
        assert!(!roles.is_empty(), "{name} has no roles");
        let scope = Scope { roles: Some(roles), ..Scope::everything() };
        let catalog = introspect(&session.client, &scope).await.unwrap();
        let answer = answer(&catalog, &Question::default());
        (catalog, answer)
    });
    Built { name, target: target.clone(), catalog, answer }
}
