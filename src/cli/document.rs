//! What `--format json` prints: one document for every command, described by `docs/output.schema.json`.

mod access;
mod jobs;

pub(super) use access::*;
pub(super) use jobs::*;

use super::findings::Finding;
use crate::catalog::Difference;
use crate::connect::StatementError;
use schemars::JsonSchema;
use serde::Serialize;

/// What a command found or did.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Document {
    /// The command.
    pub(super) command: &'static str,
    /// The exit code: 0 clean, 1 findings, 2 wrong usage or declaration, 3 no connection, no lock or a failed migration.
    pub(super) exit_code: u8,
    /// Faults of files, declarations or databases, each with its place where it has one.
    pub(super) findings: Vec<Finding>,
    /// Why the command did not come to its end.
    pub(super) error: Option<ErrorDocument>,
    /// What it found or did; of a migration that failed, what was applied before.
    pub(super) result: Option<ResultDocument>,
}

/// Why a command did not come to its end.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ErrorDocument {
    /// A word for the cause: usage, faults, connection, lock, migration, interrupted …
    pub(super) cause: &'static str,
    /// What is wrong, for people.
    pub(super) message: String,
    /// How to mend it.
    pub(super) help: Option<String>,
    /// The statement that failed.
    pub(super) statement: Option<StatementDocument>,
}

/// A statement that failed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct StatementDocument {
    /// The file that holds it, within the project.
    pub(super) file: Option<String>,
    /// The line in the file, or in the statement, from 1.
    pub(super) line: Option<usize>,
    /// The column in characters, from 1.
    pub(super) column: Option<usize>,
    /// PostgreSQL's error code.
    pub(super) sqlstate: Option<String>,
    /// The server's words.
    pub(super) message: String,
    /// More of them.
    pub(super) detail: Option<String>,
    /// The server's advice.
    pub(super) hint: Option<String>,
    /// The functions that were running.
    pub(super) context: Option<String>,
    /// The statement's text.
    pub(super) statement: Option<String>,
}

impl StatementDocument {
    pub(super) fn new(error: &StatementError) -> Self {
        Self {
            file: error.file.clone(),
            line: error.position.map(|position| position.line),
            column: error.position.map(|position| position.column),
            sqlstate: error.sqlstate.clone(),
            message: error.message.clone(),
            detail: error.detail.clone(),
            hint: error.hint.clone(),
            context: error.context.clone(),
            statement: error.statement.clone(),
        }
    }
}

/// What a command found or did.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum ResultDocument {
    Access(AccessDocument),
    Baseline(BaselineDocument),
    Build(BuildDocument),
    Check(CheckDocument),
    Diff(DiffDocument),
    Drift(DriftDocument),
    Generate(GenerateDocument),
    Import(ImportDocument),
    Init(InitDocument),
    Jobs(JobsDocument),
    Migrate(MigrateDocument),
    MigrateAll(MigrateAllDocument),
    Plan(PlanDocument),
    Repair(RepairDocument),
    Seed(SeedDocument),
    Status(StatusDocument),
    StatusAll(StatusAllDocument),
    Undo(UndoDocument),
    Test(TestDocument),
}

/// What `test` found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TestDocument {
    /// The major version of PostgreSQL that the tests ran on.
    pub(super) postgres: u32,
    /// Every test, in order.
    pub(super) tests: Vec<TestedDocument>,
    /// What the tests exercised.
    pub(super) coverage: CoverageDocument,
}

/// What the tests exercised.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CoverageDocument {
    /// By the declared tests.
    pub(super) declared: CountsDocument,
    /// By any test.
    pub(super) any: CountsDocument,
    /// What no declared test exercised.
    pub(super) never: Vec<NeverDocument>,
}

/// What no declared test exercised.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NeverDocument {
    /// In words.
    pub(super) told: String,
    /// Whether a derived test did.
    pub(super) derived: bool,
}

/// How much of each kind.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CountsDocument {
    /// Policies that admitted a row and refused one.
    pub(super) policies: CountDocument,
    /// Branches of the conditions of policies that admitted a row.
    pub(super) branches: CountDocument,
    /// Functions that were called.
    pub(super) functions: CountDocument,
    /// Declared errors that were raised.
    pub(super) errors: CountDocument,
}

/// So many of so many.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CountDocument {
    /// Exercised.
    pub(super) exercised: usize,
    /// There are.
    pub(super) all: usize,
}

