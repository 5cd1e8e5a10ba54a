//! Pages of a list, one after the other.

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

/// The rows of all pages. `page` gets one, `after` says what the page after a row is asked with. A page with fewer rows than
/// the first one is the last one.
pub(crate) fn pages<P, T, E>(
    first: P,
    page: impl AsyncFn(&P) -> Result<Vec<T>, E> + Send + 'static,
    after: impl Fn(P, &T) -> P + Send + 'static,
) -> impl futures_util::Stream<Item = Result<T, E>> {
    let walk = Walk { next: Some(first), rows: VecDeque::new(), size: 0 };
    try_unfold((walk, page, after), async |(mut walk, page, after)| {
        if walk.rows.is_empty()
            && let Some(asked) = walk.next.take()
        {
            let rows = page(&asked).await?;
            walk.size = walk.size.max(rows.len());
            if let Some(last) = rows.last().filter(|_| rows.len() == walk.size) {
                walk.next = Some(after(asked, last));
            }
            walk.rows = rows.into();
        }
        Ok(walk.rows.pop_front().map(|row| (row, (walk, page, after))))
    })
}
