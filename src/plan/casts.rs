//! Which types a value can be cast to. What has no cast goes through its text form, which PostgreSQL reads as any type.

use crate::catalog::{Catalog, Definition, Kind};

/// The types of PostgreSQL 14 to 18 and what they can be cast to besides text (`pg_cast`).
const CASTS: &[(&str, &[&str])] = &[
    ("\"char\"", &["integer"]),
    ("aclitem", &[]),
    (
        "bigint",
        &["money", "double precision", "real", "integer", "oid", "bit", "numeric", "smallint"],
    ),
    ("bit", &["bit varying", "bigint", "integer"]),
    ("bit varying", &["bit"]),
    ("boolean", &["integer"]),
    ("box", &["circle", "polygon", "lseg", "point"]),
    ("bytea", &[]),
    ("cidr", &["inet"]),
    ("circle", &["polygon", "point", "box"]),
    ("date", &["timestamp without time zone", "timestamp with time zone"]),
    ("datemultirange", &[]),
    ("daterange", &["datemultirange"]),
    ("double precision", &["smallint", "numeric", "real", "integer", "bigint"]),
    ("inet", &["cidr"]),
    ("int4multirange", &[]),
    ("int4range", &["int4multirange"]),
    ("int8multirange", &[]),
    ("int8range", &["int8multirange"]),
    (
        "integer",
        &[
            "double precision",
            "bit",
            "\"char\"",
            "boolean",
            "money",
            "smallint",
            "bigint",
            "oid",
            "numeric",
            "real",
        ],
    ),
    ("interval", &["time without time zone"]),
    ("json", &["jsonb"]),
    (
        "jsonb",
        &[
            "numeric",
            "real",
            "integer",
            "bigint",
            "smallint",
            "json",
            "boolean",
            "double precision",
        ],
    ),
    ("jsonpath", &[]),
    ("line", &[]),
    ("lseg", &["point"]),
    ("macaddr", &["macaddr8"]),
    ("macaddr8", &["macaddr"]),
    ("money", &["numeric"]),
    ("numeric", &["money", "real", "smallint", "double precision", "bigint", "integer"]),
    ("nummultirange", &[]),
    ("numrange", &["nummultirange"]),
    ("oid", &["integer", "bigint"]),
    ("path", &["polygon"]),
    ("point", &["box"]),
    ("polygon", &["point", "circle", "path", "box"]),
    ("real", &["bigint", "integer", "numeric", "smallint", "double precision"]),
    ("smallint", &["real", "bigint", "numeric", "double precision", "integer", "oid"]),
    ("time with time zone", &["time without time zone"]),
    ("time without time zone", &["time with time zone", "interval"]),
    (
        "timestamp with time zone",
        &["timestamp without time zone", "time without time zone", "date", "time with time zone"],
    ),
    (
        "timestamp without time zone",
        &["date", "time without time zone", "timestamp with time zone"],
    ),
    ("tsmultirange", &[]),
    ("tsquery", &[]),
    ("tsrange", &["tsmultirange"]),
    ("tstzmultirange", &[]),
    ("tstzrange", &["tstzmultirange"]),
    ("tsvector", &[]),
    ("uuid", &[]),
    ("xml", &[]),
];

/// Every type can be cast to these and back: by its text form.
const TEXTS: &[&str] = &["text", "character varying", "character", "name"];

/// The type by which a column's values are cast from a type of one catalog to a type of another; `None` where the types
/// have a cast. Of types that are not known here, as those of extensions, that is taken for granted: PostgreSQL says
/// when it is not so.
pub(super) fn through(from: &Catalog, old: &str, to: &Catalog, new: &str) -> Option<&'static str> {
    let (old, new) = (Type::of(from, old), Type::of(to, new));
    let direct = match (&old, &new) {
        (old, new) if old == new => true,
        (Type::Array(old), Type::Array(new)) if element(old, new) => true,
        (Type::Array(_), Type::Array(_)) => return Some("text[]"),
        (Type::Array(_), new) => new.is_text(),
        (old, Type::Array(_)) => old.is_text(),
        (old, new) => element(old, new),
    };
    (!direct && !is_made(from, &old, &new) && !is_made(to, &old, &new)).then_some("text")
}

