//! Whether what came is what must come.

use super::act::Done;
use super::bench::Bench;
use super::compare;
use super::one::{Failed, Passed, Stop, refused, told};
use super::world::World;
use crate::connect::StatementError;
use crate::diagnostic::Span;
use crate::trial::{Act, Outcome, Test, What};

/// Whether what came of the last act is what must come.
pub(super) async fn judge(
    bench: &Bench<'_>,
    world: &World,
    test: &Test,
    last: &Act,
    done: Result<Done, StatementError>,
) -> Result<Passed, Stop> {
    let passed = |seen: Option<String>| Ok(Passed { seen });
    let failed = |at: &Span, message: &str, lines: Vec<String>| {
        Err(Stop::Failed(Failed { at: Some(at.clone()), message: message.to_owned(), lines }))
    };
    match (&test.outcome, done) {
        (Outcome::Success, Ok(_)) => passed(None),
        (Outcome::Success, Err(error)) => failed(&last.at, verb(last, "fails"), told(&error)),
        (Outcome::Rows(_, at), Err(error)) => {
            failed(at, "rows are expected, an error came", told(&error))
        }
        (Outcome::Rows(expected, at), Ok(done)) => {
            let wrong = compare::compare(bench, world, &done, expected).await;
            match wrong
                .map_err(|error| refused(at, "what is expected cannot be compared", error))?
            {
                Some(lines) => failed(at, "other rows came than expected", lines),
                None => passed(None),
            }
        }
        (Outcome::Denied(at), Ok(done)) => match done.given.count {
            0 => passed(Some("denied: no row".to_owned())),
            count => {
                let mut lines = vec![format!("expected: 42501, or no row; came: {count} row(s)")];
                lines.extend(done.given.rows.iter().take(5).map(|row| compare::shown(&done, row)));
                failed(at, verb(last, "is not denied"), lines)
            }
        },
        (Outcome::Denied(at), Err(error)) => match error.sqlstate.as_deref() {
            Some("42501") => passed(Some(format!("denied: 42501 {}", error.message))),
            _ => failed(at, "it fails, but is not denied: 42501 is expected", told(&error)),
        },
        (Outcome::Error(wanted, at), Ok(done)) => {
            let came = format!("expected: {}; came: {} row(s)", wanted.sqlstate, done.given.count);
            failed(at, "an error is expected, none came", vec![came])
        }
        (Outcome::Error(wanted, at), Err(error)) => {
            let constraint = error.objects.iter().find(|(what, _)| *what == "constraint");
            let constraint = constraint.map(|(_, name)| name);
            let is_it = error.sqlstate.as_deref() == Some(&wanted.sqlstate)
                && wanted.message.as_ref().is_none_or(|part| error.message.contains(part))
                && wanted.constraint.as_ref().is_none_or(|name| constraint == Some(name));
            if is_it {
                return passed(None);
            }
            let mut lines = vec![format!("expected: {}", wanted.sqlstate)];
            lines[0] +=
                &wanted.message.as_ref().map_or_else(String::new, |it| format!(" with `{it}`"));
            lines[0] +=
                &wanted.constraint.as_ref().map_or_else(String::new, |it| format!(" of {it}"));
            lines.extend(told(&error).into_iter().map(|line| format!("came: {line}")));
            failed(at, "another error came than expected", lines)
        }
    }
}

fn verb(act: &Act, what: &'static str) -> &'static str {
    match (&act.what, what) {
        (What::Call { .. }, "fails") => "the call fails",
        (What::Sql(_), "fails") => "the statement fails",
        (What::Call { .. }, _) => "the call is not denied",
        (What::Sql(_), _) => "the statement is not denied",
    }
}
