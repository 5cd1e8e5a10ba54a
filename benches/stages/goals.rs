//! The goals, and whether they are met. The verdicts are computed, never written by hand.

use super::measured::{APPLIED, CHECK, INTROSPECTION, Measured, Size, growth};
use std::fmt::Write as _;

/// The number of tables that the goals in seconds and megabytes are for.
const LARGE: usize = 1_000;

/// A goal, and what the measurements say of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) goal: &'static str,
    /// The measurement that decides; `None` where nothing of the kind was measured.
    pub(crate) decides: Option<String>,
    pub(crate) met: bool,
}

/// Every goal, judged by these measurements.
pub(crate) fn verdicts(sizes: &[Size]) -> Vec<Verdict> {
    vec![
        check(sizes),
        ratio(
            "introspection takes at most 0.5 times as long as `pg_dump --schema-only`",
            sizes,
            INTROSPECTION,
            0.5,
        ),
        ratio(
            "applying the migrations takes at most 1.2 times as long as `psql -1 -f`",
            sizes,
            APPLIED,
            1.2,
        ),
        memory(sizes),
        growing(sizes),
    ]
}

/// The verdicts as Markdown.
pub(crate) fn table(verdicts: &[Verdict]) -> String {
    let mut text = String::from("| goal | measured | |\n| --- | --- | --- |\n");
    for verdict in verdicts {
        let (measured, word) = match &verdict.decides {
            Some(measured) if verdict.met => (measured.as_str(), "met"),
            Some(measured) => (measured.as_str(), "**not met**"),
            None => ("not in this run", "unknown"),
        };
        let _ = writeln!(text, "| {} | {measured} | {word} |", verdict.goal);
    }
    text
}

fn check(sizes: &[Size]) -> Verdict {
    let found = large(sizes).and_then(|stages| stage(stages, CHECK)).map(|it| it.run.seconds);
    Verdict {
        goal: "`check` of 1,000 tables takes less than 0.3 s",
        decides: found.map(|seconds| format!("{seconds:.3} s")),
        met: found.is_some_and(|seconds| seconds < 0.3),
    }
}

/// The worst of the sizes decides.
fn ratio(goal: &'static str, sizes: &[Size], name: &str, at_most: f64) -> Verdict {
    let ratios = sizes.iter().filter_map(|size| {
        let (_, ratio) = stage(&size.stages, name)?.ratio?;
        Some((size.tables, ratio))
    });
    let worst = ratios.max_by(|(_, one), (_, other)| one.total_cmp(other));
    Verdict {
        goal,
        decides: worst.map(|(tables, ratio)| format!("{ratio:.2} at {tables} tables")),
        met: worst.is_some_and(|(_, ratio)| ratio <= at_most),
    }
}

/// The command that takes most decides; the yardsticks do not.
fn memory(sizes: &[Size]) -> Verdict {
    let stages = large(sizes).unwrap_or_default();
    let ours = stages.iter().filter(|it| it.is_ours());
    let peaks = ours.filter_map(|it| Some((it.stage, it.run.megabytes?)));
    let most = peaks.max_by(|(_, one), (_, other)| one.total_cmp(other));
    Verdict {
        goal: "no command takes 300 MB of memory for 1,000 tables",
        decides: most.map(|(stage, megabytes)| format!("{megabytes:.0} MB: {stage}")),
        met: most.is_some_and(|(_, megabytes)| megabytes < 300.0),
    }
}

/// The command that grows most decides. Its parts are shown: what takes milliseconds for the small size fits into the
/// processor's caches there.
fn growing(sizes: &[Size]) -> Verdict {
    let commands = growth(sizes).into_iter().filter(|(it, _)| it.is_command());
    let most = commands.max_by(|(_, one), (_, other)| one.total_cmp(other));
    Verdict {
        goal: "the time of no command grows faster than the number of tables (growth at most 1.00)",
        decides: most.map(|(it, growth)| format!("{growth:.2}: {}", it.stage)),
        // As it is shown: what prints as 1.00 is 1.00.
        met: most.is_some_and(|(_, growth)| growth < 1.005),
    }
}

fn large(sizes: &[Size]) -> Option<&[Measured]> {
    sizes.iter().find(|size| size.tables == LARGE).map(|size| &*size.stages)
}

fn stage<'a>(stages: &'a [Measured], name: &str) -> Option<&'a Measured> {
    stages.iter().find(|it| it.stage == name)
}
