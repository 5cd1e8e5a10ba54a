//! Base types.

use super::acl::Class;
use super::{Place, Resolver};
use crate::catalog::{BaseType, Kind, ObjectId};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, File};

pub(super) fn base_types(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    super::types::each(cx, place, Kind::BaseType, &file.base_types.0, one);
}

fn one(cx: &mut Resolver<'_>, place: &Place, id: ObjectId, key: &Text, it: &grammar::BaseType) {
    if it.input.is_some() != it.output.is_some() || (it.input.is_none() && says_more(it)) {
        let message = format!("the base type {key} has no `{}`", missing(it));
        let fault = Diagnostic::error("missing-key", message).at(key.span.clone());
        cx.fault(fault.help(
            "`input` and `output` name the functions that read and write its values; a type that is only promised has nothing but its name",
        ));
    }
    let usual = BaseType::shell();
    let mut routine = |text: &Option<Text>| text.as_ref().map(|text| cx.routine(place, text));
    let definition = BaseType {
        input: routine(&it.input),
        output: routine(&it.output),
        receive: routine(&it.receive),
        send: routine(&it.send),
        typmod_in: routine(&it.typmod_in),
        typmod_out: routine(&it.typmod_out),
        analyze: routine(&it.analyze),
        subscript: routine(&it.subscript),
        length: it.length,
        by_value: it.by_value.unwrap_or_default(),
        alignment: it.alignment.unwrap_or_default(),
        storage: it.storage.unwrap_or_default(),
        category: one_character(cx, it.category.as_ref(), usual.category),
        preferred: it.preferred.unwrap_or_default(),
        default: it.default.as_ref().map(ToString::to_string),
        element: it.element.as_ref().map(|text| cx.data_type(place, text)),
        delimiter: one_character(cx, it.delimiter.as_ref(), usual.delimiter),
        collatable: it.collatable.unwrap_or_default(),
    };
    let owner = cx.owner(it.owner.as_ref());
    let object = cx.owned(definition, Class::Type, owner, it.comment.as_ref(), &it.grants);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
}

fn missing(it: &grammar::BaseType) -> &'static str {
    if it.input.is_none() { "input" } else { "output" }
}

fn says_more(it: &grammar::BaseType) -> bool {
    let functions =
        [&it.receive, &it.send, &it.typmod_in, &it.typmod_out, &it.analyze, &it.subscript];
    let texts = [&it.category, &it.default, &it.element, &it.delimiter];
    functions.into_iter().chain(texts).any(Option::is_some)
        || [it.by_value, it.preferred, it.collatable].iter().any(Option::is_some)
        || it.length.is_some()
        || it.alignment.is_some()
        || it.storage.is_some()
}

/// PostgreSQL keeps one byte of it.
fn one_character(cx: &mut Resolver<'_>, text: Option<&Text>, usual: String) -> String {
    let Some(text) = text else { return usual };
    if text.len() != 1 {
        let fault =
            Diagnostic::error("wrong-type", format!("expected one character, found `{text}`"));
        cx.fault(fault.at(text.span.clone()).help("write one letter or sign of ASCII, in quotes"));
        return usual;
    }
    text.to_string()
}
