//! Text search dictionaries and configurations. Parsers and templates are named, never made: they are written in C.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `CREATE TEXT SEARCH DICTIONARY`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSearchDictionary {
    /// The template, as SQL takes it.
    pub template: String,
    /// Its options.
    pub options: BTreeMap<String, String>,
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
