//! Types as a person writes them, from the server's words.

use super::name::{Names, is_simple, member, sql_parts};
use crate::catalog::{Name, QName};
use crate::read::built_in_type;
use crate::render::quoted;

impl Names {
    /// A type of a column, an argument, an attribute or a domain, in a file of schema `place`.
    pub(super) fn data_type(&self, place: &Name, text: &str) -> String {
        let (parts, rest) = sql_parts(text);
        match &parts[..] {
            [schema, name] => {
                let name = QName { schema: schema.clone(), name: name.clone() };
                format!("{}{rest}", self.own_type(place, &name))
            }
            // `"char"` and its like are types of PostgreSQL's own.
            _ if text.starts_with('"') => text.to_owned(),
            _ => short(text),
        }
    }

    /// Types between commas, as the identity of a function has them.
    pub(super) fn data_types(&self, place: &Name, list: &str) -> String {
        let types = split(list).into_iter().map(|it| self.data_type(place, it));
        types.collect::<Vec<_>>().join(", ")
    }

    fn own_type(&self, place: &Name, name: &QName) -> String {
        if !self.types.has(name) {
            return format!("{}.{}", quoted(&name.schema), quoted(&name.name));
        }
        let alone = self.is_found(&self.types, place, name);
        if !is_simple(&name.name) || !is_simple(&name.schema) {
            let name_alone = quoted(&name.name);
            return match alone && name_alone.starts_with('"') {
                true => name_alone,
                false => format!("{}.{name_alone}", quoted(&name.schema)),
            };
        }
        let lower = name.name.to_lowercase();
        if alone && built_in_type(&lower).is_none() && &*name.name != "float" {
            member(&name.name)
        } else {
            format!("{}.{}", name.schema, name.name)
        }
    }
}

/// `timestamp(3) with time zone[]` is `timestamptz(3)[]`.
fn short(text: &str) -> String {
    let array = text.find('[').unwrap_or(text.len());
    let (base, array) = text.split_at(array);
    let (name, modifiers, after) = match (base.find('('), base.find(')')) {
        (Some(open), Some(close)) if open < close => {
            (&base[..open], &base[open..=close], &base[close + 1..])
        }
        _ => (base, "", ""),
    };
    let whole = format!("{name}{after}");
    let name = match &*whole {
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time with time zone" => "timetz",
        "time without time zone" => "time",
        "character varying" => "varchar",
        "character" => "char",
        // Its modifiers stand within it: `interval day to second(3)`.
        _ => return text.to_owned(),
    };
    format!("{name}{modifiers}{array}")
}

/// `numeric(10,2)` is a `numeric`.
pub(super) fn without_modifiers(text: &str) -> String {
    match (text.find('('), text.find(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", &text[..open], &text[close + 1..])
        }
        _ => text.to_owned(),
    }
}

/// The parts of a list between the commas outside of quotes and parentheses.
fn split(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quoted) = (0, 0_usize, false);
    for (at, byte) in list.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Enum, Kind, Object, ObjectId};

    fn names() -> Names {
        let types = [
            ("app", "status"),
            ("other", "status"),
            ("app", "Mood"),
            ("app", "text"),
            ("app", "a b"),
        ];
        let objects = types.map(|(schema, name)| {
            let id = ObjectId::in_schema(Kind::Enum, &QName::new(schema, name));
            (id, Object::new(Enum { labels: Vec::new() }))
        });
        let catalog = Catalog {
            objects: objects.into_iter().map(|(id, it)| (id, Box::new(it))).collect(),
            ..Catalog::default()
        };
        Names::of(&catalog, &[Name::from("app"), Name::from("public")])
    }

    #[test]
    fn types_are_as_short_as_the_reader_takes_them() {
        let names = names();
        let app = |text: &str| names.data_type(&"app".into(), text);
        assert_eq!(app("timestamp(3) with time zone[]"), "timestamptz(3)[]");
        assert_eq!(app("character varying(20)"), "varchar(20)");
        assert_eq!(app("numeric(10,2)"), "numeric(10,2)");
        assert_eq!(app("interval day to second(3)"), "interval day to second(3)");
        assert_eq!(app("\"char\""), "\"char\"");
        assert_eq!(app("app.status[]"), "status[]");
        assert_eq!(app("other.status"), "other.status");
        assert_eq!(names.data_type(&"other".into(), "other.status"), "status");
        assert_eq!(names.data_type(&"other".into(), "app.status"), "app.status");
        assert_eq!(app("app.\"Mood\""), "Mood");
        assert_eq!(app("app.text"), "app.text");
        assert_eq!(app("app.\"a b\"[]"), "\"a b\"[]");
        assert_eq!(app("public.citext"), "public.citext");
        assert_eq!(
            names.data_types(&"app".into(), "integer, app.status, numeric(1,2)"),
            "integer, status, numeric(1,2)"
        );
    }
}
