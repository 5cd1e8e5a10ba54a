//! LISTEN.

use super::client::Client;
use super::error::Error;
use super::tls::Messages;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use futures_util::stream::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use tokio_postgres::AsyncMessage;

/// What somebody has sent by NOTIFY.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The channel.
    pub channel: String,
    /// What was sent along; empty where nothing was.
    pub payload: String,
    /// The server process of the sender.
    pub process_id: i32,
}

/// Notifications as they come, over a connection of its own. It ends when the connection is lost, after an error that says so.
pub struct Notifications {
    // Without it the connection would be closed.
    _client: tokio_postgres::Client,
    messages: Messages,
    early: VecDeque<Notification>,
}

impl Client {
    /// Listens on channels, over a connection of its own and as whoever the client connects as.
    ///
    /// # Errors
    /// The connection could not be had.
    pub async fn listen(&self, channels: &[&str]) -> Result<Notifications, Error> {
        let connector = self.connector();
        let (client, mut messages) = connector.tls.listen(&connector.config).await?;
        let quoted = |it: &&str| format!("LISTEN \"{}\";", it.replace('"', "\"\""));
        let listen: String = channels.iter().map(quoted).collect();
        let mut early = VecDeque::new();
        {
            // The answer comes over the connection, which only moves while its messages are read.
            let mut listening = pin!(client.batch_execute(&listen));
            loop {
                match select(listening.as_mut(), messages.next()).await {
                    Either::Left((done, _)) => break done?,
                    Either::Right((Some(message), _)) => early.extend(notification(message?)),
                    Either::Right((None, _)) => return Err(lost()),
                }
            }
        }
        Ok(Notifications { _client: client, messages, early })
    }
}

fn lost() -> Error {
    Error::rows("the connection that listens was closed")
}

fn notification(message: AsyncMessage) -> Option<Notification> {
    let AsyncMessage::Notification(it) = message else { return None };
    Some(Notification {
        channel: it.channel().to_owned(),
        payload: it.payload().to_owned(),
        process_id: it.process_id(),
    })
}

impl Stream for Notifications {
    type Item = Result<Notification, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(early) = self.early.pop_front() {
            return Poll::Ready(Some(Ok(early)));
        }
        loop {
            return Poll::Ready(match ready!(self.messages.poll_next_unpin(cx)) {
                Some(Ok(message)) => match notification(message) {
                    Some(it) => Some(Ok(it)),
                    None => continue,
                },
                Some(Err(error)) => Some(Err(error.into())),
                None => None,
            });
        }
    }
}

impl fmt::Debug for Notifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notifications").finish_non_exhaustive()
    }
}
