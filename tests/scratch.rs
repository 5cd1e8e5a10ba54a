//! Servers of our own, on real PostgreSQL 15 and 18.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "scratch/choice.rs"]
mod choice;
#[path = "scratch/ending.rs"]
mod ending;
#[path = "scratch/faults.rs"]
mod faults;
#[path = "scratch/persistent.rs"]
mod persistent;
#[path = "scratch/starting.rs"]
mod starting;
mod support;
#[path = "scratch/users.rs"]
mod users;

use momni_db::scratch::Need;

/// A need of these extensions, on any or one major version.
fn need(major: Option<u32>, extensions: &[&str]) -> Need {
    Need { extensions: extensions.iter().map(|name| (*name).to_owned()).collect(), major }
}
