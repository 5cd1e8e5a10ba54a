//! One test: the rows, the act, what came of it, what holds afterwards. All is rolled back.

use super::act::{self, Through};
use super::bench::Bench;
use super::coverage::{Acted, Seen, When, look, mark, note};
use super::judge::judge;
use super::world::World;
use super::{compare, given};
use crate::connect::StatementError;
use crate::diagnostic::Span;
use crate::render::quoted;
use crate::trial::{Act, Outcome, Test, Then};

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
pub(super) enum Stop {
    Failed(Failed),
    Lost(Box<StatementError>),
}

/// A statement of the tool's own: only a lost connection makes it fail.
fn own(error: StatementError) -> Stop {
    Stop::Lost(Box::new(error))
}

/// A statement of the test.
pub(super) fn refused(at: &Span, message: &str, error: StatementError) -> Stop {
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
    let (passed, acted) = match test.acts.split_last() {
        None => (Passed { seen: None }, None),
        Some((last, before)) => {
            let (passed, acted) = acts(bench, &world, test, last, before).await?;
            (passed, Some(acted))
        }
    };
    for then in &test.then {
        afterwards(bench, &world, then).await?;
    }
    // The rows are as they were before the act, and the session is the caller again.
    if let Some(Done { sql, before, after, error }) = &acted {
        let again = act::become_caller(bench, &world, &test.caller);
        let again = format!("ROLLBACK TO momni_db_act; {again}");
        bench.session.batch(&again).await.map_err(own)?;
        let role = test.caller.definer.as_ref().or(test.caller.role.as_ref());
        let acted = Acted { role, sql, before, after, error: error.as_ref() };
        note(bench, &acted, When::Before).await.map_err(own)?;
    }
    Ok(passed)
}

/// What the last act was, and what the server counted.
struct Done {
    sql: String,
    before: Seen,
    after: Seen,
    error: Option<StatementError>,
}

/// Does what the test does, and judges the last of it.
async fn acts(
    bench: &mut Bench<'_>,
    world: &World,
    test: &Test,
    last: &Act,
    others: &[Act],
) -> Result<(Passed, Done), Stop> {
    let caller = &test.caller;
    let through = Through::of(caller);
    let before = look(bench).await.map_err(own)?;
    bench.session.batch("SAVEPOINT momni_db_act").await.map_err(own)?;
    let since = mark(bench).await.map_err(own)?;
    let became = bench.session.batch(&act::become_caller(bench, world, caller)).await;
    became.map_err(|error| refused(&test.at, "the session cannot become the caller", error))?;
    for it in others {
        let done = act::perform(bench, through, &act::sql(bench, world, it), false).await;
        done.map_err(|error| refused(&it.at, "what comes before the last statement fails", error))?;
    }
    let with_types = matches!(&test.outcome, Outcome::Rows(it, _) if compare::needs_types(it));
    let sql = act::sql(bench, world, last);
    let mut done = act::perform(bench, through, &sql, with_types).await;
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
    let nobody = act::become_role(bench, None, None);
    let after = match &done {
        Err(_) => {
            let back = format!("ROLLBACK TO momni_db_act; {nobody}");
            bench.session.batch(&back).await.map_err(own)?;
            look(bench).await.map_err(own)?
        }
        Ok(_) => {
            let after = look(bench).await.map_err(own)?;
            // The claims are still the caller's.
            if let Some(role) = &caller.role {
                let again = format!("SET LOCAL ROLE {}", quoted(role));
                bench.session.batch(&again).await.map_err(own)?;
            }
            let role = caller.definer.as_ref().or(caller.role.as_ref());
            let acted = Acted { role, sql: &sql, before: &before, after: &after, error: None };
            note(bench, &acted, When::After(since)).await.map_err(own)?;
            bench.session.batch(&format!("RESET ROLE; {nobody}")).await.map_err(own)?;
            after
        }
    };
    let error = done.as_ref().err().cloned();
    let passed = judge(bench, world, test, last, done).await?;
    Ok((passed, Done { sql, before, after, error }))
}

/// What must hold afterwards.
async fn afterwards(bench: &Bench<'_>, world: &World, then: &Then) -> Result<(), Stop> {
    let sql = world.sql(then.sql.trim().trim_end_matches(';'));
    let done = act::perform(bench, None, &sql, compare::needs_types(&then.rows)).await;
    let done = done.map_err(|error| refused(&then.at, "the query afterwards fails", error))?;
    let wrong = compare::compare(bench, world, &done, &then.rows).await;
    match wrong.map_err(|error| refused(&then.at, "what is expected cannot be compared", error))? {
        None => Ok(()),
        Some(lines) => {
            let message = "afterwards other rows are there than expected".to_owned();
            Err(Stop::Failed(Failed { at: Some(then.at.clone()), message, lines }))
        }
    }
}
