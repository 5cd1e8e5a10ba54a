//! Applies migrations to a database, through refinery. No other module knows refinery.
//!
//! refinery keeps the history and decides what is pending; what it lacks is here: the lock, the checks before and
//! after each file, error positions, progress, files without a transaction, and files that are refused before any harm.

mod assertion;
mod audit;
mod baseline;
mod batches;
mod blocker;
mod contents;
mod elsewhere;
mod emit;
mod error;
mod failure;
mod file_name;
mod header;
mod history;
mod hooks;
mod interrupt;
mod literal;
mod lock;
pub mod manifest;
mod migrate;
mod migrations;
mod observer;
mod pieces;
mod refuse;
mod renumber;
mod repair;
mod rights;
mod seam;
mod settings;
mod status;
mod tablespaces;
mod undo;
mod undo_folder;
mod watch;

pub use baseline::baseline;
pub use batches::{BatchProgress, Batches, run_at_once};
pub use blocker::Blocker;
pub use elsewhere::{Elsewhere, elsewhere};
pub use emit::{EmitError, add, add_undo, add_with, enter};
pub use error::ApplyError;
pub use failure::Failure;
pub use file_name::undo_file;
pub use header::{Header, header, tied};
pub use history::{HistoryRow, SCHEMA, TABLE, read_history};
pub use hooks::{HookFailure, HookReason, Hooks};
pub use interrupt::Interrupt;
pub use lock::LockHolder;
pub use migrate::{Options, Report, Stopped, migrate, versions};
pub use migrations::{FOLDER, Folder, MigrationFile, Migrations, read, read_folder};
pub use observer::{Observer, Silent};
pub(crate) use pieces::AS_OURSELVES;
pub use pieces::{Piece, pieces};
pub use refuse::refused;
pub use renumber::{FolderError, accept, renumber};
pub use repair::{Mend, RepairOptions, repair};
pub use rights::MissingRight;
pub(crate) use settings::NOTICE_LOST_CLIENTS;
pub use settings::RESET_SESSION;
pub use status::{State, Status, status};
pub use undo::{UndoOptions, undo, undoes};
pub use watch::IndexProgress;