/// One test.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TestedDocument {
    /// Its name.
    pub(super) name: String,
    /// The file that declares it, within the project, or what it was derived from.
    pub(super) group: String,
    /// Whether it held.
    pub(super) passed: bool,
    /// What was seen, where the test leaves it open: how something was denied.
    pub(super) seen: Option<String>,
    /// What is wrong.
    pub(super) message: Option<String>,
    /// What was expected and what came, a line each.
    pub(super) lines: Vec<String>,
    /// How long it took.
    pub(super) milliseconds: u64,
}

/// What `migrate` did.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MigrateDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// Whether everything was rolled back.
    pub(super) dry_run: bool,
    /// The version before; null when there was none.
    pub(super) from_version: Option<i32>,
    /// The version after; of a dry run, the version that would be reached.
    pub(super) to_version: Option<i32>,
    /// What was applied, in order.
    pub(super) applied: Vec<AppliedDocument>,
    /// The files that a dry run left out: one that runs without a transaction, and all that come after it.
    pub(super) not_run: Vec<String>,
}

/// What `migrate --targets` did.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MigrateAllDocument {
    /// Whether everything was rolled back.
    pub(super) dry_run: bool,
    /// The databases, in the order of the file.
    pub(super) targets: Vec<TargetDocument>,
}

/// One database of many.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TargetDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// How it ended.
    pub(super) verdict: TargetVerdict,
    /// The version before; null when there was none.
    pub(super) from_version: Option<i32>,
    /// The version after.
    pub(super) to_version: Option<i32>,
    /// What was applied, in order.
    pub(super) applied: Vec<AppliedDocument>,
    /// How long it took, with the comparison.
    pub(super) milliseconds: u64,
    /// Why it failed.
    pub(super) error: Option<ErrorDocument>,
}

/// How one database of many ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum TargetVerdict {
    /// Migrations were applied, and it is what they lead to.
    Migrated,
    /// Nothing was to do, and it is what its migrations lead to.
    UpToDate,
    /// It is not what its migrations lead to: the findings say where.
    Differs,
    /// A migration failed, or it could not be connected to.
    Failed,
    /// It was left alone, since others had failed.
    NotBegun,
}

impl TargetVerdict {
    /// Whether it is as it should be.
    pub(super) fn is_good(self) -> bool {
        matches!(self, Self::Migrated | Self::UpToDate)
    }

    /// For people.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Migrated => "migrated",
            Self::UpToDate => "up to date",
            Self::Differs => "differs",
            Self::Failed => "failed",
            Self::NotBegun => "not begun",
        }
    }
}

/// One migration that was applied.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AppliedDocument {
    /// Its number.
    pub(super) version: i32,
    /// Its name.
    pub(super) name: String,
    /// Its file, within the project.
    pub(super) file: String,
    /// How long it took.
    pub(super) milliseconds: u64,
}

/// What `undo` did.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct UndoDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// Whether everything was rolled back.
    pub(super) dry_run: bool,
    /// The version before; null when there was none.
    pub(super) from_version: Option<i32>,
    /// The version after; null when there is none. Of a dry run, the version that would be reached.
    pub(super) to_version: Option<i32>,
    /// What was undone, in order: number and name of the migration, the undo file, and how long it took.
    pub(super) undone: Vec<AppliedDocument>,
    /// The undo files that a dry run left out: one that runs without a transaction, and all that come after it.
    pub(super) not_run: Vec<String>,
}

/// What `baseline` recorded.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BaselineDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// The version before; null when there was none.
    pub(super) from_version: Option<i32>,
    /// The version after.
    pub(super) to_version: Option<i32>,
    /// What was recorded as applied, in order; none when something differs.
    pub(super) recorded: Vec<RecordedDocument>,
}

/// What `build`, `client`, `docs` or `openapi` wrote, or with `--check` would write.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BuildDocument {
    /// Tells the declared state from others: the SHA-256 of the catalog as it is kept.
    pub(super) fingerprint: Option<String>,
    /// How many files there are in all.
    pub(super) files: usize,
    /// The files that were not what they should be.
    pub(super) changed: Vec<BuiltFileDocument>,
    /// With `--against`: what changed for clients.
    pub(super) against: Option<Vec<InterfaceDocument>>,
}

