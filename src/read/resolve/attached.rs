//! Indexes and keys of a partition that are part of those of its table.

use super::role::options;
use super::{Resolver, comment_of, index};
use crate::catalog::{Attached, Definition, Kind, Object, ObjectId, QName};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Map, Text};
use crate::read::grammar;
use std::collections::BTreeMap;

/// An index or key of a partition that is part of one of its table, with what it has of its own.
pub(super) fn attached(
    cx: &mut Resolver<'_>,
    parent: &QName,
    table: &QName,
    key: &Text,
    it: &grammar::AttachedIndex,
) {
    let of_parent = &it.part_of;
    let (Some(name), Some(to)) = (cx.member_name(key), cx.member_name(of_parent)) else { return };
    // A key of its own may be part of an index of the table.
    let own = ObjectId::of_relation(Kind::Constraint, table, name.clone());
    let is_index = |id: ObjectId| cx.declared.catalog.get(&id).is_some();
    if is_index(ObjectId::of_relation(Kind::Index, parent, to.clone()))
        && let Some(object) = cx.declared.catalog.objects.get_mut(&own)
        && let Definition::Constraint(constraint) = &mut object.definition
    {
        constraint.attached = Some(Attached { to, chosen: false });
        for word in said(it) {
            let fault = Diagnostic::error(
                "conflicting-keys",
                format!("key {key} is the partition's own: `{word}` is not said under `attached`"),
            );
            cx.fault(fault.at(key.span.clone()).help(match word {
                "only" | "statistics" => format!("remove it: a key has no `{word}`"),
                _ => format!(
                    "say `{word}` where the key is stated: `primary_key`, `unique` or `exclude`"
                ),
            }));
        }
        return;
    }
    let found = [Kind::Index, Kind::Constraint].into_iter().find_map(|kind| {
        let id = ObjectId::of_relation(kind, parent, to.clone());
        cx.declared.catalog.get(&id).map(|object| (kind, object.definition.clone()))
    });
    let Some((kind, mut definition)) = found else {
        if !cx.facts.faulty.contains(parent) {
            let fault = Diagnostic::error(
                "unknown-index",
                format!("table {parent} has no index or key {to}"),
            )
            .at(of_parent.span.clone())
            .help("name an index, a primary key, a unique or an exclusion constraint of it");
            cx.fault(fault);
        }
        return;
    };
    for (word, help) in misplaced(kind, it) {
        let message = format!(
            "{} {key} has no key `{word}`",
            if kind == Kind::Index { "index" } else { "key" }
        );
        cx.fault(Diagnostic::error("unknown-key", message).at(key.span.clone()).help(help));
    }
    let lies_in = it.tablespace.as_ref().and_then(|text| cx.member_name(text));
    let parameters = it.with.as_ref().map(options);
    let part = Attached { to, chosen: false };
    match &mut definition {
        Definition::Index(index) => {
            index.attached = Some(part);
            index.valid = !index::only(cx, table, key, it.only);
            index.statistics = targets(cx, &it.statistics);
            index.tablespace = lies_in.or(index.tablespace.take());
            index.options = parameters.unwrap_or_else(|| std::mem::take(&mut index.options));
        }
        Definition::Constraint(constraint) => {
            constraint.attached = Some(part);
            constraint.tablespace = lies_in.or(constraint.tablespace.take());
            constraint.index_comment = comment_of(it.index_comment.as_ref());
            if let (Some(own), Some(options)) = (constraint.body.options_mut(), parameters) {
                *own = options;
            }
        }
        _ => {}
    }
    let mut object = Object::new(definition);
    object.comment = comment_of(it.comment.as_ref());
    cx.add(ObjectId::of_relation(kind, table, name), object, &key.span);
}

/// What is said of an index or key beside what it is part of.
fn said(it: &grammar::AttachedIndex) -> impl Iterator<Item = &'static str> {
    let grammar::AttachedIndex {
        part_of: _,
        with,
        tablespace,
        only,
        statistics,
        comment,
        index_comment,
    } = it;
    let words = [
        ("with", with.is_some()),
        ("tablespace", tablespace.is_some()),
        ("only", only.is_some()),
        ("statistics", !statistics.is_empty()),
        ("comment", comment.is_some()),
        ("index_comment", index_comment.is_some()),
    ];
    words.into_iter().filter_map(|(word, is_said)| is_said.then_some(word))
}

/// What is said of a key that only an index has, or the other way round, and how to mend it.
fn misplaced(
    kind: Kind,
    it: &grammar::AttachedIndex,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    said(it).filter_map(move |word| match (kind, word) {
        (Kind::Constraint, "only") => Some((word, "remove it: all partitions have the key")),
        (Kind::Constraint, "statistics") => {
            Some((word, "remove it: the parts of a key are columns, which have their own"))
        }
        (Kind::Index, "index_comment") => Some((word, "write `comment`")),
        _ => None,
    })
}

/// Statistics targets by the place of the expression in the index.
fn targets(cx: &mut Resolver<'_>, map: &Map<i32>) -> BTreeMap<u16, i32> {
    let mut targets = BTreeMap::new();
    for (key, target) in map.iter() {
        if let Some(place) = key.parse().ok().filter(|place| *place > 0) {
            targets.insert(place, *target);
            continue;
        }
        let message = format!("`{key}` is no place in an index");
        let fault = Diagnostic::error("wrong-type", message).at(key.span.clone());
        cx.fault(fault.help("count the parts of the index from 1: `statistics: { 2: 500 }`"));
    }
    targets
}
