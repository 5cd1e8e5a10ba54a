//! The client: a pool of connections.

use super::claims::Claims;
use super::connection::{Connection, Connector, WAIT};
use super::error::Error;
use super::tls::Tls;
use super::user::User;
use deadpool::Runtime;
use deadpool::managed::{Object, Pool, PoolError};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

/// Connections to the database, and the only way to its functions: [`as_user`](Self::as_user). A clone shares them.
#[derive(Clone)]
pub struct Client {
    pool: Pool<Connector>,
    connector: Arc<Connector>,
}

/// How a [`Client`] is set up.
#[must_use]
pub struct Builder {
    config: Config,
    tls: Option<Tls>,
    connections: usize,
    wait: Duration,
}

impl Client {
    /// Of a URL or of keywords and values, as libpq takes them. Nothing is connected yet.
    ///
    /// # Errors
    /// The URL cannot be read, or asks for TLS: see [`builder`](Self::builder).
    pub fn new(url: &str) -> Result<Self, Error> {
        Self::builder(url)?.build()
    }

    /// The same with more to set.
    ///
    /// # Errors
    /// The URL cannot be read.
    pub fn builder(url: &str) -> Result<Builder, Error> {
        let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
            // The driver's own error names the key, never the value.
            Error::setup(format!("the database's URL cannot be read: {error}"))
        })?;
        if config.get_application_name().is_none() {
            config.application_name(env!("CARGO_PKG_NAME"));
        }
        Ok(Builder { config, tls: None, connections: 16, wait: WAIT })
    }

    /// Whoever has these claims.
    pub fn as_user(&self, claims: &Claims) -> User {
        User::new(self.clone(), claims)
    }

    pub(crate) async fn connection(&self) -> Result<Object<Connector>, Error> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error,
            PoolError::Timeout(_) => Error::pool("no connection came free in time"),
            PoolError::Closed => Error::pool("the client is closed"),
            PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
                Error::pool("the pool of connections was set up in a wrong way")
            }
        })
    }

    pub(crate) fn connector(&self) -> &Connector {
        &self.connector
    }

    /// Closes all connections, those in use when they are given back.
    pub fn close(&self) {
        self.pool.close();
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.pool.status();
        f.debug_struct("Client")
            .field("connections", &status.size)
            .field("available", &status.available)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// How many connections there are at most; 16 unless this is said.
    pub fn connections(mut self, most: usize) -> Self {
        self.connections = most;
        self
    }

    /// How long a call waits for a connection, and for one to be made; 30 seconds unless this is said.
    pub fn wait(mut self, longest: Duration) -> Self {
        self.wait = longest;
        self
    }

    /// The password, where it is not in the URL.
    pub fn password(mut self, password: impl AsRef<[u8]>) -> Self {
        self.config.password(password);
        self
    }

    /// What the server's logs and `pg_stat_activity` call the client; its crate's name unless this or the URL says it.
    pub fn application_name(mut self, name: &str) -> Self {
        self.config.application_name(name);
        self
    }

    /// TLS as rustls is told. Unless the URL's `sslmode` says otherwise it is required from now on.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, config: rustls::ClientConfig) -> Self {
        if self.config.get_ssl_mode() == SslMode::Prefer {
            self.config.ssl_mode(SslMode::Require);
        }
        self.tls = Some(Tls::Rustls(tokio_postgres_rustls::MakeRustlsConnect::new(config)));
        self
    }

    /// TLS with a server whose certificate one of these has signed, in DER.
    ///
    /// # Errors
    /// One is no certificate.
    #[cfg(feature = "tls")]
    pub fn trust<'a>(
        self,
        certificates: impl IntoIterator<Item = rustls::pki_types::CertificateDer<'a>>,
    ) -> Result<Self, Error> {
        let mut roots = rustls::RootCertStore::empty();
        for certificate in certificates {
            roots.add(certificate.into_owned()).map_err(Error::value)?;
        }
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(Error::value)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(self.tls(config))
    }

    /// The client.
    ///
    /// # Errors
    /// The URL asks for TLS, and nobody has said which certificates are trusted.
    pub fn build(mut self) -> Result<Client, Error> {
        let tls = match (self.tls, self.config.get_ssl_mode()) {
            (Some(tls), _) => tls,
            (None, SslMode::Require) => {
                return Err(Error::setup(
                    "the URL asks for TLS: say by Builder::tls or Builder::trust which certificates are trusted",
                ));
            }
            (None, _) => {
                self.config.ssl_mode(SslMode::Disable);
                Tls::Plain
            }
        };
        let connector = Connector { config: self.config, tls };
        let pool = Pool::builder(connector.clone())
            .max_size(self.connections)
            .wait_timeout(Some(self.wait))
            .create_timeout(Some(self.wait))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::setup(error.to_string()))?;
        Ok(Client { pool, connector: Arc::new(connector) })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

/// A connection of the pool.
pub(crate) type Pooled = Object<Connector>;

/// What a pooled connection is.
pub(crate) fn connection(it: &Pooled) -> &Connection {
    it
}
