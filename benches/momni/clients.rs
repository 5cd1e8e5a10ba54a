//! Sessions that do one operation after the other.

use super::operations::Operation;
use super::town::PLAIN;
use futures_util::future::{join, join3};
use momni_db::connect::{Session, Target, connect};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

/// How many calls of a new session come before those that count: PL/pgSQL decides on a plan to keep with the sixth.
const WARM: usize = 7;

/// When the token of the caller expires: every token says it.
const EXPIRES: u64 = 4_102_444_800;

/// How the work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// As the caller, by a function.
    Functions,
    /// As a login that no policy binds, by the statements themselves.
    Plain,
}

/// How long the calls of a side took in a turn, or in all of its turns.
#[derive(Debug, Default)]
pub(crate) struct Times {
    each: Vec<Duration>,
    /// How long all clients were at it.
    within: Duration,
}

impl Times {
    /// Of clients at the same time. The last call of some client ends after the time is over, and counts.
    fn of_clients<'a>(clients: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for client in clients {
            all.each.extend(&client.each);
            all.within = all.within.max(client.within);
        }
        all
    }

    /// Of turns after each other.
    pub(crate) fn of_turns(turns: &[Self]) -> Self {
        let mut all = Self::default();
        for turn in turns {
            all.each.extend(&turn.each);
            all.within += turn.within;
        }
        all
    }

    /// The duration below which that share of the calls is.
    pub(crate) fn quantile(&self, share: f64) -> Duration {
        let mut all = self.each.clone();
        all.sort_unstable();
        let last = all.len() - 1;
        // Not negative, and no more than the last one.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let at = (last as f64 * share).round() as usize;
        all[at.min(last)]
    }

    pub(crate) fn per_second(&self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let many = self.each.len() as f64;
        many / self.within.as_secs_f64()
    }
}

/// The turns of both sides, functions first: in each, every client calls again and again until the time is over. A client has a session for each
/// side and keeps it. Every call is taken back, so that each finds the same town.
pub(crate) fn turns(
    target: &Target,
    operation: &Operation,
    inputs: &[Vec<String>],
    clients: usize,
    turns: usize,
    turn: Duration,
) -> [Vec<Times>; 2] {
    let ready = Barrier::new(clients);
    let each: Vec<[Vec<Times>; 2]> = thread::scope(|scope| {
        let all: Vec<_> = (0..clients)
            .map(|client| {
                let ready = &ready;
                scope.spawn(move || {
                    let runtime =
                        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    runtime.block_on(async {
                        let mut all = [Vec::new(), Vec::new()];
                        let sessions = [
                            Caller::new(target, operation, inputs, Side::Functions).await,
                            Caller::new(target, operation, inputs, Side::Plain).await,
                        ];
                        // Each client begins elsewhere, so that no two stand in line for one host.
                        let mut at = [client * inputs.len() / clients; 2];
                        for number in 0..turns {
                            for step in 0..2 {
                                // Every other time in the other order.
                                let side = (number + step) % 2;
                                ready.wait();
                                all[side]
                                    .push(sessions[side].calls(inputs, &mut at[side], turn).await);
                            }
                        }
                        all
                    })
                })
            })
            .collect();
        all.into_iter().map(|it| it.join().unwrap()).collect()
    });
    [0, 1].map(|side| {
        (0..turns).map(|turn| Times::of_clients(each.iter().map(|it| &it[side][turn]))).collect()
    })
}

/// A session of a side.
struct Caller<'a> {
    session: Session,
    operation: &'a Operation,
    side: Side,
    prepared: Prepared,
}

impl<'a> Caller<'a> {
    async fn new(
        target: &Target,
        operation: &'a Operation,
        inputs: &[Vec<String>],
        side: Side,
    ) -> Self {
        let session = connect(target).await.unwrap();
        if side == Side::Plain {
            session.batch(&format!("set session authorization {PLAIN}")).await.unwrap();
        }
        let prepared = prepare(&session, operation, side).await;
        // What a session reads of catalogs, and the plans that it makes, it keeps.
        for input in inputs.iter().take(WARM) {
            call(&session, operation, &prepared, input, side).await;
        }
        Self { session, operation, side, prepared }
    }

