//! Indexes and keys of a partition that are part of those of its table.

use super::Writer;
use super::grants::comment;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use crate::catalog::{
    Attached, Constraint, ConstraintBody, Definition, Index, Kind, Name, Object, ObjectId, Options,
    QName,
};
use std::collections::BTreeMap;

/// Those of a partition that are not as they come with it.
pub(super) fn of_table(cx: &Writer<'_>, table: &QName) -> Map {
    let mut map = Map::new();
    let Some(parent) = cx.catalog.parent(table) else { return map };
    for (id, object, it) in parts(cx, table) {
        if is_written(cx, parent, table, id, object, it) {
            map.set(member(&id.name), one(cx, parent, object, it));
        }
    }
    map
}

fn one(cx: &Writer<'_>, parent: &QName, object: &Object, it: &Attached) -> Node {
    let mut map = Map::new();
    map.text("part_of", Some(&member(&it.to)));
    // What a key of its own has it says itself.
    let Some(whole) = whole(cx, parent, object, it) else { return map.brief("part_of") };
    let (own, above) = (Own::of(object), Own::of(whole));
    if own.options != above.options {
        map.set("with", settings(own.options));
    }
    if own.tablespace != above.tablespace {
        let name = own.tablespace.map_or("pg_default".to_owned(), |it| member(it));
        map.text("tablespace", Some(&name));
    }
    let is_partial = matches!(&object.definition, Definition::Index(Index { valid: false, .. }));
    map.flag("only", is_partial, false);
    let mut targets = Map::new();
    for (place, target) in own.statistics {
        targets.set(place.to_string(), Node::word(target.to_string()));
    }
    map.map("statistics", targets);
    comment(&mut map, object);
    let said = own.index_comment.map(super::text::kept);
    map.text("index_comment", said.as_deref());
    map.brief("part_of")
}

/// Whether a key of a partition is part of one of its table, and not of an index of it.
pub(super) fn is_part_of_key(cx: &Writer<'_>, table: &QName, it: &Attached) -> bool {
    let parent = cx.catalog.parent(table);
    let key = parent.map(|of| ObjectId::of_relation(Kind::Constraint, of, it.to.clone()));
    key.is_some_and(|key| cx.catalog.get(&key).is_some())
}

/// Whether it has to be said: where PostgreSQL would have chosen another name, or may have, since it numbers those that
/// would be alike; where it has anything of its own; where other partitions have none; and where a partition of the
/// partition refers to it.
fn is_written(
    cx: &Writer<'_>,
    parent: &QName,
    table: &QName,
    id: &ObjectId,
    object: &Object,
    it: &Attached,
) -> bool {
    let is_numbered = |name: &str| name.ends_with(|it: char| it.is_ascii_digit());
    let is_numbered_like = |other: &ObjectId| {
        let rest = other.name.strip_prefix(&*id.name);
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit()))
    };
    if !it.chosen
        || is_numbered(&id.name)
        || object.comment.is_some()
        || is_beside_like(cx, table, object)
        || parts(cx, table).any(|(other, ..)| is_numbered_like(other))
    {
        return true;
    }
    let own = Own::of(object);
    let Some(whole) = whole(cx, parent, object, it) else { return true };
    let is_partial = matches!(&whole.definition, Definition::Index(Index { valid: false, .. }));
    if is_partial || own != (Own { statistics: NO_TARGETS, index_comment: None, ..Own::of(whole) })
    {
        return true;
    }
    let children = cx.catalog.of_kind(Kind::Table).map(|(id, _)| id.qname());
    children.filter(|child| cx.catalog.parent(child) == Some(table)).any(|child| {
        parts(cx, &child).any(|(part, object, it)| {
            it.to == id.name && is_written(cx, table, &child, part, object, it)
        })
    })
}

/// Whether the partition has a key of the same columns besides, which ATTACH could take for the one that is part. A partition
/// is attached, and not made as one, where an index of it bears a name of its own.
fn is_beside_like(cx: &Writer<'_>, table: &QName, object: &Object) -> bool {
    let key = |object: &Object| match &object.definition {
        Definition::Constraint(Constraint {
            body:
                ConstraintBody::PrimaryKey { columns, .. } | ConstraintBody::Unique { columns, .. },
            attached,
            ..
        }) => Some((columns.clone(), attached.is_some())),
        _ => None,
    };
    let Some((columns, _)) = key(object).filter(|_| parts(cx, table).any(|it| !it.2.chosen)) else {
        return false;
    };
    let mut keys = cx.catalog.of_relation(Kind::Constraint, table);
    keys.any(|(_, other)| key(other) == Some((columns.clone(), false)))
}

static NO_TARGETS: &BTreeMap<u16, i32> = &BTreeMap::new();
static NO_OPTIONS: &Options = &Options::new();

/// What an index may have that the one which it is part of has not.
#[derive(PartialEq)]
struct Own<'a> {
    options: &'a Options,
    tablespace: Option<&'a Name>,
    statistics: &'a BTreeMap<u16, i32>,
    index_comment: Option<&'a str>,
}

impl Default for Own<'_> {
    fn default() -> Self {
        let (options, statistics) = (NO_OPTIONS, NO_TARGETS);
        Self { options, tablespace: None, statistics, index_comment: None }
    }
}

impl<'a> Own<'a> {
    fn of(object: &'a Object) -> Self {
        match &object.definition {
            Definition::Index(Index { options, tablespace, statistics, .. }) => {
                let tablespace = tablespace.as_ref();
                Self { options, tablespace, statistics, index_comment: None }
            }
            Definition::Constraint(Constraint { body, tablespace, index_comment, .. }) => Self {
                options: body.options().unwrap_or(NO_OPTIONS),
                tablespace: tablespace.as_ref(),
                statistics: NO_TARGETS,
                index_comment: index_comment.as_deref(),
            },
            _ => Self::default(),
        }
    }
}

/// The indexes and keys of a partition that are part of those of its table.
fn parts<'a>(
    cx: &Writer<'a>,
    table: &QName,
) -> impl Iterator<Item = (&'a ObjectId, &'a Object, &'a Attached)> {
    let catalog = cx.catalog;
    let indexes = catalog.of_relation(Kind::Index, table);
    let all = indexes.chain(catalog.of_relation(Kind::Constraint, table));
    all.filter_map(|(id, object)| match &object.definition {
        Definition::Index(Index { attached: Some(it), .. })
        | Definition::Constraint(Constraint { attached: Some(it), .. }) => Some((id, object, it)),
        _ => None,
    })
}

/// The index or key of the table that one of a partition is part of.
fn whole<'a>(
    cx: &Writer<'a>,
    parent: &QName,
    object: &Object,
    it: &Attached,
) -> Option<&'a Object> {
    let kind = object.definition.kind();
    cx.catalog.get(&ObjectId::of_relation(kind, parent, it.to.clone()))
}
