//! What `build` makes, and where it puts it.

use super::decode::{At, Text};
use super::grammar::BuildConfig;
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
}

impl Output {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Client, Self::Docs, Self::OpenApi];
}

/// What is made, and where. Every path is relative to the project, within it, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// What is made.
    pub outputs: BTreeSet<Output>,
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
}

impl Build {
    /// What is made where the project file says nothing.
    pub fn new(project: &str) -> Self {
        Self {
            outputs: Output::ALL.into(),
            api: BTreeSet::new(),
            client_folder: "client".to_owned(),
            client_name: format!("{project}-client"),
            docs_folder: "docs/reference".to_owned(),
            comments: None,
            glossary: BTreeMap::new(),
            openapi_file: "docs/openapi.json".to_owned(),
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
        build.api = stated.api.iter().map(|it| Name::from(&**it)).collect();
        build
    }
}

fn too_much(comments: &At<u32>) -> Diagnostic {
    Diagnostic::error("bad-value", "more than all is wanted")
        .at(comments.span.clone())
        .help("`comments` is a number of hundredths: 100 wants a comment for everything")
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
