//! Locks of rows that are stronger than what is done to them.

use super::super::names::{body_key, function_of, named, path_of, relation, source, uses};
use super::super::sql::{Groups, Token, alias, relations, tokens};
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{ConstraintBody, ForeignKeyAction, Function, Kind, ObjectId, QName};
use crate::diagnostic::Level;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    id: "whole-row-lock",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that locks rows FOR UPDATE to which others refer by a foreign key, and neither deletes them nor changes a key of theirs.",
    why: "FOR UPDATE is for rows that go, or get another key: whoever writes a row that refers to one waits until the transaction is over, and where they hold \
          what it wants next, one of the two ends with a deadlock. FOR NO KEY UPDATE keeps other writers of the row off as well, and nobody else. Where rows that refer \
          to it are to wait, allow the finding.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let keys = Keys::of(subject);
    let mut found = Vec::new();
    for (id, _, function) in subject.functions() {
        // What the tool writes is not the author's to mend.
        let is_made = subject.secured.get(id).is_some_and(|it| it.kind.is_some());
        let Some(body) = source(function).filter(|_| !is_made) else { continue };
        let locks = locks(subject, function, body);
        let locks = locks.iter().filter(|(table, _)| keys.referring.contains_key(table));
        let mut done = None;
        for (table, at) in locks {
            let done = done.get_or_insert_with(|| Done::by(subject, id, &keys));
            if done.may_be_meant(table, &keys) {
                continue;
            }
            let by = &keys.referring[table];
            let what = format!(
                "this locks rows of {table} with their keys: whoever writes a row of {by} that refers to one waits"
            );
            let help = "write `for no key update`, or allow this where they are to wait";
            let line = body[..*at].matches('\n').count() + 1;
            found.push(Found::on(id, what, help).at(body_key(function)).line(Some(line)));
        }
    }
    found
}

/// The tables of which a body locks rows as wholes, and where in bytes.
fn locks(subject: &Subject<'_>, function: &Function, body: &str) -> Vec<(QName, usize)> {
    let tokens = tokens(body);
    let groups = Groups::of(&tokens);
    let path = path_of(function, subject);
    let named = relations(&tokens, &groups);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let is_lock = tokens[at].is("for") && tokens.get(at + 1).is_some_and(|it| it.is("update"));
        let Some(from) = is_lock.then(|| select(&tokens, &groups, at)).flatten() else { continue };
        let only = only(&tokens, at + 2);
        for (name, place) in &named {
            let is_there = (from..at).contains(place)
                && groups.innermost(*place) == groups.innermost(at)
                && (only.is_empty() || alias(&tokens, *place).is_some_and(|it| only.contains(&it)));
            let table =
                relation(subject, name, &path).filter(|it| is_there && it.kind == Kind::Table);
            found.extend(table.map(|it| (it.qname(), tokens[at].at.start)));
        }
    }
    found
}

