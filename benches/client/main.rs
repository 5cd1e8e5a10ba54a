//! What a generated client costs: the same calls through it, and by hand with tokio-postgres and prepared statements.
//!
//! `cargo bench --bench client -- [--postgres MAJOR]`. Both use one connection to one server, by turns; what counts is the least
//! time of many turns, and the ratio of the two.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[allow(dead_code)]
#[path = "../stages/bench.rs"]
mod bench;
mod by_hand;
#[allow(dead_code)]
#[path = "../stages/measured.rs"]
mod measured;
#[path = "../stages/process.rs"]
mod process;
#[path = "../stages/server.rs"]
mod server;

use bench::Bench;
use by_hand::ByHand;
use every_client::{Claims, Client, Error, Role, Transaction, User, families, forms};
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::connect::{Target, connect};
use std::path::Path;
use std::time::{Duration, Instant};

/// Turns of each.
const TURNS: usize = 60;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|it| it != "--bench");
    let major = arguments.position(|it| it == "--postgres").and_then(|_| arguments.next());
    let (bin, version) = server::server(major.map(|it| it.parse().expect("a major version")));
    let bench = Bench::new(&bin);
    let started = bench.server();
    let target = started.target("postgres");
    bench.wait(async {
        prepare(&target).await;
        let login = target.to_string().replacen(&format!("{}@", target.user()), "every_login@", 1);
        let client = Client::builder(&login).unwrap().connections(1).build().unwrap();
        let user = client.as_user(&Claims::new(Role::EveryCaller).subject("somebody"));
        let hand = ByHand::connect(&login).await;
        println!("PostgreSQL {version}; microseconds, the least of {TURNS} turns");
        println!("{:<44}{:>10}{:>10}{:>8}", "", "client", "by hand", "ratio");
        all(&user, &hand).await;
    });
}

/// A database with what is called, and 10,000 rows in it.
async fn prepare(target: &Target) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/client/every");
    let files = read(&project.join("migrations")).unwrap();
    let session = connect(target).await.unwrap();
    let (options, interrupt) = (Options::default(), Interrupt::default());
    let done = migrate(&session, &files, &options, &interrupt, &mut Silent).await;
    done.unwrap_or_else(|stopped| panic!("{}", stopped.cause));
    let rows = "insert into app.things (key, title) select 'key ' || i, 'title ' || i from generate_series(1, 10000) i";
    session.batch(&format!("{rows}; analyze app.things")).await.unwrap();
}

/// The least times of two things, by turns.
async fn compared(what: &str, one: impl AsyncFn(), other: impl AsyncFn()) {
    let mut least = [Duration::MAX; 2];
    // The first turns prepare what is prepared once.
    for turn in 0..TURNS + 3 {
        for at in [turn % 2, 1 - turn % 2] {
            let begin = Instant::now();
            if at == 0 {
                one().await
            } else {
                other().await
            }
            if turn >= 3 {
                least[at] = least[at].min(begin.elapsed());
            }
        }
    }
    let [client, hand] = least.map(|it| it.as_secs_f64() * 1e6);
    println!("{what:<44}{client:>10.1}{hand:>10.1}{:>8.3}", client / hand);
}

async fn all(user: &User, hand: &ByHand) {
    // Within a transaction that is open on either side.
    user.transaction(|tx| async move {
        hand.begin().await;
        let tx = &tx;
        within(tx, hand).await;
        hand.end().await;
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    // A call by itself: its transaction, role and claims are part of it.
    compared(
        "one row, with its transaction, 100 times",
        async || {
            for it in 0..100 {
                assert_eq!(forms::single(user, it).await.unwrap(), it * 2);
            }
        },
        async || {
            for it in 0..100 {
                hand.begin().await;
                assert_eq!(hand.single(it).await, it * 2);
                hand.end().await;
            }
        },
    )
    .await;
}

async fn within(tx: &Transaction, hand: &ByHand) {
    compared(
        "one row, 100 times",
        async || {
            for it in 0..100 {
                assert_eq!(forms::single(tx, it).await.unwrap(), it * 2);
            }
        },
        async || {
            for it in 0..100 {
                assert_eq!(hand.single(it).await, it * 2);
            }
        },
    )
    .await;
    compared(
        "10,000 rows",
        async || assert!(families::things(tx).await.unwrap().len() >= 10_000),
        async || assert!(hand.things().await.len() >= 10_000),
    )
    .await;
    let things = || (0..1_000).map(|it| (format!("new {it}"), format!("title {it}")));
    compared(
        "1,000 inserts in a batch",
        async || families::save_thing_batch(tx, things()).await.unwrap(),
        async || hand.save_things(things()).await,
    )
    .await;
    compared(
        "100 calls pipelined",
        async || {
            let calls = (0..100).map(|it| forms::single(tx, it));
            assert_eq!(futures_util::future::try_join_all(calls).await.unwrap().len(), 100);
        },
        async || {
            let calls = (0..100).map(|it| hand.single(it));
            assert_eq!(futures_util::future::join_all(calls).await.len(), 100);
        },
    )
    .await;
}
