//! What the names in a text mean, as far as declarations tell.

use super::Subject;
use super::sql::{Groups, calls, relations, tokens};
use crate::access::search_path;
pub(super) use crate::access::source;
use crate::catalog::{Body, Definition, Function, Kind, Name, Object, ObjectId, QName};
use std::collections::BTreeSet;

const RELATIONS: [Kind; 3] = [Kind::Table, Kind::View, Kind::MaterializedView];

/// What a text reads and calls.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Tables and views.
    pub(super) relations: BTreeSet<ObjectId>,
    /// Functions; every one of a name that is overloaded.
    pub(super) functions: BTreeSet<ObjectId>,
}

/// The declared objects that a text names.
pub(super) fn uses(subject: &Subject<'_>, text: &str, search_path: &[Name]) -> Uses {
    let tokens = tokens(text);
    let groups = Groups::of(&tokens);
    let relation = |(name, _): (Vec<String>, usize)| relation(subject, &name, search_path);
    let function = |(name, _): (Vec<String>, usize)| functions(subject, &name, search_path);
    Uses {
        relations: relations(&tokens, &groups).into_iter().filter_map(relation).collect(),
        functions: calls(&tokens).into_iter().flat_map(function).collect(),
    }
}

/// The relation of a name.
pub(super) fn relation(
    subject: &Subject<'_>,
    name: &[String],
    search_path: &[Name],
) -> Option<ObjectId> {
    let found = |name: QName| {
        let ids = RELATIONS.into_iter().map(|kind| ObjectId::in_schema(kind, &name));
        ids.into_iter().find(|id| subject.declared.get(id).is_some())
    };
    candidates(name, search_path).into_iter().find_map(found)
}

/// The functions of a name.
pub(super) fn functions(
    subject: &Subject<'_>,
    name: &[String],
    search_path: &[Name],
) -> Vec<ObjectId> {
    for name in candidates(name, search_path) {
        let found: Vec<ObjectId> = named(subject, &name).map(|(id, _)| id.clone()).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The declared functions of a name.
pub(super) fn named<'a>(
    subject: &Subject<'a>,
    name: &QName,
) -> impl Iterator<Item = (&'a ObjectId, &'a Object)> + use<'a> {
    let first = ObjectId::in_schema(Kind::Function, name);
    let from_here = subject.declared.objects.range(first.clone()..);
    let these = from_here.take_while(move |(id, _)| {
        id.kind == Kind::Function && id.schema == first.schema && id.name == first.name
    });
    these.map(|(id, object)| (id, object.as_ref()))
}

fn candidates(name: &[String], search_path: &[Name]) -> Vec<QName> {
    match name {
        [name] => search_path.iter().map(|schema| QName::new(schema.clone(), name)).collect(),
        [schema, name] => vec![QName::new(schema, name)],
        _ => Vec::new(),
    }
}

/// The key that the source of a function stands under.
pub(super) fn body_key(function: &Function) -> &'static str {
    match function.body {
        Body::Atomic(_) => "atomic",
        _ => "body",
    }
}

/// How unqualified names in the body of a function resolve.
pub(super) fn path_of(function: &Function, subject: &Subject<'_>) -> Vec<Name> {
    search_path(function).unwrap_or_else(|| subject.search_path.to_vec())
}

/// A declared function.
pub(super) fn function_of<'a>(subject: &Subject<'a>, id: &ObjectId) -> Option<&'a Function> {
    match &subject.declared.get(id)?.definition {
        Definition::Function(it) => Some(it),
        _ => None,
    }
}
