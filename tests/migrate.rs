//! `momni-db migrate` and `status` on real servers, with what can go wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "migrate/backfill.rs"]
mod backfill;
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
#[path = "migrate/living.rs"]
mod living;
#[path = "migrate/locks.rs"]
mod locks;
#[path = "migrate/many.rs"]
mod many;
#[path = "migrate/network.rs"]
mod network;
#[path = "migrate/pieces.rs"]
mod pieces;
#[path = "migrate/repair.rs"]
mod repair;
#[path = "migrate/retype.rs"]
mod retype;
#[path = "migrate/retype_undo.rs"]
mod retype_undo;
#[path = "migrate/rights.rs"]
mod rights;
#[path = "migrate/sessions.rs"]
mod sessions;
#[path = "migrate/signals.rs"]
mod signals;
mod support;
#[path = "migrate/undo.rs"]
mod undo;

use support::{project, proxy};
