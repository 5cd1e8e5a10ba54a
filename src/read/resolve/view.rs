//! Views and materialized views.

use super::acl::Class;
use super::element::Columns;
use super::role::options;
use super::{Place, Resolver, comment_of, grants, index, rule, trigger};
use crate::catalog::{
    Column, DefaultExpr, Kind, MaterializedView, Name, Object, ObjectId, Position, QName, View,
};
use crate::read::decode::{At, Map, Text};
use crate::read::grammar::{self, File};

pub(super) fn views(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    super::types::each(cx, place, Kind::View, &file.views.0, view);
    let materialized = &file.materialized_views.0;
    super::types::each(cx, place, Kind::MaterializedView, materialized, materialized_view);
}

fn view(cx: &mut Resolver<'_>, place: &Place, id: ObjectId, key: &Text, it: &grammar::View) {
    // They keep the order in which they are declared.
    let flag = |it: &At<bool>| (it.span.start, it.value.to_string());
    let mut said: Vec<(usize, &str, String)> = [
        ("security_invoker", it.security_invoker.as_ref().map(flag)),
        ("security_barrier", it.security_barrier.as_ref().map(flag)),
        (
            "check_option",
            it.check_option.as_ref().map(|it| (it.span.start, it.value.word().to_owned())),
        ),
    ]
    .into_iter()
    .filter_map(|(name, said)| said.map(|(place, value)| (place, name, value)))
    .collect();
    said.sort_unstable();
    let options = said.into_iter().map(|(_, name, value)| (name.to_owned(), value)).collect();
    let name = id.qname();
    let owner = cx.owner(it.owner.as_ref());
    let definition = View { query: query(&it.query), options };
    let object = cx.owned(definition, Class::Table, owner, it.comment.as_ref(), &it.grants);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
    columns(cx, &name, &it.columns);
    trigger::triggers(cx, place, &name, &it.triggers);
    rule::rules(cx, &name, &it.rules);
}

fn materialized_view(
    cx: &mut Resolver<'_>,
    _: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::MaterializedView,
) {
    let name = id.qname();
    let owner = cx.owner(it.owner.as_ref());
    let definition = MaterializedView {
        query: query(&it.query),
        options: options(&it.with),
        populated: it.populated.unwrap_or(true),
        using: it.using.as_ref().map(|text| Name::from(&**text)),
        tablespace: it.tablespace.as_ref().and_then(|text| cx.member_name(text)),
        cluster_on: it.cluster_on.as_ref().and_then(|text| cx.member_name(text)),
    };
    let mut object = cx.owned(definition, Class::Table, owner, it.comment.as_ref(), &it.grants);
    object.goes_with = cx.goes_with(&it.depends_on_extensions);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
    for (position, (key, column)) in (1..).zip(it.columns.iter()) {
        materialized_column(cx, &name, position, key, column);
    }
    let known: Vec<Name> =
        it.columns.0.iter().filter_map(|entry| super::name::single(&entry.key).ok()).collect();
    index::indexes(cx, &name, Columns(&known), &it.indexes);
}

/// A query without its final semicolon.
fn query(text: &Text) -> String {
    text.trim().trim_end_matches(';').trim_end().to_owned()
}

/// Only comments and privileges are declared: type and place come from the query.
fn columns(cx: &mut Resolver<'_>, view: &QName, map: &Map<grammar::ViewColumn>) {
    for (position, (key, it)) in (1..).zip(map.iter()) {
        let Some(id) = cx.member_id(Kind::Column, view, key) else { continue };
        let mut object = column_object(position);
        object.comment = comment_of(it.comment.as_ref());
        grants::add(cx, &mut object.grants, Class::Column, &it.grants);
        if cx.add(id.clone(), object, &key.span) {
            cx.renamed(&id, it.renamed_from.as_ref());
        }
        if let Some(default) = &it.default.0 {
            let id = ObjectId { kind: Kind::DefaultExpr, ..id };
            let expression = super::constraint::expression(default);
            cx.add(id, Object::new(DefaultExpr { expression }), &default.span);
        }
    }
}

fn materialized_column(
    cx: &mut Resolver<'_>,
    view: &QName,
    position: i32,
    key: &Text,
    it: &grammar::MaterializedViewColumn,
) {
    let Some(id) = cx.member_id(Kind::Column, view, key) else { return };
    let mut object = Object::new(Column {
        position: Position(position),
        null: true,
        storage: it.storage,
        compression: it.compression.as_ref().map(|text| text.to_string()),
        statistics: it.statistics,
        options: options(&it.options),
        ..Column::default()
    });
    object.comment = comment_of(it.comment.as_ref());
    grants::add(cx, &mut object.grants, Class::Column, &it.grants);
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

/// A column of a view as far as a declaration knows it.
pub(super) fn column_object(position: i32) -> Object {
    Object::new(Column { position: Position(position), null: true, ..Column::default() })
}
