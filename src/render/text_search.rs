//! Text search parsers, templates, dictionaries and configurations.

use super::name::{literal, object, option_name, options, quoted};
use crate::catalog::{
    ObjectId, Options, TextSearchConfiguration, TextSearchDictionary, TextSearchParser,
    TextSearchTemplate,
};
use std::collections::BTreeMap;

pub(super) fn create_parser(id: &ObjectId, it: &TextSearchParser) -> String {
    let mut parts = vec![
        format!("START = {}", it.start),
        format!("GETTOKEN = {}", it.next_token),
        format!("END = {}", it.end),
    ];
    parts.extend(it.headline.as_ref().map(|it| format!("HEADLINE = {it}")));
    parts.push(format!("LEXTYPES = {}", it.token_types));
    format!("CREATE TEXT SEARCH PARSER {} (\n    {}\n)", object(id), parts.join(",\n    "))
}

pub(super) fn create_template(id: &ObjectId, it: &TextSearchTemplate) -> String {
    let init = it.init.as_ref().map_or(String::new(), |it| format!("INIT = {it}, "));
    format!("CREATE TEXT SEARCH TEMPLATE {} ({init}LEXIZE = {})", object(id), it.lexize)
}

pub(super) fn create_dictionary(id: &ObjectId, it: &TextSearchDictionary) -> String {
    let mut parts = vec![format!("TEMPLATE = {}", it.template)];
    if !it.options.is_empty() {
        parts.push(options(&it.options));
    }
    format!("CREATE TEXT SEARCH DICTIONARY {} ({})", object(id), parts.join(", "))
}

/// A name alone takes the option away.
pub(super) fn dictionary_options(id: &ObjectId, set: &Options, reset: &[String]) -> String {
    let set = set.iter().map(|(name, value)| format!("{} = {}", option_name(name), literal(value)));
    let parts: Vec<String> = set.chain(reset.iter().map(|name| option_name(name))).collect();
    format!("ALTER TEXT SEARCH DICTIONARY {} ({})", object(id), parts.join(", "))
}

pub(super) fn create_configuration(id: &ObjectId, it: &TextSearchConfiguration) -> Vec<String> {
    let (what, verb) = match &it.copy {
        Some(copy) => (format!("COPY = {copy}"), "ALTER"),
        None => (format!("PARSER = {}", it.parser), "ADD"),
    };
    let mut statements = vec![format!("CREATE TEXT SEARCH CONFIGURATION {} ({what})", object(id))];
    statements.extend(mappings(id, verb, &it.mappings));
    statements
}

/// Tokens with the same dictionaries in one statement.
pub(super) fn mappings(
    id: &ObjectId,
    verb: &str,
    mappings: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    let mut by_dictionaries: BTreeMap<&[String], Vec<String>> = BTreeMap::new();
    for (token, dictionaries) in mappings {
        by_dictionaries.entry(dictionaries).or_default().push(quoted(token));
    }
    let each = by_dictionaries.into_iter().map(|(dictionaries, tokens)| {
        format!(
            "ALTER TEXT SEARCH CONFIGURATION {} {verb} MAPPING FOR {} WITH {}",
            object(id),
            tokens.join(", "),
            dictionaries.join(", ")
        )
    });
    each.collect()
}

pub(super) fn drop_mappings(id: &ObjectId, tokens: &[String]) -> Option<String> {
    let tokens: Vec<String> = tokens.iter().map(|token| quoted(token)).collect();
    (!tokens.is_empty()).then(|| {
        let tokens = tokens.join(", ");
        format!("ALTER TEXT SEARCH CONFIGURATION {} DROP MAPPING FOR {tokens}", object(id))
    })
}
