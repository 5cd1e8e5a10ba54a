//! Indexes that are set aside while a table is filled: to build one of many rows takes half as long as to add them one by one.

use crate::catalog::{Catalog, Definition, Kind, ObjectId, QName};
use crate::plan::Change;
use crate::render;

/// From so many rows on it is worth it, by what PostgreSQL expects of the statement.
pub const WORTH_IT: f64 = 20_000.0;

/// An index that is dropped, and made again as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The statements that drop it.
    pub drop: Vec<String>,
    /// The statements that make it.
    pub create: Vec<String>,
}

/// The indexes of a table that can go for a while: no key and no constraint stands on them, the table is not clustered by them, and no
/// extension takes them along. None of a table with partitions.
#[must_use]
pub fn aside(catalog: &Catalog, table: &QName) -> Vec<Aside> {
    let found = catalog.get(&ObjectId::in_schema(Kind::Table, table));
    let Some(Definition::Table(it)) = found.map(|it| &it.definition) else { return Vec::new() };
    if it.partition_by.is_some() || it.partition_of.is_some() {
        return Vec::new();
    }
    let mut asides = Vec::new();
    for (id, object) in catalog.of_relation(Kind::Index, table) {
        let Definition::Index(index) = &object.definition else { continue };
        let is_needed = index.unique || !index.valid || it.cluster_on.as_ref() == Some(&id.name);
        if is_needed || !object.goes_with.is_empty() {
            continue;
        }
        let definition = Box::new(object.definition.clone());
        let drop = Change::Drop { id: id.clone(), definition, along: Vec::new() };
        let comment = object.comment.clone().map(|comment| Change::SetComment {
            id: id.clone(),
            foreign: false,
            comment: Some(comment),
        });
        let texts = |change: &Change| {
            render::step(change, false).into_iter().map(|it| it.sql).collect::<Vec<_>>()
        };
        let mut create = render::definition(id, &object.definition);
        create.extend(comment.iter().flat_map(texts));
        asides.push(Aside { drop: texts(&drop), create });
    }
    asides
}
