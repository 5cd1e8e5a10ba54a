//! Sessions that do one operation after the other.

use super::operations::Operation;
use momni_db::connect::{Session, Target, connect};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;

/// How many calls of a new session come before those that count: PL/pgSQL decides on a plan to keep with the sixth.
const WARM: usize = 7;

/// How the work is done.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Side {
    /// As the caller, by a function.
    Functions,
    /// As a superuser, by the statements themselves.
    Plain,
}

/// How long the calls of a side took.
#[derive(Debug, Default)]
pub(crate) struct Times {
    each: Vec<Duration>,
    /// How long all clients were at it.
    within: Duration,
}

impl Times {
    pub(crate) fn add(&mut self, other: Self) {
        self.each.extend(other.each);
        self.within += other.within;
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

/// Each client calls again and again until the time is over. Every call is taken back, so that each finds the same town.
pub(crate) fn calls(
    target: &Target,
    operation: &Operation,
    inputs: &[Vec<String>],
    side: Side,
    clients: usize,
    turn: Duration,
) -> Times {
    let ready = Barrier::new(clients);
    let all: Vec<(Vec<Duration>, Duration)> = thread::scope(|scope| {
        let all: Vec<_> = (0..clients)
            .map(|client| {
                let ready = &ready;
                scope.spawn(move || {
                    let runtime =
                        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    runtime.block_on(async {
                        let session = connect(target).await.unwrap();
                        let prepared = prepare(&session, operation, side).await;
                        // What a session reads of catalogs, and the plans that it makes, it keeps.
                        for input in inputs.iter().take(WARM) {
                            call(&session, operation, &prepared, input, side).await;
                        }
                        ready.wait();
                        let begun = Instant::now();
                        let mut each = Vec::new();
                        // Each client begins elsewhere, so that no two stand in line for one host.
                        let mut at = client * inputs.len() / clients;
                        while begun.elapsed() < turn {
                            let input = &inputs[at % inputs.len()];
                            at += 1;
                            let started = Instant::now();
                            call(&session, operation, &prepared, input, side).await;
                            each.push(started.elapsed());
                        }
                        (each, begun.elapsed())
                    })
                })
            })
            .collect();
        all.into_iter().map(|it| it.join().unwrap()).collect()
    });
    // The last call of some client ends after the time is over, and counts.
    let within = all.iter().map(|(_, took)| *took).max().unwrap_or(turn);
    Times { each: all.into_iter().flat_map(|(each, _)| each).collect(), within }
}

async fn prepare(session: &Session, operation: &Operation, side: Side) -> Vec<Statement> {
    let statements = match side {
        Side::Functions => operation.function,
        Side::Plain => operation.plain,
    };
    let mut prepared = Vec::new();
    for sql in statements {
        let statement = session.client.prepare(sql).await;
        prepared.push(statement.unwrap_or_else(|error| panic!("{sql}: {error:?}")));
    }
    prepared
}

async fn call(
    session: &Session,
    operation: &Operation,
    prepared: &[Statement],
    input: &[String],
    side: Side,
) {
    let (caller, arguments) = input.split_first().unwrap();
    let begin = match side {
        Side::Functions => format!(
            "begin; set local role {0}; set local request.jwt.claims = '{{\"sub\":\"{caller}\",\"role\":\"{0}\"}}'; \
             set local request.headers = '{{\"idempotency-key\":\"{1}-{2:.8}\"}}'",
            operation.role, caller, arguments[0]
        ),
        Side::Plain => "begin".to_owned(),
    };
    session.batch(&begin).await.unwrap();
    for statement in prepared {
        let needed = statement.params().len();
        let values: Vec<&(dyn ToSql + Sync)> =
            arguments[..needed].iter().map(|it| it as &(dyn ToSql + Sync)).collect();
        let done = session.client.query(statement, &values).await;
        done.unwrap_or_else(|error| panic!("{} {side:?} {input:?}: {error:?}", operation.name));
    }
    session.batch("rollback").await.unwrap();
}
