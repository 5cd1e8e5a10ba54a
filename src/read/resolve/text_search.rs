//! Text search dictionaries and configurations.

use super::role::options;
use super::{Place, Resolver, comment_of};
use crate::catalog::{Kind, Object, ObjectId, TextSearchConfiguration, TextSearchDictionary};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, File};

pub(super) fn text_search(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    let dictionaries = &file.text_search_dictionaries.0;
    super::types::each(cx, place, Kind::TextSearchDictionary, dictionaries, dictionary);
    let configurations = &file.text_search_configurations.0;
    super::types::each(cx, place, Kind::TextSearchConfiguration, configurations, configuration);
}

fn dictionary(
    cx: &mut Resolver<'_>,
    _: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::TextSearchDictionary,
) {
    let mut object = Object::new(TextSearchDictionary {
        // A template is written in C: it is the server's or an extension's.
        template: cx.by_name(None, &it.template, |names| &names.no_names),
        options: options(&it.options),
    });
    object.owner = Some(cx.owner(it.owner.as_ref()));
    object.comment = comment_of(it.comment.as_ref());
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

fn configuration(
    cx: &mut Resolver<'_>,
    _: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::TextSearchConfiguration,
) {
    if let (Some(_), Some(copy)) = (&it.parser, &it.copy) {
        let message = format!("text search configuration {key} has a parser and is a copy");
        let fault = Diagnostic::error("conflicting-keys", message).at(copy.span.clone());
        cx.fault(fault.help("keep one of `parser` and `copy`"));
    }
    let kind = Kind::TextSearchConfiguration;
    let mut mappings = std::collections::BTreeMap::new();
    for (token, dictionaries) in it.mappings.iter() {
        let names = dictionaries.into_iter().map(|text| {
            cx.by_name(Some(Kind::TextSearchDictionary), text, |names| &names.dictionaries)
        });
        mappings.insert(token.to_string(), names.collect());
    }
    let parser = it.parser.as_ref().map(|text| cx.by_name(None, text, |names| &names.no_names));
    let mut object = Object::new(TextSearchConfiguration {
        parser: parser.unwrap_or_else(|| "\"default\"".to_owned()),
        copy: it
            .copy
            .as_ref()
            .map(|text| cx.by_name(Some(kind), text, |names| &names.configurations)),
        mappings,
    });
    object.owner = Some(cx.owner(it.owner.as_ref()));
    object.comment = comment_of(it.comment.as_ref());
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}
