//! Every stage over synthetic projects, timed in one run beside `pg_dump` and `psql` on the same server.
//!
//! `cargo bench --bench stages -- 100 1000 [--seed N] [--write]`; `--write` refreshes `docs/performance.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod measure;
mod process;
mod report;
mod synthetic;

use std::path::Path;

fn main() {
    let (mut sizes, mut seed, mut write) = (Vec::new(), 1, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // cargo says that it is a benchmark.
            "--bench" => {}
            "--write" => write = true,
            "--seed" => {
                seed = arguments.next().and_then(|n| n.parse().ok()).expect("--seed NUMBER");
            }
            number => sizes.push(number.parse().expect("a number of tables")),
        }
    }
    if sizes.is_empty() {
        sizes = vec![100, 1_000];
    }
    let measured: Vec<_> = sizes.iter().map(|n| (*n, measure::all(*n, seed))).collect();
    let table = report::table(&measured);
    println!("{table}");
    if write {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        report::write(&root.join("docs/performance.md"), &table);
    }
}
