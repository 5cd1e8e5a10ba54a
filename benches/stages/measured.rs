//! What was measured, as plain data.

/// The yardsticks: PostgreSQL's own programs, doing the same work on the same kind of server.
pub(crate) const PSQL: &str = "`psql -1 -f`";
pub(crate) const DUMP: &str = "`pg_dump --schema-only`";

/// The stages that a goal is about.
pub(crate) const CHECK: &str = "`check`";
pub(crate) const APPLIED: &str = "migrate: the migrations applied";
pub(crate) const INTROSPECTION: &str = "introspection";
pub(crate) const UNCHANGED: &str = "`plan`, nothing changed, state cached";
pub(crate) const TEN_CHANGED: &str = "`plan`, ten tables changed, state cached";

pub(crate) const BUILD: &str = "`build` with functions for clients, all written anew, state kept";

/// The yardsticks of many small migrations, on a server that keeps what it commits, as every one does that is in use.
pub(crate) const REFINERY: &str = "refinery alone: 500 small migrations";
pub(crate) const CONNECTED: &str = "a connection, opened and closed";
/// What is held against them.
pub(crate) const SMALL: &str = "migrate: 500 small migrations applied";
pub(crate) const NOTHING: &str = "migrate: nothing to do after 500 migrations, before it compares";

/// Of the project in this folder.
pub(crate) const JUDGED: &str = "`check --database`, nothing cached, initdb included";
pub(crate) const KNOWN: &str = "`check --database`, nothing changed, state cached";
pub(crate) const MOMNI_BUILT: &str = "`build`, all written anew, state kept";
pub(crate) const MOMNI_CURRENT: &str = "`build --check`";

/// What one run took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    pub(crate) seconds: f64,
    /// The peak of its resident memory, where it was a process of its own. Processes that it started, such as a
    /// server, are not part of it.
    pub(crate) megabytes: Option<f64>,
}

/// One stage for one number of tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    pub(crate) stage: &'static str,
    pub(crate) run: Run,
    /// What it is held against, and how many times as long it took.
    pub(crate) ratio: Option<(&'static str, f64)>,
}

/// Everything of one number of tables. All sizes have the same stages in the same order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Size {
    pub(crate) tables: usize,
    pub(crate) stages: Vec<Measured>,
}

impl Measured {
    /// A stage that is held against nothing.
    pub(crate) fn plain(stage: &'static str, run: Run) -> Self {
        Self { stage, run, ratio: None }
    }

    /// A stage beside a yardstick that ran by turns with it.
    pub(crate) fn beside(stage: &'static str, run: Run, yardstick: &'static str, its: Run) -> Self {
        Self { stage, run, ratio: Some((yardstick, run.seconds / its.seconds)) }
    }

    /// Whether it is a command of ours, which runs as a process.
    pub(crate) fn is_command(&self) -> bool {
        self.is_ours() && self.run.megabytes.is_some()
    }

    /// Whether it is ours: no yardstick.
    pub(crate) fn is_ours(&self) -> bool {
        self.stage != PSQL && self.stage != DUMP
    }
}

/// How the time of each stage grew from the smallest size to the largest, relative to the number of tables: 1 when
/// ten times as many tables take ten times as long. Nothing with fewer than two sizes.
pub(crate) fn growth(sizes: &[Size]) -> Vec<(&Measured, f64)> {
    let small = sizes.iter().min_by_key(|size| size.tables);
    let large = sizes.iter().max_by_key(|size| size.tables);
    let (Some(small), Some(large)) = (small, large) else { return Vec::new() };
    if small.tables == large.tables {
        return Vec::new();
    }
    let more = large.tables as f64 / small.tables as f64;
    let pairs = small.stages.iter().zip(&large.stages);
    pairs.map(|(from, to)| (to, to.run.seconds / from.run.seconds / more)).collect()
}
