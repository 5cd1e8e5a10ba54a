//! What somebody who watches is told.

use super::Ended;

/// Is told what happens.
pub trait Observer {
    /// A run has begun.
    fn begun(&self, _job: &str, _attempt: u32) {}
    /// A run has ended.
    fn ended(&self, _ended: &Ended) {}
    /// The connection is gone, and is tried again.
    fn lost(&self, _why: &str) {}
}

/// Is told and says nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Observer for Silent {}
