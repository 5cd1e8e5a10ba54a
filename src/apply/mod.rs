//! Applies migrations to a database, through refinery. No other module knows refinery.
//!
//! refinery keeps the history and decides what is pending; what it lacks is here: the lock, the checks before and
//! after each file, error positions, progress, and files that are refused before any harm.

mod emit;
mod file_name;
pub mod manifest;
mod migrations;
mod statements;

pub use emit::{EmitError, add};
pub use migrations::{FOLDER, Folder, MigrationFile, Migrations, read, read_folder};
