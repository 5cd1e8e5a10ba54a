//! Every command and its parts over synthetic projects, timed in one run beside `pg_dump` and `psql`.
//!
//! `cargo bench --bench stages -- 100 1000 [--seed N] [--postgres MAJOR] [--write]`; `--write` refreshes
//! `docs/performance.md`. `-- 0` is for many small migrations.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod arguments;
mod bench;
mod built;
mod commands;
mod durable;
mod goals;
mod measured;
mod momni;
mod parts;
mod process;
mod report;
mod server;
mod small;
mod synthetic;
mod turns;
mod written;

use arguments::Arguments;
use bench::Bench;
use measured::{Measured, Size};
use server::server;
use std::path::Path;

fn main() {
    let arguments = Arguments::read(&[("--seed", 1)]);
    let (bin, version) = server(arguments.postgres);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let on = format!("PostgreSQL {version}, {cores} cores");
    let rest: Vec<&str> = arguments.rest.iter().map(String::as_str).collect();
    let (part, report) = match rest.as_slice() {
        ["0"] => {
            let small = small::small(&Bench::new(&bin));
            ("stages -- 0", report::report_on_small(&format!("{on}."), &small))
        }
        ["momni"] => {
            let momni = momni::momni(&Bench::new(&bin));
            ("stages -- momni", report::report_on_momni(&format!("{on}."), &momni))
        }
        tables => {
            let tables = if tables.is_empty() { &["100", "1000"] } else { tables };
            let tables = tables.iter().map(|it| it.parse().expect("a number of tables"));
            let seed = arguments.number("--seed");
            let sizes: Vec<Size> = tables.map(|it| size(it, seed, &bin)).collect();
            ("stages", report::report(&format!("{on}, seed {seed}."), &sizes))
        }
    };
    println!("{report}");
    if arguments.write {
        written::write(part, &report);
    }
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
    done(built::with_clients(files.clone(), tables, bin));
    done(parts::parts(&bench, files));
    Size { tables, stages }
}
