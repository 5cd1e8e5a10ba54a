//! A project with hand-written migrations, and a database for it.

use super::{Ran, database, program, query, ran, server};
use momni_db::apply::{add, read};
use momni_db::connect::Target;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) struct Project {
    pub(crate) folder: TempDir,
    pub(crate) target: Target,
}

impl Project {
    /// A project whose migrations are named `m1`, `m2` …, and an empty database of that name.
    pub(crate) fn new(major: u32, name: &str, migrations: &[&str]) -> Self {
        let target = database(server(major, &[]), name);
        Self::with_target(target, migrations)
    }

    pub(crate) fn with_target(target: Target, migrations: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("momni-db.yaml"), "name: test\n").unwrap();
        std::fs::create_dir(folder.path().join("schema")).unwrap();
        // It is ahead of the migrations, which are what a run is about.
        let ahead = "tables: { ahead: { columns: { id: int } } }\n";
        std::fs::write(folder.path().join("schema/ahead.yaml"), ahead).unwrap();
        let project = Self { folder, target };
        for (index, sql) in migrations.iter().enumerate() {
            project.add(&format!("m{}", index + 1), sql);
        }
        project
    }

    pub(crate) fn migrations(&self) -> PathBuf {
        self.folder.path().join("migrations")
    }

    pub(crate) fn add(&self, name: &str, sql: &str) {
        add(&self.migrations(), &read(&self.migrations()).unwrap(), name, sql).unwrap();
    }

    /// The program with the project's database in `DATABASE_URL`.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_to(&self.target, arguments)
    }

    pub(crate) fn command_to(&self, target: &Target, arguments: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(arguments).env("DATABASE_URL", target.to_string());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(arguments))
    }

    /// Runs `migrate`, which must succeed.
    #[track_caller]
    pub(crate) fn migrate(&self) -> Ran {
        let ran = self.run(&["migrate"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran
    }

    /// Starts the program and does not wait for it.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// The only value of a query.
    pub(crate) fn value(&self, sql: &str) -> Option<String> {
        query(&self.target, sql).remove(0).remove(0)
    }

    /// The versions in the history, with commas.
    pub(crate) fn history(&self) -> String {
        let there = "select to_regclass('momni_db.refinery_schema_history')::text";
        if self.value(there).is_none() {
            return "none".into();
        }
        let sql = "select string_agg(version::text, ',' order by version) from momni_db.refinery_schema_history";
        self.value(sql).unwrap_or_default()
    }

    /// The processes that hold the lock of a run in this database; other tests hold theirs on the same server.
    pub(crate) fn runs(&self) -> Vec<String> {
        let sql = "select pid::text from pg_locks where locktype = 'advisory'
                   and database = (select oid from pg_database where datname = current_database())";
        query(&self.target, sql).into_iter().flatten().flatten().collect()
    }

    /// Which of these tables exist, with spaces.
    pub(crate) fn tables(&self) -> String {
        let sql = "select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class
                   where relkind = 'r' and relnamespace = 'public'::regnamespace";
        self.value(sql).unwrap()
    }

    /// Waits until another session of the database runs a statement that is like this.
    #[track_caller]
    pub(crate) fn wait_for_statement(&self, like: &str) {
        let sql = format!(
            "select count(*) from pg_stat_activity where datname = current_database() and state = 'active'
             and pid <> pg_backend_pid() and query like '{like}'"
        );
        wait(|| self.value(&sql).as_deref() != Some("0"));
    }
}

impl Project {
    /// Waits until another session has asked for the run's lock and does not hold it.
    #[track_caller]
    pub(crate) fn wait_for_idle_waiter(&self) {
        let sql = "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle'
                   and query like '%advisory%' and application_name = 'momni-db'";
        wait(|| self.value(sql).as_deref() == Some("1"));
    }
}

/// Waits until it is so; fails the test after half a minute.
#[track_caller]
pub(crate) fn wait(so: impl Fn() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_secs(30), "it never came to be");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The end of a program that was started.
pub(crate) fn ended(child: Child) -> Ran {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}
