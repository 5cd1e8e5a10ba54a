//! Runs jobs by the clock: what is due is put into a queue, taken from it by one runner, and done once.
//!
//! Any number of runners may be at work in one database. A transaction with a lock plans; a run is one transaction
//! together with its end in the queue and the history, so that what it did and that it was done are one. The clock is the
//! database's.

mod by_hand;
mod claim;
mod error;
mod look;
mod observer;
mod outcome;
mod perform;
mod pg_cron;
mod planning;
mod runner;
mod setting;
mod settle;
mod tables;

pub use by_hand::{Ran, retry, run_now};
pub use error::JobsError;
pub use look::{Dead, Look, Seen, Waiting, look};
pub use observer::{Observer, Silent};
pub use outcome::{End, Ended};
pub use pg_cron::pg_cron;
pub use runner::{Tally, drain, keep_running};
pub use setting::{CLOCK, Setting, Stop};
