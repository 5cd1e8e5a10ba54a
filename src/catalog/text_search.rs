//! Text search parsers, templates, dictionaries and configurations.

use super::Options;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `CREATE TEXT SEARCH PARSER`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearchParser {
    /// Begins a text.
    pub start: String,
    /// Gives the next token.
    pub next_token: String,
    /// Ends a text.
    pub end: String,
    /// Marks what was found.
    pub headline: Option<String>,
    /// Lists the kinds of token.
    pub token_types: String,
}

/// `CREATE TEXT SEARCH TEMPLATE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearchTemplate {
    /// Reads the options of a dictionary.
    pub init: Option<String>,
    /// Gives the lexemes of a token.
    pub lexize: String,
}

/// `CREATE TEXT SEARCH DICTIONARY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearchDictionary {
    /// The template, as SQL takes it.
    pub template: String,
    /// Its options.
    pub options: Options,
}

/// `CREATE TEXT SEARCH CONFIGURATION`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearchConfiguration {
    /// The parser, as SQL takes it.
    pub parser: String,
    /// Only in a declaration: the configuration that it begins as a copy of, in place of the parser.
    pub copy: Option<String>,
    /// The dictionaries that are asked for each kind of token, in their order.
    pub mappings: BTreeMap<String, Vec<String>>,
}
