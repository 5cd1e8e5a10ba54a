//! A proxy that stops at an exact place of the conversation between a run and its server, and can cut it.
//!
//! Each statement that a run sends is answered by one ReadyForQuery, of which those of its first connection are counted:
//! the one after which a connection is open is number 0. At the answer with the number that is waited for the proxy
//! stops before it hands it on: the server has done the statement, and the run does not know it.

use crate::support::proxy::{Proxy, message, proxy, startup};
use momni_db::connect::Target;
use std::io::Write;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Where a fault comes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Moment {
    /// When the server has given this answer, and before the run knows.
    Boundary(usize),
    /// So long after the statement after this answer was sent.
    Inside(usize, Duration),
    /// While a statement waits for somebody, who goes at once after the fault, or when the server has noticed it.
    Waiting { until_noticed: bool },
}

/// The proxy, and what went through it.
pub(crate) struct Tap {
    proxy: Proxy,
    shared: Arc<Shared>,
    /// Says that the moment has come; the proxy stands still until it is answered.
    pub(crate) moment: Receiver<Sender<()>>,
}

struct Shared {
    at: Option<Moment>,
    moment: Mutex<Sender<Sender<()>>>,
    connections: AtomicUsize,
    come: AtomicBool,
    /// How long after it was asked each answer came.
    answers: Mutex<Vec<Duration>>,
    asked: Mutex<Instant>,
    /// The number of the answer that the lock was given back.
    unlock: AtomicUsize,
    changes: Mutex<Vec<usize>>,
    backend: Mutex<Option<i32>>,
    streams: Mutex<Vec<(UnixStream, UnixStream)>>,
    /// How long the end of a run is kept from the server.
    hold: Mutex<Duration>,
}

impl Tap {
    pub(crate) fn new(server: &Target, at: Option<Moment>) -> Self {
        let (sender, moment) = channel();
        let shared = Arc::new(Shared {
            at,
            moment: Mutex::new(sender),
            connections: AtomicUsize::new(0),
            come: AtomicBool::new(false),
            answers: Mutex::default(),
            asked: Mutex::new(Instant::now()),
            unlock: AtomicUsize::new(0),
            changes: Mutex::default(),
            backend: Mutex::default(),
            streams: Mutex::default(),
            hold: Mutex::default(),
        });
        let theirs = shared.clone();
        let proxy = proxy(server, move |mut client, server| {
            let is_first = theirs.connections.fetch_add(1, Ordering::SeqCst) == 0;
            let startup = startup(&mut client)?;
            let mut backend = UnixStream::connect(server)?;
            backend.write_all(&startup)?;
            let pair = (client.try_clone()?, backend.try_clone()?);
            theirs.streams.lock().unwrap().push(pair);
            let (mut from, mut to) = (client.try_clone()?, backend.try_clone()?);
            let asking = theirs.clone();
            std::thread::spawn(move || {
                while let Ok(message) = message(&mut from) {
                    let inside = is_first.then(|| asking.asked(&message)).flatten();
                    if to.write_all(&message).is_err() {
                        break;
                    }
                    if let Some(delay) = inside {
                        let asking = asking.clone();
                        std::thread::spawn(move || {
                            std::thread::sleep(delay);
                            asking.comes();
                        });
                    }
                }
                asking.ended(&from, &to);
            });
            while let Ok(message) = message(&mut backend) {
                if is_first {
                    theirs.answered(&message);
                }
                if client.write_all(&message).is_err() {
                    break;
                }
            }
            theirs.ended(&client, &backend);
            Ok(())
        });
        Self { proxy, shared, moment }
    }

    /// Where the run connects to.
    pub(crate) fn target(&self) -> &Target {
        &self.proxy.target
    }

    /// The backend of the first connection.
    pub(crate) fn backend(&self) -> Option<i32> {
        *self.shared.backend.lock().unwrap()
    }

    /// How long each answer took, from the first one, that the connection is open, to the one that the run has given its
    /// lock back. What comes after that only reads.
    pub(crate) fn answers(&self) -> Vec<Duration> {
        let answers = self.shared.answers.lock().unwrap();
        answers[..=self.shared.unlock.load(Ordering::SeqCst)].to_vec()
    }

    /// The numbers of the answers to statements that change something, up to the one with which the lock is given back.
    pub(crate) fn changes(&self) -> Vec<usize> {
        let unlock = self.shared.unlock.load(Ordering::SeqCst);
        let changes = self.shared.changes.lock().unwrap();
        changes.iter().copied().filter(|at| *at < unlock).chain([unlock]).collect()
    }

    /// Cuts every connection, on both sides.
    pub(crate) fn cut(&self) {
        for (client, backend) in self.shared.streams.lock().unwrap().iter() {
            end(client, backend);
        }
    }

    /// Cuts every connection on the side of the run; the server learns of it only after a while.
    pub(crate) fn cut_the_near_side(&self, after: Duration) {
        *self.shared.hold.lock().unwrap() = after;
        for (client, _) in self.shared.streams.lock().unwrap().iter() {
            let _ = client.shutdown(Shutdown::Both);
        }
    }
}

/// An end that is there already is none to speak of.
fn end(one: &UnixStream, other: &UnixStream) {
    let _ = one.shutdown(Shutdown::Both);
    let _ = other.shutdown(Shutdown::Both);
}

impl Shared {
    /// A statement is sent: how long it is until the moment, where it is within this one.
    fn asked(&self, statement: &[u8]) -> Option<Duration> {
        *self.asked.lock().unwrap() = Instant::now();
        let answers = self.answers.lock().unwrap().len();
        let unlock = b"pg_advisory_unlock";
        if statement.windows(unlock.len()).any(|it| it == unlock) {
            self.unlock.store(answers, Ordering::SeqCst);
        }
        // Behind the type and the length. After what only reads and sets, all is on the server as it was before.
        let text = &statement[5..];
        let only_reads =
            ["select", "show", "set "].iter().any(|it| text.starts_with(it.as_bytes()));
        if !only_reads {
            self.changes.lock().unwrap().push(answers);
        }
        match self.at {
            Some(Moment::Inside(after, delay)) if answers == after + 1 => Some(delay),
            _ => None,
        }
    }

    fn answered(&self, message: &[u8]) {
        match message[0] {
            b'K' => {
                let pid: [u8; 4] = message[5..9].try_into().unwrap();
                *self.backend.lock().unwrap() = Some(i32::from_be_bytes(pid));
            }
            b'Z' => {
                let took = self.asked.lock().unwrap().elapsed();
                let mut answers = self.answers.lock().unwrap();
                answers.push(took);
                let number = answers.len() - 1;
                drop(answers);
                if matches!(self.at, Some(Moment::Boundary(at)) if at == number) {
                    self.comes();
                }
            }
            _ => {}
        }
    }

    /// The end of one side ends the other.
    fn ended(&self, client: &UnixStream, backend: &UnixStream) {
        let hold = *self.hold.lock().unwrap();
        std::thread::sleep(hold);
        end(client, backend);
    }

    /// Says that the moment has come, once, and waits until what was to happen has happened.
    fn comes(&self) {
        if self.come.swap(true, Ordering::SeqCst) {
            return;
        }
        let (sender, done) = channel();
        if self.moment.lock().unwrap().send(sender).is_ok() {
            let _ = done.recv();
        }
    }
}
