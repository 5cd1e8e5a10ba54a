//! Servers, databases and the program itself, for every test binary.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

pub(crate) mod again;
pub(crate) mod certificates;
pub(crate) mod cluster;
pub(crate) mod document;
pub(crate) mod dump;
pub(crate) mod migrated;
pub(crate) mod place;
pub(crate) mod processes;
pub(crate) mod project;
pub(crate) mod proxy;

pub(crate) mod request;

use momni_db::connect::{Session, Target, connect};
use momni_db::scratch::{Need, Server, start};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock};

/// The major versions that tests run on: the oldest and the newest at hand.
pub(crate) const MAJORS: [u32; 2] = [15, 18];

/// Runs a future on a runtime of its own.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

/// A runtime as the program has it: of one thread.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// The server of this test binary with that major version and these extensions. There is one for each need; it
/// lives until the process ends. A server that cannot be had fails the test with the way to get it.
pub(crate) fn server(major: u32, extensions: &[&str]) -> &'static Server {
    type Servers = Mutex<BTreeMap<String, Result<&'static Server, String>>>;
    static SERVERS: OnceLock<Servers> = OnceLock::new();
    let need = Need {
        extensions: extensions.iter().map(|name| (*name).to_owned()).collect(),
        major: Some(major),
    };
    let mut servers =
        SERVERS.get_or_init(Servers::default).lock().unwrap_or_else(|e| e.into_inner());
    let server = servers.entry(format!("{need:?}")).or_insert_with(|| {
        // On a thread of its own, for the caller may be in a runtime already.
        let started = std::thread::spawn(move || run(start(&need)).map_err(|e| e.to_string()));
        let started = started.join().unwrap_or_else(|_| Err("the start panicked".to_owned()));
        started.map(|server| &*Box::leak(Box::new(server)))
    });
    match server {
        Ok(server) => server,
        Err(error) => panic!("this test needs PostgreSQL {major}:\n{error}"),
    }
}

/// The tablespaces that cases name, on a server of the tests' own.
pub(crate) async fn tablespaces(server: &Server) {
    let session = connect(&server.target("postgres")).await.unwrap();
    session.batch("SET allow_in_place_tablespaces = on").await.unwrap();
    for name in ["ts_fast", "ts_slow"] {
        let made = session.batch(&format!("CREATE TABLESPACE {name} LOCATION ''")).await;
        // Another test of this process may have made it.
        if let Err(error) = made {
            assert_eq!(error.sqlstate.as_deref(), Some("42710"), "{error}");
        }
    }
}

/// What `CREATE DATABASE` is told: to write every page to the log, as it else does, takes three times as long.
pub(crate) const FASTEST: &str = "STRATEGY file_copy";

/// A new, empty database. One of that name that is left over is dropped first.
pub(crate) fn database(server: &Server, name: &str) -> Target {
    run(async {
        let session = connect(&server.target("postgres")).await.unwrap();
        let name = name.replace('"', "\"\"");
        let drop = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
        session.batch(&drop).await.unwrap();
        session.batch(&format!("CREATE DATABASE \"{name}\" {FASTEST}")).await.unwrap();
    });
    server.target(name)
}

/// Connects, or fails the test.
pub(crate) async fn session(target: &Target) -> Session {
    connect(target).await.unwrap_or_else(|error| panic!("{error}"))
}

/// Runs statements in a database.
pub(crate) fn execute(target: &Target, sql: &str) {
    run(async {
        let done = session(target).await.batch(sql).await;
        done.unwrap_or_else(|error| panic!("{error}"));
    });
}

/// The rows of a query, as text; NULL is `None`.
pub(crate) fn query(target: &Target, sql: &str) -> Vec<Vec<Option<String>>> {
    run(async {
        let rows = session(target).await.rows(sql).await;
        rows.unwrap_or_else(|error| panic!("{error}"))
    })
}

/// The program, in a folder, with none of the caller's settings for PostgreSQL.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_momni-db"));
    command.current_dir(folder).env_remove("DATABASE_URL").env("NO_COLOR", "1");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program with these arguments in a folder.
pub(crate) fn momni_db(folder: &Path, arguments: &[&str]) -> Ran {
    ran(program(folder).args(arguments))
}

/// Runs a command to its end.
pub(crate) fn ran(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}
