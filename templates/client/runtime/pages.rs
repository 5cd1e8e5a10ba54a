//! Pages of a list, one after the other.

use super::rows::Rows;
use futures_util::StreamExt;
use futures_util::stream::try_unfold;
use std::collections::VecDeque;

/// Where a walk through pages stands.
struct Walk<P, T> {
    /// What the next page is asked with; `None` after the last one.
    next: Option<P>,
    rows: VecDeque<T>,
    /// How many rows the first page had.
    size: usize,
}

/// The rows of all pages. `page` gets one and gives back what it was asked with, `after` says what the page after a row is
/// asked with. A page with fewer rows than the first one is the last one.
pub(crate) fn pages<P, T, E, F>(
    first: P,
    page: impl Fn(P) -> F + Send + 'static,
    after: impl Fn(P, &T) -> P + Send + 'static,
) -> Rows<T, E>
where
    P: Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
    F: Future<Output = Result<(P, Vec<T>), E>> + Send,
{
    let walk = Walk { next: Some(first), rows: VecDeque::new(), size: 0 };
    let stream = try_unfold((walk, page, after), |(mut walk, page, after)| async move {
        if walk.rows.is_empty()
            && let Some(asked) = walk.next.take()
        {
            let (asked, rows) = page(asked).await?;
            walk.size = walk.size.max(rows.len());
            if let Some(last) = rows.last().filter(|_| rows.len() == walk.size) {
                walk.next = Some(after(asked, last));
            }
            walk.rows = rows.into();
        }
        Ok(walk.rows.pop_front().map(|row| (row, (walk, page, after))))
    });
    Rows(stream.boxed())
}
