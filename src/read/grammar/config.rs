//! `momni-db.yaml`.

use super::build::BuildConfig;
use super::check::CheckConfig;
use super::lint::LintRule;
use super::tests::TestsConfig;
use crate::hazard::Hazard;
use crate::read::decode::{At, List, Text, mapping, words};

mapping! {
    "the project file",
    /// A project: the folder that holds this file, `momni-db.yaml`.
    struct ConfigFile {
        /// The project's name.
        name: Text,
        /// The schema of declared names that state none. Default: `public`.
        default_schema: Option<Text>,
        /// How unqualified names in expressions, types and function bodies resolve while the declared state is
        /// built. `pg_catalog` always comes first. Default: the default schema alone.
        search_path: List<Text>,
        /// The folders of the declarations, searched recursively for `*.yaml` and `*.yml`. Default: `schema`,
        /// `functions`, `policies`.
        declarations: List<Text>,
        /// The owner of every declared object that states none. Default: the role that runs the migrations.
        owner: Option<Text>,
        /// The owner of every `security: definer` function that states none. Default: `owner`.
        function_owner: Option<Text>,
        /// The least major version of PostgreSQL that the project is for. Default: 14.
        postgres: Option<At<u32>>,
        /// The hazards that `generate` may write without being told to by `--allow`. Default: none of those that need
        /// leave.
        allow: List<Hazard>,
        /// What `momni-db check` says of the SQL of migrations that were written by hand.
        lint: Option<LintConfig>,
        /// How `momni-db check` judges.
        check: Option<CheckConfig>,
        /// How `momni-db migrate` runs migrations.
        migrate: Option<MigrateConfig>,
        /// What `momni-db migrate` runs before and after migrations.
        hooks: Option<HooksConfig>,
        /// The project's own functions that secure functions call.
        secure: Option<SecureConfig>,
        /// How `momni-db test` runs tests.
        tests: Option<TestsConfig>,
        /// What holds for every job.
        jobs: Option<JobsConfig>,
        /// What `momni-db build` makes, and where it puts it.
        build: Option<BuildConfig>,
    }
}

mapping! {
    "settings of jobs",
    /// What holds for every job.
    struct JobsConfig {
        /// The time zone of schedules that state none: `Europe/Berlin`. Default: `UTC`.
        time_zone: Option<Text>,
        /// How long the history is kept: `30 days`. Default: 30 days.
        keep: Option<Text>,
    }
}

mapping! {
    "settings of secure functions",
    /// The project's own functions that secure functions call: they are declared like any other. See `docs/secure.md`.
    struct SecureConfig {
        /// The claims of the token: a function without arguments that returns jsonb. `requires` reads them.
        claims: Option<Text>,
        /// Who is calling: a function without arguments. `rate_limit` and `idempotent` tell callers apart by it, `owner` and
        /// `member_of` of policies compare with it.
        caller: Option<Text>,
        /// The role that owns the functions which `member_of` makes: it reads the tables of members where the caller may
        /// not. It is nobody's login.
        policy_owner: Option<Text>,
        /// Records a call: a function of (action text, arguments jsonb, answer jsonb).
        audit: Option<Text>,
        /// Whether a call is within its limit, which it counts: a function of (bucket text, calls integer, per interval)
        /// that returns boolean.
        rate_limit: Option<Text>,
        /// Remembers requests and their answers.
        idempotency: Option<IdempotencyConfig>,
        /// The column that marks a row as deleted, where a table has one that may be NULL. Default: `deleted_at`.
        deleted_at: Option<Text>,
        /// The SQLSTATE of `get`, `update`, `soft_delete` and `restore` where no row is seen. Default: `PT404`, of which PostgREST
        /// makes 404; of PostgreSQL's own `P0002` (no_data_found) it makes 500.
        missing: Option<Text>,
    }
}

mapping! {
    "settings of idempotent functions",
    /// Remembers requests and their answers.
    struct IdempotencyConfig {
        /// The key of the request: a function without arguments that returns text. Not needed where each function names
        /// an argument.
        key: Option<Text>,
        /// Begins a request: a function of (operation text, caller text, key text, request bytea, keep interval) that
        /// returns NULL for a new one, and the stored answer, jsonb, for one that was answered.
        begin: Text,
        /// Stores an answer: a function of (operation text, caller text, key text, answer jsonb).
        end: Text,
    }
}

mapping! {
    "settings of migrate",
    /// How migrations are run.
    struct MigrateConfig {
        /// How long one file's statement may take: `5min`. A file may say otherwise:
        /// `-- momni-db: statement_timeout = 2h`. Default: as long as it takes.
        statement_timeout: Option<Text>,
        /// How long to wait for another run, and how long to try a migration that meets locks, where the command line
        /// has no `--lock-timeout`. Default: `60s`.
        lock_timeout: Option<Text>,
        /// Queries that must each give one row with true before the first pending migration: `select not
        /// pg_is_in_backup()`. They can change nothing.
        assert: List<Text>,
    }
}

mapping! {
    "settings of the linter",
    /// What is said of the SQL of migrations that were written by hand.
    struct LintConfig {
        /// Rules that are not asked. A comment `-- squawk-ignore RULE` above a statement allows it there alone.
        allow: List<LintRule>,
        /// Migrations up to this number are not read: those that were applied cannot take a comment any more. Default: 0.
        after: Option<At<u32>>,
    }
}

mapping! {
    "hooks",
    /// What is run before and after migrations.
    struct HooksConfig {
        /// Before the first pending migration; one that fails stops the run.
        before_migrate: List<HookConfig>,
        /// After the last pending migration, when all went well.
        after_migrate: List<HookConfig>,
    }
}

mapping! {
    "a hook",
    /// One thing to run: either `sql` or `command`.
    struct HookConfig {
        /// Statements for the database, in one transaction.
        sql: Option<Text>,
        /// A command for the shell, run in the project's folder.
        command: Option<Text>,
    }
}

words! {
    Hazard as "Hazard", "a hazard" {
        "data_loss" => Self::DataLoss, "Values or rows go that nothing can give back.";
        "table_rewrite" => Self::TableRewrite, "Every row of a table is written anew.";
        "blocks_writes" => Self::BlocksWrites, "Nobody writes to a table while it is read through.";
        "blocks_reads" => Self::BlocksReads, "Nobody reads a table while it is read through.";
        "may_fail_on_data" => Self::MayFailOnData, "The rows that are there may make the step fail.";
        "drops_access" => Self::DropsAccess, "Somebody may do less than before.";
        "widens_access" => Self::WidensAccess, "Somebody may do more than before.";
        "breaks_client" => Self::BreaksClient, "What worked for a client before may fail.";
    }
}
