//! From the tree of a file to the types of the grammar.
//!
//! Decoding never stops at a fault: what cannot be read is recorded and left out, so that every fault of a file is
//! reported at once, each exactly once. That is why these are no serde types: a serde decoder ends at its first
//! fault, and cannot tell a mapping whose key is misspelt from one whose key is missing.

pub(in crate::read) mod allow;
mod brief;
mod collection;
pub(in crate::read) mod mapping;
mod scalar;
mod words;

pub(super) use brief::{Brief, HasBrief};
pub(super) use collection::{Entry, Items, List, Map};
pub(super) use mapping::{fields, keys_schema, mapping};
pub(super) use scalar::{At, DefaultSql, Raw, Sql, Text};
pub(super) use words::{word, words};

use super::yaml::Node;
use crate::diagnostic::{Diagnostic, Span};
use crate::judge::Allow;
use std::sync::Arc;

/// A value of the grammar.
pub(super) trait Decode: Sized {
    /// What is wanted, for messages: `a list`, `true or false`.
    const WANTED: &'static str;

    /// The value of a node; `None` when a fault was recorded.
    fn decode(node: &Node, cx: &mut Context) -> Option<Self>;

    /// The value where the key is not there; `None` where it must be.
    fn absent() -> Option<Self> {
        None
    }
}

/// One file while it is decoded.
pub(super) struct Context {
    /// The file's name.
    pub(super) file: Arc<str>,
    /// What was found.
    pub(super) faults: Vec<Diagnostic>,
    /// Where the root mapping starts and ends.
    pub(super) root: (u32, u32),
    /// A whole section of the file could not be read: names that are not found may stand there.
    pub(super) incomplete: bool,
    /// The name of what is decoded, where it has one.
    pub(super) name: Option<Span>,
    /// The rules of `check` that may be broken.
    pub(super) allows: Vec<Allow>,
}

impl Context {
    pub(super) fn new(file: Arc<str>) -> Self {
        Self {
            file,
            faults: Vec::new(),
            root: (0, 0),
            incomplete: false,
            name: None,
            allows: Vec::new(),
        }
    }

    pub(super) fn span(&self, node: &Node) -> Span {
        Span { file: self.file.clone(), start: node.start as usize, end: node.end as usize }
    }

    /// Records that a node is not what is wanted.
    pub(super) fn wrong(&mut self, node: &Node, wanted: &str, help: Option<String>) {
        let fault =
            Diagnostic::error("wrong-type", format!("expected {wanted}, found {}", node.found()))
                .at(self.span(node));
        self.faults.push(match help {
            Some(help) => fault.help(help),
            None => fault.help(format!("write {wanted} here")),
        });
    }
}

impl<T: Decode> Decode for Option<T> {
    const WANTED: &'static str = T::WANTED;

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        if node.is_null() { Some(None) } else { T::decode(node, cx).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Box<T> {
    const WANTED: &'static str = T::WANTED;

    fn decode(node: &Node, cx: &mut Context) -> Option<Self> {
        T::decode(node, cx).map(Box::new)
    }
}
