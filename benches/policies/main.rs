//! What policies in short cost: the same query as somebody whom a policy binds, with the filter written by hand and no policy,
//! and with the policy as it is most often written.
//!
//! `cargo bench --bench policies -- [--rows N] [--postgres MAJOR] [--write]`; `--write` refreshes `docs/performance.md`.
//! `--rows 1000000` is the size that counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../stages/arguments.rs"]
mod arguments;
#[allow(dead_code)]
#[path = "../stages/bench.rs"]
mod bench;
mod forms;
#[allow(dead_code)]
#[path = "../stages/measured.rs"]
mod measured;
#[path = "../stages/process.rs"]
mod process;
mod report;
#[path = "../stages/server.rs"]
mod server;
mod table;
#[path = "../stages/written.rs"]
mod written;

use arguments::Arguments;
use bench::Bench;
use forms::{FORMS, Form, Query};
use momni_db::connect::{Session, connect};
use report::{Row, Times};
use server::server;
use std::time::{Duration, Instant};
use table::{Table, USER};

/// What is short is run by turns so many times; the least counts.
const TURNS: usize = 400;
/// What is long so many times.
const FEW: usize = 3;

fn main() {
    let arguments = Arguments::read(&[("--rows", 100_000)]);
    let many = arguments.number("--rows");
    let (bin, version) = server(arguments.postgres);
    let bench = Bench::new(&bin);
    let table = Table::new(&bench, many);
    let mut rows = Vec::new();
    for query in [Query::All, Query::One] {
        for form in FORMS {
            let row = bench.wait(measured(&table, form, query));
            eprintln!("{row:?}");
            rows.push(row);
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let heading = format!(
        "PostgreSQL {version}, {cores} cores, {many} rows ({} MB with its indexes).",
        table.megabytes
    );
    let report = report::report(&heading, &rows);
    println!("{report}");
    if arguments.write {
        written::write("policies", &report);
    }
}

/// One form and one query, three ways. All three give the same.
async fn measured(table: &Table, form: &Form, query: Query) -> Row {
    let by_hand = session(table, None).await;
    let bound = session(table, Some(form.role)).await;
    let key = text(&by_hand, &form.a_row()).await;
    let plain = query.sql("app.notes", Some(form.by_hand), &key);
    let in_short = query.sql("app.notes", None, &key);
    let naive = query.sql("app.naive_notes", None, &key);
    let wanted = text(&by_hand, &plain).await;
    assert_eq!(text(&bound, &in_short).await, wanted, "{}", form.name);
    assert_eq!(text(&bound, &naive).await, wanted, "{}", form.name);
    let planned = by_turns(async |turn| match turn {
        Turn::ByHand => timed(&by_hand, &plain).await,
        Turn::InShort => timed(&bound, &in_short).await,
    });
    let planned = planned.await;
    let kept = (kept(&by_hand, &plain).await, kept(&bound, &in_short).await);
    let prepared = by_turns(async |turn| match turn {
        Turn::ByHand => run(&by_hand, &kept.0).await,
        Turn::InShort => run(&bound, &kept.1).await,
    });
    let prepared = prepared.await;
    let mut naive_least = Duration::MAX;
    for _ in 0..FEW {
        naive_least = naive_least.min(timed(&bound, &naive).await);
    }
    Row { form: form.name, query, seen: wanted, planned, prepared, naive: naive_least }
}

#[derive(Clone, Copy)]
enum Turn {
    ByHand,
    InShort,
}

/// The least of each, every other turn in the other order.
async fn by_turns(time: impl AsyncFn(Turn) -> Duration) -> Times {
    let mut least = Times { by_hand: Duration::MAX, in_short: Duration::MAX };
    for turn in 0..TURNS {
        let mut both = [Turn::ByHand, Turn::InShort];
        if turn % 2 == 1 {
            both.reverse();
        }
        for which in both {
            let took = time(which).await;
            let least = match which {
                Turn::ByHand => &mut least.by_hand,
                Turn::InShort => &mut least.in_short,
            };
            *least = (*least).min(took);
        }
    }
    least
}

/// A session of the caller, as a role that a policy binds; without one, row security does not bind it.
async fn session(table: &Table, role: Option<&str>) -> Session {
    let session = connect(&table.target()).await.unwrap();
    session.batch(&format!("set app.caller = '{USER}'")).await.unwrap();
    if let Some(role) = role {
        session.batch(&format!("set role {role}")).await.unwrap();
    }
    session
}

async fn text(session: &Session, sql: &str) -> String {
    let rows = session.rows(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows[0][0].clone().unwrap_or_default()
}

async fn timed(session: &Session, sql: &str) -> Duration {
    let begun = Instant::now();
    text(session, sql).await;
    begun.elapsed()
}

/// A statement that a client keeps. After a few runs PostgreSQL keeps its plan as well.
async fn kept(session: &Session, sql: &str) -> tokio_postgres::Statement {
    session.client.prepare(sql).await.unwrap()
}

async fn run(session: &Session, statement: &tokio_postgres::Statement) -> Duration {
    let begun = Instant::now();
    session.client.query_one(statement, &[]).await.unwrap();
    begun.elapsed()
}
