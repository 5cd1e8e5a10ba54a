//! What is made of a catalog for others than the database: the client crate, the reference, the OpenAPI document.
//!
//! [`files`] is the whole of it: a [`Source`] becomes texts by their paths. Nothing here looks at a disk or a server, so
//! that the same declarations give the same bytes everywhere, and CI compares them with what is there.

mod api;
mod areas;
mod client;
mod dbml;
mod docs;
mod files;
mod interface;
mod json;
mod kept;
mod notes;
mod openapi;
mod pgtap;
mod renamed;
pub mod rest;
mod schemas;

pub use crate::read::Output;
pub use api::{Api, Callable, api};
pub use areas::Areas;
pub use docs::{MERMAID, book};
pub use files::{Files, MARK, TEMPLATE, is_generated};
pub use interface::{Change, Weight, changes, interfaces, wanted};
pub use kept::{FILE as KEPT_FILE, Kept, KeptError, digest};
pub use notes::{Note, Notes, Turn as NoteTurn, notes};

use crate::catalog::Catalog;
use crate::parallel::each_in_parallel;
use crate::read::{Config, Objects};
use std::collections::{BTreeMap, BTreeSet};

/// What everything is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The project file.
    pub config: &'a Config,
    /// The declared state in the server's words.
    pub catalog: &'a Catalog,
    /// Tells the catalog from others: [`Kept::fingerprint`].
    pub fingerprint: &'a str,
    /// What only a declaration knows: nullability, errors, routes, places. Its catalog is in the author's words.
    pub objects: &'a Objects,
    /// The migrations in their order.
    pub migrations: &'a [Migration],
    /// The project's own templates, by their paths below `templates/`.
    pub templates: &'a BTreeMap<String, String>,
}

/// A migration as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its number.
    pub version: i32,
    /// Its name within `V<version>__<name>.sql`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Makes what is wanted.
pub fn files(source: &Source<'_>, wanted: &BTreeSet<Output>) -> Files {
    let wanted: Vec<Output> = wanted.iter().copied().collect();
    let made = each_in_parallel(&wanted, |output| match output {
        Output::Client => client::files(source),
        Output::Docs => docs::files(source),
        Output::OpenApi => openapi::files(source),
        Output::Schemas => schemas::files(source),
        Output::Dbml => dbml::files(source),
        Output::Pgtap => pgtap::files(source),
    });
    let mut files = Files::default();
    made.into_iter().for_each(|it| files.extend(it));
    files
}
