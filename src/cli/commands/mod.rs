//! One file per command.

mod completions;
mod database;
mod init;
mod man;
mod migrate;
mod status;

pub(super) use completions::completions;
pub(super) use init::init;
pub(super) use man::man;
pub(super) use migrate::migrate;
pub(super) use status::status;
