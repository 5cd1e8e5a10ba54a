//! One file per command, and what several of them share.

mod baseline;
mod check;
mod completions;
mod database;
mod dev;
mod differences;
mod drift;
mod generate;
mod import;
mod init;
mod man;
mod migrate;
mod plan;
mod project;
mod repair;
mod run;
mod schema;
mod status;
mod undo;
mod undo_files;
mod verify;

pub(super) use baseline::baseline;
pub(super) use check::check;
pub(super) use completions::completions;
pub(super) use dev::dev;
pub(super) use drift::drift;
pub(super) use generate::generate;
pub(super) use import::import;
pub(super) use init::init;
pub(super) use man::man;
pub(super) use migrate::migrate;
pub(super) use plan::plan;
pub(super) use repair::repair;
pub(super) use schema::schema;
pub(super) use status::status;
pub(super) use undo::undo;
