//! The reading of a catalog beside `pg_dump --schema-only` of the same database.
//!
//! `cargo bench --bench introspect -- [TABLES…]`: the numbers of tables, 100 and 1000 if none is given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "introspect/schema.rs"]
mod schema;

use momni_db::catalog::Scope;
use momni_db::connect::{Session, connect};
use momni_db::introspect::introspect;
use momni_db::scratch::{Need, Server, start};
use std::process::{Command, Stdio};
use std::time::Instant;

/// How often each is timed; the median counts.
const ROUNDS: usize = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|it| it.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![100, 1000] } else { sizes };
    println!("PostgreSQL  tables  objects  pg_dump s  introspect s  ratio");
    for major in [15, 18] {
        let need = Need { major: Some(major), ..Need::default() };
        let server = start(&need).await.unwrap_or_else(|error| panic!("{error}"));
        for tables in &sizes {
            measure(&server, *tables).await;
        }
    }
}

/// Both by turns, so that what else the machine does falls on both; a new connection for each, as in a run of the
/// program.
async fn measure(server: &Server, tables: usize) {
    let name = format!("bench_{tables}");
    let admin = connect(&server.target("postgres")).await.unwrap();
    admin.batch(&format!("CREATE DATABASE {name}")).await.unwrap();
    let session = connect(&server.target(&name)).await.unwrap();
    session.batch(&schema::script(tables)).await.unwrap_or_else(|error| panic!("{error}"));
    session.batch("ANALYZE").await.unwrap();
    let mut dump = dump(server, &session, &name).await;
    let (mut dumps, mut readings, mut objects) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        assert!(dump.status().unwrap().success(), "pg_dump failed");
        dumps.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let session = connect(&server.target(&name)).await.unwrap();
        let catalog = introspect(&session.client, &Scope::everything()).await;
        readings.push(start.elapsed().as_secs_f64());
        objects = catalog.unwrap_or_else(|error| panic!("{error}")).objects.len();
    }
    let (dump, reading) = (median(dumps), median(readings));
    let ratio = reading / dump;
    println!(
        "{:10}  {tables:6}  {objects:7}  {dump:9.3}  {reading:12.3}  {ratio:5.2}",
        server.major
    );
}

async fn dump(server: &Server, session: &Session, database: &str) -> Command {
    let question = "SELECT current_setting('unix_socket_directories'), current_setting('port'), \
                    current_user";
    let rows = session.rows(question).await.unwrap();
    let text = |at: usize| rows[0][at].clone().unwrap();
    let mut command = Command::new(server.bin.join("pg_dump"));
    command.args(["--schema-only", "-h", &text(0), "-p", &text(1), "-U", &text(2), database]);
    command.stdout(Stdio::null());
    command
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
