//! `momni-db jobs` on real servers: each due run once, whoever runs it and whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "jobs/at_its_minute.rs"]
mod at_its_minute;
#[path = "jobs/at_once.rs"]
mod at_once;
#[path = "jobs/catching_up.rs"]
mod catching_up;
#[path = "jobs/failing.rs"]
mod failing;
#[path = "jobs/killed.rs"]
mod killed;
#[path = "jobs/program.rs"]
mod program;
#[path = "jobs/shop.rs"]
mod shop;
mod support;