/// What changed for clients of one output.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct InterfaceDocument {
    /// The file that holds the interface.
    pub(super) path: String,
    /// Whether it was there before.
    pub(super) was_there: bool,
    /// The version before.
    pub(super) from_version: Option<String>,
    /// The version now.
    pub(super) to_version: String,
    /// The least version that the changes want.
    pub(super) wanted_version: Option<String>,
    /// What changed, the weightiest first.
    pub(super) changes: Vec<InterfaceChangeDocument>,
}

/// A change that clients see.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct InterfaceChangeDocument {
    /// `major`: what worked before may fail. `minor`: something is there that was not. `patch`.
    pub(super) weight: &'static str,
    /// What it is.
    pub(super) what: String,
}

/// A file that was not what it should be.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BuiltFileDocument {
    /// Its path within the project.
    pub(super) path: String,
    /// `missing`, `changed`, `left` (nothing makes it any more), `foreign` (it does not say that it is generated, and stays).
    pub(super) was: &'static str,
}

/// What `repair` mended.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RepairDocument {
    /// The database, as a URL without a password; null where only files were mended.
    pub(super) database: Option<String>,
    /// What was mended, a line each.
    pub(super) mended: Vec<String>,
}

/// One migration that was recorded without being run.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RecordedDocument {
    /// Its number.
    pub(super) version: i32,
    /// Its name.
    pub(super) name: String,
    /// Its file, within the project.
    pub(super) file: String,
}

/// What `import` wrote.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ImportDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// The folder.
    pub(super) folder: String,
    /// The files, within it.
    pub(super) files: Vec<String>,
    /// Whether what was written was built and compared with the database.
    pub(super) compared: bool,
    /// What differs, object by object.
    pub(super) differences: Vec<DifferenceDocument>,
    /// Objects of kinds that momni-db does not know, and that were not written.
    pub(super) unmodelled: Vec<String>,
}

/// What `status` found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StatusDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// Every version in the files or in the history, in order.
    pub(super) versions: Vec<VersionDocument>,
}

/// What `status --targets` found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StatusAllDocument {
    /// The databases, in the order of the file.
    pub(super) targets: Vec<TargetStatusDocument>,
}

/// One database of many.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TargetStatusDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// Every version in the files or in its history, in order; none where it could not be asked.
    pub(super) versions: Vec<VersionDocument>,
    /// Why it could not be asked.
    pub(super) error: Option<ErrorDocument>,
}

/// One version.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct VersionDocument {
    /// Its number.
    pub(super) version: i32,
    /// Its name.
    pub(super) name: String,
    /// What it is.
    pub(super) state: crate::apply::State,
    /// When it was applied, RFC 3339.
    pub(super) applied_on: Option<String>,
    /// The role that was connected then, where the history has it.
    pub(super) applied_by: Option<String>,
    /// Of one that is begun, how many of its statements are done.
    pub(super) statements_done: Option<usize>,
    /// What is wrong and how to mend it.
    pub(super) fault: Option<String>,
}

/// What `check` judged.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckDocument {
    /// How many objects are declared.
    pub(super) objects: usize,
    /// Whether PostgreSQL has judged them too.
    pub(super) built: bool,
    /// Why plpgsql_check has not examined the bodies of functions, where it was to.
    pub(super) unexamined: Option<String>,
    /// What was mended in the YAML.
    pub(super) fixed: Vec<FixDocument>,
}

/// A finding that was mended in the YAML.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FixDocument {
    /// The file, within the project.
    pub(super) file: String,
    /// The rule.
    pub(super) rule: &'static str,
    /// What was wrong.
    pub(super) message: String,
}

/// What `plan` found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PlanDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// The statements that would make it what is declared, in order.
    pub(super) steps: Vec<StepDocument>,
}

/// One statement.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StepDocument {
    /// The object that it is about.
    pub(super) object: String,
    /// Its text, without the final semicolon.
    pub(super) sql: String,
    /// The locks that the step takes on what is there.
    pub(super) locks: Vec<LockDocument>,
    /// The hazards of the step.
    pub(super) hazards: Vec<HazardDocument>,
}

