//! Momni's jobs, run by pg_cron on a server that has it.

use crate::support::cluster::Cluster;
use crate::support::migrated::migrated_by;
use crate::support::{execute, program, query, ran, server};
use momni_db::connect::Target;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The server begins what is due each minute at its beginning, and the slowest machine does so within two.
const PATIENCE: Duration = Duration::from_secs(150);

fn one(target: &Target, sql: &str) -> String {
    query(target, sql).remove(0).remove(0).unwrap_or_default()
}

#[test]
fn pg_cron_runs_the_jobs_of_momni() {
    let bin = server(15, &["pg_cron"]).bin.clone();
    let settings = [
        "shared_preload_libraries=pg_cron",
        "cron.host=127.0.0.1",
        "max_locks_per_transaction=256",
    ];
    let cluster = Cluster::start(&bin, "host all all 127.0.0.1/32 trust\n", &settings);
    let at = |database: &str| {
        let url = cluster.admin().replace("/postgres?", &format!("/{database}?"));
        Target::resolve(Some(&url), &BTreeMap::new()).unwrap()
    };
    let (home, momni) = (at("postgres"), at("momni"));
    execute(&home, "create database momni");
    execute(&home, "create extension pg_cron");
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    migrated_by(&momni, project);
    // What one of the jobs will have to do something about.
    execute(
        &momni,
        "insert into app.provider_events (provider, event_key, event_type, occurred_at, payload)
         values ('stripe', 'evt_1', 'balance.available', now(), '{}')",
    );

    let said = ran(program(project).args(["jobs", "--format", "pg-cron"]));
    assert_eq!(said.code, Some(0), "{said:?}");
    let statements = said.stdout.lines().filter(|it| it.starts_with("select cron.")).count();
    let file = cluster.folder.path().join("cron.sql");
    std::fs::write(&file, &said.stdout).unwrap();
    // As the file says that it is run.
    let mut psql = Command::new("psql");
    psql.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--set", "database=momni"]);
    let told = psql.arg("--file").arg(&file).arg(cluster.admin()).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));

    // All are there, none has words that pg_cron does not know, and each names a job of the project.
    let jobs = one(&home, "select count(*) from cron.job where active and database = 'momni'");
    assert_eq!(jobs, statements.to_string());
    assert!(statements > 20 && !said.stdout.contains("\n-- momni"), "{}", said.stdout);

    let minutely = one(&home, "select count(*) from cron.job where schedule = '* * * * *'");
    let done =
        "select count(distinct jobid) from cron.job_run_details d join cron.job j using (jobid)
                where d.status = 'succeeded' and j.schedule = '* * * * *'";
    let begin = Instant::now();
    while one(&home, done) != minutely {
        let runs = "select j.jobname, d.status, d.return_message from cron.job_run_details d join cron.job j using (jobid)";
        assert!(begin.elapsed() < PATIENCE, "{:?}", query(&home, runs));
        std::thread::sleep(Duration::from_millis(500));
    }
    let failed = "select j.jobname, d.return_message from cron.job_run_details d join cron.job j using (jobid)
                  where d.status = 'failed'";
    assert_eq!(query(&home, failed), Vec::<Vec<Option<String>>>::new());
    // It was seen, as the role that may.
    let event = "select status from app.provider_events where event_key = 'evt_1'";
    assert_eq!(one(&momni, event), "unknown");
}
