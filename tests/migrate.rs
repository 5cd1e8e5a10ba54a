//! `momni-db migrate` and `status` on real servers, with what can go wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "migrate/basics.rs"]
mod basics;
#[path = "migrate/busy.rs"]
mod busy;
#[path = "migrate/concurrency.rs"]
mod concurrency;
#[path = "migrate/directives.rs"]
mod directives;
#[path = "migrate/faults.rs"]
mod faults;
#[path = "migrate/hooks.rs"]
mod hooks;
#[path = "migrate/locks.rs"]
mod locks;
#[path = "migrate/network.rs"]
mod network;
#[path = "migrate/pieces.rs"]
mod pieces;
#[path = "migrate/rights.rs"]
mod rights;
#[path = "migrate/sessions.rs"]
mod sessions;
#[path = "migrate/signals.rs"]
mod signals;
mod support;

use support::{project, proxy};
