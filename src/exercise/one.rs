//! One test: the rows, the act, what came of it, what holds afterwards. All is rolled back.

use super::act::{self, Done};
use super::bench::Bench;
use super::coverage::{Seen, look, note};
use super::world::World;
use super::{compare, given};
use crate::connect::StatementError;
use crate::diagnostic::Span;
use crate::trial::{Act, Outcome, Test, What};

/// A test that held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// What was seen, where the test leaves it open: how something was denied.
    pub seen: Option<String>,
}

/// A test that did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Where the expectation stands that was not met.
    pub at: Option<Span>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What was expected and what came, a line each.
    pub lines: Vec<String>,
}

/// Runs a test.
///
/// # Errors
/// The connection is lost.
pub(super) async fn run(
    bench: &mut Bench<'_>,
    test: &Test,
) -> Result<Result<Passed, Failed>, StatementError> {
    bench.session.batch("BEGIN").await?;
    let verdict = within(bench, test).await;
    bench.session.batch("ROLLBACK").await?;
    match verdict {
        Ok(passed) => Ok(Ok(passed)),
        Err(Stop::Failed(failed)) => Ok(Err(failed)),
        Err(Stop::Lost(error)) => Err(*error),
    }
}

/// Why a test does not go on.
enum Stop {
    Failed(Failed),
    Lost(Box<StatementError>),
}

/// A statement of the tool's own: only a lost connection makes it fail.
fn own(error: StatementError) -> Stop {
    Stop::Lost(Box::new(error))
}

/// A statement of the test.
fn refused(at: &Span, message: &str, error: StatementError) -> Stop {
    if error.connection_lost {
        return Stop::Lost(Box::new(error));
    }
    Stop::Failed(Failed { at: Some(at.clone()), message: message.to_owned(), lines: told(&error) })
}

/// An error in lines.
pub(super) fn told(error: &StatementError) -> Vec<String> {
    let code = error.sqlstate.as_deref().unwrap_or("no SQLSTATE");
    let mut lines = vec![format!("{code}: {}", error.message)];
    lines.extend(error.detail.iter().map(|it| format!("detail: {it}")));
    lines.extend(error.hint.iter().map(|it| format!("hint: {it}")));
    lines.extend(error.context.iter().flat_map(|it| it.lines().map(|it| format!("in {it}"))));
    lines
}

async fn within(bench: &mut Bench<'_>, test: &Test) -> Result<Passed, Stop> {
    let mut world = World::default();
    for row in &test.given {
        let message = format!("the row of {} cannot be there", row.table);
        let inserted = given::insert(bench, &mut world, row).await;
        inserted.map_err(|error| refused(&row.at, &message, error))?;
    }
    let at = test.given.last().map_or(&test.at, |row| &row.at);
    let settled = given::settle(bench, &mut world).await;
    settled.map_err(|error| refused(at, "the rows cannot be there together", error))?;
    let before = look(bench).await.map_err(own)?;
    let (passed, error, after) = acts(bench, &world, test).await?;
    for then in &test.then {
        let sql = world.sql(then.sql.trim().trim_end_matches(';'));
        let done = act::perform(bench, &sql, compare::needs_types(&then.rows)).await;
        let done = done.map_err(|error| refused(&then.at, "the query afterwards fails", error))?;
        let wrong = compare::compare(bench, &world, &done, &then.rows).await;
        let wrong = wrong
            .map_err(|error| refused(&then.at, "what is expected cannot be compared", error))?;
        if let Some(lines) = wrong {
            let message = "afterwards other rows are there than expected".to_owned();
            return Err(Stop::Failed(Failed { at: Some(then.at.clone()), message, lines }));
        }
    }
    // The rows are as they were before the act, and the session is the caller again.
    if !test.acts.is_empty() {
        let again = act::become_caller(bench, &world, &test.caller);
        let again = format!("ROLLBACK TO momni_db_act; {again}");
        bench.session.batch(&again).await.map_err(own)?;
        note(bench, test, &before, &after, error.as_ref()).await.map_err(own)?;
    }
    Ok(passed)
}

/// Does what the test does, and judges the last of it.
async fn acts(
    bench: &mut Bench<'_>,
    world: &World,
    test: &Test,
) -> Result<(Passed, Option<StatementError>, Seen), Stop> {
    let Some((last, before)) = test.acts.split_last() else {
        return Ok((Passed { seen: None }, None, Seen::default()));
    };
    let begin = act::become_caller(bench, world, &test.caller);
    let became = bench.session.batch(&format!("SAVEPOINT momni_db_act; {begin}")).await;
    became.map_err(|error| refused(&test.at, "the session cannot become the caller", error))?;
    for it in before {
        let sql = act::sql(bench, world, it);
        let done = act::perform(bench, &sql, false).await;
        done.map_err(|error| refused(&it.at, "what comes before the last statement fails", error))?;
    }
    let with_types = matches!(&test.outcome, Outcome::Rows(it, _) if compare::needs_types(it));
    let mut done = act::perform(bench, &act::sql(bench, world, last), with_types).await;
    if done.is_ok()
        && let Err(error) = bench.session.batch("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE").await
    {
        done = Err(error);
    }
    if let Err(error) = &done
        && error.connection_lost
    {
        return Err(own(error.clone()));
    }
    let back = if done.is_err() { "ROLLBACK TO momni_db_act; " } else { "" };
    let nobody = act::become_role(bench, None, None);
    bench.session.batch(&format!("{back}{nobody}")).await.map_err(own)?;
    let after = look(bench).await.map_err(own)?;
    let error = done.as_ref().err().cloned();
    Ok((judge(bench, world, test, last, done).await?, error, after))
}

async fn judge(
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
