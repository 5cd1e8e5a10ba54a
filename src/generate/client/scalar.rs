//! PostgreSQL's own types, and those of extensions, by name.

/// How a value of a type is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// By value: it is small, or an enumeration.
    Value,
    /// As a text that is borrowed.
    Text,
    /// As bytes that are borrowed.
    Bytes,
    /// Borrowed.
    Borrowed,
    /// As whatever becomes one.
    Into,
}

/// What a type is in Rust; `None` where it has no form that the driver can send, so that it goes as text.
pub(super) fn scalar(name: &str) -> Option<(&'static str, Pass)> {
    Some(match name {
        "boolean" => ("bool", Pass::Value),
        "smallint" => ("i16", Pass::Value),
        "integer" => ("i32", Pass::Value),
        "bigint" => ("i64", Pass::Value),
        "oid" => ("u32", Pass::Value),
        "\"char\"" => ("i8", Pass::Value),
        "real" => ("f32", Pass::Value),
        "double precision" => ("f64", Pass::Value),
        "text" | "character varying" | "character" | "bpchar" | "name" => ("String", Pass::Text),
        "bytea" => ("Vec<u8>", Pass::Bytes),
        "numeric" => ("values::Numeric", Pass::Borrowed),
        "money" => ("values::Money", Pass::Value),
        "uuid" => ("values::Uuid", Pass::Value),
        "date" => ("values::Date", Pass::Value),
        "time without time zone" => ("values::Time", Pass::Value),
        "time with time zone" => ("values::Timetz", Pass::Value),
        "timestamp without time zone" => ("values::Timestamp", Pass::Value),
        "timestamp with time zone" => ("values::Timestamptz", Pass::Value),
        "interval" => ("values::Interval", Pass::Value),
        "json" | "jsonb" => ("values::Json", Pass::Borrowed),
        "bit" | "bit varying" => ("values::Bits", Pass::Borrowed),
        "inet" => ("values::Inet", Pass::Value),
        "cidr" => ("values::Cidr", Pass::Value),
        "macaddr" => ("values::MacAddr", Pass::Value),
        "macaddr8" => ("values::MacAddr8", Pass::Value),
        "point" => ("values::Point", Pass::Value),
        "line" => ("values::Line", Pass::Value),
        "lseg" => ("values::Lseg", Pass::Value),
        "box" => ("values::Rectangle", Pass::Value),
        "circle" => ("values::Circle", Pass::Value),
        "path" => ("values::Path", Pass::Borrowed),
        "polygon" => ("values::Polygon", Pass::Borrowed),
        _ => return None,
    })
}

/// The same for types of extensions, whatever schema they lie in.
pub(super) fn of_extension(name: &str) -> Option<(&'static str, Pass)> {
    Some(match name {
        "citext" | "ltree" | "lquery" | "ltxtquery" => ("String", Pass::Text),
        "hstore" => ("values::Hstore", Pass::Borrowed),
        "vector" => ("values::Vector", Pass::Borrowed),
        "halfvec" => ("values::HalfVector", Pass::Borrowed),
        "sparsevec" => ("values::SparseVector", Pass::Borrowed),
        _ => return None,
    })
}

/// The type of the values of a range type of PostgreSQL's own, and whether it is a multirange.
pub(super) fn range(name: &str) -> Option<(&'static str, bool)> {
    Some(match name {
        "int4range" => ("integer", false),
        "int8range" => ("bigint", false),
        "numrange" => ("numeric", false),
        "daterange" => ("date", false),
        "tsrange" => ("timestamp without time zone", false),
        "tstzrange" => ("timestamp with time zone", false),
        "int4multirange" => ("integer", true),
        "int8multirange" => ("bigint", true),
        "nummultirange" => ("numeric", true),
        "datemultirange" => ("date", true),
        "tsmultirange" => ("timestamp without time zone", true),
        "tstzmultirange" => ("timestamp with time zone", true),
        _ => return None,
    })
}

/// Types that stand for others: nothing of them can be sent.
pub(super) fn is_pseudo(name: &str) -> bool {
    name.starts_with("any")
        || matches!(
            name,
            "record"
                | "record[]"
                | "cstring"
                | "internal"
                | "trigger"
                | "event_trigger"
                | "language_handler"
                | "fdw_handler"
                | "index_am_handler"
                | "table_am_handler"
                | "tsm_handler"
                | "unknown"
                | "void"
        )
}
