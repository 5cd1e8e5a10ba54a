//! What the commands are made of: functions of the library, within this process.

use super::bench::Bench;
use super::measured::{DUMP, INTROSPECTION, Measured, Run};
use super::synthetic;
use super::turns::{alone, by_turns, timed};
use momni_db::apply::FOLDER;
use momni_db::catalog::Catalog;
use momni_db::pipeline::{Options, declared_state};
use momni_db::plan::{Part, plan};
use momni_db::read::{Declared, Project, project};
use momni_db::render::migration;
use std::collections::BTreeMap;

/// All of them. `files` are those of the project; ten of its tables are changed on the way.
pub(crate) fn parts(bench: &Bench, files: BTreeMap<String, String>) -> Vec<Measured> {
    let reading = alone(|| timed(|| declarations(bench)));
    let declared = declarations(bench).declared;
    // As long as there is little in memory, as in the program: it costs more to allocate among gigabytes.
    let (dump, introspection) = introspection(bench, &declared);
    let server = bench.server();
    let lent = Options { lent: Some(server.target("postgres")), ..Options::default() };
    let state = |declared: &Declared| bench.wait(declared_state(declared, &lent)).unwrap();
    let built = alone(|| timed(|| state(&declared)));
    let from = bench.introspected(&server.target("postgres"), &declared);
    let to = state(&declared);
    bench.write(&synthetic::changed(files));
    let wider = state(&declarations(bench).declared);
    let planning =
        |from: &Catalog, to: &Catalog| alone(|| timed(|| plan(from, to, &declared.outline.intent)));
    let all = plan(&from, &to, &declared.outline.intent);
    let all = Part::of(all.steps);
    let verdicts = momni_db::hazard::verdicts(&from, &to, std::slice::from_ref(&all)).remove(0);
    let title = "V1: init";
    let rendering = alone(|| {
        timed(|| migration(title, &all, &verdicts, &[], &declared.outline.search_path, None))
    });
    vec![
        Measured::plain("files read and judged", reading),
        Measured::plain("declared state, built and read back", built),
        Measured::plain(DUMP, dump),
        Measured::beside(INTROSPECTION, introspection, DUMP, dump),
        Measured::plain("steps planned, from empty", planning(&from, &to)),
        Measured::plain("steps planned, nothing changed", planning(&to, &to)),
        Measured::plain("steps planned, ten tables changed", planning(&to, &wider)),
        Measured::plain("SQL rendered, from empty", rendering),
    ]
}

fn declarations(bench: &Bench) -> Project {
    project(&bench.root).unwrap_or_else(|faults| panic!("{faults:?}")).0
}

/// The reading of a catalog, and `pg_dump --schema-only` of the same database.
fn introspection(bench: &Bench, declared: &Declared) -> (Run, Run) {
    let server = bench.server();
    let target = server.target("postgres");
    let url = target.to_string();
    let file = format!("{FOLDER}/V1__init.sql");
    bench.postgres("psql", &["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", &url, "-f", &file]);
    bench.analyze(&target);
    let mut dump = || bench.postgres("pg_dump", &["--schema-only", "-d", &url, "-f", "/dev/null"]);
    let mut reading = || timed(|| bench.introspected(&target, declared));
    let [dump, reading] = by_turns([&mut dump, &mut reading]);
    (dump, reading)
}