    /// Calls until the time is over, with the inputs from `at` on.
    async fn calls(&self, inputs: &[Vec<String>], at: &mut usize, turn: Duration) -> Times {
        let begun = Instant::now();
        let mut each = Vec::new();
        while begun.elapsed() < turn {
            let input = &inputs[*at % inputs.len()];
            *at += 1;
            let started = Instant::now();
            call(&self.session, self.operation, &self.prepared, input, self.side).await;
            each.push(started.elapsed());
        }
        Times { each, within: begun.elapsed() }
    }
}

/// What the generated client sets in each transaction, in one prepared statement.
const SET: &str = "select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)";
/// And where a call has a key by which its request is known.
const SET_WITH_HEADERS: &str = "select set_config('request.jwt.claims', $1, true), \
    set_config('role', $2, true), set_config('request.headers', $3, true)";

/// The statements of a side.
struct Prepared {
    /// Tells the functions who is calling, or asks it for plain SQL.
    who: Option<Statement>,
    /// The work.
    work: Vec<Statement>,
}

async fn prepare(session: &Session, operation: &Operation, side: Side) -> Prepared {
    let (who, work) = match side {
        Side::Functions if operation.keyed => (Some(SET_WITH_HEADERS), operation.function),
        Side::Functions => (Some(SET), operation.function),
        Side::Plain => (operation.known, operation.plain),
    };
    let mut prepared = Prepared { who: None, work: Vec::new() };
    for sql in work {
        prepared.work.push(statement(session, sql).await);
    }
    if let Some(sql) = who {
        prepared.who = Some(statement(session, sql).await);
    }
    prepared
}

async fn statement(session: &Session, sql: &str) -> Statement {
    let statement = session.client.prepare(sql).await;
    statement.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
}

/// A transaction. What comes before the first statement of the work is sent with it and what follows the last one, too, as the
/// generated client does it. Every other answer is waited for on both sides, since what comes next depends on it: so is who is
/// calling where plain SQL has asked it.
async fn call(
    session: &Session,
    operation: &Operation,
    prepared: &Prepared,
    input: &[String],
    side: Side,
) {
    let (caller, arguments) = input.split_first().unwrap();
    let claims = format!(r#"{{"sub":"{caller}","role":"{}","exp":{EXPIRES}}}"#, operation.role);
    let headers = format!(r#"{{"idempotency-key":"{caller}-{:.8}"}}"#, arguments[0]);
    let set = [claims, operation.role.to_owned(), headers];
    let run = async |statement: &Statement, given: &[String]| {
        let needed = statement.params().len();
        let values: Vec<&(dyn ToSql + Sync)> =
            given[..needed].iter().map(|it| it as &(dyn ToSql + Sync)).collect();
        let done = session.client.query(statement, &values).await;
        done.unwrap_or_else(|error| panic!("{} {side:?} {input:?}: {error:?}", operation.name))
    };
    let asks = side == Side::Plain && prepared.who.is_some();
    let begin = async || {
        let who = async {
            let Some(who) = &prepared.who else { return };
            let known = run(who, if side == Side::Functions { &set } else { input }).await;
            assert_eq!(known.len(), 1, "{} {side:?} {input:?}: not allowed", operation.name);
        };
        let begin = match side {
            Side::Functions if operation.reads => "begin read only",
            _ => "begin",
        };
        join(async { session.batch(begin).await.unwrap() }, who).await;
    };
    if asks {
        begin().await;
    }
    let last = prepared.work.len() - 1;
    for (at, statement) in prepared.work.iter().enumerate() {
        let before = async {
            if at == 0 && !asks {
                begin().await;
            }
        };
        let after = async {
            if at == last {
                session.batch("rollback").await.unwrap();
            }
        };
        join3(before, run(statement, arguments), after).await;
    }
}
