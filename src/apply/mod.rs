//! Applies migrations to a database, through refinery. No other module knows refinery.
//!
//! refinery keeps the history and decides what is pending; what it lacks is here: the lock, the checks before and
//! after each file, error positions, progress, and files that are refused before any harm.

mod baseline;
mod contents;
mod emit;
mod error;
mod failure;
mod file_name;
mod history;
mod interrupt;
mod lock;
pub mod manifest;
mod migrate;
mod migrations;
mod observer;
mod refuse;
mod rights;
mod seam;
mod settings;
mod status;
mod tablespaces;

pub use baseline::baseline;
pub use emit::{EmitError, add};
pub use error::ApplyError;
pub use failure::Failure;
pub use history::{HistoryRow, SCHEMA, TABLE, read_history};
pub use interrupt::Interrupt;
pub use lock::LockHolder;
pub use migrate::{Options, Report, Stopped, migrate, versions};
pub use migrations::{FOLDER, Folder, MigrationFile, Migrations, read, read_folder};
pub use observer::{Observer, Silent};
pub use refuse::refused;
pub use rights::MissingRight;
pub use settings::RESET_SESSION;
pub use status::{State, Status, status};
