//! Languages, transforms, access methods, conversions.

use super::acl::Class;
use super::operator::called;
use super::{Place, Resolver, comment_of};
use crate::catalog::{AccessMethod, Conversion, Kind, Language, Name, Object, ObjectId, Transform};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, AccessMethodWord, File};

pub(super) fn languages(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for (key, it) in file.languages.iter() {
        language(cx, place, key, it);
    }
    for (key, it) in file.transforms.iter() {
        transform(cx, place, key, it);
    }
    for (key, it) in file.access_methods.iter() {
        let Some(name) = cx.member_name(key) else { continue };
        let table = it.r#for == AccessMethodWord::Table;
        let handler = cx.routine(place, &it.handler);
        let mut object = Object::new(AccessMethod { table, handler });
        object.comment = comment_of(it.comment.as_ref());
        cx.add(ObjectId::global(Kind::AccessMethod, name), object, &key.span);
    }
    super::types::each(cx, place, Kind::Conversion, &file.conversions.0, conversion);
}

fn language(cx: &mut Resolver<'_>, place: &Place, key: &Text, it: &grammar::Language) {
    let Some(name) = cx.member_name(key) else { return };
    let definition = Language {
        trusted: it.trusted.unwrap_or(false),
        handler: cx.routine(place, &it.handler),
        inline: it.inline.as_ref().map(|text| cx.routine(place, text)),
        validator: it.validator.as_ref().map(|text| cx.routine(place, text)),
    };
    let owner = cx.owner(it.owner.as_ref());
    let object = cx.owned(definition, Class::Language, owner, it.comment.as_ref(), &it.grants);
    let id = ObjectId::global(Kind::Language, name);
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

/// `colour language plsample`.
fn transform(cx: &mut Resolver<'_>, place: &Place, key: &Text, it: &grammar::Transform) {
    const WORD: &str = " language ";
    let Some(at) = key.to_ascii_lowercase().find(WORD) else {
        let fault = Diagnostic::error("bad-name", format!("`{key}` names no type and language"))
            .at(key.span.clone())
            .help("a transform is called by its type and language: `colour language plsample`");
        return cx.fault(fault);
    };
    if it.from_sql.is_none() && it.to_sql.is_none() {
        let fault = Diagnostic::error("missing-key", format!("the transform {key} does nothing"))
            .at(key.span.clone())
            .help("add `from_sql`, `to_sql` or both");
        return cx.fault(fault);
    }
    let data_type = cx.data_type(place, &Text::new(key[..at].trim(), key.span.clone()));
    let language = Name::from(key[at + WORD.len()..].trim().trim_matches('"'));
    let name = format!("{data_type} LANGUAGE {}", crate::render::quoted(&language));
    let mut object = Object::new(Transform {
        data_type,
        language,
        from_sql: it.from_sql.as_ref().map(|text| called(cx, place, text)),
        to_sql: it.to_sql.as_ref().map(|text| called(cx, place, text)),
    });
    object.comment = comment_of(it.comment.as_ref());
    cx.add(ObjectId::global(Kind::Transform, name), object, &key.span);
}

fn conversion(
    cx: &mut Resolver<'_>,
    place: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::Conversion,
) {
    let mut object = Object::new(Conversion {
        from: it.from.to_string(),
        to: it.to.to_string(),
        function: cx.routine(place, &it.function),
        default: it.default.unwrap_or(false),
    });
    object.owner = Some(cx.owner(it.owner.as_ref()));
    object.comment = comment_of(it.comment.as_ref());
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}
