//! What a run tells while it goes on.

use super::batches::BatchProgress;
use super::blocker::Blocker;
use super::lock::LockHolder;
use super::migrations::MigrationFile;
use super::watch::IndexProgress;
use crate::connect::Notice;
use std::time::Duration;

/// Is told of the steps of a run. Every method may do nothing.
pub trait Observer: Send {
    /// Another run holds the lock. Told once, and again when the holder changes.
    fn waiting(&mut self, _holder: Option<&LockHolder>) {}
    /// So many migrations are to be applied.
    fn pending(&mut self, _count: usize) {}
    /// A migration starts.
    fn started(&mut self, _file: &MigrationFile) {}
    /// A statement of a file without a transaction starts: its number, from 1, and how many there are.
    fn statement(&mut self, _file: &MigrationFile, _number: usize, _of: usize) {}
    /// Something is done, or found done, that no statement of the file says: an INVALID index is dropped.
    fn mended(&mut self, _file: &MigrationFile, _what: &str) {}
    /// It waits for these sessions. Each is told once in a file.
    fn blocked(&mut self, _file: &MigrationFile, _by: &[Blocker]) {}
    /// It builds an index, and is that far.
    fn progress(&mut self, _file: &MigrationFile, _progress: &IndexProgress) {}
    /// A batch of a data step is done.
    fn batch(&mut self, _file: &MigrationFile, _progress: &BatchProgress) {}
    /// The server says something while it runs.
    fn notice(&mut self, _file: &MigrationFile, _notice: &Notice) {}
    /// It met a lock, was rolled back, and is tried again after a pause.
    fn retrying(&mut self, _file: &MigrationFile, _why: &str) {}
    /// It is committed (in a dry run: it ran).
    fn finished(&mut self, _file: &MigrationFile, _took: Duration) {}
    /// A hook starts: `before_migrate`, its number from 1.
    fn hook(&mut self, _when: &str, _number: usize) {}
    /// A hook's command has written this.
    fn hook_said(&mut self, _text: &str) {}
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {}
