//! The program as it is used: commands, options, forms of output, exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "cli/build.rs"]
mod build;
#[path = "cli/data.rs"]
mod data;
#[path = "cli/databases.rs"]
mod databases;
#[path = "cli/dev.rs"]
mod dev;
#[path = "cli/documents.rs"]
mod documents;
#[path = "cli/findings.rs"]
mod findings;
#[path = "cli/folders.rs"]
mod folders;
#[path = "cli/hazards.rs"]
mod hazards;
#[path = "cli/json_schema.rs"]
mod json_schema;
#[path = "cli/lint.rs"]
mod lint;
#[path = "cli/seed.rs"]
mod seed;
#[path = "cli/small.rs"]
mod small;
mod support;
#[path = "cli/undo.rs"]
mod undo;
#[path = "cli/usage.rs"]
mod usage;
