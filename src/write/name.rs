//! Names as the YAML writes them, and the shortest one that the reader takes for the object that is meant.

use crate::catalog::{Catalog, Kind, Name, ObjectId, QName};
use crate::render::quoted;
use std::collections::{BTreeSet, HashMap};

/// A name alone. SQL's quotes stand only where a dot or a quote would be taken for more than a letter.
pub(super) fn member(name: &str) -> String {
    if name.is_empty() || name.contains(['.', '"']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

/// The name of a function: parentheses and blanks at its ends would be taken for argument types.
pub(super) fn function(name: &str) -> String {
    if name.contains(['(', ')']) || name.trim() != name {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        member(name)
    }
}

/// A name that SQL reads as it stands, whatever its case.
pub(super) fn is_simple(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|it| it.is_ascii_alphabetic() || it == '_')
        && characters.all(|it| it.is_ascii_alphanumeric() || it == '_')
}

/// The parts of a name in SQL, `public."Odd name"`, and what follows it.
pub(super) fn sql_parts(text: &str) -> (Vec<Name>, &str) {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let (name, after) = match rest.strip_prefix('"') {
            Some(inside) => {
                let mut name = String::new();
                let mut after = inside;
                while let Some(end) = after.find('"') {
                    name.push_str(&after[..end]);
                    after = &after[end + 1..];
                    let Some(more) = after.strip_prefix('"') else { break };
                    name.push('"');
                    after = more;
                }
                (name, after)
            }
            None => {
                let word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '$');
                let end = rest.find(|it| !word(it)).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        parts.push(Name::from(name));
        match after.strip_prefix('.') {
            Some(more) => rest = more,
            None => return (parts, after),
        }
    }
}

/// In which schemas each name is declared, as the reader knows it.
#[derive(Debug, Default)]
pub(super) struct ByName(HashMap<Name, BTreeSet<Name>>);

impl ByName {
    fn of(catalog: &Catalog, kinds: &[Kind]) -> Self {
        let mut names = Self::default();
        for (id, _) in kinds.iter().flat_map(|kind| catalog.of_kind(*kind)) {
            if let Some(schema) = &id.schema {
                names.0.entry(id.name.clone()).or_default().insert(schema.clone());
            }
        }
        names
    }

    pub(super) fn has(&self, name: &QName) -> bool {
        self.0.get(&name.name).is_some_and(|schemas| schemas.contains(&name.schema))
    }

    fn holds(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// What can be referred to.
#[derive(Debug)]
pub(super) struct Names {
    path: Vec<Name>,
    pub(super) relations: ByName,
    pub(super) types: ByName,
    pub(super) functions: ByName,
    /// How many functions have a name.
    overloads: HashMap<QName, usize>,
}

const RELATIONS: [Kind; 3] = [Kind::Table, Kind::View, Kind::MaterializedView];
const TYPES: [Kind; 8] = [
    Kind::BaseType,
    Kind::Enum,
    Kind::Range,
    Kind::Domain,
    Kind::Composite,
    Kind::Table,
    Kind::View,
    Kind::MaterializedView,
];

impl Names {
    pub(super) fn of(catalog: &Catalog, search_path: &[Name]) -> Self {
        let mut overloads: HashMap<QName, usize> = HashMap::new();
        for (id, _) in catalog.of_kind(Kind::Function).chain(catalog.of_kind(Kind::Aggregate)) {
            *overloads.entry(id.qname()).or_default() += 1;
        }
        Self {
            path: search_path.to_vec(),
            relations: ByName::of(catalog, &RELATIONS),
            types: ByName::of(catalog, &TYPES),
            functions: ByName::of(catalog, &[Kind::Function]),
            overloads,
        }
    }

    /// Whether the name alone, in a file of schema `place`, is taken for this one.
    pub(super) fn is_found(&self, names: &ByName, place: &Name, name: &QName) -> bool {
        let schemas = names.0.get(&name.name);
        let mut path = std::iter::once(place).chain(&self.path);
        path.find(|schema| schemas.is_some_and(|it| it.contains(*schema))) == Some(&name.schema)
    }

    /// A reference to something that is declared, or that is not declared and then stated in full.
    pub(super) fn refer(&self, names: &ByName, place: &Name, name: &QName) -> String {
        if self.is_found(names, place, name) {
            member(&name.name)
        } else {
            format!("{}.{}", member(&name.schema), member(&name.name))
        }
    }

    /// Whether a function's name alone does not tell which one is meant.
    pub(super) fn is_overloaded(&self, name: &QName) -> bool {
        self.overloads.get(name).is_some_and(|count| *count > 1)
    }

    /// A trigger function. Those that PostgreSQL brings are known by their names alone.
    pub(super) fn trigger_function(&self, place: &Name, name: &QName) -> String {
        let built_in = crate::read::BUILT_IN_TRIGGERS.contains(&&*name.name);
        if *name.schema == *"pg_catalog" && built_in && !self.functions.holds(&name.name) {
            return name.name.to_string();
        }
        self.refer(&self.functions, place, name)
    }

    /// A function as `on: { functions: [ … ] }` names it; `types` are its argument types as they are declared.
    pub(super) fn function(&self, place: &Name, id: &ObjectId, types: &str) -> String {
        let name = id.qname();
        let mut text = if self.is_found(&self.functions, place, &name) {
            function(&name.name)
        } else {
            format!("{}.{}", member(&name.schema), function(&name.name))
        };
        if self.is_overloaded(&name) {
            text.push_str(&format!("({types})"));
        }
        text
    }
}

/// A collation, operator class or the like in SQL's words, as the YAML names it.
pub(super) fn of_sql(text: &str) -> String {
    match sql_parts(text) {
        (parts, "") => parts.iter().map(|part| member(part)).collect::<Vec<_>>().join("."),
        _ => text.to_owned(),
    }
}

/// A column as CREATE INDEX takes it.
pub(super) fn sql(name: &str) -> String {
    quoted(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sql_are_taken_apart() {
        let parts = |text: &str| {
            let (parts, rest) = sql_parts(text);
            (parts.iter().map(ToString::to_string).collect::<Vec<_>>(), rest.to_owned())
        };
        let found = |names: &[&str], rest: &str| {
            (names.iter().map(ToString::to_string).collect::<Vec<_>>(), rest.to_owned())
        };
        assert_eq!(parts("public.citext[]"), found(&["public", "citext"], "[]"));
        assert_eq!(parts("\"a\"\"b.\".\"c d\"(3)"), found(&["a\"b.", "c d"], "(3)"));
        assert_eq!(parts("größe"), found(&["größe"], ""));
        assert_eq!(of_sql("\"C\""), "C");
        assert_eq!(of_sql("public.\"a.b\""), "public.\"a.b\"");
    }

    #[test]
    fn only_names_that_need_them_have_quotes() {
        assert_eq!(member("Order by"), "Order by");
        assert_eq!(member("a.b"), "\"a.b\"");
        assert_eq!(member("a\"b"), "\"a\"\"b\"");
        assert_eq!(function("f(x)"), "\"f(x)\"");
        assert_eq!(function("f"), "f");
    }
}
