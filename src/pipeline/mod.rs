//! The whole way, from declarations to a proven migration, each stage a function:
//!
//! ```text
//! read ─▶ declared ─▶ build in a scratch server ─▶ introspect ─▶ to ┐
//!         migrations ─▶ replay in another one ──▶ introspect ─▶ from ┴▶ plan ─▶ render ─▶ prove
//! ```
//!
//! A scratch server holds one state: roles belong to the cluster, so two states in one cluster would mix.

mod bodies;
mod book;
mod build;
mod cache;
mod constants;
mod examine;
mod failure;
mod generate;
mod halves;
mod judge;
mod kept;
mod known;
mod leave;
mod lint;
mod live;
mod outputs;
mod partitioning;
mod place;
mod renamed;
mod replay;
mod revert;
mod sizes;
mod standing;
mod state;
mod tablespaces;
mod there_and_back;
mod undo;
mod undos;

pub use book::{BookFailure, make_book};
pub use build::build;
pub use failure::Failure;
pub use generate::{Generated, NewMigration, Request, generate};
pub use judge::{Mend, judge, mends};
pub use kept::{KeptState, build_kept, is_outworn, keep, kept};
pub use known::project;
pub use lint::lint_migrations;
pub use live::{Comparison, Planned, compare, compare_migrated, plan_for};
pub use outputs::{FileFailure, Stale, Turn, stale, write};
pub use partitioning::remade_tables;
pub use place::{Options, Place};
pub use replay::Applied;
pub use revert::revert;
pub use sizes::{Size, sizes};
pub use standing::{Standing, standing};
pub use state::{declared_state, examined_state, migrated_state, scope_beside};
pub use tablespaces::{of_text as tablespaces_of_text, provide_tablespaces, unknown_tablespaces};
pub use undo::stays;
pub use undos::{Migration, Undone, Wanted, undos};
