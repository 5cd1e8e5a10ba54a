//! The crate's texts from what it consists of.

mod area;
mod argument;
mod batch;
mod cargo;
mod contract;
mod doc;
mod errors;
mod function;
mod gives;
mod identifiers;
mod library;
mod params;
mod part;
mod readme;
mod shapes;
mod statement;
mod types;

pub(super) use area::{area, functions};
pub(super) use cargo::cargo;
pub(super) use contract::contract;
pub(super) use identifiers::identifiers;
pub(super) use library::library;
pub(super) use part::laid_out;
pub(super) use readme::readme;
pub(super) use types::types;
