//! `$anna.id`: a value of a row that was given, in SQL and elsewhere.

/// A column of a named row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The row's name.
    pub row: String,
    /// The column.
    pub column: String,
}

impl Reference {
    /// Reads a text that is nothing but a reference.
    pub fn read(text: &str) -> Option<Self> {
        let (end, found) = at(text.strip_prefix('$')?)?;
        (end + 1 == text.len()).then_some(found)
    }
}

/// The references of an SQL text, in their order. What stands in quotes is text.
pub fn references(sql: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    substituted(sql, |reference| {
        found.push(reference.clone());
        None
    });
    found
}

/// The references that are texts of a JSON value, in their order.
pub fn references_of_json(json: &serde_json::Value) -> Vec<Reference> {
    use serde_json::Value as Json;
    match json {
        Json::String(text) => Reference::read(text).into_iter().collect(),
        Json::Array(items) => items.iter().flat_map(references_of_json).collect(),
        Json::Object(map) => map.values().flat_map(references_of_json).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => Vec::new(),
    }
}

/// The SQL text with something in the place of references; where there is nothing for one, it stays.
pub fn substituted(sql: &str, mut by: impl FnMut(&Reference) -> Option<String>) -> String {
    let mut out = String::with_capacity(sql.len());
    let (mut quote, mut rest, mut before) = (None, sql, ' ');
    while let Some(next) = rest.chars().next() {
        let behind = &rest[next.len_utf8()..];
        if quote.is_some() {
            quote = quote.filter(|open| *open != next);
        } else if matches!(next, '\'' | '"') {
            quote = Some(next);
        } else if next == '$'
            && !is_of_name(before)
            && let Some((end, reference)) = at(behind)
            && let Some(text) = by(&reference)
        {
            out.push_str(&text);
            (rest, before) = (&behind[end..], ' ');
            continue;
        }
        out.push(next);
        (rest, before) = (behind, next);
    }
    out
}

/// The reference that a text begins with, and where it ends.
fn at(text: &str) -> Option<(usize, Reference)> {
    let row = name(text)?;
    let column = name(text[row.len()..].strip_prefix('.')?)?;
    let end = row.len() + 1 + column.len();
    Some((end, Reference { row: row.to_owned(), column: column.to_owned() }))
}

fn name(text: &str) -> Option<&str> {
    let end = text.find(|it| !is_of_name(it)).unwrap_or(text.len());
    let first = text.chars().next().is_some_and(|it| it.is_alphabetic() || it == '_');
    first.then(|| &text[..end])
}

fn is_of_name(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_outside_of_quotes() {
        let sql = "select $anna.id, '$anna.id', $1, $$x$$, a$anna.id from t where b = $ben.e_mail";
        let found: Vec<String> =
            references(sql).iter().map(|it| format!("{}.{}", it.row, it.column)).collect();
        assert_eq!(found, ["anna.id", "ben.e_mail"]);
        let told = substituted(sql, |it| (it.row == "ben").then(|| "'x'".to_owned()));
        assert!(told.ends_with("b = 'x'") && told.starts_with("select $anna.id, '$anna.id'"));
    }

    #[test]
    fn a_reference_is_the_whole_text() {
        assert!(Reference::read("$anna.id").is_some());
        assert!(Reference::read("$anna.id!").is_none());
        assert!(Reference::read("anna.id").is_none());
    }
}
