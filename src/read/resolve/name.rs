//! Names as the YAML writes them: exact, with SQL's quotes only where a name holds a dot or a quote.

use crate::catalog::Name;

const EMPTY: &str = "it is empty";
const UNCLOSED: &str = "a quote in it is not closed";
const STRAY: &str = "a quote stands in its middle";

/// The parts between the dots.
pub(super) fn parts(text: &str) -> Result<Vec<Name>, &'static str> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut name = String::new();
            let mut after = quoted;
            loop {
                let end = after.find('"').ok_or(UNCLOSED)?;
                name.push_str(&after[..end]);
                after = &after[end + 1..];
                match after.strip_prefix('"') {
                    Some(more) => {
                        name.push('"');
                        after = more;
                    }
                    None => break,
                }
            }
            parts.push(Name::from(name));
            match after.strip_prefix('.') {
                Some(more) => rest = more,
                None if after.is_empty() => break,
                None => return Err(STRAY),
            }
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            let name = &rest[..end];
            if name.contains('"') {
                return Err(STRAY);
            }
            parts.push(Name::from(name));
            match rest[end..].strip_prefix('.') {
                Some(more) => rest = more,
                None => break,
            }
        }
    }
    if parts.iter().any(|part| part.is_empty()) { Err(EMPTY) } else { Ok(parts) }
}

/// A name alone.
pub(in crate::read) fn single(text: &str) -> Result<Name, &'static str> {
    let mut parts = parts(text)?;
    match (parts.pop(), parts.is_empty()) {
        (Some(name), true) => Ok(name),
        _ => Err("it has a dot, and it belongs to no schema"),
    }
}

/// A name that may have a schema before it.
pub(in crate::read) fn qualified(text: &str) -> Result<(Option<Name>, Name), &'static str> {
    let mut parts = parts(text)?;
    match (parts.pop(), parts.pop(), parts.is_empty()) {
        (Some(name), schema, true) => Ok((schema, name)),
        _ => Err("it has more than one dot"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact_and_quotes_hide_dots() {
        let name = |text: &str| {
            qualified(text)
                .map(|(schema, name)| (schema.map(|it| it.to_string()), name.to_string()))
        };
        assert_eq!(name("Users"), Ok((None, "Users".into())));
        assert_eq!(name("auth.users"), Ok((Some("auth".into()), "users".into())));
        assert_eq!(name("\"odd.name\""), Ok((None, "odd.name".into())));
        assert_eq!(name("app.\"a\"\"b\""), Ok((Some("app".into()), "a\"b".into())));
        assert_eq!(name("order"), Ok((None, "order".into())));
        assert!(name("").is_err() && name("a.").is_err() && name("\"a").is_err());
        assert!(name("a.b.c").is_err() && name("a\"b").is_err() && name("\"a\"b").is_err());
    }
}