/// Whether somebody made a cast between these types (`CREATE CAST`).
fn is_made(catalog: &Catalog, old: &Type, new: &Type) -> bool {
    catalog.of_kind(Kind::Cast).any(|(_, object)| match &object.definition {
        Definition::Cast(it) => {
            Type::of(catalog, &it.source) == *old && Type::of(catalog, &it.target) == *new
        }
        _ => false,
    })
}

fn element(old: &Type, new: &Type) -> bool {
    if old.is_text() || new.is_text() {
        return true;
    }
    match (old, new) {
        (Type::Own(old), Type::Own(new)) => old == new,
        (Type::Own(_), _) | (_, Type::Own(_)) => false,
        (Type::Plain(old), Type::Plain(new)) => {
            let casts = |name: &str| CASTS.iter().find(|(known, _)| *known == name);
            match (casts(old), casts(new)) {
                (Some((_, casts)), Some(_)) => old == new || casts.contains(&new.as_str()),
                _ => true,
            }
        }
        _ => true,
    }
}

/// A type as far as casts go.
#[derive(Debug, PartialEq)]
enum Type {
    /// Without its modifiers.
    Plain(String),
    Array(Box<Type>),
    /// An enum, a composite or a range of the catalog: what has no casts but those that somebody made.
    Own(String),
}

impl Type {
    /// The type of this name; of a domain the one beneath it.
    fn of(catalog: &Catalog, name: &str) -> Self {
        let mut name = name.to_owned();
        // Domains upon domains end; a catalog that says otherwise is none of a database.
        for _ in 0..32 {
            let bare = name.replace('"', "");
            let found =
                catalog.of_kind(Kind::Domain).find(|(id, _)| id.qname().to_string() == bare);
            match found.map(|(_, object)| &object.definition) {
                Some(Definition::Domain(domain)) => name.clone_from(&domain.base),
                _ => break,
            }
        }
        if let Some(element) = name.strip_suffix("[]") {
            return Self::Array(Box::new(Self::of(catalog, element)));
        }
        let bare = name.replace('"', "");
        let own = [Kind::Enum, Kind::Composite, Kind::Range]
            .iter()
            .any(|kind| catalog.of_kind(*kind).any(|(id, _)| id.qname().to_string() == bare));
        if own { Self::Own(bare) } else { Self::Plain(without_modifiers(&name)) }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Plain(name) if TEXTS.contains(&name.as_str()))
    }
}

/// `timestamp without time zone` of `timestamp(3) without time zone`; of an interval its fields go, too.
fn without_modifiers(name: &str) -> String {
    if name == "interval" || name.starts_with("interval ") || name.starts_with("interval(") {
        return "interval".to_owned();
    }
    match (name.find('('), name.find(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", name[..open].trim_end(), &name[close + 1..])
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casts_of_plain_types() {
        let none = Catalog::default();
        let has = |old, new| through(&none, old, &none, new).is_none();
        assert!(has("integer", "bigint"));
        assert!(has("numeric(12,2)", "numeric(14,4)"));
        assert!(has("numeric(12,2)", "integer"));
        assert!(has("timestamp(3) with time zone", "date"));
        assert!(has("integer[]", "bigint[]"));
        assert!(has("uuid", "character varying(20)"));
        assert!(has("jsonb", "text"));
        assert!(has("extensions.citext", "integer"));
        assert!(!has("boolean", "numeric(12,2)"));
        assert!(!has("uuid", "integer"));
        assert!(!has("integer", "integer[]"));
        assert!(!has("boolean[]", "numeric[]"));
        assert!(!has("interval day to second", "bytea"));
        assert_eq!(through(&none, "uuid[]", &none, "bytea[]"), Some("text[]"));
    }
}
