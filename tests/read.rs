//! The reader, on whole projects: each folder of `tests/cases/read/` is one, beside it what is expected of it: the
//! faults as people see them, or what the declarations resolve to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "read/cases.rs"]
mod cases;
#[allow(dead_code)]
#[path = "support/document.rs"]
mod document;
#[path = "read/formats.rs"]
mod formats;
#[path = "read/guide.rs"]
mod guide;
#[path = "read/hostile.rs"]
mod hostile;
#[path = "read/schema.rs"]
mod schema;
