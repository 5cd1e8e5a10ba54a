//! `text_search_parsers:`, `text_search_templates:`, `text_search_dictionaries:`, `text_search_configurations:`.

use crate::read::decode::{Items, Map, Sql, Text, mapping};

mapping! {
    "a text search parser",
    /// A text search parser.
    struct TextSearchParser {
        /// The function that begins a text.
        start: Text,
        /// The function that gives the next token.
        next_token: Text,
        /// The function that ends a text.
        end: Text,
        /// The function that marks what was found.
        headline: Option<Text>,
        /// The function that lists the kinds of token.
        token_types: Text,
        /// `COMMENT ON TEXT SEARCH PARSER`.
        comment: Option<Text>,
        /// The parser's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a text search template",
    /// A text search template.
    struct TextSearchTemplate {
        /// The function that reads the options of a dictionary.
        init: Option<Text>,
        /// The function that gives the lexemes of a token.
        lexize: Text,
        /// `COMMENT ON TEXT SEARCH TEMPLATE`.
        comment: Option<Text>,
        /// The template's former name.
        renamed_from: Option<Text>,
    }
}

mapping! {
    "a text search dictionary",
    /// A text search dictionary.
    struct TextSearchDictionary {
        /// The template: `simple`, `snowball`, `ispell`, `synonym`, `thesaurus`, or one that is declared.
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
