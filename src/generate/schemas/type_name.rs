//! What `format_type` says of a type: its name, its modifiers, whether it is an array.

use crate::catalog::QName;

/// A type as `format_type` words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::generate) struct TypeName {
    /// The schema; `None` for the types of PostgreSQL.
    pub(in crate::generate) schema: Option<String>,
    /// The name without quotes: `timestamp with time zone`.
    pub(in crate::generate) name: String,
    /// `numeric(10,2)`: 10 and 2.
    pub(in crate::generate) modifiers: Vec<i64>,
    /// An array of it.
    pub(in crate::generate) is_array: bool,
}

impl TypeName {
    /// Reads what `format_type` words.
    pub(in crate::generate) fn parse(text: &str) -> Self {
        let text = text.trim();
        let element = text.trim_end_matches("[]");
        let is_array = element.len() < text.len();
        let (schema, rest) = match split(element) {
            (first, Some(rest)) => (Some(unquoted(first)), rest),
            (first, None) => (None, first),
        };
        let open = rest.find('(').filter(|_| !rest.starts_with('"'));
        let close = open.and_then(|open| rest[open..].find(')').map(|end| open + end));
        let (name, modifiers) = match (open, close) {
            (Some(open), Some(close)) => {
                let modifiers = rest[open + 1..close].split(',');
                let modifiers = modifiers.filter_map(|it| it.trim().parse().ok()).collect();
                (format!("{}{}", &rest[..open], &rest[close + 1..]), modifiers)
            }
            _ => (rest.to_owned(), Vec::new()),
        };
        let schema = schema.filter(|schema| schema != "pg_catalog");
        Self { schema, name: unquoted(name.trim()), modifiers, is_array }
    }

    /// Schema and name, where it has a schema.
    pub(in crate::generate) fn qname(&self) -> Option<QName> {
        self.schema.as_ref().map(|schema| QName::new(schema, &self.name))
    }
}

/// The text before the first dot outside of quotes, and what follows it.
fn split(text: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, it) in text.char_indices() {
        match it {
            '"' => quoted = !quoted,
            '.' if !quoted => return (&text[..at], Some(&text[at + 1..])),
            '(' if !quoted => break,
            _ => {}
        }
    }
    (text, None)
}

fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::TypeName;

    fn parsed(text: &str) -> String {
        let TypeName { schema, name, modifiers, is_array } = TypeName::parse(text);
        format!("{} {name} {modifiers:?} {is_array}", schema.as_deref().unwrap_or("-"))
    }

    #[test]
    fn names_modifiers_and_arrays() {
        assert_eq!(parsed("integer"), "- integer [] false");
        assert_eq!(parsed("numeric(10,2)[]"), "- numeric [10, 2] true");
        assert_eq!(
            parsed("timestamp(3) without time zone"),
            "- timestamp without time zone [3] false"
        );
        assert_eq!(parsed("app.mood"), "app mood [] false");
        assert_eq!(parsed("\"My App\".\"a.b\"\"(c)\"[]"), "My App a.b\"(c) [] true");
        assert_eq!(parsed("\"char\""), "- char [] false");
        assert_eq!(parsed("public.geometry(Point,4326)"), "public geometry [4326] false");
    }
}
