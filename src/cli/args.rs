//! The command line as it is typed. What it means is in [`super::options`].

use super::least::Least;
use crate::catalog::Privilege;
use crate::hazard::Hazard;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Declare a PostgreSQL database in YAML; get migrations that are proven on a real server, run them, and find drift.
#[derive(Debug, Parser)]
#[command(
    name = "momni-db",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 clean; 1 findings (drift, versions that do not agree); 2 wrong usage or declaration; 3 no connection, no lock, a failed or interrupted migration."
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// The project's folder; else the nearest momni-db.yaml, upward from here
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(super) directory: Option<PathBuf>,
    /// Say only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a small project that works at once
    Init(Init),
    /// Read, resolve and judge the declarations
    Check(Check),
    /// Run the declared access tests and those that follow from the declarations, on a scratch server
    Test(Test),
    /// Show what would change a database into the declared state
    Plan(Plan),
    /// Write the next migration: the declared state against the migrations so far
    Generate(Generate),
    /// Make the client crate, the reference and the OpenAPI document
    Build(Build),
    /// Make the client crate alone
    Client(Build),
    /// Make the reference alone
    Docs(Docs),
    /// Make the OpenAPI document alone
    Openapi(Build),
    /// Apply pending migrations
    Migrate(Migrate),
    /// Take back the migrations that were applied last, by their undo files
    Undo(Undo),
    /// List migrations, applied and pending
    Status(Status),
    /// Mend the manifest, a number that two files have, or the history, after an edit that is accepted
    Repair(Repair),
    /// Compare the declared state with a live database, object by object
    Drift(Drift),
    /// Run what is due of the declared jobs, and what comes due, until it is stopped
    Jobs(Jobs),
    /// Write a project that declares what a live database holds
    Import(Import),
    /// Record the migrations as applied in a database that has what they lead to already
    Baseline(Baseline),
    /// Fill a database with example rows that the project declares
    Seed(Seed),
    /// Show who may do what: each role, object and operation, and why
    Access(Access),
    /// What differs between two states, in words: databases, projects, migrations
    Diff(Diff),
    /// Start the project's own server, migrate it, and print how to connect
    Dev(Dev),
    /// Print the JSON Schema of the YAML
    Schema(Schema),
    /// Print a completion script
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Where the database is.
#[derive(Debug, Args)]
pub(super) struct Database {
    /// A URL or keyword=value string as libpq takes it; else PG* variables; else a server of momni-db's own. A
    /// password on the command line is seen by every user of the machine: prefer the variable, .env or ~/.pgpass
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub(super) database_url: Option<String>,
}

/// The server on which declared states are built.
#[derive(Debug, Args)]
pub(super) struct Scratch {
    /// Build declared states on this server, not on one of momni-db's own: in a database that is made and dropped
    /// there, in a transaction that is rolled back
    #[arg(long, value_name = "URL", env = "MOMNI_SCRATCH_URL", hide_env_values = true)]
    pub(super) scratch_url: Option<String>,
}

/// What is not passed over.
#[derive(Debug, Args)]
pub(super) struct Strict {
    /// Refuse a database that holds objects of kinds that momni-db does not know, rather than warn of them
    #[arg(long)]
    pub(super) strict: bool,
}

/// How results are written.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// How the result is written to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
}

/// The forms of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    /// Text for people
    #[default]
    Human,
    /// One JSON document, described by docs/output.schema.json
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

/// The forms of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum PlanFormat {
    /// Text for people
    #[default]
    Human,
    /// The statements
    Sql,
    /// One JSON document, described by docs/output.schema.json
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder; made when missing
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Build the declarations on a scratch server too, so that PostgreSQL judges every expression and body
    #[arg(long)]
    pub(super) database: bool,
    /// Mend in the YAML what can be mended safely, and say what was done
    #[arg(long)]
    pub(super) fix: bool,
    /// End with exit code 1 where there are warnings
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Test {
    /// Only tests whose names contain this
    pub(super) filter: Option<String>,
    /// How many at once; else as many as there are processors
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
    /// Write the outcome as JUnit XML, too
    #[arg(long, value_name = "FILE")]
    pub(super) junit: Option<PathBuf>,
    /// Only the declared tests, not those that follow from the declarations
    #[arg(long)]
    pub(super) no_derived: bool,
    /// List what no declared test exercised: policies and their branches, functions, declared errors
    #[arg(long)]
    pub(super) coverage: bool,
    /// End with exit code 1 where declared tests exercise less of any kind, or of one: `80`, `policies=90`
    #[arg(long, value_name = "[KIND=]PERCENT", value_delimiter = ',')]
    pub(super) coverage_min: Vec<Least>,
    /// Print the names of the tests, and run none
    #[arg(long)]
    pub(super) list: bool,
    /// The major version of PostgreSQL to run on; else the one that the project states, where it is at hand
    #[arg(long, value_name = "MAJOR")]
    pub(super) postgres: Option<u32>,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) strict: Strict,
    /// How the plan is written to standard output
    #[arg(long, value_enum, default_value_t = PlanFormat::Human)]
    pub(super) format: PlanFormat,
}

