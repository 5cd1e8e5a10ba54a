//! Columns and their defaults.

use super::acl::Class;
use super::constraint::expression;
use super::role::options;
use super::{Place, Resolver, comment_of, grants};
use crate::catalog::{
    Column, DefaultExpr, Generated, Identity, Kind, Name, NotNull, Object, ObjectId, Position,
    QName, SequenceOptions,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar;

/// A column of a table, at its place.
pub(super) fn column(
    cx: &mut Resolver<'_>,
    place: &Place,
    table: &QName,
    position: i32,
    key: &Text,
    it: &grammar::Column,
) {
    let Some(id) = cx.member_id(Kind::Column, table, key) else { return };
    one_source(cx, key, it);
    let mut object = Object::new(Column {
        position: Position(position),
        data_type: cx.column_type(place, &it.r#type),
        null: it.null.unwrap_or(false),
        collation: it.collation.as_ref().map(|name| cx.collation(name)),
        identity: it.identity.as_ref().map(|identity| identity_of(cx, table, identity)),
        generated: it.generated.as_ref().map(|it| generated(it)),
        storage: it.storage,
        compression: it.compression.as_ref().map(|text| text.to_string()),
        statistics: it.statistics,
        options: options(&it.options),
        foreign_options: super::foreign::options(cx, &it.foreign_options),
        not_null: it.not_null.as_ref().and_then(|it| not_null(cx, it, None)),
        ..Column::default()
    });
    object.comment = comment_of(it.comment.as_ref());
    grants::add(cx, &mut object.grants, Class::Column, &it.grants);
    if !cx.add(id.clone(), object, &key.span) {
        return;
    }
    cx.renamed(&id, it.renamed_from.as_ref());
    if let Some(default) = &it.default.0 {
        let id = ObjectId { kind: Kind::DefaultExpr, ..id };
        cx.add(id, Object::new(DefaultExpr { expression: expression(default) }), &default.span);
    }
}

/// How a column is generated.
pub(super) fn generated(it: &grammar::Generated) -> Generated {
    Generated { expression: expression(&it.expression), stored: it.stored.unwrap_or(true) }
}

/// What is said of a NOT NULL beyond that it is one. `above` is the name of that of the table above.
pub(super) fn not_null(
    cx: &mut Resolver<'_>,
    it: &grammar::NotNull,
    above: Option<Name>,
) -> Option<NotNull> {
    let name = it.name.as_ref().and_then(|text| cx.member_name(text)).or(above);
    let no_inherit = it.no_inherit.unwrap_or(false);
    let validated = it.validated.unwrap_or(true);
    NotNull { name, no_inherit, validated, comment: comment_of(it.comment.as_ref()) }.unusual()
}

/// The sequence beneath belongs to the owner of the table, which is resolved already.
fn identity_of(cx: &mut Resolver<'_>, table: &QName, it: &grammar::IdentityColumn) -> Identity {
    let grants = (!it.grants.is_empty()).then(|| {
        let owner = cx.table_owner(table);
        let mut all = super::built_in(Class::Sequence, &owner, cx.config.postgres);
        grants::add(cx, &mut all, Class::Sequence, &it.grants);
        all
    });
    Identity {
        always: it.always.unwrap_or(true),
        name: it.name.as_ref().and_then(|text| cx.member_name(text)),
        sequence: SequenceOptions {
            start: it.start,
            increment: it.increment,
            min: it.min,
            max: it.max,
            cache: it.cache,
            cycle: it.cycle.unwrap_or(false),
        },
        unlogged: it.unlogged,
        comment: comment_of(it.comment.as_ref()),
        grants,
    }
}

/// A value comes from one source: PostgreSQL takes no two of them.
fn one_source(cx: &mut Resolver<'_>, key: &Text, it: &grammar::Column) {
    let sources: Vec<&str> = [
        ("default", it.default.0.is_some()),
        ("identity", it.identity.is_some()),
        ("generated", it.generated.is_some()),
    ]
    .into_iter()
    .filter_map(|(word, given)| given.then_some(word))
    .collect();
    if sources.len() > 1 {
        let fault = Diagnostic::error(
            "conflicting-keys",
            format!("column {} says {} at once", key, sources.join(" and ")),
        )
        .at(key.span.clone())
        .help("keep one of them: the value comes from one source");
        cx.fault(fault);
    }
}
