//! The templates of pages: those that are built in, and a project's own in their place.

use super::markdown::cell;
use crate::diagnostic::Diagnostic;
use crate::generate::TEMPLATE;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a project puts its own, below `templates/`.
const FOLDER: &str = "docs";

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../templates/docs/", $name)))),*]
    };
}

/// Every template by its name, as it is built in. Others that a project has are for its own to include.
const BUILT_IN: &[(&str, &str)] = built_in![
    "README.md",
    "access.md",
    "area.md",
    "arguments.md",
    "columns.md",
    "coverage.md",
    "demands.md",
    "endpoints.md",
    "explore.html",
    "function.md",
    "glossary.md",
    "jobs.md",
    "migrations.md",
    "names.md",
    "others.md",
    "policies.md",
    "rights.md",
    "role.md",
    "table.md",
    "triggers.md",
    "type.md",
    "view.md",
];

/// Texts that pages take in as they are: no sign in them means anything to Tera.
const PLAIN: &[(&str, &str)] = built_in!["explore.css", "explore.js"];

/// The templates of a project.
pub(super) struct Templates {
    tera: tera::Tera,
    plain: BTreeMap<String, String>,
    faults: Vec<Diagnostic>,
}

impl Templates {
    /// Those that are built in, with a project's own in their place.
    pub(super) fn new(own: &BTreeMap<String, String>) -> Self {
        let mut tera = tera::Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        tera.register_filter("cell", |text: &str, _: tera::Kwargs, _: &tera::State<'_>| cell(text));
        let mut faults = Vec::new();
        let prefix = format!("{FOLDER}/");
        let own = own
            .iter()
            .filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?, text.as_str())));
        let mut texts: BTreeMap<&str, &str> = BUILT_IN.iter().copied().collect();
        let stated: BTreeMap<&str, &str> = own.collect();
        let mut plain: BTreeMap<String, String> = BTreeMap::new();
        for (name, text) in PLAIN {
            let text = stated.get(name).copied().unwrap_or(text);
            plain.insert((*name).to_owned(), text.trim_end().to_owned());
        }
        let templates = stated.iter().filter(|(name, _)| !plain.contains_key(**name));
        texts.extend(templates.map(|(name, text)| (*name, *text)));
        // Each is tried by itself, so that a fault is told of the file that it is in.
        if let Err(error) = tera.add_raw_templates(texts.iter().map(|(name, text)| (*name, *text)))
        {
            faults.push(fault(&error));
            let _ = tera.add_raw_templates(BUILT_IN.iter().copied());
        }
        Self { tera, plain, faults }
    }

    /// A text that is no template.
    pub(super) fn text(&self, name: &str) -> String {
        self.plain.get(name).cloned().unwrap_or_default()
    }

    /// A page. What is wrong with the template is kept for the end, and the page is empty.
    pub(super) fn page(&mut self, name: &str, view: &impl Serialize) -> String {
        if !self.faults.is_empty() {
            return String::new();
        }
        let rendered =
            tera::Context::from_serialize(view).and_then(|it| self.tera.render(name, &it));
        match rendered {
            Ok(text) if name.ends_with(".md") => tidy(&text),
            Ok(text) => text,
            Err(error) => {
                // One template makes many pages, and each would say the same.
                self.faults.push(fault(&error));
                String::new()
            }
        }
    }

    /// What is wrong with the project's own.
    pub(super) fn faults(self) -> Vec<Diagnostic> {
        self.faults
    }
}

fn fault(error: &tera::Error) -> Diagnostic {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    Diagnostic::error(TEMPLATE, format!("a template of the reference does not render: {}", text.trim()))
        .help("docs/docs.md says what each template is given; without a file of its name in `templates/docs/` the built-in one counts")
}

/// No blanks at the ends of lines, no two empty lines outside of code, one line break at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut empty, mut fence): (bool, Option<String>) = (true, None);
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|it| *it == '`').collect();
        match &fence {
            Some(open) if line.trim_end() == open => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            _ => {}
        }
        let line = if fence.is_some() { line } else { line.trim_end() };
        if line.is_empty() && empty && fence.is_none() {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
