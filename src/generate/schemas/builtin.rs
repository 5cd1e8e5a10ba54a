//! PostgreSQL's own types, and those of well-known extensions, as JSON Schema of their values in JSON.

use super::TypeName;
use crate::generate::json::{Json, Members, object};

/// The schema of a value; `None` where the type is none of these.
pub(super) fn builtin(it: &TypeName) -> Option<Members> {
    let plain = |kind: &str| object([("type", kind.into())]);
    let format = |format: &str| plain("string").with("format", format);
    let integer = |format: &str| plain("integer").with("format", format);
    let pattern = |pattern: &str| plain("string").with("pattern", pattern);
    let first = it.modifiers.first().copied();
    Some(match &*it.name {
        "boolean" => plain("boolean"),
        "smallint" => integer("int16"),
        "integer" => integer("int32"),
        "bigint" => integer("int64"),
        "oid" | "xid" | "cid" | "xid8" => integer("int64").with("minimum", 0_i64),
        "real" => plain("number").with("format", "float"),
        "double precision" => plain("number").with("format", "double"),
        "numeric" => format("decimal").with("pattern", decimal(&it.modifiers)),
        "text" | "name" | "xml" | "char" | "bpchar" => plain("string"),
        "citext" if it.schema.is_some() => plain("string"),
        "character varying" | "character" => match first {
            Some(length) => plain("string").with("maxLength", length),
            None => plain("string"),
        },
        "bytea" => pattern(r"^\\x([0-9a-f]{2})*$"),
        "uuid" => format("uuid"),
        "date" => format("date"),
        "timestamp with time zone" => format("date-time"),
        "timestamp without time zone" => format("date-time-local").with(
            "pattern",
            r"^[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?$",
        ),
        "time without time zone" => {
            format("time-local").with("pattern", r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?$")
        }
        "time with time zone" => format("time"),
        name if name.starts_with("interval") => format("duration"),
        "json" | "jsonb" => Members::default(),
        "bit" | "bit varying" => pattern("^[01]*$"),
        "macaddr" => pattern("^([0-9a-f]{2}:){5}[0-9a-f]{2}$"),
        "macaddr8" => pattern("^([0-9a-f]{2}:){7}[0-9a-f]{2}$"),
        name if is_range(name) => format(name).with("pattern", RANGE),
        name if is_multirange(name) => format(name).with("pattern", MULTIRANGE),
        "money" | "inet" | "cidr" | "tsvector" | "tsquery" | "point" | "line" | "lseg" | "box"
        | "path" | "polygon" | "circle" | "pg_lsn" | "txid_snapshot" | "pg_snapshot"
        | "jsonpath" | "tid" | "int2vector" | "oidvector" => format(&it.name),
        name if name.starts_with("reg") && it.schema.is_none() => format(name),
        "record" => plain("object"),
        "hstore" => plain("object").with(
            "additionalProperties",
            object([("type", Json::Array(vec!["string".into(), "null".into()]))]),
        ),
        // PostGIS writes GeoJSON.
        "geometry" | "geography" => plain("object")
            .with("properties", object([("type", object([("type", "string".into())]).into())])),
        "ltree" | "lquery" | "ltxtquery" | "vector" | "halfvec" | "cube" | "isbn" | "seg"
            if it.schema.is_some() =>
        {
            format(&it.name)
        }
        _ => return None,
    })
}

/// A range as text: `[2024-01-01,2024-02-01)`.
pub(super) const RANGE: &str = r"^(empty|[\[(][^,]*,[^,]*[\])])$";

/// Ranges as text: `{[1,3),[5,8)}`.
pub(super) const MULTIRANGE: &str = r"^\{.*\}$";

fn is_range(name: &str) -> bool {
    ["int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"].contains(&name)
}

fn is_multirange(name: &str) -> bool {
    name.strip_suffix("multirange").is_some_and(|it| is_range(&format!("{it}range")))
}

/// What a decimal number looks like: as many digits as its modifiers allow.
fn decimal(modifiers: &[i64]) -> String {
    let (whole, fraction) = match *modifiers {
        [precision] => (Some(precision), 0),
        [precision, scale] => (Some((precision - scale).max(1)), scale.max(0)),
        _ => (None, i64::MAX),
    };
    let whole = whole.map_or("+".to_owned(), |digits| format!("{{1,{digits}}}"));
    let fraction = match fraction {
        0 => String::new(),
        i64::MAX => r"(\.[0-9]+)?".to_owned(),
        digits => format!(r"(\.[0-9]{{1,{digits}}})?"),
    };
    format!("^-?[0-9]{whole}{fraction}$")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(text: &str) -> String {
        builtin(&TypeName::parse(text))
            .map_or("-".into(), |it| serde_json::to_string(&Json::from(it)).unwrap())
    }

    #[test]
    fn types_are_schemas() {
        assert_eq!(shown("bigint"), r#"{"type":"integer","format":"int64"}"#);
        assert_eq!(shown("character varying(20)"), r#"{"type":"string","maxLength":20}"#);
        assert_eq!(shown("interval day to second"), r#"{"type":"string","format":"duration"}"#);
        assert_eq!(shown("jsonb"), "{}");
        assert!(shown("numeric(10,2)").contains(r"^-?[0-9]{1,8}(\\.[0-9]{1,2})?$"));
        assert!(shown("numeric").contains(r"^-?[0-9]+(\\.[0-9]+)?$"));
        assert!(shown("tstzmultirange").contains("tstzmultirange"));
        assert_eq!(shown("app.mood"), "-");
    }
}
