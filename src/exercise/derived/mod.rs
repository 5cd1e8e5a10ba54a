//! Tests that nobody writes: what one tenant must not read, change, delete or learn of another, and who must not call what.

mod callers;
mod calls;
mod tables;
mod tenants;
mod visible;

pub(super) use callers::can_be_called;

use super::bench::Bench;
use super::one::Failed;
use super::{Passed, Ran};
use crate::connect::StatementError;
use crate::diagnostic::Span;
use crate::read::Objects;
use std::time::Instant;

/// One derived test, as it ended.
pub(super) struct Found {
    name: String,
    group: &'static str,
    at: Option<Span>,
    /// What is wrong: a sentence, and lines.
    wrong: Option<(String, Vec<String>)>,
    seen: Option<String>,
}

impl Found {
    fn holds(name: String, group: &'static str, seen: impl Into<String>) -> Self {
        Self { name, group, at: None, wrong: None, seen: Some(seen.into()) }
    }

    fn fails(
        name: String,
        group: &'static str,
        at: Option<&Span>,
        message: impl Into<String>,
        lines: Vec<String>,
    ) -> Self {
        Self { name, group, at: at.cloned(), wrong: Some((message.into(), lines)), seen: None }
    }
}

/// The group of tests about callers without a right.
const CALLERS: &str = "derived: callers";

/// The group of tests about two tenants.
const TENANTS: &str = "derived: tenants";

/// Runs the tests that follow from the declarations.
///
/// # Errors
/// The connection is lost, or a statement of the tool's own fails.
pub(super) async fn run(
    bench: &mut Bench<'_>,
    objects: &Objects,
) -> Result<Vec<Ran>, StatementError> {
    let begin = Instant::now();
    let mut found = callers::run(bench, objects).await?;
    if let Some(tenants) = &objects.trials.settings.tenants {
        bench.session.batch("BEGIN").await?;
        let tested = tenants::run(bench, objects, tenants).await;
        bench.session.batch("ROLLBACK").await?;
        found.extend(tested?);
    }
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX).max(1);
    let each = begin.elapsed() / count;
    let ran = found.into_iter().map(|it| Ran {
        name: it.name,
        group: it.group.to_owned(),
        verdict: match it.wrong {
            None => Ok(Passed { seen: it.seen }),
            Some((message, lines)) => Err(Failed { at: it.at, message, lines }),
        },
        took: each,
    });
    Ok(ran.collect())
}
