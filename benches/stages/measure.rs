//! The stages of one size, in the order in which a user meets them.

use super::process::{median, run, seconds};
use super::report::Measured;
use super::synthetic;
use momni_db::catalog::Catalog;
use momni_db::connect::{Target, connect};
use momni_db::introspect::introspect;
use momni_db::pipeline::{Options, declared_state, generate};
use momni_db::plan::plan;
use momni_db::read::{Declared, project};
use momni_db::render::migration;
use momni_db::scratch::{Need, Server, start};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};

const DUMP: &str = "pg_dump --schema-only";
const PSQL: &str = "psql -1 -f";

/// Everything about a project of this many tables.
pub(crate) fn all(tables: usize, seed: u64) -> Vec<Measured> {
    let folder = tempfile::Builder::new().prefix("momni-bench").tempdir().unwrap();
    let bench = Bench {
        tables,
        root: folder.path().to_owned(),
        runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
    };
    let files = synthetic::project(tables, seed);
    bench.write(&files);
    let mut found = Vec::new();
    let declared = bench.check(&mut found);
    let server = bench.server();
    let lent = Options { lent: Some(server.target("postgres")), ..Options::default() };
    let base = bench.introspected(&server.target("postgres"), &declared);
    let (took, to) = seconds(|| bench.wait(declared_state(&declared, &lent)).unwrap());
    found.push(Measured::plain("declared state, built and read back", took));
    let (took, generated) =
        seconds(|| bench.wait(generate(&declared, &[], 1, Some("init"), None, &lent)).unwrap());
    found.push(Measured::plain("generate, from empty, proven", took));
    let file = bench.root.join("V1__init.sql");
    std::fs::write(&file, &generated.migrations[0].text).unwrap();
    println!("{} bytes", generated.migrations[0].text.len());

    let server = bench.server();
    let target = server.target("postgres");
    let url = target.to_string();
    let psql =
        ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", &url, "-f", file.to_str().unwrap()];
    let psql = run(Path::new("psql"), &psql, &bench.root, &[]).seconds;
    found.push(Measured::plain(PSQL, psql));
    let dump = bench.median(|| {
        let args = ["--schema-only", "-d", &url, "-f", "dump.sql"];
        run(Path::new("pg_dump"), &args, &bench.root, &[]).seconds
    });
    found.push(Measured::plain(DUMP, dump));
    let read = bench.median(|| seconds(|| bench.introspected(&target, &declared)).0);
    found.push(Measured { beside: Some((DUMP, dump)), ..Measured::plain("introspection", read) });
    let planned = plan(&base, &to, &declared.intent);
    let took = bench.median(|| seconds(|| plan(&base, &to, &declared.intent)).0);
    found.push(Measured::plain("plan, from empty", took));
    let took = bench.median(|| seconds(|| plan(&to, &to, &declared.intent)).0);
    found.push(Measured::plain("plan, nothing changed", took));
    bench.write(&synthetic::changed(files));
    let (wider, _) = project(&bench.root).unwrap_or_else(|faults| panic!("{faults:?}"));
    let wider = bench.wait(declared_state(&wider.declared, &lent)).unwrap();
    let took = bench.median(|| seconds(|| plan(&to, &wider, &declared.intent)).0);
    found.push(Measured::plain("plan, ten tables changed", took));
    let took =
        bench.median(|| seconds(|| migration("V1: init", &planned, &declared.search_path, None)).0);
    found.push(Measured::plain("render, from empty", took));
    found
}

struct Bench {
    tables: usize,
    root: PathBuf,
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    fn median(&self, run: impl FnMut() -> f64) -> f64 {
        median(self.tables, run)
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    fn server(&self) -> Server {
        self.wait(start(&Need::default())).unwrap()
    }

    fn introspected(&self, target: &Target, declared: &Declared) -> Catalog {
        self.wait(async {
            let session = connect(target).await.unwrap();
            introspect(&session.client, &declared.scope).await.unwrap()
        })
    }

    fn write(&self, files: &BTreeMap<String, String>) {
        for (file, text) in files {
            let path = self.root.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    fn check(&self, found: &mut Vec<Measured>) -> Declared {
        let read = || project(&self.root).unwrap_or_else(|faults| panic!("{faults:?}"));
        let took = self.median(|| seconds(read).0);
        let tool = Path::new(env!("CARGO_BIN_EXE_momni-db"));
        let process = run(tool, &["check"], &self.root, &[]);
        let megabytes = Some(process.megabytes);
        found.push(Measured { megabytes, ..Measured::plain("check", took) });
        read().0.declared
    }
}
