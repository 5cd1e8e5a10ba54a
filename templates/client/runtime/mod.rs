//! What the functions of this crate are called through: connections, sessions with claims, transactions, rows.

pub(crate) mod batch;
pub(crate) mod call;
pub(crate) mod claims;
pub(crate) mod client;
pub(crate) mod composite;
pub(crate) mod connection;
pub(crate) mod contract;
pub(crate) mod error;
pub(crate) mod idempotency;
pub(crate) mod identity;
pub(crate) mod listen;
pub(crate) mod newtype;
pub(crate) mod pages;
pub(crate) mod params;
pub(crate) mod prelude;
pub(crate) mod retry;
pub(crate) mod rows;
pub(crate) mod statement;
pub(crate) mod tls;
pub(crate) mod transaction;
pub(crate) mod user;
pub mod values;
