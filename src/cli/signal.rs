//! Ctrl-C and SIGTERM while a run is on: the running statement is cancelled, its migration rolled back.

use super::exit::{Exit, Failure};
use super::printer::Printer;
use crate::apply::Interrupt;
use crate::connect::Session;
use crate::jobs::Stop;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A cancel request that comes between two statements has no effect, so it is sent again and again.
const AGAIN: Duration = Duration::from_millis(200);

/// Listens from now on; the process no longer ends by itself at these signals.
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    pub(super) fn listen() -> Result<Self, Failure> {
        let listen = |kind| {
            signal(kind).map_err(|error| Failure::new(Exit::Failed, "signal", error.to_string()))
        };
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "interrupt",
            _ = self.terminate.recv() => "terminate",
        }
    }

    /// Goes on with `run` until it ends. At the first signal it is asked to stop, and its statements are cancelled;
    /// at the second, it is given up: the server rolls back what was running when it sees that the client is gone.
    pub(super) async fn stopping<T>(
        &mut self,
        run: impl Future<Output = T>,
        session: &Session,
        interrupt: &Interrupt,
        printer: Printer,
    ) -> Result<T, Failure> {
        // When the server cannot be reached, the run fails by itself.
        let cancel = async || drop(session.cancel().await);
        self.stopping_all(run, cancel, interrupt, printer).await
    }

    /// The same for a run that has several sessions, or none yet: `cancel` cancels the statements of all of them.
    pub(super) async fn stopping_all<T>(
        &mut self,
        run: impl Future<Output = T>,
        cancel: impl AsyncFn(),
        interrupt: &Interrupt,
        printer: Printer,
    ) -> Result<T, Failure> {
        let mut run = pin!(run);
        let name = tokio::select! {
            ended = &mut run => return Ok(ended),
            name = self.next() => name,
        };
        printer.warn(&format!("got the signal to {name}: ending the running statement"));
        interrupt.set();
        let help =
            "the server rolls back what was running; `momni-db status` tells what is applied";
        self.cancelling(run, cancel, "again", help).await
    }

    /// Goes on with jobs until they end. At the first signal no further one is begun; at the second, those under way are
    /// cancelled; at the third, they are given up.
    pub(super) async fn draining<T>(
        &mut self,
        run: impl Future<Output = T>,
        cancel: impl AsyncFn(),
        stop: &Stop,
        printer: Printer,
    ) -> Result<T, Failure> {
        let mut run = pin!(run);
        let name = tokio::select! {
            ended = &mut run => return Ok(ended),
            name = self.next() => name,
        };
        stop.after_this();
        printer.note(&format!("got the signal to {name}: ending when what runs has ended"));
        let name = tokio::select! {
            ended = &mut run => return Ok(ended),
            name = self.next() => name,
        };
        stop.now();
        printer.warn(&format!("got the signal to {name} again: cancelling what runs"));
        let help = "what was under way is rolled back, and begun again by the next runner";
        self.cancelling(run, cancel, "a third time", help).await
    }

    /// Cancels until it ends, or until one more signal comes.
    async fn cancelling<T>(
        &mut self,
        mut run: std::pin::Pin<&mut impl Future<Output = T>>,
        cancel: impl AsyncFn(),
        time: &str,
        help: &'static str,
    ) -> Result<T, Failure> {
        loop {
            let cancel = async {
                cancel().await;
                tokio::time::sleep(AGAIN).await;
            };
            tokio::select! {
                ended = &mut run => return Ok(ended),
                name = self.next() => {
                    let message = format!("got the signal to {name} {time}: given up without an answer of the server");
                    return Err(Failure::new(Exit::Failed, "interrupted", message).help(help));
                }
                () = cancel => {}
            }
        }
    }

    /// Goes on with something that may be dropped at any point.
    pub(super) async fn dropping<T>(
        &mut self,
        work: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        tokio::select! {
            ended = work => Ok(ended),
            name = self.next() => {
                Err(Failure::new(Exit::Failed, "interrupted", format!("got the signal to {name}")))
            }
        }
    }
}
