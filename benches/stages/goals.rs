//! The goals, and whether they are met. The verdicts are computed, never written by hand.

use super::measured::{
    APPLIED, BUILD, CHECK, CONNECTED, INTROSPECTION, JUDGED, KNOWN, MOMNI_BUILT, MOMNI_CURRENT,
    Measured, NOTHING, SMALL, Size, TEN_CHANGED, UNCHANGED, growth,
};
use std::fmt::Write as _;

/// The number of tables that the goals in seconds are for.
const LARGE: usize = 1_000;

/// The number of tables of a very large project.
const LARGEST: usize = 5_000;

/// A goal, and what the measurements say of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) goal: &'static str,
    /// The measurement that decides; `None` where nothing of the kind was measured.
    pub(crate) decides: Option<String>,
    pub(crate) met: bool,
}

/// Every goal for projects of many tables, judged by these measurements.
pub(crate) fn verdicts(sizes: &[Size]) -> Vec<Verdict> {
    vec![
        seconds("`check` of 1,000 tables takes less than 0.3 s", sizes, CHECK, 0.3),
        seconds(
            "`plan` of 1,000 tables with nothing to do takes less than 0.5 s",
            sizes,
            UNCHANGED,
            0.5,
        ),
        ratio(
            "ten changed tables of 1,000 take at most 1.5 times as long as none",
            only(sizes, &[LARGE]),
            TEN_CHANGED,
            1.5,
        ),
        ratio(
            "introspection of 1,000 and more tables takes at most 0.3 times as long as `pg_dump --schema-only`",
            only(sizes, &[LARGE, LARGEST]),
            INTROSPECTION,
            0.3,
        ),
        ratio(
            "applying the migrations takes at most 1.2 times as long as `psql -1 -f`",
            sizes.iter(),
            APPLIED,
            1.2,
        ),
        memory("no command takes 300 MB of memory for 1,000 tables", sizes, LARGE, 300.0),
        memory("no command takes 1,000 MB of memory for 5,000 tables", sizes, LARGEST, 1_000.0),
        growing(sizes),
        longer(sizes),
        seconds(
            "`build` of 1,000 tables with three functions for each takes less than 5 s",
            sizes,
            BUILD,
            5.0,
        ),
    ]
}

/// Every goal for many small migrations.
pub(crate) fn verdicts_on_small(small: &[Measured]) -> Vec<Verdict> {
    vec![many_small(small), nothing(small)]
}

/// Every goal for the project in this folder.
pub(crate) fn verdicts_on_momni(momni: &[Measured]) -> Vec<Verdict> {
    let of = |goal, name, at_most: f64| {
        let found = stage(momni, name).map(|it| it.run.seconds);
        Verdict {
            goal,
            decides: found.map(|seconds| format!("{seconds:.3} s")),
            met: found.is_some_and(|seconds| seconds < at_most),
        }
    };
    vec![
        of("`check --database` of Momni with nothing cached takes less than 2 s", JUDGED, 2.0),
        of(
            "`check --database` of Momni where nothing has changed takes less than 0.3 s",
            KNOWN,
            0.3,
        ),
        of("`build` of Momni takes less than 1 s", MOMNI_BUILT, 1.0),
        of("`build --check` of Momni takes less than 1 s", MOMNI_CURRENT, 1.0),
    ]
}

