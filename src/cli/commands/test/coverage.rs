//! What the tests exercised, in words and as a document, and whether it is enough.

use crate::cli::document::{CountDocument, CountsDocument, CoverageDocument, NeverDocument};
use crate::cli::least::Least;
use crate::diagnostic::Diagnostic;
use crate::exercise::{Count, Counts, Coverage};
use std::fmt::Write;

/// What was exercised by whom, and what never was where that is asked for.
pub(super) fn covered(coverage: &Coverage, with_all: bool) -> String {
    let counts = |counts: &Counts| {
        let told = of(counts).map(|(_, what, it)| format!("{} of {} {what}", it.of, it.all));
        told.join(", ")
    };
    let mut text = format!("exercised by declared tests: {}\n", counts(&coverage.declared));
    if coverage.any != coverage.declared {
        let _ = writeln!(text, "exercised by any test: {}", counts(&coverage.any));
    }
    for never in coverage.never.iter().filter(|_| with_all) {
        let but = if never.derived { ", but by a derived test" } else { "" };
        let _ = writeln!(text, "  {}{but}", never.told);
    }
    if !with_all && !coverage.never.is_empty() {
        text.push_str("`--coverage` lists what no declared test exercised\n");
    }
    text
}

/// Where less is exercised than is wanted. A later word on a kind counts, and one on a kind before one on all.
pub(super) fn wanting(declared: &Counts, least: &[Least]) -> Vec<Diagnostic> {
    let wanted = |kind: &str| {
        let of_kind = least.iter().rev().find(|it| it.kind == Some(kind));
        of_kind.or_else(|| least.iter().rev().find(|it| it.kind.is_none()))
    };
    let mut found = Vec::new();
    for (kind, what, count) in of(declared) {
        let Some(least) = wanted(kind).filter(|it| count.percent() < it.percent) else { continue };
        let (Count { of, all }, percent) = (count, count.percent());
        let message = format!("declared tests exercise {of} of {all} {what}: {percent} %");
        let help = format!("{} % are wanted; `--coverage` lists what is missing", least.percent);
        found.push(Diagnostic::error("coverage", message).help(help));
    }
    found
}

/// The kinds: as the option names them, in words, how many.
fn of(counts: &Counts) -> [(&'static str, &'static str, Count); 4] {
    [
        ("policies", "policies", counts.policies),
        ("branches", "branches of policies", counts.branches),
        ("functions", "functions", counts.functions),
        ("errors", "declared errors", counts.errors),
    ]
}

pub(super) fn document(coverage: &Coverage) -> CoverageDocument {
    let count = |it: Count| CountDocument { exercised: it.of, all: it.all };
    let counts = |it: &Counts| CountsDocument {
        policies: count(it.policies),
        branches: count(it.branches),
        functions: count(it.functions),
        errors: count(it.errors),
    };
    let never = coverage.never.iter();
    CoverageDocument {
        declared: counts(&coverage.declared),
        any: counts(&coverage.any),
        never: never
            .map(|it| NeverDocument { told: it.told.clone(), derived: it.derived })
            .collect(),
    }
}
