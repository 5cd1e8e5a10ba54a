//! What is made of a catalog for those who call over HTTP, for validators and for diagrams, and what independent programs say of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "openapi/diff.rs"]
mod diff;
#[path = "openapi/document.rs"]
mod document;
#[path = "openapi/made.rs"]
mod made;
#[path = "openapi/others.rs"]
mod others;
#[path = "openapi/pgtap.rs"]
mod pgtap;
#[path = "openapi/tools.rs"]
mod tools;

mod support;
