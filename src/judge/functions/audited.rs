//! Functions that change something and leave no trail.

use super::super::access::Access;
use super::super::names::{path_of, relation, source};
use super::super::sql::{Groups, relations, tokens};
use super::super::triggers::trail_of;
use super::definer::is_trigger;
use super::{Found, Needs, Rule, Subject, volatility};
use crate::catalog::{Function, Kind, ObjectId, Privilege, QName};
use crate::diagnostic::Level;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "write-without-audit",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that clients call and that writes, without `audit`, in a project where other functions have it.",
    why: "A log of what was done by whom is believed to be whole. A table whose triggers write a trail needs no more.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    if !subject.secured.values().any(|it| it.audit.is_some()) {
        return Vec::new();
    }
    let access = Access::of(subject);
    let trails = trails(subject);
    let mut found = Vec::new();
    for (id, object, function) in subject.functions() {
        let is_audited = subject.secured.get(id).is_some_and(|it| it.audit.is_some());
        let mut callers =
            object.grants.iter().filter(|(_, it)| it.contains_key(&Privilege::Execute));
        if is_audited || is_trigger(function) || !callers.any(|(who, _)| access.is_client(who)) {
            continue;
        }
        if let Some((words, table)) = written(subject, function, &trails) {
            let what = format!("clients write {table} by this function, which leaves no trail");
            let help = "add `audit: name.of_the_action`, or triggers of the table that write one";
            found.push(Found::on(id, what, help).at("body").around(words));
        }
    }
    found
}

/// The tables whose triggers write a trail.
fn trails(subject: &Subject<'_>) -> BTreeSet<QName> {
    let all = subject.triggers().filter(|(_, _, it)| trail_of(subject, &it.function).is_some());
    all.map(|(id, _, _)| id.relation_qname()).collect()
}

/// The first table without a trail that a body writes, and the words that say so.
fn written(
    subject: &Subject<'_>,
    function: &Function,
    trails: &BTreeSet<QName>,
) -> Option<(String, QName)> {
    let body = source(function)?;
    volatility::writes(body)?;
    let tokens = tokens(body);
    let path = path_of(function, subject);
    relations(&tokens, &Groups::of(&tokens)).into_iter().find_map(|(name, at)| {
        let before = &tokens[at.checked_sub(1)?];
        let is_written = before.is("update")
            || (before.is_any(&["into", "from"])
                && tokens[at.checked_sub(2)?].is_any(&["insert", "delete"]));
        let id: ObjectId = relation(subject, &name, &path).filter(|_| is_written)?;
        let table = id.qname();
        (id.kind == Kind::Table && !trails.contains(&table))
            .then(|| (tokens[at].text.to_owned(), table))
    })
}
