//! One declaration file while it is written.

use super::SECTIONS;
use super::name::member;
use super::yaml::{Map, Node, document};
use crate::catalog::Name;
use crate::read::Config;
use std::collections::BTreeMap;

/// One declaration file.
#[derive(Debug)]
pub(super) struct Document {
    /// The schema of names that state none.
    schema: Option<Name>,
    sections: BTreeMap<&'static str, Vec<(String, Node)>>,
    /// Entries of sections that are lists.
    lists: BTreeMap<&'static str, Vec<Node>>,
    /// Privileges that stand apart, objects with the same ones together.
    privileges: Vec<Privileges>,
}

/// Privileges on objects, given or taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Privileges {
    /// Taken away, not given.
    pub(super) revoke: bool,
    /// To or from whom.
    pub(super) who: String,
    /// Which.
    pub(super) words: Vec<String>,
    /// May be passed on.
    pub(super) grantable: bool,
    /// On what.
    pub(super) on: On,
}

/// On what privileges are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum On {
    /// The database.
    Database,
    /// Objects of a kind: the key in `on:`, and their names.
    Objects(&'static str, Vec<String>),
    /// Columns of a relation.
    Columns(String, Vec<String>),
}

impl Document {
    pub(super) fn new(schema: Option<Name>) -> Self {
        let (sections, lists) = (BTreeMap::new(), BTreeMap::new());
        Self { schema, sections, lists, privileges: Vec::new() }
    }

    /// Adds an object to a section.
    pub(super) fn put(&mut self, section: &'static str, key: String, value: Node) {
        debug_assert!(SECTIONS.contains(&section), "{section} has no place");
        self.sections.entry(section).or_default().push((key, value));
    }

    /// Adds an entry to a section that is a list.
    pub(super) fn push(&mut self, section: &'static str, value: Node) {
        debug_assert!(SECTIONS.contains(&section), "{section} has no place");
        self.lists.entry(section).or_default().push(value);
    }

    /// Adds privileges that stand apart from their object.
    pub(super) fn privileges(&mut self, new: Privileges) {
        for old in &mut self.privileges {
            let alike = old.revoke == new.revoke
                && old.who == new.who
                && old.words == new.words
                && old.grantable == new.grantable;
            if !alike {
                continue;
            }
            match (&mut old.on, &new.on) {
                (On::Objects(kind, names), On::Objects(of, more)) if kind == of => {
                    names.extend(more.iter().cloned());
                    return;
                }
                (On::Columns(relation, names), On::Columns(of, more)) if relation == of => {
                    names.extend(more.iter().cloned());
                    return;
                }
                _ => {}
            }
        }
        self.privileges.push(new);
    }

    /// The text of the file.
    pub(super) fn text(mut self, path: &str, config: &Config) -> String {
        let mut root = Map::block();
        if let Some(schema) = self.schema.take().filter(|it| *it != config.default_schema) {
            root.text("schema", Some(&member(&schema)));
        }
        for section in SECTIONS {
            if let Some(objects) = self.sections.remove(section) {
                let large = objects.iter().any(|(_, value)| value.is_block());
                let mut map = if large { Map::spaced() } else { Map::block() };
                for (key, value) in objects {
                    map.set(key, value);
                }
                root.set(section, map);
            }
            if let Some(list) = self.lists.remove(section) {
                root.set(section, Node::lines(list));
            }
            if section == "grants" {
                let (revokes, grants): (Vec<_>, Vec<_>) =
                    self.privileges.drain(..).partition(|it| it.revoke);
                for (key, entries) in [("grants", grants), ("revokes", revokes)] {
                    if !entries.is_empty() {
                        root.set(key, Node::lines(entries.into_iter().map(node).collect()));
                    }
                }
            }
        }
        let up = "../".repeat(path.matches('/').count());
        format!("{}{}", head(&up), document(&root))
    }
}

/// The first line of each file, for editors. `up` leads to the project's folder.
pub(super) fn head(up: &str) -> String {
    format!("# yaml-language-server: $schema={up}{}\n", crate::read::SCHEMA_FILE)
}

fn node(it: Privileges) -> Node {
    let mut map = Map::new();
    map.set(if it.revoke { "from" } else { "to" }, Node::texts([it.who]));
    map.set("privileges", Node::texts(it.words));
    let mut on = Map::new();
    match it.on {
        On::Database => on.set("database", true),
        On::Objects(kind, names) => on.set(kind, Node::texts(names)),
        On::Columns(relation, names) => {
            let mut columns = Map::new();
            columns.set(relation, Node::texts(names));
            on.set("columns", columns);
        }
    }
    map.set("on", on);
    map.flag("grantable", it.grantable, false);
    map.into()
}