/// The sizes of these numbers of tables.
fn only<'a>(sizes: &'a [Size], tables: &'a [usize]) -> impl Iterator<Item = &'a Size> {
    sizes.iter().filter(|size| tables.contains(&size.tables))
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

fn seconds(goal: &'static str, sizes: &[Size], name: &str, at_most: f64) -> Verdict {
    let found = of(sizes, LARGE).and_then(|stages| stage(stages, name)).map(|it| it.run.seconds);
    Verdict {
        goal,
        decides: found.map(|seconds| format!("{seconds:.3} s")),
        met: found.is_some_and(|seconds| seconds < at_most),
    }
}

/// The worst of the sizes decides.
fn ratio<'a>(
    goal: &'static str,
    sizes: impl Iterator<Item = &'a Size>,
    name: &str,
    at_most: f64,
) -> Verdict {
    let ratios = sizes.filter_map(|size| {
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

fn many_small(small: &[Measured]) -> Verdict {
    let ratio = stage(small, SMALL).and_then(|it| it.ratio).map(|(_, ratio)| ratio);
    Verdict {
        goal: "500 small migrations take at most 1.1 times as long as with refinery alone",
        decides: ratio.map(|ratio| format!("{ratio:.2}")),
        met: ratio.is_some_and(|ratio| ratio <= 1.1),
    }
}

fn nothing(small: &[Measured]) -> Verdict {
    let seconds = |name| stage(small, name).map(|it| it.run.seconds);
    let beyond = seconds(NOTHING).zip(seconds(CONNECTED)).map(|(all, connected)| all - connected);
    Verdict {
        goal: "with nothing to do after 500 migrations, less than 50 ms beyond the connection, before it compares",
        decides: beyond.map(|seconds| format!("{:.1} ms", seconds * 1000.0)),
        met: beyond.is_some_and(|seconds| seconds < 0.05),
    }
}

/// The command that takes most decides; the yardsticks do not.
fn memory(goal: &'static str, sizes: &[Size], tables: usize, below: f64) -> Verdict {
    let stages = of(sizes, tables).unwrap_or_default();
    let ours = stages.iter().filter(|it| it.is_ours());
    let peaks = ours.filter_map(|it| Some((it.stage, it.run.megabytes?)));
    let most = peaks.max_by(|(_, one), (_, other)| one.total_cmp(other));
    Verdict {
        goal,
        decides: most.map(|(stage, megabytes)| format!("{megabytes:.0} MB: {stage}")),
        met: most.is_some_and(|(_, megabytes)| megabytes < below),
    }
}

/// The command that takes most of what 5,000 tables take longer than 1,000 decides.
fn longer(sizes: &[Size]) -> Verdict {
    let (large, largest) = (of(sizes, LARGE), of(sizes, LARGEST));
    let pairs = large.into_iter().flatten().zip(largest.into_iter().flatten());
    let ratios = pairs
        .filter(|(it, _)| it.is_command())
        .map(|(less, more)| (less.stage, more.run.seconds / less.run.seconds));
    let most = ratios.max_by(|(_, one), (_, other)| one.total_cmp(other));
    Verdict {
        goal: "5,000 tables take no command more than 5.5 times as long as 1,000",
        decides: most.map(|(stage, ratio)| format!("{ratio:.2}: {stage}")),
        met: most.is_some_and(|(_, ratio)| ratio <= 5.5),
    }
}

/// The command that grows most decides. Its parts are shown: what takes milliseconds for the small size fits into the
/// processor's caches there.
fn growing(sizes: &[Size]) -> Verdict {
    let usual: Vec<Size> = sizes.iter().filter(|size| size.tables <= LARGE).cloned().collect();
    let commands = growth(&usual).into_iter().filter(|(it, _)| it.is_command());
    let most = commands.max_by(|(_, one), (_, other)| one.total_cmp(other));
    Verdict {
        goal: "up to 1,000 tables no command grows faster than their number (growth at most 1.00)",
        decides: most.map(|(it, growth)| format!("{growth:.2}: {}", it.stage)),
        // As it is shown: what prints as 1.00 is 1.00.
        met: most.is_some_and(|(_, growth)| growth < 1.005),
    }
}

fn of(sizes: &[Size], tables: usize) -> Option<&[Measured]> {
    sizes.iter().find(|size| size.tables == tables).map(|size| &*size.stages)
}

fn stage<'a>(stages: &'a [Measured], name: &str) -> Option<&'a Measured> {
    stages.iter().find(|it| it.stage == name)
}
