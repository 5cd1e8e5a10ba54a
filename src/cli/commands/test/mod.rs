//! `momni-db test`: does the database let everybody do what they may, and nothing else?

mod coverage;

use super::project::whole;
use crate::cli::args;
use crate::cli::document::{ResultDocument, TestDocument, TestedDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::diagnostic::Diagnostic;
use crate::exercise::{self, Ran, Report, Request, junit};
use crate::pipeline::{Options, standing};
use crate::read::Objects;
use std::fmt::Write;

pub(in crate::cli) async fn test(
    args: &args::Test,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = whole(place, printer)?;
    let objects = project.declared.objects()?.clone();
    let jobs =
        args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let (filter, derived) = (args.filter.clone(), !args.no_derived);
    let request = Request { filter, jobs, derived, list: args.list };
    if args.list && !derived {
        return Ok(Outcome::text(list(&objects, &request)));
    }
    let options =
        Options { major: args.postgres, prefer: Some(project.config.postgres), lent: None };
    printer.detail("building the declarations on a scratch server");
    let standing = standing(&project.declared, &options).await?;
    let report = exercise::run(&objects, &standing, &request).await?;
    if args.list {
        return Ok(Outcome::text(
            report.names.iter().map(|name| format!("{name}\n")).collect::<String>(),
        ));
    }
    if let Some(path) = &args.junit {
        let text = junit(&report, &objects.sources);
        std::fs::write(path, text)
            .map_err(|error| Failure::file("write", &path.display().to_string(), &error))?;
    }
    let mut diagnostics: Vec<Diagnostic> = report.ran.iter().filter_map(finding).collect();
    diagnostics.extend(coverage::wanting(&report.coverage.declared, &args.coverage_min));
    let covered = coverage::covered(&report.coverage, args.coverage);
    Ok(Outcome {
        exit: if diagnostics.is_empty() { Exit::Clean } else { Exit::Findings },
        human: verdict(&report, printer.verbose) + &covered,
        result: Some(ResultDocument::Test(document(&report, standing.major))),
        diagnostics,
        sources: objects.sources.clone(),
    })
}

fn list(objects: &Objects, request: &Request) -> String {
    let tests = objects.trials.tests.iter().filter(|test| request.is_for(&test.name));
    tests.map(|test| format!("{}\n", test.name)).collect()
}

fn finding(ran: &Ran) -> Option<Diagnostic> {
    let failed = ran.verdict.as_ref().err()?;
    let found = Diagnostic::error("test", format!("{}: {}", ran.name, failed.message));
    let found = found.at(failed.at.clone());
    Some(if failed.lines.is_empty() { found } else { found.help(failed.lines.join("\n")) })
}

fn verdict(report: &Report, verbose: bool) -> String {
    let mut text = String::new();
    for ran in report.ran.iter().filter(|_| verbose) {
        let word = if ran.verdict.is_ok() { "ok  " } else { "FAIL" };
        let seen = ran.verdict.as_ref().ok().and_then(|it| it.seen.as_deref());
        let seen = seen.map_or_else(String::new, |it| format!(" ({it})"));
        let _ = writeln!(text, "{word} {}{seen}", ran.name);
    }
    let failed = report.ran.iter().filter(|it| it.verdict.is_err()).count();
    let passed = report.ran.len() - failed;
    let _ = match (passed, failed) {
        (0, 0) => writeln!(text, "no test is declared or named so"),
        (_, 0) => writeln!(text, "{}", counted(passed, "passed")),
        _ => writeln!(text, "{}, {failed} failed", counted(passed, "passed")),
    };
    text
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 test {what}") } else { format!("{count} tests {what}") }
}

fn document(report: &Report, major: u32) -> TestDocument {
    let tests = report.ran.iter().map(|ran| TestedDocument {
        name: ran.name.clone(),
        group: ran.group.clone(),
        passed: ran.verdict.is_ok(),
        seen: ran.verdict.as_ref().ok().and_then(|it| it.seen.clone()),
        message: ran.verdict.as_ref().err().map(|it| it.message.clone()),
        lines: ran.verdict.as_ref().err().map_or_else(Vec::new, |it| it.lines.clone()),
        milliseconds: u64::try_from(ran.took.as_millis()).unwrap_or(u64::MAX),
    });
    let coverage = coverage::document(&report.coverage);
    TestDocument { postgres: major, tests: tests.collect(), coverage }
}
