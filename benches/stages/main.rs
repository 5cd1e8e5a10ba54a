//! Every command and its parts over synthetic projects, timed in one run beside `pg_dump` and `psql`.
//!
//! `cargo bench --bench stages -- 100 1000 [--seed N] [--postgres MAJOR] [--write]`; `--write` refreshes
//! `docs/performance.md`. `-- 0` is for many small migrations.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod bench;
mod commands;
mod durable;
mod goals;
mod measured;
mod parts;
mod process;
mod report;
mod server;
mod small;
mod synthetic;
mod turns;
mod written;

use bench::Bench;
use measured::{Measured, Size};
use server::server;
use std::path::Path;

struct Arguments {
    sizes: Vec<usize>,
    seed: u64,
    /// The major version of the servers; `None` for the one that a project without a wish gets.
    postgres: Option<u32>,
    write: bool,
}

fn main() {
    let arguments = arguments();
    let (bin, version) = server(arguments.postgres);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let on = format!("PostgreSQL {version}, {cores} cores");
    let (part, report) = if arguments.sizes == [0] {
        (
            "stages -- 0",
            report::report_on_small(&format!("{on}."), &small::small(&Bench::new(&bin))),
        )
    } else {
        let sizes = arguments.sizes.iter();
        let sizes: Vec<Size> = sizes.map(|it| size(*it, arguments.seed, &bin)).collect();
        ("stages", report::report(&format!("{on}, seed {}.", arguments.seed), &sizes))
    };
    println!("{report}");
    if arguments.write {
        written::write(part, &report);
    }
}

fn arguments() -> Arguments {
    let mut found = Arguments { sizes: Vec::new(), seed: 1, postgres: None, write: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = |what: &str| -> u64 {
            arguments.next().and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("{what}"))
        };
        match argument.as_str() {
            // cargo says that it is a benchmark.
            "--bench" => {}
            "--write" => found.write = true,
            "--seed" => found.seed = number("--seed NUMBER"),
            "--postgres" => {
                found.postgres = Some(number("--postgres MAJOR").try_into().unwrap());
            }
            tables => found.sizes.push(tables.parse().expect("a number of tables")),
        }
    }
    if found.sizes.is_empty() {
        found.sizes = vec![100, 1_000];
    }
    found
}

/// Everything of one size: the commands in the order in which a user meets them, then their parts.
fn size(tables: usize, seed: u64, bin: &Path) -> Size {
    let bench = Bench::new(bin);
    let files = synthetic::project(tables, seed);
    bench.write(&files);
    let mut stages = Vec::new();
    let mut done = |measured: Vec<Measured>| {
        for it in &measured {
            eprintln!("{tables} tables: {}: {:.3} s", it.stage, it.run.seconds);
        }
        stages.extend(measured);
    };
    done(commands::declarations(&bench));
    done(commands::migrations(&bench));
    done(commands::comparisons(&bench));
    done(parts::parts(&bench, files));
    Size { tables, stages }
}
