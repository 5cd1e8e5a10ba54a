//! Where the keys of declared objects stand. Few findings need them, so that they are looked up in the files again.

use super::body_path::beside;
use super::yaml::{self, Node, Value};
use crate::diagnostic::{Sources, Span};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The trees of files.
#[derive(Debug)]
pub struct Trees<'s> {
    sources: &'s Sources,
    trees: BTreeMap<Arc<str>, Node>,
}

impl<'s> Trees<'s> {
    /// The trees of these files, as far as they can be read.
    pub fn of<'a>(sources: &'s Sources, files: impl IntoIterator<Item = &'a Arc<str>>) -> Self {
        let mut trees = BTreeMap::new();
        for file in files {
            if trees.contains_key(file) {
                continue;
            }
            let text = sources.get(file).map_or("", |text| text);
            if let Ok(Some(node)) = yaml::parse(file, text, &mut Vec::new()) {
                trees.insert(file.clone(), node);
            }
        }
        Self { sources, trees }
    }

    /// What is in them, by place.
    pub fn parts(&self) -> Parts<'_> {
        let mut parts =
            Parts { sources: self.sources, entries: HashMap::new(), mappings: HashMap::new() };
        for (file, node) in &self.trees {
            parts.collect(file, node);
        }
        parts
    }
}

/// The keys and values of files, by where the keys stand.
#[derive(Debug)]
pub struct Parts<'t> {
    sources: &'t Sources,
    entries: HashMap<(&'t str, usize), &'t Node>,
    /// How many keys have the mapping that begins at a place as their value.
    mappings: HashMap<(&'t str, u32), usize>,
}

impl<'t> Parts<'t> {
    fn collect(&mut self, file: &'t str, node: &'t Node) {
        match &node.value {
            Value::Mapping(pairs) => {
                for (key, value) in pairs {
                    self.entries.insert((file, key.start as usize), value);
                    if matches!(value.value, Value::Mapping(_)) {
                        *self.mappings.entry((file, value.start)).or_default() += 1;
                    }
                    self.collect(file, value);
                }
            }
            Value::Sequence(items) => {
                for item in items {
                    self.collect(file, item);
                }
            }
            Value::Scalar { .. } => {}
        }
    }
}

impl Parts<'_> {
    /// Where a key of the object whose name stands at `origin` has its value, or the words of it that are meant; the key
    /// itself where the words are not found. A key `body` is what `body_file` names, too. `None` where there is no such key.
    pub fn find(&self, origin: &Span, key: &str, words: Option<&str>) -> Option<Span> {
        let value = self.entries.get(&(&*origin.file, origin.start))?;
        let Value::Mapping(pairs) = &value.value else { return None };
        let of =
            |key: &str| pairs.iter().find(|(it, _)| it.scalar().is_some_and(|it| **it == *key));
        if let Some((name, value)) = of(key) {
            let span = Span {
                file: origin.file.clone(),
                start: value.start as usize,
                end: value.end as usize,
            };
            let key = Span { start: name.start as usize, end: name.end as usize, ..span.clone() };
            return Some(match words {
                Some(words) => self.words(&span, words).unwrap_or(key),
                None if matches!(value.value, Value::Scalar { .. }) && !self.has_lines(&span) => {
                    span
                }
                None => key,
            });
        }
        let (_, path) = (key == "body").then(|| of("body_file")).flatten()?;
        let (file, text) = self.sources.get_key_value(&beside(&origin.file, path.scalar()?)?)?;
        let whole = Span { file: file.clone(), start: 0, end: text.len() };
        let begin = Span { end: 0, ..whole.clone() };
        Some(words.and_then(|words| self.words(&whole, words)).unwrap_or(begin))
    }

    /// The value of the key that stands at a place.
    pub(super) fn value(&self, key: &Span) -> Option<&Node> {
        self.entries.get(&(&*key.file, key.start)).copied()
    }

    /// The value of a key of a mapping.
    pub(super) fn within<'n>(&self, mapping: &'n Node, key: &str) -> Option<&'n Node> {
        let Value::Mapping(pairs) = &mapping.value else { return None };
        let mut pairs = pairs.iter();
        pairs.find(|(it, _)| it.scalar().is_some_and(|it| **it == *key)).map(|(_, value)| value)
    }

    /// The text of the file that a place is in.
    pub(super) fn source(&self, place: &Span) -> Option<&str> {
        self.sources.get(&place.file).map(|text| &**text)
    }

    /// Whether a mapping is written in braces.
    pub(super) fn is_flow(&self, origin: &Span, mapping: &Node) -> bool {
        let text = self.source(origin).unwrap_or_default();
        text.get(mapping.start as usize..).is_some_and(|it| it.starts_with('{'))
    }

    /// Whether a mapping is the value of several keys, by an alias.
    pub(super) fn is_shared(&self, origin: &Span, mapping: &Node) -> bool {
        self.mappings.get(&(&*origin.file, mapping.start)).is_some_and(|count| *count > 1)
    }

    fn text(&self, span: &Span) -> Option<&str> {
        self.sources.get(&span.file)?.get(span.start..span.end)
    }

    fn has_lines(&self, span: &Span) -> bool {
        self.text(span).is_some_and(|text| text.trim_end().contains('\n'))
    }

    fn words(&self, within: &Span, words: &str) -> Option<Span> {
        let at = within.start + self.text(within)?.find(words)?;
        Some(Span { start: at, end: at + words.len(), ..within.clone() })
    }
}