/// A lock that a step takes and keeps until its transaction ends.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct LockDocument {
    /// The relation: `public.bookings`.
    pub(super) relation: String,
    /// PostgreSQL's word for the mode: `ACCESS EXCLUSIVE`.
    pub(super) mode: String,
    /// What is done meanwhile: `catalogs`, `rows`, `scan`, `build` or `rewrite`.
    pub(super) work: &'static str,
    /// Whether that takes longer the larger the relation is.
    pub(super) grows: bool,
    /// How large the relation is, in bytes, where it grows.
    pub(super) bytes: Option<u64>,
    /// How many rows it has, as the planner estimates them, where it grows and they were ever counted.
    pub(super) rows: Option<u64>,
}

/// A hazard.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct HazardDocument {
    /// Its name, as `--allow` takes it.
    pub(super) hazard: &'static str,
    /// What happens.
    pub(super) why: String,
    /// Whether `generate` writes it only where it is allowed.
    pub(super) needs_leave: bool,
}

/// What `generate` wrote.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct GenerateDocument {
    /// The new migrations, in order; none when there is nothing to do.
    pub(super) files: Vec<NewDocument>,
    /// The new undo files, in the order of their migrations.
    pub(super) undo: Vec<NewUndoDocument>,
}

/// One new undo file.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NewUndoDocument {
    /// The number of the migration that it undoes.
    pub(super) version: i32,
    /// The file, within the project.
    pub(super) file: String,
    /// What it cannot give back, a line each: `undo` runs it only where that is allowed.
    pub(super) losses: Vec<String>,
}

/// One new migration.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NewDocument {
    /// Its number.
    pub(super) version: i32,
    /// Its file, within the project.
    pub(super) file: String,
    /// What it changes, a line each.
    pub(super) summary: Vec<String>,
    /// What it locks of what was there before, a line for each relation: the strongest mode, and what is done meanwhile.
    pub(super) locks: Vec<String>,
    /// Who may do more or less afterwards, a line each.
    pub(super) access: Vec<String>,
    /// Its hazards, a line each: the hazard, the step, and why.
    pub(super) hazards: Vec<String>,
}

/// What `diff` found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DiffDocument {
    /// What is compared: `V3`, a folder, a URL without a password.
    pub(super) from: String,
    /// What it is compared with.
    pub(super) to: String,
    /// What may break what worked before, or loses data.
    pub(super) breaking: Vec<String>,
    /// The objects that differ.
    pub(super) objects: Vec<NoteDocument>,
    /// What roles gain and lose.
    pub(super) access: Vec<String>,
}

/// An object that differs.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NoteDocument {
    /// The area that it belongs to.
    pub(super) area: String,
    /// The object: `table app.stays`.
    pub(super) object: String,
    /// `new`, `changed` or `gone`.
    pub(super) turn: &'static str,
    /// What changes about it and its parts.
    pub(super) details: Vec<String>,
}

/// What `seed` made.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SeedDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// How large the whole was asked to be.
    pub(super) size: String,
    /// The number from which the rows follow.
    pub(super) seed: u64,
    /// The sets of rows in the order in which they were made.
    pub(super) sets: Vec<SeededDocument>,
}

/// A set of rows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SeededDocument {
    /// Its name.
    pub(super) set: String,
    /// The table; null for a statement of the project.
    pub(super) table: Option<String>,
    /// How many rows were made.
    pub(super) rows: u64,
}

/// What `drift` found.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DriftDocument {
    /// The database, as a URL without a password.
    pub(super) database: String,
    /// What differs, object by object.
    pub(super) differences: Vec<DifferenceDocument>,
    /// Objects of kinds that momni-db does not know, and that were not compared.
    pub(super) unmodelled: Vec<String>,
}

/// One difference.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DifferenceDocument {
    /// The object: `column public.books.title`.
    pub(super) object: String,
    /// The property; null when the object is on one side only.
    pub(super) property: Option<String>,
    /// What is declared; null when nothing is.
    pub(super) declared: Option<serde_json::Value>,
    /// What the database holds; null when nothing.
    pub(super) found: Option<serde_json::Value>,
}

impl DifferenceDocument {
    pub(super) fn new(difference: &Difference) -> Self {
        Self {
            object: difference.object.to_string(),
            property: difference.property.clone(),
            declared: difference.from.clone(),
            found: difference.to.clone(),
        }
    }
}

/// What `init` wrote.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct InitDocument {
    /// The folder.
    pub(super) folder: String,
    /// The files, within it.
    pub(super) files: Vec<String>,
}
