//! Servers of our own: a short-lived one for each run, and a persistent one for each project.
//!
//! A short-lived server listens on a Unix socket in a folder that only its user may enter, keeps nothing on disk
//! safely, and is gone with the process that started it, however that ends. See [`start`] and [`persistent`].

mod choose;
mod command;
mod engine;
mod error;
mod folders;
mod installed;
mod keeper;
mod lock;
mod packages;
mod persistent;
mod pinned;
mod place;
mod postmaster;
mod run_as;
mod server;
mod settings;
mod sweep;
mod template;
mod tree;

use std::collections::BTreeSet;

pub use error::ScratchError;
pub use folders::cache_of_user as cache;
pub use packages::on_fetch;
pub use persistent::{Persistent, persistent, persistent_with, stop, stop_with};
pub use pinned::{PINNED_MAJOR, pinned_extensions};
pub use server::{Choice, Server, choice, start, start_with};
pub use settings::Settings;

/// What a server is needed for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// The extensions that it must offer.
    pub extensions: BTreeSet<String>,
    /// The major version that it must have; `None` for any.
    pub major: Option<u32>,
}
