//! Connections with and without TLS.

use super::error::Error;
use futures_util::stream::{BoxStream, StreamExt, poll_fn};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls};

/// What the server says without being asked.
pub(crate) type Messages = BoxStream<'static, Result<AsyncMessage, tokio_postgres::Error>>;

/// How connections are encrypted.
#[derive(Clone)]
pub(crate) enum Tls {
    /// They are not.
    Plain,
    /// By rustls.
    #[cfg(feature = "tls")]
    Rustls(tokio_postgres_rustls::MakeRustlsConnect),
}

impl Tls {
    /// A connection that is driven by a task of its own.
    pub(crate) async fn connect(&self, config: &Config) -> Result<Client, Error> {
        // The two connections are of different types.
        match self {
            Self::Plain => {
                let (client, connection) = config.connect(NoTls).await?;
                tokio::spawn(connection);
                Ok(client)
            }
            #[cfg(feature = "tls")]
            Self::Rustls(tls) => {
                let (client, connection) = config.connect(tls.clone()).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        }
    }

    /// A connection that is driven by whoever reads its messages.
    pub(crate) async fn listen(&self, config: &Config) -> Result<(Client, Messages), Error> {
        match self {
            Self::Plain => {
                let (client, mut connection) = config.connect(NoTls).await?;
                Ok((client, poll_fn(move |cx| connection.poll_message(cx)).boxed()))
            }
            #[cfg(feature = "tls")]
            Self::Rustls(tls) => {
                let (client, mut connection) = config.connect(tls.clone()).await?;
                Ok((client, poll_fn(move |cx| connection.poll_message(cx)).boxed()))
            }
        }
    }
}
