//! Which tables' keys go in and out of functions, as far as the words of their bodies tell: an argument that is compared with a
//! column, written to it or handed on to another function holds what that holds.

mod reading;

use super::identifiers::Identifiers;
use crate::access::source;
use crate::catalog::{ArgMode, Catalog, Definition, Function, Kind, ObjectId, QName};
use reading::Reading;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The functions of a catalog, each read once.
pub(super) struct Flows<'a> {
    catalog: &'a Catalog,
    identifiers: &'a Identifiers,
    known: RefCell<BTreeMap<ObjectId, Rc<Flow>>>,
}

/// The tables whose keys a function takes and gives.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// By the name of an argument.
    pub(super) arguments: BTreeMap<String, QName>,
    /// By the place of a column; a single value is the first.
    pub(super) results: BTreeMap<usize, QName>,
}

/// What may hold a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    /// An argument or a variable.
    Named(String),
    /// A column of the result, by its place.
    Result(usize),
}

/// What a body tells.
#[derive(Debug, Default)]
struct Told {
    /// It holds the key of a table.
    keys: BTreeMap<Node, BTreeSet<QName>>,
    /// Both hold the same.
    same: Vec<(Node, Node)>,
}

impl<'a> Flows<'a> {
    pub(super) fn of(catalog: &'a Catalog, identifiers: &'a Identifiers) -> Self {
        Self { catalog, identifiers, known: RefCell::default() }
    }

    /// What goes in and out of a function. One that calls itself is told nothing of that.
    pub(super) fn flow(&self, id: &ObjectId) -> Rc<Flow> {
        if let Some(flow) = self.known.borrow().get(id) {
            return flow.clone();
        }
        self.known.borrow_mut().insert(id.clone(), Rc::default());
        let flow = Rc::new(self.read(id).unwrap_or_default());
        self.known.borrow_mut().insert(id.clone(), flow.clone());
        flow
    }

    fn read(&self, id: &ObjectId) -> Option<Flow> {
        let Definition::Function(function) = &self.catalog.get(id)?.definition else { return None };
        let text = source(function)?;
        let told = Reading::new(self, &id.name, function, text).read();
        let settled = told.settled();
        let mut flow = Flow::default();
        for (node, table) in settled {
            match node {
                Node::Named(name) => {
                    if let Some(place) = result(function, &name) {
                        flow.results.entry(place).or_insert_with(|| table.clone());
                    }
                    flow.arguments.insert(name, table);
                }
                Node::Result(place) => {
                    flow.results.insert(place, table);
                }
            }
        }
        Some(flow)
    }

    /// The only function of a name, and its arguments' names.
    fn called(&self, name: &QName) -> Option<(&'a ObjectId, Vec<&'a str>)> {
        let mut all = self.catalog.of_name(Kind::Function, name);
        let (Some((id, object)), None) = (all.next(), all.next()) else { return None };
        let Definition::Function(function) = &object.definition else { return None };
        let given = function
            .args
            .iter()
            .filter(|it| matches!(it.mode, ArgMode::In | ArgMode::InOut | ArgMode::Variadic));
        Some((id, given.map(|it| it.name.as_deref().unwrap_or_default()).collect()))
    }
}

/// The place of a column of the result.
fn result(function: &Function, name: &str) -> Option<usize> {
    let given = |mode| matches!(mode, ArgMode::Out | ArgMode::InOut | ArgMode::Table);
    let mut columns = function.args.iter().filter(|it| given(it.mode));
    columns.position(|it| it.name.as_deref() == Some(name))
}

impl Told {
    /// What holds the key of one table alone.
    fn settled(mut self) -> BTreeMap<Node, QName> {
        loop {
            let before: usize = self.keys.values().map(BTreeSet::len).sum();
            for (one, other) in &self.same {
                let both: BTreeSet<QName> = [one, other]
                    .iter()
                    .filter_map(|it| self.keys.get(it))
                    .flatten()
                    .cloned()
                    .collect();
                if !both.is_empty() {
                    self.keys.insert(one.clone(), both.clone());
                    self.keys.insert(other.clone(), both);
                }
            }
            let after: usize = self.keys.values().map(BTreeSet::len).sum();
            if before == after {
                break;
            }
        }
        let only = |tables: BTreeSet<QName>| {
            let mut tables = tables.into_iter();
            tables.next().filter(|_| tables.next().is_none())
        };
        self.keys.into_iter().filter_map(|(node, tables)| Some((node, only(tables)?))).collect()
    }
}
