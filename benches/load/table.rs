//! The table, its project, and copies of its database.

use super::bench::Bench;
use super::forms::Form;
use momni_db::connect::{Target, connect};
use momni_db::scratch::Server;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// The table with its rows, on a server of its own.
pub(crate) struct Table {
    server: Server,
    pub(crate) rows: u64,
    /// With its indexes.
    pub(crate) megabytes: i64,
    /// The first migration, its undo and the manifest.
    base: BTreeMap<String, String>,
}

/// The name of the database that every run gets a copy of.
const BASE: &str = "base";
/// The name of the copy.
const COPY: &str = "copy";
const DECLARATION: &str = "schema/orders.yaml";

const PROJECT: &str = "name: load\n";

const ORDERS: &str = "\
tables:
  customers:
    columns:
      id: int
      name: { type: text, null: true }
    primary_key: [id]
  orders:
    columns:
      id: bigint
      customer_id: { type: int, null: true }
      amount: { type: int, null: true }
      state: { type: text, null: true }
      code: { type: text, null: true }
      note: { type: text, null: true }
      place: { type: text, null: true }
    primary_key: [id]
    indexes:
      orders_state_idx: [state]
";

/// One in a thousand rows is a customer's.
pub(crate) fn customers(rows: u64) -> u64 {
    (rows / 1_000).max(10)
}

/// The files of a folder of the project, and of those in it, with their contents.
fn files(root: &Path, folder: &str) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(root.join(folder)).unwrap().map(Result::unwrap);
    let found = entries.flat_map(|entry| {
        let name = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => files(root, &name),
            false => BTreeMap::from([(name, std::fs::read_to_string(entry.path()).unwrap())]),
        }
    });
    found.collect()
}

impl Table {
    /// Declares it, makes it and fills it.
    pub(crate) fn new(bench: &Bench, rows: u64) -> Self {
        bench.write(&BTreeMap::from([
            ("momni-db.yaml".to_owned(), PROJECT.to_owned()),
            (DECLARATION.to_owned(), ORDERS.to_owned()),
        ]));
        bench.command(&["generate", "--name", "init"]);
        let base = files(&bench.root, "migrations");
        let server = bench.server();
        let customers = customers(rows);
        let fill = format!(
            "insert into customers select n, 'customer ' || n from generate_series(0, {customers} - 1) n;
             insert into orders select n, n % {customers}, n % 1000, (array['open', 'paid', 'sent', 'back'])[1 + n % 4],
                md5(n::text), 'note ' || n, 'place ' || n % 100 from generate_series(0, {rows} - 1) n"
        );
        let megabytes = bench.wait(async {
            let beside = connect(&server.target("postgres")).await.unwrap();
            beside.batch(&format!("create database {BASE}")).await.unwrap();
            0
        });
        let mut table = Self { server, rows, megabytes, base };
        let target = table.server.target(BASE);
        table.migrate(bench, &target);
        table.megabytes = bench.wait(async {
            let session = connect(&target).await.unwrap();
            session.batch(&fill).await.unwrap();
            session.batch("vacuum (analyze)").await.unwrap();
            session.batch("checkpoint").await.unwrap();
            let size = "select pg_total_relation_size('orders') >> 20";
            session.client.query_one(size, &[]).await.unwrap().get(0)
        });
        table
    }

    /// A new copy of the database, with nothing but the first migration.
    pub(crate) fn copy(&self, bench: &Bench) -> Target {
        bench.wait(async {
            let beside = connect(&self.server.target("postgres")).await.unwrap();
            for sql in [
                format!("drop database if exists {COPY} with (force)"),
                format!("create database {COPY} template {BASE} strategy file_copy"),
            ] {
                beside.batch(&sql).await.unwrap_or_else(|error| panic!("{error}"));
            }
        });
        self.server.target(COPY)
    }

    /// Declares a change, with nothing but the first migration written.
    pub(crate) fn declare(&self, bench: &Bench, form: &Form) {
        std::fs::remove_dir_all(bench.root.join("migrations")).unwrap();
        bench.write(&self.base);
        let changed = match form.from {
            "" => format!("{ORDERS}{}", form.to),
            from => {
                assert!(ORDERS.contains(from), "{}: {from}", form.name);
                ORDERS.replace(from, form.to)
            }
        };
        bench.write(&BTreeMap::from([(DECLARATION.to_owned(), changed)]));
    }

    /// Writes the migrations of the change; false where it is refused.
    pub(crate) fn generate(&self, bench: &Bench, form: &Form, online: bool) -> bool {
        let mut arguments = vec!["generate", "--name", "change"];
        match online {
            true => arguments.extend(form.allow.iter().flat_map(|it| ["--allow", it])),
            false => arguments.extend(["--offline", "--allow", "all"]),
        }
        let output = bench.tool(&arguments).output().unwrap();
        match output.status.code() {
            Some(0) => true,
            Some(1) => false,
            _ => panic!("{arguments:?}: {output:?}"),
        }
    }

    pub(crate) fn migrate(&self, bench: &Bench, target: &Target) {
        let mut command = bench.tool(&["migrate", "--database-url", &target.to_string()]);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}{said}", String::from_utf8_lossy(&output.stdout));
    }

    /// Runs the second migration as anybody would.
    pub(crate) fn by_psql(&self, bench: &Bench, target: &Target) {
        let url = target.to_string();
        let file = bench.root.join("migrations/V2__change.sql");
        let file = file.display().to_string();
        bench.postgres(
            "psql",
            &["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", &url, "-f", &file],
        );
    }
}

impl Bench {
    /// The program in the project's folder.
    fn tool(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_momni-db")));
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        command.envs(self.environment());
        command.env_remove("MOMNI_SCRATCH_URL");
        command
    }
}
