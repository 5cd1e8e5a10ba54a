//! Names of PostgreSQL as names of Rust.

use std::collections::BTreeSet;

/// The words of a name: `HTTPStatus`, `http_status` and `http status` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for (at, it) in name.char_indices() {
        let next = name[at + it.len_utf8()..].chars().next();
        let starts = !before.is_alphanumeric()
            || it.is_uppercase()
                && (before.is_lowercase()
                    || before.is_numeric()
                    || before.is_uppercase() && next.is_some_and(char::is_lowercase));
        before = it;
        if !fits(it) {
            before = ' ';
            continue;
        }
        if starts {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut() {
            last.extend(it.to_lowercase());
        }
    }
    words
}

/// Whether a name of Rust may have it.
fn fits(it: char) -> bool {
    it.is_ascii_alphanumeric()
        || !it.is_ascii() && syn::parse_str::<syn::Ident>(&format!("a{it}")).is_ok()
}

/// `family_id`: of functions, arguments, fields and modules. A word of Rust's gets its prefix.
pub(super) fn snake(name: &str) -> String {
    let made = begun(words(name).join("_"), "_");
    match &*made {
        "self" | "super" | "crate" | "Self" | "_" => format!("{made}_"),
        _ if syn::parse_str::<syn::Ident>(&made).is_err() => format!("r#{made}"),
        _ => made,
    }
}

/// `FamilyId`: of types and variants.
pub(super) fn camel(name: &str) -> String {
    let upper = |word: String| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |it| it.to_uppercase().chain(letters).collect())
    };
    let made = begun(words(name).into_iter().map(upper).collect(), "N");
    if made == "Self" { "Self_".to_owned() } else { made }
}

/// A name does not begin with a digit, and is not empty.
fn begun(name: String, with: &str) -> String {
    match name.chars().next() {
        None => format!("{with}unnamed").replace("__", "_"),
        Some(it) if it.is_numeric() => format!("{with}{name}"),
        _ => name,
    }
}

/// `FAMILY_ID`: of constants.
pub(super) fn constant(name: &str) -> String {
    begun(words(name).join("_").to_uppercase(), "_")
}

/// Whether a name needs its prefix, or has one.
pub(super) fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Names that are taken. Who comes later gets a number.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    /// With these.
    pub(super) fn with(names: &[&str]) -> Self {
        Self(names.iter().map(|it| (*it).to_owned()).collect())
    }

    /// A name that nobody has.
    pub(super) fn take(&mut self, name: String) -> String {
        let mut made = name.clone();
        let mut number = 2;
        while !self.0.insert(plain(&made).to_owned()) {
            made = format!("{}{number}", plain(&name));
            number += 1;
        }
        made
    }
}

/// One of what a table holds: `family` of `families`.
pub(super) fn singular(name: &str) -> String {
    let (start, last) = name
        .rsplit_once('_')
        .map_or(("", name), |(_, last)| (&name[..name.len() - last.len()], last));
    let one = match last {
        "people" => "person".to_owned(),
        "children" => "child".to_owned(),
        "data" | "series" | "status" | "news" => last.to_owned(),
        _ => of_plural(last),
    };
    format!("{start}{one}")
}

fn of_plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|it| it.len() > 1) {
        return format!("{stem}y");
    }
    for end in ["sses", "xes", "ches", "shes", "zzes", "uses"] {
        if word.ends_with(end) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_rusts() {
        for (name, snake_name, camel_name) in [
            ("family_id", "family_id", "FamilyId"),
            ("HTTPStatus", "http_status", "HttpStatus"),
            ("two words", "two_words", "TwoWords"),
            ("type", "r#type", "Type"),
            ("self", "self_", "Self_"),
            ("2nd", "_2nd", "N2nd"),
            ("größe", "größe", "Größe"),
            ("€", "_unnamed", "Nunnamed"),
            ("a-b", "a_b", "AB"),
            ("p1Name", "p1_name", "P1Name"),
        ] {
            assert_eq!(snake(name), snake_name, "{name}");
            assert_eq!(camel(name), camel_name, "{name}");
        }
    }

    #[test]
    fn who_comes_later_gets_a_number() {
        let mut taken = Taken::with(&["Unknown"]);
        assert_eq!(taken.take("Unknown".to_owned()), "Unknown2");
        assert_eq!(taken.take("r#type".to_owned()), "r#type");
        assert_eq!(taken.take("r#type".to_owned()), "type2");
    }

    #[test]
    fn one_of_many() {
        for (many, one) in [
            ("families", "family"),
            ("users", "user"),
            ("family_members", "family_member"),
            ("addresses", "address"),
            ("children", "child"),
            ("status", "status"),
            ("boxes", "box"),
            ("bus", "bus"),
            ("class", "class"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