#[derive(Debug, Args)]
pub(super) struct Generate {
    /// The name in V<n>__<name>.sql; else one that says what the first step does
    #[arg(long)]
    pub(super) name: Option<String>,
    /// Hazards that may be written, or `all`; else what `allow:` in momni-db.yaml lists. Those that need leave:
    /// data_loss, table_rewrite, blocks_writes, blocks_reads
    #[arg(long, value_name = "HAZARD", value_delimiter = ',', value_parser = hazards)]
    pub(super) allow: Vec<Hazards>,
    /// Write the short forms, which keep others from tables that have rows: for a database that nobody uses meanwhile
    #[arg(long)]
    pub(super) offline: bool,
    /// Write the frame of a data step of this name; where it is written and edited, enter it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["name", "allow", "offline", "revert"])]
    pub(super) data: Option<String>,
    /// The table that the data step goes over
    #[arg(long, value_name = "TABLE", requires = "data")]
    pub(super) table: Option<String>,
    /// Write a migration that leads back to what was before V<N>, for databases that others share
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) revert: Option<i32>,
    /// Write the undo files that are missing, or that are for another text of their migration; prove those that were
    /// written by hand
    #[arg(long, conflicts_with_all = ["name", "allow", "offline", "revert", "data"])]
    pub(super) undo: bool,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Build {
    /// Write nothing, and end with exit code 1 where a file is not what would be written. No server is asked
    #[arg(long)]
    pub(super) check: bool,
    /// Say what changed for clients since this commit, branch or tag, and which version that wants; exit code 1 where
    /// `build.version` in momni-db.yaml is lower
    #[arg(long, value_name = "REF")]
    pub(super) against: Option<String>,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Docs {
    #[command(flatten)]
    pub(super) build: Build,
    /// Write the reference as a book into this folder, not into the project, and make it with mdBook, which is to be
    /// installed. Its first page is `book/index.html` there
    #[arg(long, value_name = "DIR", conflicts_with = "check")]
    pub(super) book: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Migrate {
    /// The last version to apply; else all
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) target: Option<i32>,
    /// Apply everything in one transaction and roll it back
    #[arg(long)]
    pub(super) dry_run: bool,
    /// How long to wait for another run, and how long to try a migration that meets locks; else `lock_timeout` of
    /// `migrate` in momni-db.yaml, else 60
    #[arg(long, value_name = "SECONDS")]
    pub(super) lock_timeout: Option<u32>,
    /// Many databases: a file with a connection string in each line, or an .sql file with a query, asked of
    /// --database-url, that gives a connection string or the name of a database in each row
    #[arg(long, value_name = "FILE")]
    pub(super) targets: Option<PathBuf>,
    /// How many databases at once
    #[arg(long, value_name = "N", default_value_t = 4, requires = "targets")]
    pub(super) jobs: usize,
    /// How many databases go first, one by one: the others are begun when all of these went well
    #[arg(long, value_name = "N", default_value_t = 1, requires = "targets")]
    pub(super) canary: usize,
    /// Begin no other database when this many have failed; 0: go through all of them
    #[arg(long, value_name = "N", default_value_t = 1, requires = "targets")]
    pub(super) stop_after: usize,
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Undo {
    /// The last version that stays, 0 for none; else all but the newest stay
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) to: Option<i32>,
    /// `data_loss`: run undo files that do not give everything back, too. What is lost stands at their top
    #[arg(long, value_name = "HAZARD", value_delimiter = ',', value_parser = hazards)]
    pub(super) allow: Vec<Hazards>,
    /// Undo everything in one transaction and roll it back
    #[arg(long)]
    pub(super) dry_run: bool,
    /// How long to wait for another run, and how long to try a file that meets locks; else `lock_timeout` of `migrate`
    /// in momni-db.yaml, else 60
    #[arg(long, value_name = "SECONDS")]
    pub(super) lock_timeout: Option<u32>,
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Status {
    /// Many databases: a file with a connection string in each line, or an .sql file with a query, asked of
    /// --database-url, that gives a connection string or the name of a database in each row
    #[arg(long, value_name = "FILE")]
    pub(super) targets: Option<PathBuf>,
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Jobs {
    /// Run what is due by now, and end; exit code 1 where a run failed
    #[arg(long, conflicts_with_all = ["list", "retry", "run"])]
    pub(super) once: bool,
    /// Show when each job is due next, how its last run ended, what waits and what is dead; exit code 1 where there are
    /// dead letters
    #[arg(long, conflicts_with_all = ["retry", "run"])]
    pub(super) list: bool,
    /// Put the dead letters of a job, or the one of this number, back into the queue
    #[arg(long, value_name = "JOB|ID", conflicts_with = "run")]
    pub(super) retry: Option<String>,
    /// Run this job now, whatever its schedule says; exit code 1 where it failed
    #[arg(long, value_name = "JOB")]
    pub(super) run: Option<String>,
    /// How many runs at once; each has a connection of its own
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(super) workers: u16,
    /// How the result is written to standard output
    #[arg(long, value_enum, default_value_t = JobsFormat::Human)]
    pub(super) format: JobsFormat,
    #[command(flatten)]
    pub(super) database: Database,
}

/// The forms of what is told of jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum JobsFormat {
    /// Text for people
    #[default]
    Human,
    /// One JSON document, described by docs/output.schema.json
    Json,
    /// Statements that schedule the jobs with pg_cron; no database is asked, and nothing is run
    PgCron,
}

#[derive(Debug, Args)]
pub(super) struct Repair {
    /// Take the files of migrations/ as they are, after an edit or a merge by hand: the manifest is written anew. No
    /// database is asked
    #[arg(long, conflicts_with_all = ["renumber", "forget"])]
    pub(super) manifest: bool,
    /// Give a file that no database has applied the next number: V7__b.sql. No database is asked
    #[arg(long, value_name = "FILE", conflicts_with = "forget")]
    pub(super) renumber: Option<String>,
    /// Take rows out of the history whose files are gone
    #[arg(long)]
    pub(super) forget: bool,
    /// How long to wait for another run
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(super) lock_timeout: u32,
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Drift {
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Seed {
    /// How many rows: a size that the files in seed/ know
    #[arg(long, value_name = "SIZE", default_value = "small")]
    pub(super) size: String,
    /// Another number gives other rows; the same one the same rows, on every machine
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u64,
    /// The time at which it all is, in place of what seed/ says: `now` makes what is to come still to come
    #[arg(long, value_name = "TIME")]
    pub(super) as_of: Option<String>,
    /// Add to the rows that are there
    #[arg(long)]
    pub(super) add: bool,
    /// Fill a database on another machine, too
    #[arg(long)]
    pub(super) yes: bool,
    /// Print the statements, and run none
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The folder of the project; made when missing
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) out: PathBuf,
    /// Replace the declarations of a project that is there; its project file and its migrations stay
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Baseline {
    /// The last version to record; else all
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) target: Option<i32>,
    /// How long to wait for another run
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(super) lock_timeout: u32,
    #[command(flatten)]
    pub(super) database: Database,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Access {
    /// Only this role, `public` for PUBLIC; may be given again
    #[arg(long, value_name = "ROLE")]
    pub(super) role: Vec<String>,
    /// Only objects of this name, with or without the schema; `*` is any text. With --role, the whole chain is shown
    #[arg(long, value_name = "PATTERN")]
    pub(super) object: Vec<String>,
    /// Only these operations: select, insert, update, delete, execute, usage …
    #[arg(long, value_name = "OPERATION", value_delimiter = ',', value_parser = super::commands::operation)]
    pub(super) operation: Vec<Privilege>,
    /// What each role gains and loses since V<N>; 0: since there was nothing
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) diff: Option<i32>,
    /// Write Markdown, not a table for a terminal
    #[arg(long)]
    pub(super) markdown: bool,
    /// Look at this database, not at what is declared
    #[arg(long, value_name = "URL")]
    pub(super) database_url: Option<String>,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The URL of a database, the folder of a project, or the number of a migration; 0 for nothing
    pub(super) from: String,
    /// The same, for what it is compared with
    pub(super) to: String,
    #[command(flatten)]
    pub(super) scratch: Scratch,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub(super) format: DiffFormat,
}

/// How `diff` writes its result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// Text for people
    #[default]
    Human,
    /// One JSON document, described by docs/output.schema.json
    Json,
    /// Release notes in Markdown
    Markdown,
}

#[derive(Debug, Args)]
pub(super) struct Dev {
    /// Throw the data away and start anew
    #[arg(long)]
    pub(super) reset: bool,
    /// Stop the server; the data stays
    #[arg(long, conflicts_with = "reset")]
    pub(super) stop: bool,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The schema of what `--format json` prints instead
    #[arg(long)]
    pub(super) output: bool,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// One hazard, or all of them.
#[derive(Debug, Clone)]
pub(super) struct Hazards(pub(super) Vec<Hazard>);

fn hazards(word: &str) -> Result<Hazards, String> {
    if word == "all" {
        return Ok(Hazards(Hazard::ALL.to_vec()));
    }
    let known = || Hazard::ALL.map(Hazard::word).join(", ");
    let hazard = Hazard::from_word(word);
    hazard.map(|it| Hazards(vec![it])).ok_or_else(|| format!("one of {} or all", known()))
}
