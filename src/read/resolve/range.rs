//! Range types.

use super::acl::Class;
use super::{Place, Resolver};
use crate::catalog::{Kind, ObjectId, Range};
use crate::read::decode::Text;
use crate::read::grammar::{self, File};

pub(super) fn ranges(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    super::types::each(cx, place, Kind::Range, &file.ranges.0, |cx, place, id, key, it| {
        one(cx, place, id, key, it);
    });
}

fn one(cx: &mut Resolver<'_>, place: &Place, id: ObjectId, key: &Text, it: &grammar::Range) {
    let range = Range {
        subtype: cx.data_type(place, &it.subtype),
        operator_class: it.operator_class.as_ref().map(|text| text.trim().to_owned()),
        collation: it.collation.as_ref().map(|text| cx.collation(text)),
        canonical: it.canonical.as_ref().map(|text| cx.routine(place, text)),
        difference: it.difference.as_ref().map(|text| cx.routine(place, text)),
        multirange: it.multirange.as_ref().and_then(|text| cx.declared_name(place, text)),
    };
    let owner = cx.owner(it.owner.as_ref());
    let object = cx.owned(range, Class::Type, owner, it.comment.as_ref(), &it.grants);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
}
