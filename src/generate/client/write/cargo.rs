//! `Cargo.toml`.

use crate::generate::{MARK, Source};

/// What the crate depends on, and its features.
pub(in crate::generate::client) fn cargo(source: &Source<'_>) -> String {
    let build = &source.config.build;
    let name = &build.client_name;
    let about = format!("Calls the functions of the database {}.", source.config.name);
    format!(
        r#"# {MARK}.
[package]
name = "{name}"
version = "{version}"
description = {about:?}
edition = "2024"
rust-version = "1.95"
publish = false
readme = "README.md"

[lib]
# There are none within: what is run are the examples of the documentation.
test = false

[package.metadata.docs.rs]
all-features = true

[lints.rust]
unsafe_code = "forbid"
missing_docs = "warn"

[features]
default = ["tls"]
# TLS by rustls.
tls = ["dep:rustls", "dep:tokio-postgres-rustls"]
# Conversions of the values to and from the types of these crates.
chrono = ["dep:chrono"]
jiff = ["dep:jiff"]
pgvector = ["dep:pgvector"]
rust_decimal = ["dep:rust_decimal"]
time = ["dep:time"]
uuid = ["dep:uuid"]

[dependencies]
bytes = "1.11"
chrono = {{ version = "0.4", optional = true, default-features = false, features = ["std"] }}
deadpool = {{ version = "0.13", default-features = false, features = ["managed", "rt_tokio_1"] }}
fallible-iterator = "0.2"
futures-util = {{ version = "0.3.31", default-features = false, features = ["std"] }}
jiff = {{ version = "1", optional = true, default-features = false, features = ["std"] }}
pgvector = {{ version = "0.4", optional = true, default-features = false }}
# Versions before have RUSTSEC-2026-0178, -0179 and -0180.
postgres-protocol = "0.6.12"
rust_decimal = {{ version = "1", optional = true, default-features = false, features = ["std"] }}
rustls = {{ version = "0.23", optional = true, default-features = false, features = ["ring", "std", "tls12"] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = {{ version = "1", features = ["raw_value"] }}
time = {{ version = "0.3", optional = true, default-features = false }}
tokio = {{ version = "1.40", features = ["rt", "time"] }}
tokio-postgres = "0.7.18"
tokio-postgres-rustls = {{ version = "0.14", optional = true, default-features = false, features = ["ring"] }}
tracing = {{ version = "0.1", default-features = false, features = ["std"] }}
uuid = {{ version = "1", optional = true, default-features = false, features = ["std"] }}

[dev-dependencies]
# The examples of the documentation.
tokio = {{ version = "1.40", features = ["macros", "rt"] }}
"#,
        version = build.version,
    )
}
