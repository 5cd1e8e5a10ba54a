//! The part of the crate that is the same for every database, as it stands in `templates/client/runtime/`.

/// Paths below `src/runtime/`, and texts. A project may have others in `templates/client/runtime/`.
macro_rules! runtime {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../../templates/client/runtime/", $path)))),+]
    };
}

pub(super) const RUNTIME: &[(&str, &str)] = runtime![
    "batch.rs",
    "call.rs",
    "claims.rs",
    "client.rs",
    "composite.rs",
    "connection.rs",
    "contract.rs",
    "error.rs",
    "idempotency.rs",
    "identity.rs",
    "listen.rs",
    "mod.rs",
    "newtype.rs",
    "pages.rs",
    "params.rs",
    "prelude.rs",
    "retry.rs",
    "rows.rs",
    "statement.rs",
    "tls.rs",
    "transaction.rs",
    "user.rs",
    "values/array.rs",
    "values/bits.rs",
    "values/calendar.rs",
    "values/convert.rs",
    "values/convert/with_chrono.rs",
    "values/convert/with_jiff.rs",
    "values/convert/with_pgvector.rs",
    "values/convert/with_rust_decimal.rs",
    "values/convert/with_time.rs",
    "values/convert/with_uuid.rs",
    "values/date.rs",
    "values/geometry.rs",
    "values/hstore.rs",
    "values/interval.rs",
    "values/json.rs",
    "values/macros.rs",
    "values/mod.rs",
    "values/money.rs",
    "values/network.rs",
    "values/numeric.rs",
    "values/parse.rs",
    "values/range.rs",
    "values/time_of_day.rs",
    "values/timestamp.rs",
    "values/uuid.rs",
    "values/vector.rs",
];
