//! Many calls of one function as one statement.

use super::call::{Call, Gather, Given, Run};
use super::error::Error;
use super::params::Arguments;
use super::rows::Decode;
use super::transaction::Transaction;

/// Calls the function for each of these, in their order. Each run of calls that leave out the same is a statement.
pub(crate) async fn in_batches<P, T, G>(on: &Transaction, calls: &[P]) -> Result<Vec<G>, Error>
where
    P: Arguments + Sync,
    T: Decode + Send,
    G: Gather<T>,
{
    let mut gathered = Vec::new();
    for run in calls.chunk_by(|one, next| one.given() == next.given()) {
        let Some(first) = run.first() else { continue };
        let many = P::many(run);
        let arguments = many.iter().map(|it| Given(&**it)).collect();
        gathered.push(on.run(&Call::of(P::function(), first.given(), true, arguments)).await?);
    }
    Ok(gathered)
}

/// The function that makes many calls of another one, by what that gives.
macro_rules! batch {
    ($(#[$doc:meta])* $name:ident($params:ident) -> nothing, $error:ident) => {
        batch!(@ $(#[$doc])* $name($params) -> (), $error, Vec<Nothing>, |_| None::<()>);
    };
    ($(#[$doc:meta])* $name:ident($params:ident) -> rows $row:ty, $error:ident) => {
        batch!(@ $(#[$doc])* $name($params) -> Vec<$row>, $error, Vec<$row>, |it| it);
    };
    ($(#[$doc:meta])* $name:ident($params:ident) -> values $value:ty, $error:ident) => {
        batch!(@ $(#[$doc])* $name($params) -> Vec<$value>, $error, Values<$value>, |it| it.0);
    };
    (@ $(#[$doc:meta])* $name:ident($params:ident) -> $given:ty, $error:ident, $gather:ty, $each:expr) => {
        $(#[$doc])*
        ///
        /// Those that leave out other arguments than the one before begin another statement.
        ///
        /// # Errors
        #[doc = concat!("[`", stringify!($error), "`]: of all of them none is done.")]
        pub async fn $name(on: &Transaction, calls: &[$params]) -> Result<$given, $error> {
            let gathered: Vec<$gather> = $crate::runtime::batch::in_batches(on, calls).await?;
            Ok(gathered.into_iter().flat_map($each).collect())
        }
    };
}

pub(crate) use batch;
