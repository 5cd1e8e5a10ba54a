//! `text_search_dictionaries:` and `text_search_configurations:`.

use crate::read::decode::{Items, Map, Sql, Text, mapping};

mapping! {
    "a text search dictionary",
    /// A text search dictionary.
    struct TextSearchDictionary {
        /// The template: `simple`, `snowball`, `ispell`, `synonym`, `thesaurus`.
        template: Text,
        /// The template's options.
        options: Map<Sql>,
        /// `COMMENT ON TEXT SEARCH DICTIONARY`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The dictionary's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a text search configuration",
    /// A text search configuration.
    struct TextSearchConfiguration {
        /// The parser. Default: `default`.
        parser: Option<Text>,
        /// The configuration that it begins as a copy of, in place of the parser.
        copy: Option<Text>,
        /// The dictionaries that are asked for each kind of token (`asciiword`), in their order.
        mappings: Map<Items<Text>>,
        /// `COMMENT ON TEXT SEARCH CONFIGURATION`.
        comment: Option<Text>,
        /// The owner. Default: `owner` of the project.
        owner: Option<Text>,
        /// The configuration's former name.
        renamed_from: Option<Text>,
    }
}
