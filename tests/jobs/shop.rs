//! A database with jobs, and a clock that tests set.

use crate::support::{Ran, database, execute, program, query, ran, run, server, session};
use momni_db::connect::Target;
use momni_db::jobs::{Observer, Setting, Silent, Stop, Tally, drain};
use momni_db::read;
use momni_db::schedule::Jobs;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A project with jobs, and its database.
pub(crate) struct Shop {
    pub(crate) folder: TempDir,
    pub(crate) target: Target,
    pub(crate) jobs: Jobs,
}

/// Functions that write down that they ran.
const MADE: &str = "
    create table did (job text, at timestamptz default clock_timestamp(), pid int default pg_backend_pid());
    create table clock (now timestamptz);
    insert into clock values ('2026-01-01 00:00:00Z');
    create table broken (so boolean);
    insert into broken values (true);
    create function work(what text default 'work', takes double precision default 0) returns integer language plpgsql as $$
      begin
        insert into did (job) values (what);
        perform pg_sleep(takes);
        return 7;
      end $$;
    create function fail() returns void language plpgsql as $$
      begin
        insert into did (job) values ('fail');
        if exists (select from broken) then
          raise exception using errcode = 'ZZ001', message = 'it is broken', detail = 'a secret in a row';
        end if;
      end $$;
    create function whoami() returns void language plpgsql as $$
      begin
        insert into public.did (job) values (current_user);
        perform set_config('work_mem', '77MB', false);
      end $$;
    create procedure proceed() language plpgsql as $$ begin insert into did (job) values ('proceed'); end $$;
    create procedure ends_it() language plpgsql as $$ begin commit; end $$;
    create table late (id int primary key deferrable initially deferred);
    create function deferred() returns void language plpgsql as $$ begin insert into late values (1), (1); end $$;";

/// The same, as it is declared.
const DECLARED: &str = "
functions:
  work:
    args: { what: { type: text, default: \"'work'\" }, takes: { type: double precision, default: \"0\" } }
    returns: integer
    body: begin return 7; end
  fail: { returns: void, body: begin end }
  whoami: { returns: void, body: begin end }
  deferred: { returns: void, body: begin end }
procedures:
  proceed: { body: begin end }
  ends_it: { body: begin end }
roles:
  jobs_worker: {}
";

impl Shop {
    /// A shop with these jobs, as they stand in the YAML under `jobs:`.
    pub(crate) fn new(major: u32, name: &str, jobs: &str) -> Self {
        let target = database(server(major, &[]), name);
        execute(&target, MADE);
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("schema")).unwrap();
        std::fs::write(root.join("momni-db.yaml"), "name: shop\n").unwrap();
        let text = format!("{DECLARED}\njobs:\n{jobs}");
        std::fs::write(root.join("schema/shop.yaml"), text).unwrap();
        let (project, _) = read::project(root).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let jobs = project.declared.objects().unwrap().jobs.clone();
        Self { folder, target, jobs }
    }

    /// By the clock that tests set.
    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting { clock: "(select now from public.clock)", ..Setting::new(&self.jobs) }
    }

    /// Sets the clock, in UTC.
    pub(crate) fn at(&self, time: &str) {
        execute(&self.target, &format!("update public.clock set now = '{time}Z'"));
    }

    /// Runs what is due by the tests' clock.
    pub(crate) fn drain(&self) -> Tally {
        self.drain_with(&Silent)
    }

    pub(crate) fn drain_with(&self, observer: &dyn Observer) -> Tally {
        run(async {
            let session = session(&self.target).await;
            drain(&session, &self.setting(), &Stop::default(), observer).await.unwrap()
        })
    }

    /// The rows of a query, a line each.
    pub(crate) fn lines(&self, sql: &str) -> Vec<String> {
        let text = |row: Vec<Option<String>>| {
            row.into_iter().map(|it| it.unwrap_or("-".into())).collect::<Vec<_>>().join(" ")
        };
        query(&self.target, sql).into_iter().map(text).collect()
    }

    /// The only value of a query.
    pub(crate) fn value(&self, sql: &str) -> String {
        self.lines(sql).remove(0)
    }

    pub(crate) fn run(&self, sql: &str) {
        execute(&self.target, sql);
    }

    /// The history: job, due time, attempt, state.
    pub(crate) fn history(&self) -> Vec<String> {
        self.lines(
            "select job, to_char(due at time zone 'UTC', 'MM-DD HH24:MI'), attempt, state from momni_db.job_runs order by id",
        )
    }

    /// The program with this database.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command.args(arguments).env("DATABASE_URL", self.target.to_string());
        command
    }

    pub(crate) fn program(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(arguments))
    }

    pub(crate) fn spawn(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}
