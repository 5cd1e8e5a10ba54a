//! Which types a value can be cast to. What has no cast goes through its text form, which PostgreSQL reads as any type.

use super::within::{composite, within};
use crate::catalog::{Catalog, Composite, Definition, Kind, Name, ObjectId, QName};

/// The type by which a column's values are cast from a type of one catalog to a type of another; `None` where the types
/// have a cast when all is done, or where it is not known which ones there are.
pub(super) fn through(from: &Catalog, old: &str, to: &Catalog, new: &str) -> Option<&'static str> {
    if to.casts.is_empty() {
        return None;
    }
    let (old, new) = (Type::of(from, old), Type::of(to, new));
    match (&old, &new) {
        (old, new) if old == new => None,
        (Type::Array(old), Type::Array(new)) if has(to, old, new) => None,
        (Type::Array(_), Type::Array(_)) => Some("text[]"),
        (old, new) if has(to, old, new) => None,
        _ => Some("text"),
    }
}

/// What `through` says where values go by the names of their attributes.
pub(crate) const BY_NAME: &str = "jsonb";

/// Whether the attributes of a type, or of what it is made of, are others in `to`, or in another order: the text form of
/// a composite value knows only their places, and would give one's value to another. So it is with the rows of a relation
/// that become values of a type, and the other way round.
pub(super) fn goes_by_name(from: &Catalog, to: &Catalog, name: &str) -> bool {
    within(from, name).any(|part| match (composite(from, part), composite(to, part)) {
        (Some(old), Some(new)) => names(old).ne(names(new)),
        (Some(old), None) => columns(to, part).is_some_and(|new| names(old).ne(new)),
        (None, Some(new)) => columns(from, part).is_some_and(|old| names(new).ne(old)),
        (None, None) => false,
    })
}

fn names(it: &Composite) -> impl Iterator<Item = &Name> {
    it.attributes.iter().map(|it| &it.name)
}

/// The columns of a relation, which its rows have as attributes.
fn columns<'c>(catalog: &'c Catalog, name: &str) -> Option<Vec<&'c Name>> {
    let name = qualified(name)?;
    let columns = catalog.columns(&name);
    (!columns.is_empty()).then(|| columns.into_iter().map(|(id, ..)| &id.name).collect())
}

/// Whether the types are one but for domains and modifiers.
pub(super) fn are_same(from: &Catalog, old: &str, to: &Catalog, new: &str) -> bool {
    Type::of(from, old) == Type::of(to, new)
}

/// The cast between these types that somebody made (`CREATE CAST`), or between their elements.
pub(super) fn made<'a>(
    from: &Catalog,
    old: &str,
    to: &'a Catalog,
    new: &str,
) -> Option<&'a ObjectId> {
    let (mut old, mut new) = (Type::of(from, old), Type::of(to, new));
    loop {
        (old, new) = match (old, new) {
            (Type::Array(old), Type::Array(new)) => (*old, *new),
            (old, new) => return own(to, &old, &new),
        }
    }
}

fn own<'a>(to: &'a Catalog, old: &Type, new: &Type) -> Option<&'a ObjectId> {
    let (Type::Plain(old), Type::Plain(new)) = (old, new) else { return None };
    let mut casts = to.of_kind(Kind::Cast);
    let found = casts.find(|(_, object)| match &object.definition {
        Definition::Cast(it) => it.source == *old && it.target == *new,
        _ => false,
    });
    found.map(|(id, _)| id)
}

/// Whether a value can be cast: of types that hold text, any value can be made and into any value.
fn has(to: &Catalog, old: &Type, new: &Type) -> bool {
    match (old, new) {
        (Type::Plain(name), Type::Plain(other)) => {
            name == other || to.casts.has(name, other) || own(to, old, new).is_some()
        }
        (Type::Plain(name), Type::Array(_)) | (Type::Array(_), Type::Plain(name)) => {
            to.casts.texts.contains(name)
        }
        (Type::Array(old), Type::Array(new)) => has(to, old, new),
    }
}

/// A type as far as casts go: a domain is the type beneath it.
#[derive(Debug, PartialEq)]
enum Type {
    /// Without its modifiers.
    Plain(String),
    Array(Box<Type>),
}

