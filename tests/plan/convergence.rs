//! For any two databases: the plan from one to the other, applied to the first, gives the second, and then there is
//! nothing left to plan.
//!
//! `PAIRS=1000 SEED=7 cargo test --test plan convergence` runs more of them, or others. What fails is made as small as
//! it can be; its SQL belongs into a case of its own.

#[path = "convergence/sql.rs"]
mod sql;
#[path = "convergence/world.rs"]
mod world;

use super::{Side, prove, roles};
use crate::support;
use momni_db::scratch::Server;
use proptest::strategy::Strategy as _;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::Cell;

/// So many pairs on each version, unless `PAIRS` says otherwise.
const PAIRS: u32 = 24;

fn number(variable: &str, otherwise: u32) -> u32 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// What is wrong with the plans between two databases, in both directions.
async fn pair(server: &Server, number: u32, one: &str, other: &str) -> Result<(), String> {
    let (names, mut sides) = ([format!("pair{number}_one"), format!("pair{number}_other")], vec![]);
    for (name, sql) in names.iter().zip([one, other]) {
        sides.push(Side::new(server, name.clone(), sql).await);
    }
    let there =
        prove(server, &sides[0], &sides[1]).await.map_err(|error| format!("there: {error}"));
    let back = prove(server, &sides[1], &sides[0]).await.map_err(|error| format!("back: {error}"));
    drop(sides);
    let maintenance = support::session(&server.target("postgres")).await;
    for name in names {
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        maintenance.client.batch_execute(&drop).await.unwrap();
    }
    there.and(back).map(|_| ())
}

fn run(major: u32) {
    let server = support::server(major, &[]);
    let runtime = support::runtime();
    runtime.block_on(roles(server));
    let seed = number("SEED", 1);
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: number("PAIRS", PAIRS),
        max_shrink_iters: number("SHRINK", 400),
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let count = Cell::new(0);
    let both = (world::world(), world::world())
        .prop_map(|(one, other)| (sql::sql(&one), sql::sql(&other)));
    let outcome = runner.run(&both, |(one, other)| {
        count.set(count.get() + 1);
        let outcome = runtime.block_on(pair(server, count.get(), &one, &other));
        outcome.map_err(TestCaseError::fail)
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, (one, other))) => {
            panic!(
                "PostgreSQL {major}, SEED={seed}: {reason}\n-- from.sql\n{one}\n-- to.sql\n{other}"
            )
        }
        Err(TestError::Abort(reason)) => panic!("PostgreSQL {major}, SEED={seed}: {reason}"),
    }
}

#[test]
fn any_two_databases_on_postgresql_15() {
    run(15);
}

#[test]
fn any_two_databases_on_postgresql_18() {
    run(18);
}
