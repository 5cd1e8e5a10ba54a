//! The commands as a user runs them: processes of the binary itself.

use super::bench::Bench;
use super::measured::{APPLIED, CHECK, Measured, PSQL, TEN_CHANGED, UNCHANGED};
use super::turns::{alone, by_turns, timed};
use momni_db::apply::{FOLDER, Interrupt, Options, Silent, migrate, read};
use momni_db::connect::{Target, connect};
use momni_db::scratch::Server;
use std::fs;

/// `check`, and `generate` from empty and once more. Leaves `migrations/` with the first migration.
pub(crate) fn declarations(bench: &Bench) -> Vec<Measured> {
    let check = alone(|| bench.command(&["check"]));
    // What starts a server is told by the time of the server alone: initdb ran before.
    drop(bench.server());
    let empty = alone(|| {
        let migrations = bench.root.join(FOLDER);
        if migrations.exists() {
            fs::remove_dir_all(migrations).unwrap();
        }
        bench.first(&["generate", "--name", "init"])
    });
    let first = alone(|| bench.first(&["generate"]));
    let cached = alone(|| bench.cached(&["generate"]));
    let files = read(&bench.root.join(FOLDER)).unwrap();
    assert_eq!(files.files().len(), 1, "generate, with nothing changed, has written a migration");
    let judged = alone(|| bench.first(&["check", "--database"]));
    let known = alone(|| bench.cached(&["check", "--database"]));
    vec![
        Measured::plain(CHECK, check),
        Measured::plain("`check --database`, no state cached", judged),
        Measured::plain("`check --database`, state cached", known),
        Measured::plain("`generate`, from empty, proven", empty),
        Measured::plain("`generate`, nothing changed, no state cached", first),
        Measured::plain("`generate`, nothing changed, states cached", cached),
    ]
}

/// The first migration, applied to an empty database by psql, by the library's own function, and by the command.
/// Each on a server that was started for it.
pub(crate) fn migrations(bench: &Bench) -> Vec<Measured> {
    let file = format!("{FOLDER}/V1__init.sql");
    let mut psql = || {
        let server = bench.server();
        let url = server.target("postgres").to_string();
        let args = ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", &url, "-f", &file];
        bench.postgres("psql", &args)
    };
    let mut applied = || {
        let server = bench.server();
        timed(|| apply(bench, &server.target("postgres")))
    };
    let mut first = || {
        let server = bench.server();
        bench.first(&["migrate", "--database-url", &server.target("postgres").to_string()])
    };
    let mut cached = || {
        let server = bench.server();
        bench.cached(&["migrate", "--database-url", &server.target("postgres").to_string()])
    };
    // The first run leaves what the one after it finds, whichever way the round goes.
    let _ = first();
    let [psql, applied, first, cached] =
        by_turns([&mut psql, &mut applied, &mut first, &mut cached]);
    let beside = |stage, run| Measured::beside(stage, run, PSQL, psql);
    vec![
        Measured::plain(PSQL, psql),
        beside(APPLIED, applied),
        beside("`migrate`, applied and compared, state cached", cached),
        beside("`migrate`, applied and compared, no state cached", first),
    ]
}

/// What `migrate` does before it compares: it reads the files, connects, locks, runs, records. All files are applied.
pub(crate) fn apply(bench: &Bench, target: &Target) {
    let (applied, files) = applied(bench, target);
    assert_eq!(applied, files);
}

/// The same, where some may be applied already: how many were not, of how many.
pub(crate) fn applied(bench: &Bench, target: &Target) -> (usize, usize) {
    let files = read(&bench.root.join(FOLDER)).unwrap();
    let report = bench.wait(async {
        let session = connect(target).await.unwrap();
        let (options, interrupt) = (Options::default(), Interrupt::default());
        migrate(&session, &files, &options, &interrupt, &mut Silent).await
    });
    let applied = report.unwrap_or_else(|stopped| panic!("{}", stopped.cause)).applied.len();
    (applied, files.files().len())
}

/// What looks at a database that is as it should be. Exit code 0 says that nothing was found.
pub(crate) fn comparisons(bench: &Bench) -> Vec<Measured> {
    let server: Server = bench.server();
    let target = server.target("postgres");
    let url = target.to_string();
    apply(bench, &target);
    bench.analyze(&target);
    let first = alone(|| bench.first(&["drift", "--database-url", &url]));
    let cached = alone(|| bench.cached(&["drift", "--database-url", &url]));
    let other = changed(bench, &target).to_string();
    let mut unchanged = || bench.cached(&["plan", "--database-url", &url]);
    let mut ten_changed = || bench.cached(&["plan", "--database-url", &other]);
    let [unchanged, ten_changed] = by_turns([&mut unchanged, &mut ten_changed]);
    vec![
        Measured::plain("`drift`, clean, no state cached", first),
        Measured::plain("`drift`, clean, state cached", cached),
        Measured::plain(UNCHANGED, unchanged),
        Measured::beside(TEN_CHANGED, ten_changed, UNCHANGED, unchanged),
    ]
}

/// A database that is like another one but for a column in each of ten tables.
fn changed(bench: &Bench, target: &Target) -> Target {
    let other = target.with_database("changed").unwrap();
    bench.wait(async {
        let beside = connect(&target.with_database("template1").unwrap()).await.unwrap();
        let like = "CREATE DATABASE changed TEMPLATE postgres STRATEGY file_copy";
        beside.batch(like).await.unwrap();
        let session = connect(&other).await.unwrap();
        let tables = "SELECT format('ALTER TABLE %s ADD note text', oid::regclass) FROM pg_class \
            WHERE relkind = 'r' AND relname LIKE 't0%' ORDER BY relname LIMIT 10";
        let statements = session.client.query(tables, &[]).await.unwrap();
        assert_eq!(statements.len(), 10);
        for statement in &statements {
            session.batch(statement.get(0)).await.unwrap();
        }
    });
    bench.analyze(&other);
    other
}
