//! What Momni's secure functions cost: the same work as members do it through functions and policies, and as plain SQL by a login
//! that no policy binds. Triggers are the table's own, and fire on both sides.
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
use clients::turns;
use operations::operations;
use report::Row;
use server::server;
use std::time::Duration;
use town::Town;

/// How many call at once.
const CLIENTS: [usize; 3] = [1, 8, 32];
/// How often each side has its turn.
const TURNS: usize = 24;

fn main() {
    let arguments = Arguments::read(&[("--milliseconds", 400)]);
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
            let [functions, plain] =
                turns(&town.target, &operation, &inputs, clients, 1 + TURNS, turn);
            // The first turn is for caches and plans.
            let row = Row::new(operation.name, clients, &functions[1..], &plain[1..]);
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
