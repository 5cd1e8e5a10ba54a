//! The declared state, built for good on a scratch server: what tests run on.

use super::Failure;
use super::build::build;
use super::place::{self, Options, Place};
use super::state::with_base;
use super::tablespaces::of_catalog;
use crate::catalog::Catalog;
use crate::connect::{Session, connect};
use crate::introspect::introspect;
use crate::plan::plan;
use crate::read::Declared;
use crate::render::statements;
use crate::scratch::Server;

/// The database that the state is built in, which copies are made of.
const TEMPLATE: &str = "postgres";

/// A scratch server with the declared state. It goes with this value.
pub struct Standing {
    /// The state in the server's words.
    pub catalog: Catalog,
    /// The server's major version.
    pub major: u32,
    server: Server,
}

/// Builds the declared state on a server of our own.
///
/// # Errors
/// As [`super::declared_state`].
pub async fn standing(declared: &Declared, options: &Options) -> Result<Standing, Failure> {
    let options = Options { lent: None, ..options.clone() };
    let engine = place::engine(declared, &options).await?;
    let place = Place::open(&engine, &options).await?;
    let client = &place.session.client;
    let base = introspect(client, &declared.outline.scope).await?;
    let to = with_base(declared, &base)?;
    place.provide(of_catalog(&to).into_keys().collect()).await?;
    build(&place, declared, &to, &statements(&plan(&base, &to, &declared.outline.intent))).await?;
    let catalog = introspect(client, &declared.outline.scope).await?;
    place.session.batch(place.keep()).await?;
    let major = place.session.major;
    let server = place.into_server().ok_or_else(|| {
        Failure::Scratch(crate::scratch::ScratchError::new("there is no server of our own", ""))
    })?;
    Ok(Standing { catalog, major, server })
}

impl Standing {
    /// Connections, each to a database of its own that is like the one that was built: transactions that are rolled back
    /// do not wait for one another. The settings of the database hold in all.
    ///
    /// # Errors
    /// What the server said.
    pub async fn sessions(&self, count: usize) -> Result<Vec<Session>, Failure> {
        let maintenance = connect(&self.server.target("template1")).await?;
        const SETTINGS: &str = "\
            SELECT pg_catalog.split_part(c, '=', 1), pg_catalog.substr(c, pg_catalog.strpos(c, '=') + 1) \
            FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c \
            JOIN pg_catalog.pg_database d ON d.datname = 'postgres' \
            WHERE s.setdatabase = d.oid AND s.setrole = 0";
        let settings = maintenance.rows(SETTINGS).await?;
        let mut sessions = Vec::new();
        for number in 1..=count {
            let name = format!("momni_db_test_{number}");
            // To copy files is three times as fast as to write all of them to the log, on a server that waits for no disk.
            let create = format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy");
            maintenance.batch(&create).await?;
            let session = connect(&self.server.target(&name)).await?;
            for setting in &settings {
                if let [Some(name), Some(value)] = &setting[..] {
                    let (name, value) =
                        (crate::render::literal(name), crate::render::literal(value));
                    let set = format!("SELECT pg_catalog.set_config({name}, {value}, false)");
                    session.batch(&set).await?;
                }
            }
            sessions.push(session);
        }
        Ok(sessions)
    }
}
