//! Policies that read what they protect.

use super::super::access::Access;
use super::super::names::{function_of, path_of, source, uses};
use super::conditions;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{
    Definition, Kind, Name, ObjectId, Policy, PolicyCommand, Principal, Security,
};
use crate::diagnostic::Level;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    id: "recursive-policy",
    level: Level::Error,
    needs: Needs::Built,
    about: "A policy that reads its own table, by itself or through other policies, views and functions, as somebody whom it binds.",
    why: "PostgreSQL applies the policies of every table that a policy reads. One that reads its own table ends in the error 42P17 (infinite \
          recursion), or, through a function, in an exhausted stack. A security definer function whose owner the policies do not bind ends the circle.",
    fixes: false,
    run,
};

/// A relation as one reads it.
type Read = (ObjectId, Principal);

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let Some(built) = subject.built else { return Vec::new() };
    let graph = Graph { subject, access: Access::of(subject) };
    let mut known: BTreeMap<Read, BTreeSet<Read>> = BTreeMap::new();
    let mut found = Vec::new();
    for (id, _, policy) in subject.policies().filter(|(_, _, it)| is_for_reading(it)) {
        let Some(Definition::Policy(worded)) = built.get(id).map(|it| &it.definition) else {
            continue;
        };
        let table = ObjectId::in_schema(Kind::Table, &id.relation_qname());
        for who in &policy.roles {
            if !graph.binds(&table, policy, who) {
                continue;
            }
            let direct = graph.of_policy(worded, who);
            let seen = graph.reached(&mut known, &direct);
            // As somebody else it may end; as the same it does not.
            let mut comes_back = |read: &&Read| {
                read.0 == table && {
                    let next =
                        known.entry((*read).clone()).or_insert_with(|| graph.of(read)).clone();
                    graph.reached(&mut known, &next).contains(*read)
                }
            };
            if let Some(own) = seen.iter().find(&mut comes_back) {
                let table = &id.relation_qname();
                let way = match direct.contains(own) {
                    true => String::new(),
                    false => through(&seen, own),
                };
                let what = format!(
                    "this policy of {table} reads {table}{way}, whose policies are then applied again"
                );
                let help = "ask a `security: definer` function instead, owned by a role to which no policy of the table that asks it again applies";
                let key = if worded.using.is_some() { "using" } else { "with_check" };
                found.push(Found::on(id, what, help).at(key));
                break;
            }
        }
    }
    found
}

fn through(seen: &BTreeSet<Read>, own: &Read) -> String {
    let names: BTreeSet<String> =
        seen.iter().filter(|it| *it != own).map(|(id, _)| id.qname().to_string()).collect();
    match names.len() {
        0 => " through a function".to_owned(),
        _ => format!(" through {}", names.into_iter().collect::<Vec<_>>().join(", ")),
    }
}

/// Reading asks the policies for SELECT and for all commands.
fn is_for_reading(policy: &Policy) -> bool {
    matches!(policy.command, PolicyCommand::All | PolicyCommand::Select)
}

struct Graph<'s, 'a> {
    subject: &'s Subject<'a>,
    access: Access<'a>,
}

impl Graph<'_, '_> {
    /// What one comes to read by reading these.
    fn reached(
        &self,
        known: &mut BTreeMap<Read, BTreeSet<Read>>,
        from: &BTreeSet<Read>,
    ) -> BTreeSet<Read> {
        let mut seen = BTreeSet::new();
        let mut next: Vec<Read> = from.iter().cloned().collect();
        while let Some(read) = next.pop() {
            if seen.insert(read.clone()) {
                let more = known.entry(read.clone()).or_insert_with(|| self.of(&read));
                next.extend(more.iter().cloned());
            }
        }
        seen
    }

    /// Whether row security of a table applies a policy to somebody.
    fn binds(&self, table: &ObjectId, policy: &Policy, who: &Principal) -> bool {
        let Some((object, it)) = self.subject.table(&table.qname()) else { return false };
        let is_owner = object.owner.as_ref() == Some(who);
        if !it.row_security || (is_owner && !it.force_row_security) || *who == Principal::Migrator {
            return false;
        }
        match who {
            Principal::Role(role) => {
                let all = self.access.reach(role, true);
                !self.access.is_free(role)
                    && policy.roles.iter().any(|it| match it {
                        Principal::Role(name) => all.contains(name),
                        Principal::Public => true,
                        Principal::Migrator => false,
                    })
            }
            _ => policy.roles.contains(&Principal::Public),
        }
    }

    /// What one reads by reading a relation.
    fn of(&self, (id, who): &Read) -> BTreeSet<Read> {
        let Some(built) = self.subject.built else { return BTreeSet::new() };
        let text = |query: &str, who: &Principal| self.of_text(query, who, &[]);
        match built.get(id).map(|object| (object, &object.definition)) {
            Some((object, Definition::View(view))) => {
                let is_caller = view.options.get("security_invoker").is_some_and(|it| it == "true");
                match (&object.owner, is_caller) {
                    (Some(owner), false) => text(&view.query, owner),
                    _ => text(&view.query, who),
                }
            }
            Some((_, Definition::Table(_))) => {
                let policies = built.of_relation(Kind::Policy, &id.qname());
                let of_one = policies.filter_map(|(_, object)| match &object.definition {
                    Definition::Policy(it) if is_for_reading(it) && self.binds(id, it, who) => {
                        Some(self.of_policy(it, who))
                    }
                    _ => None,
                });
                of_one.flatten().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    fn of_policy(&self, policy: &Policy, who: &Principal) -> BTreeSet<Read> {
        conditions(policy).flat_map(|(_, text)| self.of_text(text, who, &[])).collect()
    }

    /// What one reads by a text, and by the functions that it calls.
    fn of_text(&self, text: &str, who: &Principal, path: &[Name]) -> BTreeSet<Read> {
        let mut found = BTreeSet::new();
        let mut called = BTreeSet::new();
        let mut next = vec![(text.to_owned(), who.clone(), path.to_vec())];
        while let Some((text, who, path)) = next.pop() {
            let uses = uses(self.subject, &text, &path);
            found.extend(uses.relations.into_iter().map(|id| (id, who.clone())));
            for id in uses.functions {
                let Some(function) = function_of(self.subject, &id) else { continue };
                let owner = self.subject.declared.get(&id).and_then(|it| it.owner.clone());
                let who = match (function.security, owner) {
                    (Security::Definer, Some(owner)) => owner,
                    _ => who.clone(),
                };
                if let Some(body) = source(function)
                    && called.insert((id, who.clone()))
                {
                    next.push((body.to_owned(), who, path_of(function, self.subject)));
                }
            }
        }
        found
    }
}