impl Type {
    fn of(catalog: &Catalog, name: &str) -> Self {
        let name = base(catalog, name);
        match name.strip_suffix("[]") {
            Some(element) => Self::Array(Box::new(Self::of(catalog, element))),
            None => Self::Plain(without_modifiers(name)),
        }
    }
}

/// The type beneath all domains, with its modifiers.
pub(super) fn base<'a>(catalog: &'a Catalog, name: &'a str) -> &'a str {
    let mut name = name;
    // Domains upon domains end; a catalog that says otherwise is none of a database.
    for _ in 0..32 {
        let id = qualified(name).map(|it| ObjectId::in_schema(Kind::Domain, &it));
        match id.and_then(|id| catalog.get(&id)).map(|object| &object.definition) {
            Some(Definition::Domain(domain)) => name = &domain.base,
            _ => break,
        }
    }
    name
}

/// `"My schema".thing`, as the server words what is not its own.
pub(super) fn qualified(name: &str) -> Option<QName> {
    let (schema, rest) = identifier(name)?;
    let (name, rest) = identifier(rest.strip_prefix('.')?)?;
    rest.is_empty().then_some(QName { schema, name })
}

/// A name as SQL has it, and what follows.
fn identifier(text: &str) -> Option<(Name, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', '[', '(', ' ']).unwrap_or(text.len());
        return (end > 0).then(|| (Name::from(&text[..end]), &text[end..]));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => return Some((Name::from(name), after)),
        }
    }
}

/// `timestamp without time zone` of `timestamp(3) without time zone`; of an interval its fields go, too.
fn without_modifiers(name: &str) -> String {
    if name == "interval" || name.starts_with("interval ") || name.starts_with("interval(") {
        return "interval".to_owned();
    }
    // So is `character` called where it has no length.
    if name == "bpchar" {
        return "character".to_owned();
    }
    match (name.rfind('('), name.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", name[..open].trim_end(), &name[close + 1..])
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Casts;

    /// Some of what PostgreSQL says.
    fn catalog() -> Catalog {
        let to = [
            ("integer", "bigint"),
            ("numeric", "numeric"),
            ("numeric", "integer"),
            ("timestamp with time zone", "date"),
            ("character", "text"),
        ];
        let mut casts = Casts::default();
        for (source, target) in to {
            casts.to.entry(source.to_owned()).or_default().insert(target.to_owned());
        }
        let texts = ["text", "character varying", "character", "name"];
        casts.texts.extend(texts.map(str::to_owned));
        Catalog { casts, ..Catalog::default() }
    }

    #[test]
    fn casts_of_plain_types() {
        let catalog = catalog();
        let has = |old, new| through(&catalog, old, &catalog, new).is_none();
        assert!(has("integer", "bigint"));
        assert!(has("numeric(12,2)", "numeric(14,4)"));
        assert!(has("numeric(12,2)", "integer"));
        assert!(has("timestamp(3) with time zone", "date"));
        assert!(has("integer[]", "bigint[]"));
        assert!(has("uuid", "character varying(20)"));
        assert!(has("bpchar", "uuid"));
        assert!(has("text", "uuid[]"));
        assert!(has("jsonb", "text"));
        assert!(!has("extensions.citext", "integer"));
        assert!(!has("boolean", "numeric(12,2)"));
        assert!(!has("uuid", "integer"));
        assert!(!has("integer", "integer[]"));
        assert!(!has("boolean[]", "numeric[]"));
        assert!(!has("interval day to second", "bytea"));
        assert_eq!(through(&catalog, "uuid[]", &catalog, "bytea[]"), Some("text[]"));
    }

    #[test]
    fn names_of_types() {
        let name = |text| qualified(text).map(|it| it.to_string());
        assert_eq!(name("app.d0").as_deref(), Some("app.d0"));
        assert_eq!(name("\"a.\"\"b\".\"C\"").as_deref(), Some("a.\"b.C"));
        assert_eq!(name("double precision"), None);
        assert_eq!(name("app.d0[]"), None);
        assert_eq!(name("\"char\""), None);
    }
}
