//! Reads one body.

use super::{Flows, Node, Told};
use crate::catalog::{ArgMode, Function, Kind, ObjectId, QName};
use crate::sql::{Groups, Token, alias, dotted, relations, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A body on its way.
pub(super) struct Reading<'r, 'a> {
    flows: &'r Flows<'a>,
    name: &'r str,
    is_sql: bool,
    words: Vec<Token<'r>>,
    groups: Groups,
    /// Arguments and variables.
    variables: BTreeSet<String>,
    /// What relations are called, with their places.
    relations: Vec<(usize, QName)>,
    aliases: BTreeMap<String, BTreeSet<QName>>,
    told: Told,
}

/// What stands somewhere.
enum Operand {
    Node(Node),
    /// The key of a table.
    Key(QName),
}

/// What is compared holds the same.
const COMPARISONS: [&str; 7] = ["=", "<>", "!=", "<", ">", "<=", ">="];

/// Words that end a list of expressions.
const ENDS: [&str; 12] = [
    "from",
    "into",
    "where",
    "group",
    "order",
    "union",
    "on",
    "returning",
    "limit",
    "then",
    "loop",
    "do",
];

impl<'r, 'a> Reading<'r, 'a> {
    pub(super) fn new(
        flows: &'r Flows<'a>,
        name: &'r str,
        function: &'r Function,
        text: &'r str,
    ) -> Self {
        let words = tokens(text);
        let is_sql = &*function.language == "sql";
        let named = function.args.iter().filter(|it| {
            // A function in SQL cannot name its results.
            !is_sql || matches!(it.mode, ArgMode::In | ArgMode::InOut | ArgMode::Variadic)
        });
        let mut variables: BTreeSet<String> =
            named.filter_map(|it| it.name.as_ref().map(ToString::to_string)).collect();
        variables.extend(declared(&words));
        let groups = Groups::of(&words);
        let found = relations(&words, &groups);
        let mut read = Self {
            flows,
            name,
            is_sql,
            variables,
            relations: Vec::new(),
            aliases: BTreeMap::new(),
            told: Told::default(),
            words: Vec::new(),
            groups,
        };
        for (parts, at) in found {
            let [schema, name] = &parts[..] else { continue };
            let table = QName::new(schema, name);
            if flows.catalog.get(&ObjectId::in_schema(Kind::Table, &table)).is_none() {
                continue;
            }
            if let Some(alias) = alias(&words, at) {
                read.aliases.entry(alias).or_default().insert(table.clone());
            }
            read.aliases.entry(name.clone()).or_default().insert(table.clone());
            read.relations.push((at, table));
        }
        read.words = words;
        read
    }

    pub(super) fn read(mut self) -> Told {
        for at in 0..self.words.len() {
            let word = &self.words[at];
            if word.is_any(&COMPARISONS) {
                self.compared(at);
            } else if word.is(":=") {
                self.both(self.before(at), self.operand(at + 1..self.end(at + 1, &[])));
            } else if word.is("insert") && self.is(at + 1, "into") {
                self.inserted(at + 2);
            } else if word.is("return") {
                self.returned(at + 1);
            } else if word.is("select") || word.is("returning") {
                self.selected(at);
            } else if word.is("(") {
                self.called(at);
            }
        }
        if self.is_sql {
            self.given_by_sql();
        }
        self.told
    }

    fn is(&self, at: usize, what: &str) -> bool {
        self.words.get(at).is_some_and(|it| it.is(what))
    }

    fn both(&mut self, one: Option<Operand>, other: Option<Operand>) {
        match (one, other) {
            (Some(Operand::Node(one)), Some(Operand::Node(other))) => {
                self.told.same.push((one, other));
            }
            (Some(Operand::Node(node)), Some(Operand::Key(table)))
            | (Some(Operand::Key(table)), Some(Operand::Node(node))) => {
                self.told.keys.entry(node).or_default().insert(table);
            }
            _ => {}
        }
    }

    /// A comparison, also of rows and with the elements of an array.
    fn compared(&mut self, at: usize) {
        if self.is(at + 1, "(") && at > 0 && self.is(at - 1, ")") {
            let Some(left) = self.groups.closed_by(at - 1) else { return };
            let (left, right) = (self.list(left), self.list(self.inside(at + 1)));
            for (one, other) in left.into_iter().zip(right) {
                self.both(self.operand(one), self.operand(other));
            }
            return;
        }
        let right = match self.is(at + 1, "any") && self.is(at + 2, "(") {
            true => self.inside(at + 2),
            false => self.expression(at + 1),
        };
        self.both(self.before(at), self.operand(right));
    }

    /// `INSERT INTO` a relation that is named here.
    fn inserted(&mut self, at: usize) {
        let Some((parts, end)) = dotted(&self.words, at) else { return };
        let [schema, name] = &parts[..] else { return };
        let table = QName::new(schema, name);
        let Some(open) = (end..end + 3).find(|at| self.is(*at, "(")) else { return };
        let columns: Vec<String> = self
            .list(self.inside(open))
            .into_iter()
            .map(|it| self.words[it].first().and_then(Token::name).unwrap_or_default().into_owned())
            .collect();
        let mut next = self.inside(open).end + 1;
        if self.is(next, "overriding") {
            next += 3;
        }
        let mut rows = Vec::new();
        if self.is(next, "values") {
            next += 1;
            while self.is(next, "(") {
                rows.push(self.list(self.inside(next)));
                next = self.inside(next).end + 1;
                next += usize::from(self.is(next, ","));
            }
        } else if self.is(next, "select") {
            rows.push(self.items(next + 1));
        }
        for row in rows {
            for (column, value) in columns.iter().zip(row) {
                let key = self.flows.identifiers.holds(&table, column).cloned();
                self.both(key.map(Operand::Key), self.operand(value));
            }
        }
    }

    /// `RETURN`, of a value or of rows.
    fn returned(&mut self, at: usize) {
        if self.is(at, "next") {
            return;
        }
        if self.is(at, "query") {
            if self.is(at + 1, "select") {
                self.gives(at + 1);
            }
            return;
        }
        let value = self.operand(at..self.end(at, &[]));
        self.both(Some(Operand::Node(Node::Result(0))), value);
    }

    /// The rows of a SELECT are those of the result.
    fn gives(&mut self, at: usize) {
        let items = self.items(at + 1);
        if let [item] = &items[..]
            && self.is(item.start, "*")
            && self.is(item.end, "from")
            && let Some((name, open)) = self.call(item.end + 1)
            && self.is(open, "(")
            && let Some((id, _)) = self.flows.called(&name)
        {
            for (place, table) in &self.flows.flow(id).results {
                let node = Operand::Node(Node::Result(*place));
                self.both(Some(node), Some(Operand::Key(table.clone())));
            }
            return;
        }
        for (place, item) in items.into_iter().enumerate() {
            self.both(Some(Operand::Node(Node::Result(place))), self.operand(item));
        }
    }

    /// `SELECT … INTO` and `RETURNING … INTO`.
    fn selected(&mut self, at: usize) {
        let items = self.items(at + 1);
        let end = items.last().map_or(at + 1, |it| it.end);
        if !self.is(end, "into") || self.is(at + 1, "into") {
            return;
        }
        let start = if self.is(end + 1, "strict") { end + 2 } else { end + 1 };
        let into = self.list(start..self.end(start, &ENDS));
        for (item, target) in items.into_iter().zip(into) {
            self.both(self.operand(target), self.operand(item));
        }
    }

    /// What the last statement of a function in SQL gives.
    fn given_by_sql(&mut self) {
        let mut depth = 0_usize;
        let mut last = None;
        for (at, word) in self.words.iter().enumerate() {
            match () {
                () if word.is("(") => depth += 1,
                () if word.is(")") => depth = depth.saturating_sub(1),
                () if depth == 0 && word.is_any(&["select", "returning", "return"]) => {
                    last = Some(at)
                }
                () => {}
            }
        }
        match last {
            Some(at) if self.is(at, "return") => {}
            Some(at) => self.gives(at),
            None => {}
        }
    }

    /// Arguments that are handed on.
    fn called(&mut self, open: usize) {
        let Some(start) = open.checked_sub(3) else { return };
        let Some((name, end)) = self.call(start).filter(|it| it.1 == open) else { return };
        let Some((id, names)) = self.flows.called(&name) else { return };
        debug_assert!(self.is(end, "("));
        let flow = self.flows.flow(id);
        for (place, item) in self.list(self.inside(open)).into_iter().enumerate() {
            let by_name = self.is(item.start + 1, "=>");
            let (name, item) = match by_name {
                true => {
                    let name = self.words[item.start].name().unwrap_or_default().into_owned();
                    (name, item.start + 2..item.end)
                }
                false => (names.get(place).map(|it| (*it).to_owned()).unwrap_or_default(), item),
            };
            let key = flow.arguments.get(&name).cloned();
            self.both(key.map(Operand::Key), self.operand(item));
        }
    }

    /// The name of what is called here, and where it ends.
    fn call(&self, at: usize) -> Option<(QName, usize)> {
        let (parts, end) = dotted(&self.words, at)?;
        let [schema, name] = &parts[..] else { return None };
        Some((QName::new(schema, name), end))
    }

    /// The items of a list of expressions, up to what ends it.
    fn items(&self, at: usize) -> Vec<Range<usize>> {
        let mut start = at;
        if self.is(start, "distinct") {
            start += 1;
            if self.is(start, "on") && self.is(start + 1, "(") {
                start = self.inside(start + 1).end + 1;
            }
        }
        self.list(start..self.end(start, &ENDS))
    }

    /// Where a statement ends, or one of these words stands.
    fn end(&self, at: usize, ends: &[&str]) -> usize {
        self.groups.end(&self.words, at, ends)
    }

    /// The parts between commas.
    fn list(&self, of: Range<usize>) -> Vec<Range<usize>> {
        self.groups.list(&self.words, of)
    }

    /// What stands between a parenthesis and its other one.
    fn inside(&self, open: usize) -> Range<usize> {
        self.groups.opened_by(open).unwrap_or(open + 1..open + 1)
    }

    /// A name, or a call of a function, that begins here.
    fn expression(&self, at: usize) -> Range<usize> {
        match dotted(&self.words, at) {
            Some((_, end)) if self.is(end, "(") => at..self.inside(end).end + 1,
            Some((_, end)) => at..end,
            None => at..at,
        }
    }

    /// The name before a sign.
    fn before(&self, at: usize) -> Option<Operand> {
        let last = at.checked_sub(1)?;
        let start = match at.checked_sub(3) {
            Some(start) if self.is(at - 2, ".") => start,
            _ => last,
        };
        self.operand(start..at)
    }

    /// A name alone, with a cast or another name for it, or a call alone.
    fn operand(&self, of: Range<usize>) -> Option<Operand> {
        if of.is_empty() {
            return None;
        }
        let (parts, end) = dotted(&self.words, of.start)?;
        if end > of.end {
            return None;
        }
        if self.is(end, "(") && end < of.end {
            let after = self.inside(end).end + 1;
            let (name, _) = self.call(of.start).filter(|_| self.ends(after, of.end))?;
            let (id, _) = self.flows.called(&name)?;
            return self.flows.flow(id).results.get(&0).cloned().map(Operand::Key);
        }
        if !self.ends(end, of.end) {
            return None;
        }
        let node = |name: &String| Operand::Node(Node::Named(name.clone()));
        match &parts[..] {
            [name] if self.variables.contains(name) => Some(node(name)),
            [column] => {
                let tables = self.nearby(of.start);
                self.key(tables.iter().copied(), column)
            }
            [of, name] if of == self.name && self.variables.contains(name) => Some(node(name)),
            [alias, column] => self.key(self.aliases.get(alias)?.iter(), column),
            _ => None,
        }
        .filter(|_| !self.is_keyword(of.start))
    }

    fn is_keyword(&self, at: usize) -> bool {
        self.words[at].is_any(&["select", "null", "not", "case", "exists", "true", "false"])
    }

    /// Whether nothing more stands there than a cast or another name.
    fn ends(&self, at: usize, end: usize) -> bool {
        match end.saturating_sub(at) {
            0 => true,
            _ if self.is(at, "::") || self.is(at, "as") => true,
            1 => self.words[at].name().is_some(),
            _ => false,
        }
    }

    /// The relations of the statement around a place.
    fn nearby(&self, at: usize) -> Vec<&QName> {
        let start = (0..at).rev().find(|at| self.is(*at, ";")).unwrap_or(0);
        let end = (at..self.words.len()).find(|at| self.is(*at, ";")).unwrap_or(self.words.len());
        let here = self.relations.iter().filter(|(at, _)| (start..end).contains(at));
        here.map(|(_, table)| table).collect()
    }

    /// The key that a column holds, whichever of these relations has it.
    fn key<'t>(&self, tables: impl Iterator<Item = &'t QName>, column: &str) -> Option<Operand> {
        let mut found = tables.filter_map(|it| self.flows.identifiers.holds(it, column));
        let first = found.next()?;
        found.all(|it| it == first).then(|| Operand::Key(first.clone()))
    }
}

/// The names that DECLARE gives.
fn declared(words: &[Token<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    let mut within = false;
    for (at, word) in words.iter().enumerate() {
        if word.is("begin") {
            within = false;
        }
        let starts = at > 0 && (words[at - 1].is("declare") || within && words[at - 1].is(";"));
        within |= word.is("declare");
        if starts && let Some(name) = word.name() {
            found.push(name.into_owned());
        }
    }
    found
}
