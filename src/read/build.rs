//! What `build` makes, and where it puts it.

use super::decode::{At, Text};
use super::grammar::{BuildConfig, OpenApiConfig};
use crate::catalog::Name;
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

/// What can be made of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Output {
    /// The Rust client crate.
    Client,
    /// The reference in Markdown.
    Docs,
    /// The OpenAPI document.
    OpenApi,
    /// JSON Schemas of what functions take and give.
    Schemas,
    /// The tables in DBML.
    Dbml,
    /// What the declarations say as a test of pgTAP.
    Pgtap,
}

impl Output {
    /// What is made where the project file says nothing.
    pub const USUAL: [Self; 3] = [Self::Client, Self::Docs, Self::OpenApi];
}

/// A version as semver.org has it, without a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "semver.org's own words")]
pub struct Version {
    pub major: u64,
    pub minor: u64,
    pub patch: u64,
}

impl std::str::FromStr for Version {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |text: &str| match text {
            "0" => Ok(0),
            text if text.starts_with(['0', '+']) => Err(()),
            text => text.parse().map_err(|_| ()),
        };
        let mut parts = text.split('.').map(number);
        let mut next = || parts.next().unwrap_or(Err(()));
        let version = Self { major: next()?, minor: next()?, patch: next()? };
        if parts.next().is_some() { Err(()) } else { Ok(version) }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// What is made, and where. Every path is relative to the project, within it, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// What is made.
    pub outputs: BTreeSet<Output>,
    /// The version of what clients see.
    pub version: Version,
    /// The schemas whose functions clients call; empty: all with functions that a role of clients may execute.
    pub api: BTreeSet<Name>,
    /// The folder of the client crate.
    pub client_folder: String,
    /// The name of the client crate.
    pub client_name: String,
    /// The folder of the reference.
    pub docs_folder: String,
    /// How much of the schema comments must explain, in hundredths.
    pub comments: Option<u32>,
    /// The project's words and what they mean, for the reference.
    pub glossary: BTreeMap<String, String>,
    /// The file of the OpenAPI document.
    pub openapi_file: String,
    /// What the OpenAPI document says of itself.
    pub openapi: OpenApi,
    /// The folder of the JSON Schemas.
    pub schemas_folder: String,
    /// The file of the DBML.
    pub dbml_file: String,
    /// The file of the pgTAP test.
    pub pgtap_file: String,
}

/// What an OpenAPI document says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenApi {
    /// The title.
    pub title: String,
    /// What the interface is for.
    pub description: Option<String>,
    /// Where it is served: URLs.
    pub servers: Vec<String>,
    /// The role of a request without a token.
    pub anonymous: Option<Name>,
    /// What names of arguments begin with and requests leave out.
    pub argument_prefix: String,
}

impl Build {
    /// What is made where the project file says nothing.
    pub fn new(project: &str) -> Self {
        Self {
            outputs: Output::USUAL.into(),
            version: Version { major: 0, minor: 1, patch: 0 },
            api: BTreeSet::new(),
            client_folder: "client".to_owned(),
            client_name: format!("{project}-client"),
            docs_folder: "docs/reference".to_owned(),
            comments: None,
            glossary: BTreeMap::new(),
            openapi_file: "docs/openapi.json".to_owned(),
            openapi: OpenApi {
                title: project.to_owned(),
                description: None,
                servers: vec!["/".to_owned()],
                anonymous: None,
                argument_prefix: String::new(),
            },
            schemas_folder: "docs/schemas".to_owned(),
            dbml_file: "docs/schema.dbml".to_owned(),
            pgtap_file: "docs/schema.pgtap.sql".to_owned(),
        }
    }

