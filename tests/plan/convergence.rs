//! For any two databases: the plan from one to the other, applied to the first, gives the second, and then there is
//! nothing left to plan.
//!
//! `PAIRS=1000 SEED=7 cargo test --test plan convergence` runs more of them, or others; `PAIR=33` one of them. What
//! fails is made as small as it can be within `SHRINK` tries; its SQL belongs into a case of its own.

#[path = "convergence/choices.rs"]
mod choices;
#[path = "convergence/crossed.rs"]
mod crossed;
#[path = "convergence/shrink.rs"]
mod shrink;
#[path = "convergence/sql/mod.rs"]
mod sql;

use super::{DUMP, Side, prove, roles};
use crate::support;
use choices::Choices;
use momni_db::scratch::Server;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

/// So many pairs on each version, unless `PAIRS` says otherwise.
const PAIRS: u32 = 24;

/// How many choices of a thousand are others in the second database, in turn: most of what is done to a database is
/// little.
const SHARES: [u64; 4] = [1000, 10, 100, 30];

/// How many failures are gathered before it ends, unless `FAILURES` says otherwise.
const FAILURES: u32 = 5;

/// Two databases.
#[derive(Debug, Clone)]
struct Pair {
    one: Choices,
    other: Choices,
}

impl Pair {
    fn new(major: u32, seed: u32, number: u32) -> Self {
        let share = SHARES[usize::try_from(number).unwrap() % SHARES.len()];
        let seed = u64::from(seed) << 32 | u64::from(number);
        Self { one: Choices::one(major, seed), other: Choices::other(major, seed, share) }
    }

    fn sql(&self) -> [String; 2] {
        [sql::sql(&self.one), sql::sql(&self.other)]
    }

    /// The choices that were asked for when their SQL was written.
    fn asked(&self) -> BTreeSet<String> {
        let _ = self.sql();
        self.one.asked().union(&self.other.asked()).cloned().collect()
    }

    fn be_plain(&mut self, names: BTreeSet<String>) {
        self.one.plain.extend(names.clone());
        self.other.plain.extend(names);
    }

    fn be_same(&mut self, names: BTreeSet<String>) {
        self.other.same.extend(names);
    }
}

fn number(variable: &str, otherwise: u32) -> u32 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// Which pairs are asked for.
fn numbers(usual: u32) -> std::ops::Range<u32> {
    match std::env::var("PAIR") {
        Ok(only) => only.parse().unwrap()..only.parse::<u32>().unwrap() + 1,
        Err(_) => 0..number("PAIRS", usual),
    }
}

/// What may come of a pair.
enum Outcome {
    Holds,
    /// The plan in this direction is wrong.
    Fails(Way, String),
    /// PostgreSQL does not take the SQL of a side.
    Refused(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

/// Proves the plans between two databases, with `pg_dump` as second observer or without it.
async fn check(server: &Server, sql: &[String; 2], ways: &[Way], dumped: bool) -> Outcome {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let names = [format!("pair{count}_one"), format!("pair{count}_other")];
    let outcome = prove_all(server, &names, sql, ways, dumped).await;
    drop_databases(server, names).await;
    outcome
}

async fn drop_databases(server: &Server, names: [String; 2]) {
    let maintenance = support::session(&server.target("postgres")).await;
    for name in names {
        let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        maintenance.client.batch_execute(&drop).await.unwrap();
    }
}

async fn prove_all(
    server: &Server,
    names: &[String; 2],
    sql: &[String; 2],
    ways: &[Way],
    dumped: bool,
) -> Outcome {
    let mut sides = vec![];
    for (name, sql) in names.iter().zip(sql) {
        match Side::new(server, name.clone(), sql, dumped).await {
            Ok(side) => sides.push(side),
            Err(error) => return Outcome::Refused(error),
        }
    }
    prove_ways(server, &sides, ways).await
}

async fn prove_ways(server: &Server, sides: &[Side], ways: &[Way]) -> Outcome {
    for way in ways {
        let [from, to] = match way {
            Way::There => [&sides[0], &sides[1]],
            Way::Back => [&sides[1], &sides[0]],
        };
        if let Err(error) = prove(server, from, to).await {
            return Outcome::Fails(*way, error);
        }
    }
    Outcome::Holds
}

fn run(major: u32) {
    let server = support::server(major, &[]);
    let runtime = support::runtime();
    runtime.block_on(roles(server));
    let seed = number("SEED", 1);
    let numbers = numbers(PAIRS);
    let most = usize::try_from(self::number("FAILURES", FAILURES)).unwrap();
    let mut failures = Vec::new();
    for number in numbers {
        let check = |pair: &Pair, ways: &[Way], dumped: bool| {
            runtime.block_on(check(server, &pair.sql(), ways, dumped))
        };
        let mut pair = Pair::new(major, seed, number);
        let (way, reason) = match check(&pair, &[Way::There, Way::Back], true) {
            Outcome::Holds => continue,
            Outcome::Refused(error) => {
                failures.push(format!("## SEED={seed} PAIR={number} is refused: {error}"));
                continue;
            }
            Outcome::Fails(way, reason) => (way, reason),
        };
        let dumped = reason.starts_with(DUMP);
        let reason = shrink::shrink(&mut pair, reason, self::number("SHRINK", 400), |pair| {
            match check(pair, &[way], dumped) {
                Outcome::Fails(_, reason) => Some(reason),
                Outcome::Holds | Outcome::Refused(_) => None,
            }
        });
        let [from, to] = pair.sql();
        let failure = format!(
            "## PostgreSQL {major}, SEED={seed} PAIR={number} {way:?}: {reason}\n\
             -- from.sql\n{from}\n-- to.sql\n{to}"
        );
        // A long run says it at once.
        eprintln!("{failure}\n");
        failures.push(failure);
        if failures.len() == most {
            break;
        }
    }
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn any_two_databases_on_postgresql_15() {
    run(15);
}

#[test]
fn any_two_databases_on_postgresql_18() {
    run(18);
}
