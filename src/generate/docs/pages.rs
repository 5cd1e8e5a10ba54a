//! Where each object has its page, and links from page to page.

use super::markdown::code;
use crate::access::named;
use crate::catalog::{Catalog, Definition, Kind, ObjectId};
use crate::digest::sha256;
use std::collections::{BTreeMap, BTreeSet};

/// The pages by the objects that they are about, each a path within the reference's folder.
#[derive(Debug, Default)]
pub(super) struct Pages {
    of: BTreeMap<ObjectId, String>,
    areas: BTreeMap<String, String>,
    /// How the pages of functions that share their name with others are called.
    overloaded: BTreeSet<ObjectId>,
}

impl Pages {
    pub(super) fn of(catalog: &Catalog, areas: &BTreeSet<&str>) -> Self {
        let mut pages = Self::default();
        let mut taken = BTreeSet::new();
        let mut names: BTreeMap<_, usize> = BTreeMap::new();
        for (id, _) in catalog.of_kind(Kind::Function) {
            *names.entry(id.qname()).or_default() += 1;
        }
        for (id, object) in catalog.iter() {
            let Some(folder) = folder(id.kind) else { continue };
            // A partition is told of on the page of its table.
            if matches!(&object.definition, Definition::Table(it) if it.partition_of.is_some()) {
                continue;
            }
            let overloaded = id.kind == Kind::Function && names[&id.qname()] > 1;
            let name = match &id.schema {
                Some(schema) => format!("{schema}.{}", id.name),
                None => id.name.to_string(),
            };
            let tail = overloaded.then(|| id.args.as_deref().unwrap_or_default());
            let path = format!("{folder}/{}.md", slug(&name, tail));
            if overloaded {
                pages.overloaded.insert(id.clone());
            }
            taken.insert(path.clone());
            pages.of.insert(id.clone(), path);
        }
        for area in areas {
            pages.areas.insert((*area).to_owned(), format!("areas/{}.md", slug(area, None)));
        }
        pages
    }

    /// The page of an object, or of what it belongs to.
    pub(super) fn page(&self, id: &ObjectId) -> Option<&str> {
        if let Some(page) = self.of.get(id) {
            return Some(page);
        }
        let of = id.relation_qname();
        let kinds = [Kind::Table, Kind::View, Kind::MaterializedView, Kind::Domain];
        let relation = kinds.into_iter().filter(|_| id.relation.is_some() || id.kind == Kind::Rows);
        relation
            .map(|kind| ObjectId::in_schema(kind, &of))
            .find_map(|id| self.of.get(&id))
            .map(String::as_str)
    }

    /// Whether an object has a page of its own.
    pub(super) fn has(&self, id: &ObjectId) -> bool {
        self.of.contains_key(id)
    }

    /// The page of an area.
    pub(super) fn area(&self, area: &str) -> Option<&str> {
        self.areas.get(area).map(String::as_str)
    }

    /// The areas and their pages.
    pub(super) fn areas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.areas.iter().map(|(area, page)| (area.as_str(), page.as_str()))
    }

    /// The same name, that lives as long as the pages.
    pub(super) fn area_key(&self, area: &str) -> Option<&str> {
        self.areas.get_key_value(area).map(|(area, _)| area.as_str())
    }

    /// The objects that have pages of their own, with these.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&ObjectId, &str)> {
        self.of.iter().map(|(id, page)| (id, page.as_str()))
    }

    /// The name of an object as links show it: the arguments of a function only where others have its name.
    pub(super) fn name(&self, id: &ObjectId) -> String {
        match id.kind {
            Kind::Function if !self.overloaded.contains(id) => id.qname().to_string(),
            Kind::Policy | Kind::Trigger | Kind::Constraint | Kind::Rule => id.name.to_string(),
            _ => named(id),
        }
    }
}

/// The folder of the pages of a kind; `None` for kinds without pages of their own.
fn folder(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Table => Some("tables"),
        Kind::View | Kind::MaterializedView => Some("views"),
        Kind::Function => Some("functions"),
        Kind::Role => Some("roles"),
        Kind::Enum | Kind::Domain | Kind::Composite | Kind::Range | Kind::BaseType => Some("types"),
        _ => None,
    }
}

/// A name that is one on every file system and needs no escape in a link. Where letters had to be given up, or something else
/// tells it from others of its name, a digest follows.
fn slug(name: &str, tail: Option<&str>) -> String {
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "_.-".contains(it);
    let mut slug: String = name
        .chars()
        .map(|it| it.to_ascii_lowercase())
        .map(|it| if plain(it) { it } else { '-' })
        .take(100)
        .collect();
    if slug.starts_with('.') {
        slug.insert(0, '-');
    }
    if slug != name || tail.is_some() {
        let digest = sha256(format!("{name}\n{}", tail.unwrap_or_default()));
        slug = format!("{slug}-{}", &digest[..8]);
    }
    slug
}

/// A link in Markdown from one page to another.
pub(super) fn link(from: &str, to: &str, shown: &str) -> String {
    format!("[{shown}]({})", relative(from, to))
}

/// A link to a page, shown as code.
pub(super) fn code_link(from: &str, to: Option<&str>, shown: &str) -> String {
    match to {
        // The link of a page to itself leads nowhere.
        Some(to) if to != from => link(from, to, &code(shown)),
        _ => code(shown),
    }
}

/// The way from one file to another.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let same = from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders - same);
    up.chain(to[same..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_from_another() {
        assert_eq!(relative("tables/a.md", "tables/b.md"), "b.md");
        assert_eq!(relative("tables/a.md", "README.md"), "../README.md");
        assert_eq!(relative("README.md", "roles/a.md"), "roles/a.md");
        assert_eq!(
            relative("docs/reference/tables/a.md", "schema/x.yaml"),
            "../../../schema/x.yaml"
        );
    }

    #[test]
    fn names_become_files() {
        assert_eq!(slug("app.families", None), "app.families");
        assert!(slug("app.Families", None).starts_with("app.families-"));
        assert_ne!(slug("app.a b", None), slug("app.a/b", None));
        assert_ne!(slug("api.f", Some("int")), slug("api.f", Some("text")));
        assert!(slug("../x", None).starts_with("-..-x-"));
    }
}
