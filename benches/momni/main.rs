//! What Momni's secure functions cost: the same work as members do it through functions and policies, and as plain SQL by a superuser,
//! whom no policy binds. Triggers are the table's own, and fire on both sides.
//!
//! `cargo bench --bench momni -- [SIZE] [OPERATION] [--milliseconds N] [--postgres MAJOR] [--write]`; SIZE is one of seed/, `large` is what
//! counts; OPERATION is a part of the name of what is to be measured alone; `--write` refreshes `docs/performance.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../stages/arguments.rs"]
mod arguments;
#[allow(dead_code)]
#[path = "../stages/bench.rs"]
mod bench;
mod clients;
#[allow(dead_code)]
#[path = "../stages/measured.rs"]
mod measured;
mod operations;
#[path = "../stages/process.rs"]
mod process;
mod report;
#[path = "../stages/server.rs"]
mod server;
mod town;
#[path = "../stages/written.rs"]
mod written;

use arguments::Arguments;
use bench::Bench;
use clients::{Side, Times, calls};
use operations::operations;
use report::Row;
use server::server;
use std::time::Duration;
use town::Town;

/// How many call at once.
const CLIENTS: [usize; 3] = [1, 8, 32];
/// How often each side has its turn.
const TURNS: usize = 4;

fn main() {
    let arguments = Arguments::read(&[("--milliseconds", 1000)]);
    let turn = Duration::from_millis(arguments.number("--milliseconds"));
    let size = arguments.rest.first().map_or("large", String::as_str);
    let (bin, version) = server(arguments.postgres);
    let bench = Bench::new(&bin);
    let town = Town::new(&bench, size);
    let mut rows = Vec::new();
    let asked = arguments.rest.get(1).map_or("", String::as_str);
    assert!(!arguments.write || asked.is_empty(), "what is written is all of it");
    for operation in operations().into_iter().filter(|it| it.name.contains(asked)) {
        let inputs = bench.wait(town.inputs(operation.inputs));
        for clients in CLIENTS {
            let (mut functions, mut plain) = (Times::default(), Times::default());
            // The first turn is for caches and plans.
            for number in 0..=TURNS {
                let mut sides = [Side::Functions, Side::Plain];
                if number % 2 == 1 {
                    sides.reverse();
                }
                for side in sides {
                    let found = calls(&town.target, &operation, &inputs, side, clients, turn);
                    match side {
                        _ if number == 0 => {}
                        Side::Functions => functions.add(found),
                        Side::Plain => plain.add(found),
                    }
                }
            }
            let row = Row { operation: operation.name, clients, functions, plain };
            eprintln!("{}", row.line());
            rows.push(row);
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let heading = format!(
        "PostgreSQL {version}, {cores} cores, the town `{size}` ({} bookings).",
        town.bookings
    );
    let report = report::report(&heading, &rows);
    println!("{report}");
    if arguments.write {
        written::write("momni", &report);
    }
}
