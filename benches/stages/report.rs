//! The measurements as Markdown.

use super::goals;
use super::measured::{Measured, Size, growth};
use std::fmt::Write as _;

/// The goals with their verdicts, then a line for each stage.
pub(crate) fn report(heading: &str, sizes: &[Size]) -> String {
    let goals = goals::table(&goals::verdicts(sizes));
    format!("{heading}\n\n## Goals\n\n{goals}\n## Stages\n\n{}", stages(sizes))
}

/// The same for many small migrations.
pub(crate) fn report_on_small(heading: &str, small: &[Measured]) -> String {
    let goals = goals::table(&goals::verdicts_on_small(small));
    format!("{heading}\n\n{goals}\n{}", plain(small))
}

/// The same for the project in this folder.
pub(crate) fn report_on_momni(heading: &str, momni: &[Measured]) -> String {
    let goals = goals::table(&goals::verdicts_on_momni(momni));
    format!("{heading}\n\n{goals}\n{}", plain(momni))
}

/// A line for each stage of what has but one size.
fn plain(stages: &[Measured]) -> String {
    let mut text = String::from("| stage | s | ratio | MB |\n| --- | ---: | --- | ---: |\n");
    for it in stages {
        let _ = writeln!(text, "| {} |{}", it.stage, cells(it));
    }
    text
}

/// A line for each stage: three columns for each size, and how it grew.
fn stages(sizes: &[Size]) -> String {
    let growth = growth(sizes);
    let mut text = String::from("| stage |");
    for size in sizes {
        let _ = write!(text, " {} tables: s | ratio | MB |", size.tables);
    }
    text.push_str(" growth |\n| --- |");
    text.push_str(&" ---: | --- | ---: |".repeat(sizes.len()));
    text.push_str(" ---: |\n");
    for (n, first) in sizes.first().map_or(&[][..], |size| &size.stages).iter().enumerate() {
        let _ = write!(text, "| {} |", first.stage);
        for size in sizes {
            text.push_str(&cells(&size.stages[n]));
        }
        let grown = growth.get(n).map_or(String::new(), |(_, growth)| format!("{growth:.2}"));
        let _ = writeln!(text, " {grown} |");
    }
    text
}

fn cells(it: &Measured) -> String {
    let ratio =
        it.ratio.map_or(String::new(), |(yardstick, ratio)| format!("{ratio:.2} × {yardstick}"));
    let memory = it.run.megabytes.map_or(String::new(), |megabytes| format!("{megabytes:.0}"));
    let decimals = if it.run.seconds < 0.01 { 5 } else { 3 };
    format!(" {:.decimals$} | {ratio} | {memory} |", it.run.seconds)
}