    pub(super) fn of(
        stated: Option<&BuildConfig>,
        project: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut build = Self::new(project);
        let Some(stated) = stated else { return build };
        let mut set = |place: &mut String, text: Option<&Text>| {
            let Some(text) = text else { return };
            faults.extend(outside(text));
            *place = text.trim_end_matches('/').to_owned();
        };
        set(&mut build.client_folder, stated.client.as_ref().and_then(|it| it.folder.as_ref()));
        set(&mut build.docs_folder, stated.docs.as_ref().and_then(|it| it.folder.as_ref()));
        set(&mut build.openapi_file, stated.openapi.as_ref().and_then(|it| it.file.as_ref()));
        set(&mut build.schemas_folder, stated.schemas.as_ref().and_then(|it| it.folder.as_ref()));
        set(&mut build.dbml_file, stated.dbml.as_ref().and_then(|it| it.file.as_ref()));
        set(&mut build.pgtap_file, stated.pgtap.as_ref().and_then(|it| it.file.as_ref()));
        if let Some(openapi) = &stated.openapi {
            build.openapi.set(openapi);
        }
        let more = [
            (Output::Schemas, stated.schemas.is_some()),
            (Output::Dbml, stated.dbml.is_some()),
            (Output::Pgtap, stated.pgtap.is_some()),
        ];
        build.outputs.extend(more.into_iter().filter(|(_, is)| *is).map(|(output, _)| output));
        if let Some(name) = stated.client.as_ref().and_then(|it| it.name.as_ref()) {
            build.client_name = name.to_string();
        }
        if let Some(docs) = &stated.docs {
            build.comments = docs.comments.as_ref().map(|it| it.value);
            faults.extend(docs.comments.as_ref().filter(|it| it.value > 100).map(too_much));
            let glossary = docs.glossary.iter();
            build.glossary =
                glossary.map(|(term, it)| (term.to_string(), it.to_string())).collect();
        }
        if stated.outputs.span.is_some() {
            build.outputs = stated.outputs.iter().copied().collect();
        }
        if let Some(text) = &stated.version {
            match text.parse() {
                Ok(version) => build.version = version,
                Err(()) => faults.push(
                    Diagnostic::error("bad-version", format!("`{text}` is no version"))
                        .at(text.span.clone())
                        .help("write three numbers: `1.4.0`"),
                ),
            }
        }
        build.api = stated.api.iter().map(|it| Name::from(&**it)).collect();
        build
    }
}

fn too_much(comments: &At<u32>) -> Diagnostic {
    Diagnostic::error("bad-value", "more than all is wanted")
        .at(comments.span.clone())
        .help("`comments` is a number of hundredths: 100 wants a comment for everything")
}

impl OpenApi {
    /// The name of an argument in a request.
    pub fn name_of<'a>(&self, argument: &'a str) -> &'a str {
        match argument.strip_prefix(self.argument_prefix.as_str()) {
            Some(rest) if !rest.is_empty() => rest,
            _ => argument,
        }
    }

    fn set(&mut self, stated: &OpenApiConfig) {
        let text = |text: &Text| text.to_string();
        if let Some(title) = &stated.title {
            self.title = title.to_string();
        }
        self.description = stated.description.as_ref().map(text);
        if stated.servers.span.is_some() {
            self.servers = stated.servers.iter().map(text).collect();
        }
        self.argument_prefix = stated.argument_prefix.as_ref().map(text).unwrap_or_default();
        self.anonymous = stated.anonymous.as_ref().map(|it| Name::from(&**it));
    }
}

fn outside(text: &Text) -> Option<Diagnostic> {
    let inside = !text.is_empty()
        && Path::new(&**text).components().all(|part| matches!(part, Component::Normal(_)));
    (!inside).then(|| {
        Diagnostic::error("outside", format!("`{text}` does not lie within the project"))
            .at(text.span.clone())
            .help("name a place within the project, relative to it: `docs/reference`")
    })
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn a_version_is_three_numbers() {
        for good in ["0.1.0", "10.0.27"] {
            assert_eq!(good.parse::<Version>().map(|it| it.to_string()).as_deref(), Ok(good));
        }
        for bad in ["", "1", "1.2", "1.2.3.4", "1.2.x", "01.2.3", "1.+2.3", "1.2.3-rc1", "1..3"] {
            assert_eq!(bad.parse::<Version>(), Err(()), "{bad}");
        }
    }
}
