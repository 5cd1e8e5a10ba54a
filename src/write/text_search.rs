//! Text search dictionaries and configurations.

use super::Writer;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use crate::catalog::{Object, ObjectId, TextSearchConfiguration, TextSearchDictionary};

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
