//! Types that are known without a server: those of PostgreSQL's grammar, and those of common extensions.

/// The name that `format_type` gives for a type of PostgreSQL, modifiers aside; `None` for one that is not known.
/// The text is in lower case with single spaces.
pub(crate) fn built_in(name: &str) -> Option<&'static str> {
    Some(match name {
        "int" | "int4" | "integer" => "integer",
        "int8" | "bigint" => "bigint",
        "int2" | "smallint" => "smallint",
        "varchar"
        | "character varying"
        | "char varying"
        | "nchar varying"
        | "national character varying"
        | "national char varying" => "character varying",
        "char" | "character" | "bpchar" | "nchar" | "national character" | "national char" => {
            "character"
        }
        "dec" | "decimal" | "numeric" => "numeric",
        "float" | "float8" | "double precision" => "double precision",
        "float4" | "real" => "real",
        "bool" | "boolean" => "boolean",
        "timestamptz" | "timestamp with time zone" => "timestamp with time zone",
        "timestamp" | "timestamp without time zone" => "timestamp without time zone",
        "timetz" | "time with time zone" => "time with time zone",
        "time" | "time without time zone" => "time without time zone",
        "bit" => "bit",
        "varbit" | "bit varying" => "bit varying",
        interval if interval == "interval" || interval.starts_with("interval ") => "interval",
        other => {
            let at = PLAIN.binary_search(&other).ok()?;
            PLAIN[at]
        }
    })
}

/// Types that have one name only. Sorted.
const PLAIN: &[&str] = &[
    "any",
    "anyarray",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblemultirange",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anyelement",
    "anyenum",
    "anymultirange",
    "anynonarray",
    "anyrange",
    "box",
    "bytea",
    "cidr",
    "circle",
    "cstring",
    "date",
    "datemultirange",
    "daterange",
    "event_trigger",
    "fdw_handler",
    "index_am_handler",
    "inet",
    "int4multirange",
    "int4range",
    "int8multirange",
    "int8range",
    "internal",
    "json",
    "jsonb",
    "jsonpath",
    "language_handler",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "nummultirange",
    "numrange",
    "oid",
    "path",
    "pg_lsn",
    "point",
    "polygon",
    "record",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "text",
    "tid",
    "trigger",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "unknown",
    "uuid",
    "void",
    "xid",
    "xid8",
    "xml",
];

/// The extension that brings a type.
pub(super) fn extension(name: &str) -> Option<&'static str> {
    Some(match name {
        "citext" => "citext",
        "hstore" | "ghstore" => "hstore",
        "ltree" | "lquery" | "ltxtquery" => "ltree",
        "cube" => "cube",
        "seg" => "seg",
        "isbn" | "isbn13" | "issn" | "ismn" | "upc" | "ean13" => "isn",
        "intarray" | "query_int" => "intarray",
        "geometry" | "geography" | "box2d" | "box3d" => "postgis",
        "vector" | "halfvec" | "sparsevec" => "vector",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_aliases_are_known() {
        assert!(PLAIN.is_sorted());
        assert_eq!(built_in("int8"), Some("bigint"));
        assert_eq!(built_in("uuid"), Some("uuid"));
        assert_eq!(built_in("interval day to second"), Some("interval"));
        assert_eq!(built_in("citext"), None);
    }
}
