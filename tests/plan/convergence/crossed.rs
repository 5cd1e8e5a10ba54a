//! Databases of the scripts of cases: of any that one takes together. Nothing in them has to do with anything in the other
//! database but for the names. `PAIRS=200 SEED=7 cargo test --test plan crossed` runs more of them, or others.

use super::choices::Choices;
use super::{Outcome, Way, drop_databases, number, numbers, prove_ways};
use crate::{Side, cases, roles, support};
use momni_db::scratch::Server;
use std::path::Path;

/// So many pairs on each version, unless `PAIRS` says otherwise.
const PAIRS: u32 = 8;

/// So many scripts make a database; what it does not take besides the others is left out.
const SCRIPTS: usize = 5;

/// Cases of what the model does not know, or does not hand on (a secret), and of what keeps a database from being dropped.
const LEFT_OUT: [&str; 4] =
    ["text_search/parser", "user_mapping/change", "table/base_type", "subscription/"];

struct Script {
    name: String,
    sql: String,
}

/// Every script that this version takes.
fn scripts(major: u32) -> Vec<Script> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/plan");
    let mut scripts = Vec::new();
    for case in cases() {
        let name = case.strip_prefix(&root).unwrap().display().to_string();
        let read = |file: &str| std::fs::read_to_string(case.join(file)).unwrap();
        let from = read("from.sql");
        let only = from.lines().next().and_then(|line| line.strip_prefix("-- only: "));
        if only.is_none_or(|only| only.parse() == Ok(major))
            && !LEFT_OUT.iter().any(|it| name.starts_with(it))
        {
            scripts.extend(
                ["from.sql", "to.sql"]
                    .map(|it| Script { name: format!("{name}/{it}"), sql: read(it) }),
            );
        }
    }
    scripts
}

async fn check(server: &Server, names: &[String; 2], sql: [Vec<&str>; 2]) -> Outcome {
    let mut sides = Vec::new();
    for (name, scripts) in names.iter().zip(sql) {
        match Side::of_some(server, name.clone(), &scripts).await {
            Ok(side) => sides.push(side),
            Err(error) => return Outcome::Refused(error),
        }
    }
    prove_ways(server, &sides, &[Way::There, Way::Back]).await
}

fn run(major: u32) {
    let server = support::server(major, &["pg_trgm"]);
    let runtime = support::runtime();
    runtime.block_on(roles(server));
    let scripts = scripts(major);
    let seed = number("SEED", 1);
    let mut failures = Vec::new();
    for number in numbers(PAIRS) {
        let choices = Choices::one(major, u64::from(seed) << 32 | u64::from(number));
        let chosen = ["one", "other"].map(|side| {
            let some = 0..SCRIPTS;
            some.map(|place| choices.at(side).at(place).one("script", &names(&scripts)))
                .collect::<Vec<_>>()
        });
        let sql = [0, 1].map(|side| chosen[side].iter().map(|it| &*it.sql).collect());
        let databases = [format!("crossed{number}_one"), format!("crossed{number}_other")];
        let outcome = runtime.block_on(async {
            let outcome = check(server, &databases, sql).await;
            drop_databases(server, databases).await;
            outcome
        });
        let reason = match outcome {
            Outcome::Holds => continue,
            // Rows that the other database cannot hold.
            Outcome::Fails(_, reason) if ["E22", "E23"].iter().any(|it| is_of(&reason, it)) => {
                continue;
            }
            Outcome::Refused(error) => error,
            Outcome::Fails(way, reason) => format!("{way:?}: {reason}"),
        };
        let of = chosen.map(|side| side.iter().map(|it| &*it.name).collect::<Vec<_>>().join(", "));
        let failure = format!(
            "## PostgreSQL {major}, SEED={seed} PAIR={number} {reason}\n-- from {}\n-- to {}",
            of[0], of[1]
        );
        eprintln!("{failure}\n");
        failures.push(failure);
    }
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n\n"));
}

/// Whether a plan failed by an error of this class.
fn is_of(reason: &str, class: &str) -> bool {
    reason.contains(&format!("code: SqlState({class}"))
}

fn names(scripts: &[Script]) -> Vec<&Script> {
    scripts.iter().collect()
}

#[test]
fn scripts_of_any_cases_on_postgresql_15() {
    run(15);
}

#[test]
fn scripts_of_any_cases_on_postgresql_18() {
    run(18);
}
