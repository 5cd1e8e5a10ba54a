//! Where a state is built: a scratch server of our own, or a temporary database on a server that is lent to us.
//!
//! On a lent server everything happens in one transaction that is rolled back, roles included: nothing is left but an
//! empty database, and that is dropped. Roles that are there already are seen by what is built, as they will be when
//! the migration runs.

use super::Failure;
use super::examine::EXTENSION;
use super::tablespaces::provide_tablespaces;
use crate::connect::{self, Session, Target};
use crate::read::Declared;
use crate::scratch::{self, Choice, Need, Server};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What the scratch servers are to be.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The major version of the database that is compared with; any when there is none.
    pub major: Option<u32>,
    /// The major version that the project is written for: taken where it is at hand and nothing else is demanded.
    pub prefer: Option<u32>,
    /// A server that is lent (`--scratch-url`): its user may create databases, and roles where the project has some.
    pub lent: Option<Target>,
}

/// An empty database to build in.
pub struct Place {
    /// The connection.
    pub session: Session,
    /// The server of our own; it goes with this value. `None` when the server is lent.
    server: Option<Server>,
    lent: Option<(Target, String)>,
}

/// The server that places are on. It decides how a state is worded.
#[derive(Debug, Clone)]
pub(super) struct Engine {
    /// What a server of our own is started for; `None` for a lent one.
    need: Option<Need>,
    /// Its exact version; `None` for a lent server, of which nothing is kept.
    pub(super) version: Option<String>,
    /// Tells its plpgsql_check from others; empty where it offers none, or is lent.
    pub(super) examiner: String,
    /// Where catalogs are kept.
    pub(super) cache: Option<PathBuf>,
}

/// Chooses the server. None is started.
pub(super) async fn engine(declared: &Declared, options: &Options) -> Result<Engine, Failure> {
    if options.lent.is_some() {
        return Ok(Engine { need: None, version: None, examiner: String::new(), cache: None });
    }
    let extensions = &declared.outline.extensions;
    let on = |need: Need, choice: Choice| Engine {
        need: Some(need),
        examiner: choice.stamp(EXTENSION),
        version: Some(choice.version),
        cache: Some(choice.cache.join("catalogs")),
    };
    if options.major.is_none() && options.prefer.is_some() {
        let need = Need { extensions: extensions.clone(), major: options.prefer };
        if let Ok(choice) = scratch::choice(&need).await {
            return Ok(on(need, choice));
        }
    }
    let need = Need { extensions: extensions.clone(), major: options.major };
    let choice = scratch::choice(&need).await?;
    Ok(on(need, choice))
}

impl Place {
    /// An empty database, on a new server or on the one that the options lend.
    pub(super) async fn open(engine: &Engine, options: &Options) -> Result<Self, Failure> {
        let Some(lender) = &options.lent else {
            let need = engine.need.clone().unwrap_or_default();
            let server = scratch::start(&need).await?;
            let session = connect::connect(&server.target("postgres")).await?;
            return Ok(Self { session, server: Some(server), lent: None });
        };
        let name = format!("momni_db_scratch_{}_{}", std::process::id(), count());
        let maintenance = connect::connect(lender).await?;
        maintenance.batch(&format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
        let target = lender.with_database(&name)?;
        let session = connect::connect(&target).await?;
        session.batch("BEGIN").await?;
        Ok(Self { session, server: None, lent: Some((lender.clone(), name)) })
    }

    /// Makes the tablespaces that are named. A lent server must have them.
    pub(super) async fn provide(&self, tablespaces: BTreeSet<String>) -> Result<(), Failure> {
        match self.server {
            Some(_) => Ok(provide_tablespaces(&self.session, tablespaces).await?),
            None => Ok(()),
        }
    }

    /// Whether everything here happens in one transaction.
    pub(super) fn is_one_transaction(&self) -> bool {
        self.server.is_none()
    }

    /// What opens a unit of work that can be taken back: a transaction, or a savepoint where all is one transaction.
    pub(super) fn begin(&self) -> &'static str {
        if self.server.is_some() { "BEGIN" } else { "SAVEPOINT momni_db_unit" }
    }

    /// What keeps a unit of work.
    pub(super) fn keep(&self) -> &'static str {
        if self.server.is_some() { "COMMIT" } else { "RELEASE momni_db_unit" }
    }

    /// What takes a unit of work back.
    pub(super) fn take_back(&self) -> &'static str {
        if self.server.is_some() {
            "ROLLBACK"
        } else {
            "ROLLBACK TO momni_db_unit; RELEASE momni_db_unit"
        }
    }

    /// The server of our own, with what is in it.
    pub(super) fn into_server(self) -> Option<Server> {
        self.server
    }

    /// Ends the use of the place. A database on a lent server is dropped.
    pub(super) async fn close(self) -> Result<(), Failure> {
        let Some((lender, name)) = self.lent else { return Ok(()) };
        self.session.batch("ROLLBACK").await?;
        drop(self.session);
        let maintenance = connect::connect(&lender).await?;
        maintenance.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        Ok(())
    }
}

/// A number that no other place of this process has.
fn count() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}
