//! Rules.

use super::constraint::expression;
use super::{Resolver, comment_of};
use crate::catalog::{Kind, Object, QName, Rule};
use crate::read::decode::Map;
use crate::read::grammar;

/// The rules of a table or a view.
pub(super) fn rules(cx: &mut Resolver<'_>, relation: &QName, map: &Map<grammar::Rule>) {
    for (key, it) in map.iter() {
        let Some(id) = cx.member_id(Kind::Rule, relation, key) else { continue };
        let mut object = Object::new(Rule {
            event: it.on,
            condition: it.r#where.as_ref().map(|sql| format!("({})", expression(sql))),
            instead: it.instead.unwrap_or(false),
            action: it.r#do.trim().trim_end_matches(';').to_owned(),
            enabled: it.enabled.unwrap_or_default(),
        });
        object.comment = comment_of(it.comment.as_ref());
        if cx.add(id.clone(), object, &key.span) {
            cx.renamed(&id, it.renamed_from.as_ref());
        }
    }
}
