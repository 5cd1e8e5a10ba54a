//! What a run tells while it goes on.

use super::lock::LockHolder;
use super::migrations::MigrationFile;
use std::time::Duration;

/// Is told of the steps of a run. Every method may do nothing.
pub trait Observer: Send {
    /// Another run holds the lock. Told once, and again when the holder changes.
    fn waiting(&mut self, _holder: Option<&LockHolder>) {}
    /// So many migrations are to be applied.
    fn pending(&mut self, _count: usize) {}
    /// A migration starts.
    fn started(&mut self, _file: &MigrationFile) {}
    /// It met a lock, was rolled back, and is tried again after a pause.
    fn retrying(&mut self, _file: &MigrationFile, _why: &str) {}
    /// It is committed (in a dry run: it ran).
    fn finished(&mut self, _file: &MigrationFile, _took: Duration) {}
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {}
