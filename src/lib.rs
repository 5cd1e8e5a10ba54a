//! Declare a PostgreSQL database in YAML; get migrations, secure functions, a client and a drift check.

pub mod catalog;
pub mod diagnostic;
