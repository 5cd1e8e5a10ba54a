//! A data step: a statement that runs again and again, over one range of keys after another.
//!
//! Each batch is a transaction, together with the line that says how far the step has come: it is done once, whenever
//! the run is killed. The statement has the first and the last key of a batch as its parameters, so that the server
//! reads it once, knows their types, and every range is a range of an index.

mod directive;
mod journal;
mod key;
mod lag;
mod pace;
mod run;
mod scratch;
mod statement;

pub use directive::Batches;
pub(super) use directive::{Setting, batches};
pub(super) use journal::{TABLE as BATCHES, create as create_batches};
pub use pace::BatchProgress;
pub use scratch::run_at_once;
