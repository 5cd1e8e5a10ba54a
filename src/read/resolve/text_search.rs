//! Text search parsers, templates, dictionaries and configurations.

use super::role::options;
use super::{Place, Resolver, comment_of};
use crate::catalog::{
    Definition, Kind, Object, ObjectId, TextSearchConfiguration, TextSearchDictionary,
    TextSearchParser, TextSearchTemplate,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, File};

pub(super) fn text_search(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    let parsers = &file.text_search_parsers.0;
    super::types::each(cx, place, Kind::TextSearchParser, parsers, parser);
    let templates = &file.text_search_templates.0;
    super::types::each(cx, place, Kind::TextSearchTemplate, templates, template);
    let dictionaries = &file.text_search_dictionaries.0;
    super::types::each(cx, place, Kind::TextSearchDictionary, dictionaries, dictionary);
    let configurations = &file.text_search_configurations.0;
    super::types::each(cx, place, Kind::TextSearchConfiguration, configurations, configuration);
}

fn parser(
    cx: &mut Resolver<'_>,
    place: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::TextSearchParser,
) {
    let definition = TextSearchParser {
        start: cx.routine(place, &it.start),
        next_token: cx.routine(place, &it.next_token),
        end: cx.routine(place, &it.end),
        headline: it.headline.as_ref().map(|text| cx.routine(place, text)),
        token_types: cx.routine(place, &it.token_types),
    };
    add(cx, id, key, definition, (it.comment.as_ref(), it.renamed_from.as_ref()));
}

fn template(
    cx: &mut Resolver<'_>,
    place: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::TextSearchTemplate,
) {
    let definition = TextSearchTemplate {
        init: it.init.as_ref().map(|text| cx.routine(place, text)),
        lexize: cx.routine(place, &it.lexize),
    };
    add(cx, id, key, definition, (it.comment.as_ref(), it.renamed_from.as_ref()));
}

/// Neither has an owner.
fn add(
    cx: &mut Resolver<'_>,
    id: ObjectId,
    key: &Text,
    definition: impl Into<Definition>,
    (comment, renamed_from): (Option<&Text>, Option<&Text>),
) {
    let mut object = Object::new(definition);
    object.comment = comment_of(comment);
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, renamed_from);
    }
}

fn dictionary(
    cx: &mut Resolver<'_>,
    _: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::TextSearchDictionary,
) {
    let mut object = Object::new(TextSearchDictionary {
        template: cx.by_name(None, &it.template, |names| &names.templates),
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
    let parser = it.parser.as_ref().map(|text| cx.by_name(None, text, |names| &names.parsers));
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
