//! What a generated client costs: the same calls through it, by hand with tokio-postgres and prepared statements, and by what
//! Cornucopia generates.
//!
//! `cargo bench --bench client -- [--rounds N] [--postgres MAJOR] [--write]`; `--write` refreshes `docs/performance.md`.
//! The sides are a program of their own (`sides`), so that nobody else builds what it compares with. The first run installs
//! Cornucopia's own program into `target`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../stages/arguments.rs"]
mod arguments;
#[allow(dead_code)]
#[path = "../stages/bench.rs"]
mod bench;
mod compared;
#[allow(dead_code)]
#[path = "../stages/goals.rs"]
mod goals;
mod made;
#[allow(dead_code)]
#[path = "../stages/measured.rs"]
mod measured;
#[path = "../stages/process.rs"]
mod process;
#[path = "../stages/server.rs"]
mod server;
mod verdicts;
#[path = "../stages/written.rs"]
mod written;

use arguments::Arguments;
use bench::Bench;
use compared::{Compared, Times};
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::connect::{Target, connect};
use std::path::Path;
use std::process::{Command, Stdio};

fn main() {
    let arguments = Arguments::read(&[("--rounds", 9)]);
    let (bin, version) = server::server(arguments.postgres);
    let bench = Bench::new(&bin);
    let started = bench.server();
    let target = started.target("postgres");
    bench.wait(prepare(&target));
    let program = made::sides(&target);
    let login = target.to_string().replacen(&format!("{}@", target.user()), "every_login@", 1);
    let mut rounds = Vec::new();
    for round in 0..arguments.number("--rounds") {
        bench.wait(fill(&target));
        rounds.push(run(&program, &login, round));
    }
    let compared = compared::of_rounds(&rounds);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let heading = format!(
        "PostgreSQL {version}, {cores} cores, Cornucopia {}, {} rounds.",
        made::CORNUCOPIA,
        rounds.len()
    );
    let verdicts = goals::table(&verdicts::verdicts(&compared));
    let report = format!("{heading}\n\n{verdicts}\n{}", table(&compared));
    println!("{report}");
    if arguments.write {
        written::write("client", &report);
    }
}

/// A database with what is called.
async fn prepare(target: &Target) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/client/every");
    let files = read(&project.join("migrations")).unwrap();
    let session = connect(target).await.unwrap();
    let (options, interrupt) = (Options::default(), Interrupt::default());
    let done = migrate(&session, &files, &options, &interrupt, &mut Silent).await;
    done.unwrap_or_else(|stopped| panic!("{}", stopped.cause));
}

/// 10,000 rows and nothing else: each round finds the same.
async fn fill(target: &Target) {
    let session = connect(target).await.unwrap();
    let rows = "truncate app.things;
        insert into app.things (key, title) select 'key ' || i, 'title ' || i from generate_series(1, 10000) i";
    session.batch(rows).await.unwrap();
    session.batch("vacuum (analyze) app.things").await.unwrap();
    session.batch("checkpoint").await.unwrap();
}

/// One round: each side opens a connection of its own.
fn run(program: &Path, url: &str, round: u64) -> Vec<Times> {
    let output = Command::new(program)
        .args([url, &round.to_string()])
        .stderr(Stdio::inherit())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(output.status.success(), "{}: {}", program.display(), output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    eprint!("{text}");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn table(compared: &[Compared]) -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "| what | client: µs | by hand: µs | Cornucopia: µs | client / by hand | client / Cornucopia | by hand twice |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for it in compared {
        let times = &it.least;
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.0} | {:.0} | {:.3} | {:.3} | {:.3} |",
            times.what,
            times.client,
            times.by_hand,
            times.cornucopia,
            it.by_hand,
            it.cornucopia,
            it.again
        );
    }
    text
}
