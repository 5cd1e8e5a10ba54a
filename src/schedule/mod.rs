//! Jobs as plain data, and when they are due.

mod cron;
mod job;
mod retries;
mod rhythm;

pub use cron::{Cron, Fault as CronFault};
pub use job::{Call, CatchUp, Job, Jobs, Overlap};
pub use retries::Retries;
pub use rhythm::{Moment, Rhythm, moment, utc, words};
