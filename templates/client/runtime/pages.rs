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
pub(crate) fn page_by_page<P, T, E, F>(
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

/// The function that gives the rows of all pages of another one. Where the page after a row begins is said by the row's `cursor`.
macro_rules! pages {
    ($(#[$doc:meta])* $name:ident of $function:ident($params:ident) -> $row:ident, $error:ident) => {
        $(#[$doc])*
        pub fn $name(user: &User, params: $params) -> Rows<$row, $error> {
            let user = user.clone();
            $crate::runtime::pages::page_by_page(
                params,
                move |params| {
                    let user = user.clone();
                    async move {
                        let rows = $function(&user, &params).await?;
                        Ok((params, rows))
                    }
                },
                |mut params: $params, row: &$row| {
                    params.after = Some(row.cursor.clone().into());
                    params
                },
            )
        }
    };
}

pub(crate) use pages;
