//! `build:` of `momni-db.yaml`.

use crate::read::build::Output;
use crate::read::decode::{At, List, Map, Text, mapping, words};

mapping! {
    "settings of build",
    /// What `momni-db build` makes, and where it puts it.
    struct BuildConfig {
        /// What is made. Default: `client`, `docs`, `openapi`.
        outputs: List<Output>,
        /// The version of what clients see: of the client crate, and of the API in the OpenAPI document. Default: `0.1.0`.
        version: Option<Text>,
        /// The schemas whose functions clients call. Default: every schema with functions that a role of clients may execute.
        api: List<Text>,
        /// The Rust client crate.
        client: Option<ClientConfig>,
        /// The reference in Markdown.
        docs: Option<DocsConfig>,
        /// The OpenAPI document.
        openapi: Option<OpenApiConfig>,
    }
}

mapping! {
    "settings of the client",
    /// The Rust client crate.
    struct ClientConfig {
        /// Its folder, relative to the project. Default: `client`.
        folder: Option<Text>,
        /// The crate's name. Default: the project's name with `-client`.
        name: Option<Text>,
    }
}

mapping! {
    "settings of the reference",
    /// The reference in Markdown.
    struct DocsConfig {
        /// Its folder, relative to the project. Default: `docs/reference`.
        folder: Option<Text>,
        /// How much of the schema comments must explain, in hundredths. With less, `build` and `docs` end with exit code 1.
        /// Default: nothing is wanted.
        comments: Option<At<u32>>,
        /// Words of the project and what they mean, for the glossary.
        glossary: Map<Text>,
    }
}

mapping! {
    "settings of the OpenAPI document",
    /// The OpenAPI document.
    struct OpenApiConfig {
        /// The file, relative to the project. Default: `docs/openapi.json`.
        file: Option<Text>,
    }
}

words! {
    Output as "Output", "an output" {
        "client" => Self::Client, "The Rust client crate.";
        "docs" => Self::Docs, "The reference in Markdown.";
        "openapi" => Self::OpenApi, "The OpenAPI document.";
    }
}
