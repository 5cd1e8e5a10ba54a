//! Text search parsers, templates, dictionaries and configurations.

use super::Writer;
use super::grants::comment;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use crate::catalog::{
    Object, ObjectId, TextSearchConfiguration, TextSearchDictionary, TextSearchParser,
    TextSearchTemplate,
};

pub(super) fn write_parser(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &TextSearchParser,
) {
    let TextSearchParser { start, next_token, end, headline, token_types } = it;
    let mut map = Map::new();
    map.text("start", Some(start));
    map.text("next_token", Some(next_token));
    map.text("end", Some(end));
    map.text("headline", headline.as_deref());
    map.text("token_types", Some(token_types));
    comment(&mut map, object);
    let place = Writer::place(id, "text_search");
    cx.put(&place, "text_search_parsers", member(&id.name), map);
}

pub(super) fn write_template(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &TextSearchTemplate,
) {
    let TextSearchTemplate { init, lexize } = it;
    let mut map = Map::new();
    map.text("init", init.as_deref());
    map.text("lexize", Some(lexize));
    comment(&mut map, object);
    let place = Writer::place(id, "text_search");
    cx.put(&place, "text_search_templates", member(&id.name), map);
}

pub(super) fn write_dictionary(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &TextSearchDictionary,
) {
    let TextSearchDictionary { template, options } = it;
    let mut map = Map::new();
    map.text("template", Some(template));
    map.map("options", settings(options));
    cx.stated(&mut map, object, &cx.default_owner());
    let place = Writer::place(id, "text_search");
    cx.put(&place, "text_search_dictionaries", member(&id.name), map);
}

pub(super) fn write_configuration(
    cx: &mut Writer<'_>,
    id: &ObjectId,
    object: &Object,
    it: &TextSearchConfiguration,
) {
    // What it began as a copy of, nobody knows any more.
    let TextSearchConfiguration { parser, copy, mappings } = it;
    let mut map = Map::new();
    if parser != "\"default\"" && copy.is_none() {
        map.text("parser", Some(parser));
    }
    map.text("copy", copy.as_deref());
    let mut all = Map::new();
    for (token, dictionaries) in mappings {
        all.set(token.clone(), Node::texts(dictionaries));
    }
    map.map("mappings", all);
    cx.stated(&mut map, object, &cx.default_owner());
    let place = Writer::place(id, "text_search");
    cx.put(&place, "text_search_configurations", member(&id.name), map);
}
