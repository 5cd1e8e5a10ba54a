//! Many small migrations, beside refinery alone, and a run that has nothing to do.

use super::bench::Bench;
use super::commands::{applied, apply};
use super::durable::Durable;
use super::measured::{CONNECTED, Measured, NOTHING, REFINERY, Run, SMALL};
use super::turns::{by_turns, timed};
use momni_db::apply::{FOLDER, manifest, read_folder};
use momni_db::connect::{Target, connect};
use refinery_core::Runner;
use std::collections::BTreeMap;

/// The yardstick and what is held against it, where a commit costs nothing.
const REFINERY_IN_MEMORY: &str = "refinery alone: 500 small migrations, in memory, without `fsync`";
const SMALL_IN_MEMORY: &str = "migrate: 500 small migrations applied, in memory, without `fsync`";

/// How many; refinery takes seconds for them.
const MANY: usize = 500;

/// The whole command where there is nothing to do, and what it is held against: both are processes.
const COMPARED: &str = "`migrate`, nothing to do after 500 migrations, compared, state cached";
const SELECT_1: &str = "`psql -c 'select 1'`";

/// All of it, each run on a database of its own.
pub(crate) fn small(bench: &Bench) -> Vec<Measured> {
    let files = (1..=MANY).map(|n| {
        let file = format!("{FOLDER}/V{n}__m{n}.sql");
        (file, format!("create table m{n} (id int primary key);\n"))
    });
    bench.write(&files.collect::<BTreeMap<_, _>>());
    let migrations = read_folder(&bench.root.join(FOLDER)).readable;
    let list = manifest::text(&migrations);
    bench.write(&BTreeMap::from([(format!("{FOLDER}/manifest"), list)]));
    let ahead = "tables: { ahead: { columns: { id: int } } }\n".to_owned();
    bench.write(&BTreeMap::from([
        ("momni-db.yaml".to_owned(), "name: small\n".to_owned()),
        ("schema/ahead.yaml".to_owned(), ahead),
    ]));
    let durable = Durable::start(bench);
    let [refinery, ours] = beside_refinery(bench, &durable.target);
    drop(durable);
    let server = bench.server();
    let server = &server.target("postgres");
    let [refinery_in_memory, ours_in_memory] = beside_refinery(bench, server);
    let target = database(bench, server);
    apply(bench, &target);
    let mut connected = || timed(|| drop(bench.wait(connect(&target)).unwrap()));
    let mut nothing = || timed(|| assert_eq!(applied(bench, &target).0, 0));
    let [connected, nothing] = by_turns([&mut connected, &mut nothing]);
    let url = target.to_string();
    let command = ["migrate", "--database-url", &url];
    bench.first(&command);
    let mut psql = || bench.postgres("psql", &["-X", "-q", "-d", &url, "-c", "select 1"]);
    let mut compared = || bench.cached(&command);
    let [psql, compared] = by_turns([&mut psql, &mut compared]);
    vec![
        Measured::plain(REFINERY, refinery),
        Measured::beside(SMALL, ours, REFINERY, refinery),
        Measured::plain(REFINERY_IN_MEMORY, refinery_in_memory),
        Measured::beside(SMALL_IN_MEMORY, ours_in_memory, REFINERY_IN_MEMORY, refinery_in_memory),
        Measured::plain(CONNECTED, connected),
        Measured::plain(NOTHING, nothing),
        Measured::plain(SELECT_1, psql),
        Measured::beside(COMPARED, compared, SELECT_1, psql),
    ]
}

/// refinery alone and the run of this program, each on a database of its own.
fn beside_refinery(bench: &Bench, server: &Target) -> [Run; 2] {
    let mut refinery = || {
        let target = database(bench, server);
        timed(|| alone(bench, &target))
    };
    let mut ours = || {
        let target = database(bench, server);
        timed(|| apply(bench, &target))
    };
    by_turns([&mut refinery, &mut ours])
}

/// An empty database, made anew, on the server of another one.
fn database(bench: &Bench, server: &Target) -> Target {
    bench.wait(async {
        let beside = connect(server).await.unwrap();
        for sql in ["DROP DATABASE IF EXISTS small WITH (FORCE)", "CREATE DATABASE small"] {
            beside.batch(sql).await.unwrap_or_else(|error| panic!("{error}"));
        }
    });
    server.with_database("small").unwrap()
}

/// What a program does that has refinery and nothing else: it reads the files, connects, runs, records.
fn alone(bench: &Bench, target: &Target) {
    let files = refinery_core::load_sql_migrations(bench.root.join(FOLDER)).unwrap();
    let runner = Runner::new(&files);
    let report = bench.wait(async {
        let mut session = connect(target).await.unwrap();
        runner.run_async(&mut session.client).await.unwrap()
    });
    assert_eq!(report.applied_migrations().len(), MANY);
}
