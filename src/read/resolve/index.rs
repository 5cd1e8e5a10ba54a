//! Indexes that no constraint stands on.

use super::constraint::expression;
use super::element::{Columns, index_element};
use super::role::options;
use super::{Resolver, comment_of};
use crate::catalog::{Index, Kind, Name, Object, QName};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Brief, Map, Text};
use crate::read::grammar;

/// The indexes of a table or a materialized view.
pub(super) fn indexes(
    cx: &mut Resolver<'_>,
    relation: &QName,
    columns: Columns<'_>,
    map: &Map<Brief<grammar::Index>>,
) {
    for (key, it) in map.iter() {
        let Some(id) = cx.member_id(Kind::Index, relation, key) else { continue };
        let only = only(cx, relation, key, it.only);
        let elements =
            it.columns.iter().map(|part| index_element(cx, relation, columns, part)).collect();
        let statistics = (1..)
            .zip(&*it.columns.items)
            .filter_map(|(place, part)| Some((place, part.statistics?)))
            .collect();
        let mut object = Object::new(Index {
            using: it.using.as_ref().map_or(Name::from("btree"), |text| Name::from(&**text)),
            unique: it.unique.unwrap_or(false),
            nulls_not_distinct: it.nulls_not_distinct.unwrap_or(false),
            elements,
            include: cx.columns(relation, &it.include),
            predicate: it.r#where.as_ref().map(|sql| expression(sql)),
            options: options(&it.with),
            tablespace: it.tablespace.as_ref().and_then(|text| cx.member_name(text)),
            valid: !only,
            attached: None,
            statistics,
        });
        object.comment = comment_of(it.comment.as_ref());
        object.goes_with = cx.goes_with(&it.depends_on_extensions);
        if cx.add(id.clone(), object, &key.span) {
            cx.renamed(&id, it.renamed_from.as_ref());
        }
    }
}

/// Whether an index says that not all partitions have it.
pub(super) fn only(
    cx: &mut Resolver<'_>,
    relation: &QName,
    key: &Text,
    stated: Option<bool>,
) -> bool {
    let only = stated.unwrap_or(false);
    if only && !cx.declared.catalog.is_partitioned(relation) {
        let message = format!("index {key} says `only`, and its relation is not partitioned");
        let fault = Diagnostic::error("conflicting-keys", message).at(key.span.clone());
        cx.fault(fault.help("take `only` out: there are no partitions without the index"));
    }
    only
}
