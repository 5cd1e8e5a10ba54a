//! What is made of a catalog for those who call over HTTP, for validators and for diagrams, and what independent programs say of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "openapi/document.rs"]
mod document;
#[path = "openapi/made.rs"]
mod made;
#[path = "openapi/tools.rs"]
mod tools;

mod support;
