//! A YAML document as a tree, and its layout as a person would choose it: in one line where it fits, in block form
//! where it does not.

mod emit;
mod scalar;

pub(super) use emit::document;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Text that is text to every reader of YAML: `yes` and `1e3` are put in quotes.
    Text(String),
    /// SQL: `0` and `true` need no quotes, `null` does.
    Sql(String),
    /// A word of YAML or of the grammar, or a number: never put in quotes.
    Word(String),
    /// A list.
    List(Vec<Self>),
    /// A list with a line for each item.
    Lines(Vec<Self>),
    /// A mapping.
    Map(Map),
}

/// A key.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    /// A word of the grammar: never put in quotes.
    Word(&'static str),
    /// A name that somebody chose.
    Name(String),
}

impl From<&'static str> for Key {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

impl From<String> for Key {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

/// A mapping in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Map {
    entries: Vec<(Key, Node)>,
    /// Never in one line.
    block: bool,
    /// With an empty line between its entries.
    spaced: bool,
}

impl Map {
    /// A mapping that goes in one line where it fits.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// A mapping with a line for each entry.
    pub(super) fn block() -> Self {
        Self { block: true, ..Self::default() }
    }

    /// The same with a line for each entry.
    pub(super) fn in_block(self) -> Self {
        Self { block: true, ..self }
    }

    /// A mapping with an empty line between its entries.
    pub(super) fn spaced() -> Self {
        Self { block: true, spaced: true, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry.
    pub(super) fn set(&mut self, key: impl Into<Key>, value: impl Into<Node>) {
        self.entries.push((key.into(), value.into()));
    }

    /// Adds what is not nothing.
    pub(super) fn some(&mut self, key: &'static str, value: Option<Node>) {
        if let Some(value) = value {
            self.set(key, value);
        }
    }

    /// Adds text where there is some.
    pub(super) fn text(&mut self, key: &'static str, text: Option<&str>) {
        self.some(key, text.map(Node::text));
    }

    /// Adds SQL where there is some.
    pub(super) fn sql(&mut self, key: &'static str, text: Option<&str>) {
        self.some(key, text.map(Node::sql));
    }

    /// Adds a number where there is one.
    pub(super) fn number(&mut self, key: &'static str, number: Option<impl ToString>) {
        self.some(key, number.map(|it| Node::Word(it.to_string())));
    }

    /// Adds a flag where it is not what it is by default.
    pub(super) fn flag(&mut self, key: &'static str, value: bool, default: bool) {
        if value != default {
            self.set(key, Node::from(value));
        }
    }

    /// Adds a mapping that is not empty.
    pub(super) fn map(&mut self, key: &'static str, map: Self) {
        if !map.is_empty() {
            self.set(key, map);
        }
    }

    /// Adds a list that is not empty.
    pub(super) fn list(&mut self, key: &'static str, list: impl IntoIterator<Item = Node>) {
        let list: Vec<Node> = list.into_iter().collect();
        if !list.is_empty() {
            self.set(key, Node::List(list));
        }
    }

    /// Adds the entries of another mapping.
    pub(super) fn append(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// Takes an entry out.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Node> {
        let at = self.entries.iter().position(|(entry, _)| *entry == Key::Word(key))?;
        Some(self.entries.remove(at).1)
    }

    /// The value of `key` where the mapping says nothing else: the grammar's short form. Else the mapping.
    pub(super) fn brief(mut self, key: &'static str) -> Node {
        match &self.entries[..] {
            [(only, _)] if *only == Key::Word(key) => self.entries.remove(0).1,
            _ => Node::Map(self),
        }
    }
}

impl Node {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn sql(text: impl Into<String>) -> Self {
        Self::Sql(text.into())
    }

    pub(super) fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }

    /// A list with a line for each item.
    pub(super) fn lines(items: Vec<Self>) -> Self {
        Self::Lines(items)
    }

    /// Whether it has several lines whatever its length.
    pub(super) fn is_block(&self) -> bool {
        matches!(self, Self::Map(map) if map.block && !map.is_empty())
    }

    /// A list of texts.
    pub(super) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::Word(value.to_string())
    }
}

impl From<Map> for Node {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}
