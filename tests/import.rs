//! Import: a live database becomes a project that leads to the same database, and to the same bytes when that one is
//! imported.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "import/baseline.rs"]
mod baseline;
#[path = "import/cases.rs"]
mod cases;
#[path = "import/command.rs"]
mod command;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/layout.rs"]
mod layout;
#[path = "import/projects.rs"]
mod projects;
#[path = "import/roles.rs"]
mod roles;
#[path = "import/schemas.rs"]
mod schemas;
#[path = "import/trip.rs"]
mod trip;

/// Databases and projects for the program as it is used.
#[path = "import/shop.rs"]
mod shop;
mod support;
