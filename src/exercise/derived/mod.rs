//! Tests that nobody writes: what one tenant must not read, change, delete or learn of another, and who must not call what.

mod attempt;
mod callers;
mod calls;
mod case;
mod order;
mod rows;
mod statements;
mod tables;
mod tenants;
mod visible;

pub(super) use callers::can_be_called;
pub(super) use case::Case;

use super::bench::Bench;
use super::one::{Failed, Passed};
use super::{Ran, Request};
use crate::connect::StatementError;
use crate::diagnostic::Span;
use crate::read::Objects;
use std::time::Instant;

/// How a derived test ended.
enum Found {
    /// It holds; what was seen.
    Holds(String),
    /// It does not.
    Fails {
        at: Option<Span>,
        /// What is wrong, in a sentence.
        message: String,
        lines: Vec<String>,
    },
    /// What it asks of could not be made; another test says so.
    Moot,
}

impl Found {
    fn fails(at: Option<&Span>, message: impl Into<String>, lines: Vec<String>) -> Self {
        Self::Fails { at: at.cloned(), message: message.into(), lines }
    }

    fn ran(self, name: String, group: &str, begin: Instant) -> Option<Ran> {
        let verdict = match self {
            Self::Holds(seen) => Ok(Passed { seen: Some(seen) }),
            Self::Fails { at, message, lines } => Err(Failed { at, message, lines }),
            Self::Moot => return None,
        };
        Some(Ran { name, group: group.to_owned(), verdict, took: begin.elapsed() })
    }
}

/// The tests that follow from the declarations.
///
/// # Errors
/// The connection is lost, or a statement of the tool's own fails.
pub(super) async fn cases(
    bench: &Bench<'_>,
    objects: &Objects,
    request: &Request,
) -> Result<Vec<Case>, StatementError> {
    let mut found = callers::cases(bench, objects).await?;
    if let Some(tenants) = &objects.trials.settings.tenants {
        for role in &tenants.roles {
            found.extend(tables::cases(bench, objects, tenants, role).await?);
            found.extend(calls::cases(bench, objects, role).await?);
        }
    }
    found.retain(|it| request.is_for(&it.name()));
    Ok(found)
}

/// Runs them.
///
/// # Errors
/// The connection is lost, or a statement of the tool's own fails.
pub(super) async fn run(
    bench: &mut Bench<'_>,
    objects: &Objects,
    cases: &[Case],
) -> Result<Vec<Ran>, StatementError> {
    let mut ran = Vec::new();
    for case in cases {
        if let Case::Caller { function, role } = case {
            let begin = Instant::now();
            let found = callers::attempt(bench, objects, function, role).await?;
            ran.extend(found.ran(case.name(), case.group(), begin));
        }
    }
    if let Some(tenants) = &objects.trials.settings.tenants
        && cases.iter().any(Case::is_of_tenants)
    {
        bench.session.batch("BEGIN").await?;
        let tested = tenants::run(bench, objects, tenants, cases).await;
        bench.session.batch("ROLLBACK").await?;
        ran.extend(tested?);
    }
    Ok(ran)
}
