//! Extended statistics.

use super::element::{identifier, in_parentheses};
use super::{Place, Resolver, comment_of};
use crate::catalog::{Kind, Name, Object, ObjectId, Statistics};
use crate::check::Wanted;
use crate::read::decode::Text;
use crate::read::grammar::{self, File};
use crate::render::quoted;

pub(super) fn statistics(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    super::types::each(cx, place, Kind::Statistics, &file.statistics.0, one);
}

fn one(cx: &mut Resolver<'_>, place: &Place, id: ObjectId, key: &Text, it: &grammar::Statistics) {
    let Some(table) = cx.relation(place, &it.table) else { return };
    let mut elements = Vec::new();
    for text in &it.columns {
        let exact = ObjectId::of_relation(Kind::Column, &table, text.trim());
        let declared = cx.declared.catalog.objects.contains_key(&exact);
        let column = if declared { Some(text.trim().to_owned()) } else { identifier(text.trim()) };
        elements.push(match column {
            Some(column) => {
                let name = Name::from(&*column);
                cx.mention(&text.span, Wanted::Column(table.clone(), name));
                quoted(&column)
            }
            None => in_parentheses(text.trim()),
        });
    }
    let of_table = cx.declared.catalog.get(&ObjectId::in_schema(Kind::Table, &table));
    let of_table = of_table.and_then(|object| object.owner.clone());
    let owner = match (&it.owner, of_table) {
        (None, Some(owner)) => owner,
        (stated, _) => cx.owner(stated.as_ref()),
    };
    let mut object = Object::new(Statistics {
        table,
        kinds: it.kinds.iter().copied().collect(),
        elements,
        target: it.target,
    });
    object.owner = Some(owner);
    object.comment = comment_of(it.comment.as_ref());
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}