/// The SELECT or PERFORM that a lock belongs to.
fn select(tokens: &[Token<'_>], groups: &Groups, at: usize) -> Option<usize> {
    let here = (0..at).rev().filter(|it| groups.innermost(*it) == groups.innermost(at));
    let mut here = here.take_while(|it| !tokens[*it].is(";"));
    here.find(|it| tokens[*it].is_any(&["select", "perform"]))
}

/// The names of OF.
fn only(tokens: &[Token<'_>], of: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = of;
    while tokens.get(at).is_some_and(|it| it.is_any(&["of", ","])) {
        names.extend(tokens.get(at + 1).and_then(Token::name).map(|it| it.into_owned()));
        at += 2;
    }
    names
}

/// What refers to rows, and by what.
struct Keys {
    /// From a table to one that refers to it.
    referring: BTreeMap<QName, QName>,
    /// The columns by which rows may be referred to.
    columns: BTreeMap<QName, BTreeSet<String>>,
    /// From a table to those with whose rows its own go.
    going_with: BTreeMap<QName, BTreeSet<QName>>,
}

impl Keys {
    fn of(subject: &Subject<'_>) -> Self {
        let (mut referring, mut going_with) = (BTreeMap::new(), BTreeMap::new());
        let mut columns: BTreeMap<QName, BTreeSet<String>> = BTreeMap::new();
        for (id, _, it) in subject.constraints() {
            let table = id.relation_qname();
            match &it.body {
                ConstraintBody::PrimaryKey { columns: key, .. }
                | ConstraintBody::Unique { columns: key, .. } => {
                    let names = key.iter().map(ToString::to_string);
                    columns.entry(table).or_default().extend(names);
                }
                ConstraintBody::ForeignKey { references, on_delete, .. } => {
                    referring.entry(references.clone()).or_insert_with(|| table.clone());
                    if *on_delete == ForeignKeyAction::Cascade {
                        let with: &mut BTreeSet<QName> = going_with.entry(table).or_default();
                        with.insert(references.clone());
                    }
                }
                _ => {}
            }
        }
        for (id, _, _) in subject.tables() {
            let table = id.qname();
            let unique = subject.indexes_of(&table).filter(|(_, it)| it.unique);
            let names = unique.flat_map(|(_, it)| it.elements.iter());
            let names = names
                .filter_map(|it| tokens(&it.expression).first()?.name().map(|it| it.into_owned()));
            let names: Vec<String> = names.collect();
            columns.entry(table).or_default().extend(names);
        }
        Self { referring, columns, going_with }
    }

    /// A table and those with whose rows its own go.
    fn goes_with(&self, table: &QName) -> BTreeSet<QName> {
        let (mut all, mut next) = (BTreeSet::new(), vec![table.clone()]);
        while let Some(table) = next.pop() {
            next.extend(self.going_with.get(&table).into_iter().flatten().cloned());
            if !all.insert(table) {
                next.retain(|it| !all.contains(it));
            }
        }
        all
    }
}

/// What a function does, with all that it calls and the triggers of what it writes.
#[derive(Default)]
struct Done {
    /// The tables that lose rows.
    deletes: BTreeSet<QName>,
    /// The columns that get other values.
    sets: BTreeSet<(QName, String)>,
    /// Something cannot be read: SQL made while it runs, another language.
    unread: bool,
}

impl Done {
    fn by(subject: &Subject<'_>, id: &ObjectId, keys: &Keys) -> Self {
        let mut done = Self::default();
        let (mut seen, mut next) = (BTreeSet::new(), vec![id.clone()]);
        while let Some(id) = next.pop() {
            if !seen.insert(id.clone()) {
                continue;
            }
            let Some(function) = function_of(subject, &id) else { continue };
            let Some(body) = source(function) else {
                done.unread = true;
                continue;
            };
            next.extend(uses(subject, body, &path_of(function, subject)).functions);
            for table in done.read(subject, function, body, keys) {
                next.extend(triggers(subject, &table));
            }
        }
        done
    }

    /// Reads a body; the tables that it writes.
    fn read(
        &mut self,
        subject: &Subject<'_>,
        function: &Function,
        body: &str,
        keys: &Keys,
    ) -> BTreeSet<QName> {
        let tokens = tokens(body);
        let groups = Groups::of(&tokens);
        let path = path_of(function, subject);
        let is = |at: Option<usize>, words: &[&str]| {
            at.and_then(|at| tokens.get(at)).is_some_and(|it| it.is_any(words))
        };
        // A trigger that makes SQL as it runs does so for all tables alike, and deletes nothing of what it looks at.
        let is_trigger = function.returns.as_deref() == Some("trigger");
        self.unread |= !is_trigger && tokens.iter().any(|it| it.is("execute"));
        self.unread |= tokens.iter().any(|it| it.is_any(&["merge", "truncate"]));
        let mut written = BTreeSet::new();
        for (name, at) in relations(&tokens, &groups) {
            let Some(table) = relation(subject, &name, &path).map(|it| it.qname()) else {
                continue;
            };
            let before = (0..at).rev().find(|it| !tokens[*it].is_any(&["only", "("]));
            let earlier = before.and_then(|it| it.checked_sub(1));
            if is(before, &["from"]) && is(earlier, &["delete"]) {
                self.deletes.insert(table.clone());
            } else if is(before, &["update"]) {
                let ends = ["where", "from", "returning"];
                let set = groups.end(&tokens, at, &["set"]);
                let names = tokens[set..groups.end(&tokens, set, &ends)].iter();
                let of = keys.columns.get(&table);
                let names = names.filter_map(Token::name).map(|it| it.into_owned());
                let names = names.filter(|it| of.is_some_and(|of| of.contains(it)));
                self.sets.extend(names.map(|it| (table.clone(), it)));
            } else if !(is(before, &["into"]) && is(earlier, &["insert"])) {
                continue;
            }
            written.insert(table);
        }
        written
    }

    /// Whether rows of a table may go or get another key.
    fn may_be_meant(&self, table: &QName, keys: &Keys) -> bool {
        self.unread
            || !keys.goes_with(table).is_disjoint(&self.deletes)
            || self.sets.iter().any(|(of, _)| of == table)
    }
}

/// The functions of the triggers of a table.
fn triggers(subject: &Subject<'_>, table: &QName) -> Vec<ObjectId> {
    let all = subject.triggers().filter(|(id, _, _)| id.relation_qname() == *table);
    let names: BTreeSet<&QName> = all.map(|(_, _, it)| &it.function).collect();
    names.into_iter().flat_map(|name| named(subject, name)).map(|(id, _)| id.clone()).collect()
}
