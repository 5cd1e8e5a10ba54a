//! Declare a PostgreSQL database in YAML; get migrations, secure functions, a client and a drift check.

pub mod access;
pub mod apply;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod connect;
pub mod diagnostic;
mod digest;
pub mod exercise;
pub mod generate;
pub mod hazard;
pub mod introspect;
pub mod jobs;
pub mod judge;
pub mod lint;
mod parallel;
pub mod pipeline;
pub mod plan;
pub mod read;
pub mod render;
pub mod schedule;
pub mod scratch;
pub mod secure;
pub mod seed;
mod sql;
pub mod trial;
pub mod write;
