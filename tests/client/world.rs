//! A database on each server, by its project's own migrations, and a client of it.

use crate::support::MAJORS;
pub(crate) use crate::support::migrated::{migrated_by, url};
use every_client::{Claims, Client, Role, User};
use momni_db::connect::Target;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A database with every type and every form of function. Tests share it.
#[derive(Clone)]
pub(crate) struct World {
    /// The major version of its server.
    pub(crate) major: u32,
    /// The operator's way in: a superuser.
    pub(crate) operator: Target,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// One on each server.
pub(crate) fn every() -> Vec<World> {
    static SHARED: Mutex<Vec<World>> = Mutex::new(Vec::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if shared.is_empty() {
        let opened = |major| World {
            major,
            operator: migrated(major, "every", &root().join("tests/cases/client/every")),
        };
        *shared = MAJORS.into_iter().map(opened).collect();
    }
    shared.clone()
}

/// A new database with all that the migrations of a project make.
pub(crate) fn migrated(major: u32, name: &str, project: &Path) -> Target {
    crate::support::migrated::migrated(major, &["citext", "hstore", "ltree"], name, project)
}

impl World {
    /// A client that connects as the login of the REST server.
    pub(crate) fn client(&self) -> Client {
        Client::new(&url(&self.operator, "every_login")).unwrap()
    }

    /// Somebody who may call nearly everything.
    pub(crate) fn user(&self) -> User {
        self.client().as_user(&Claims::new(Role::EveryCaller).subject("somebody"))
    }

    /// The driver itself, as a superuser.
    pub(crate) async fn driver(&self) -> tokio_postgres::Client {
        let config: tokio_postgres::Config = self.operator.to_string().parse().unwrap();
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }
}
