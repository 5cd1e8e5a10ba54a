//! Migrations of a large table under constant reads and writes: how long the others wait for the form that `generate`
//! writes, and for the short one.
//!
//! `cargo bench --bench load -- [FORM…] [--rows N] [--clients N] [--postgres MAJOR] [--write]`; `--write` refreshes
//! `docs/performance.md`. A FORM is a part of a form's name. `--rows 5000000` is the size that counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../stages/arguments.rs"]
mod arguments;
#[allow(dead_code)]
#[path = "../stages/bench.rs"]
mod bench;
mod clients;
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
use clients::{Load, Reader};
use forms::{FORMS, Form};
use report::{Outcome, Row};
use server::server;
use std::time::{Duration, Instant};
use table::Table;

/// For how long the waits are counted; what is done sooner has them counted after it, too.
const AT_LEAST: Duration = Duration::from_secs(2);

fn main() {
    let arguments = Arguments::read(&[("--rows", 100_000), ("--clients", 4)]);
    let clients = arguments.number("--clients");
    let many = arguments.number("--rows");
    let (bin, version) = server(arguments.postgres);
    let bench = Bench::new(&bin);
    let table = Table::new(&bench, many);
    let is_wanted = |form: &&Form| {
        arguments.rest.is_empty() || arguments.rest.iter().any(|it| form.name.contains(it))
    };
    let quiet = undisturbed(&bench, &table, clients);
    let rows: Vec<Row> = FORMS
        .iter()
        .filter(is_wanted)
        .map(|form| {
            let online = measured(&bench, &table, form, true, clients);
            eprintln!("{}: online: {online:?}", form.name);
            let naive = measured(&bench, &table, form, false, clients);
            eprintln!("{}: in short: {naive:?}", form.name);
            Row { form: form.name, online, naive }
        })
        .collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let heading = format!(
        "PostgreSQL {version}, {cores} cores, {many} rows ({} MB with its indexes), {} clients.",
        table.megabytes, clients
    );
    let report = report::report(&heading, &quiet, &rows);
    println!("{report}");
    if arguments.write {
        written::write("load", &report);
    }
}

/// What the clients wait for one another and for the machine.
fn undisturbed(bench: &Bench, table: &Table, clients: u64) -> Outcome {
    let target = table.copy(bench);
    let load = Load::start(&target, table.rows, clients);
    load.warm();
    let begun = Instant::now();
    std::thread::sleep(Duration::from_secs(5));
    Outcome::Ran { took: begun.elapsed(), waits: load.stop() }
}

/// One form, online or in short, run by `migrate` while others read and write.
fn measured(bench: &Bench, table: &Table, form: &Form, online: bool, clients: u64) -> Outcome {
    table.declare(bench, form);
    if !table.generate(bench, form, online) {
        return Outcome::Refused;
    }
    let target = table.copy(bench);
    let load = Load::start(&target, table.rows, clients);
    load.warm();
    let reader = form.long_reader.map(|seconds| Reader::start(&target, seconds));
    let begun = Instant::now();
    match (form.long_reader, online) {
        // What anybody does without momni-db: the statements, and no limit on the wait for a lock.
        (Some(_), false) => table.by_psql(bench, &target),
        _ => table.migrate(bench, &target),
    }
    let took = begun.elapsed();
    // Who waits behind the reader and the migration is served after both.
    drop(reader);
    std::thread::sleep(Duration::from_millis(300) + AT_LEAST.saturating_sub(took));
    Outcome::Ran { took, waits: load.stop() }
}
