//! `build:` of `momni-db.yaml`.

use crate::read::build::Output;
use crate::read::decode::{At, List, Map, Text, mapping, words};

mapping! {
    "settings of build",
    /// What `momni-db build` makes, and where it puts it.
    struct BuildConfig {
        /// What is made. Default: `client`, `docs`, `openapi`, and whatever else has a key here.
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
        /// JSON Schemas of what functions take and give.
        schemas: Option<SchemasConfig>,
        /// The tables in DBML, for diagrams.
        dbml: Option<DbmlConfig>,
        /// What the declarations say as a test of pgTAP.
        pgtap: Option<PgtapConfig>,
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
        /// The title. Default: the project's name.
        title: Option<Text>,
        /// What the interface is for: CommonMark.
        description: Option<Text>,
        /// Where it is served. Default: `/`.
        servers: List<Text>,
        /// The role of a request without a token. Without it every request needs one.
        anonymous: Option<Text>,
        /// What names of arguments begin with and requests leave out: `p_`. Default: nothing.
        argument_prefix: Option<Text>,
    }
}

mapping! {
    "settings of the JSON Schemas",
    /// JSON Schemas of what functions take and give.
    struct SchemasConfig {
        /// Their folder, relative to the project. Default: `docs/schemas`.
        folder: Option<Text>,
    }
}

mapping! {
    "settings of the DBML",
    /// The tables in DBML.
    struct DbmlConfig {
        /// The file, relative to the project. Default: `docs/schema.dbml`.
        file: Option<Text>,
    }
}

mapping! {
    "settings of the pgTAP test",
    /// What the declarations say as a test of pgTAP.
    struct PgtapConfig {
        /// The file, relative to the project. Default: `docs/schema.pgtap.sql`.
        file: Option<Text>,
    }
}

words! {
    Output as "Output", "an output" {
        "client" => Self::Client, "The Rust client crate.";
        "docs" => Self::Docs, "The reference in Markdown.";
        "openapi" => Self::OpenApi, "The OpenAPI document.";
        "schemas" => Self::Schemas, "JSON Schemas of what functions take and give.";
        "dbml" => Self::Dbml, "The tables in DBML.";
        "pgtap" => Self::Pgtap, "What the declarations say as a test of pgTAP.";
    }
}
