//! What is wrong, where, why, and how to mend it.

mod github;
mod human;
mod json;
mod nearest;
mod place;
mod render;
mod sarif;

pub use nearest::nearest;
pub use place::{Place, Places, place};
pub use render::{About, Format, describe, render};

use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// The file, relative to the project's folder, with `/` between its parts.
    pub file: Arc<str>,
    /// Where it starts, in bytes.
    pub start: usize,
    /// Where it ends, in bytes; never before `start`.
    pub end: usize,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing goes on.
    Error,
    /// Worth a look.
    Warning,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// Which rule speaks: `unknown-key`, `duplicate-name`. Stable.
    pub rule: &'static str,
    /// What is wrong, in a sentence without a final stop.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// Other places that matter, with what they are: `first declared here`.
    pub related: Vec<(Span, String)>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error of a rule.
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            rule,
            message: message.into(),
            span: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// A warning of a rule.
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(rule, message) }
    }

    /// At this place.
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// With another place that matters.
    pub fn also(mut self, span: Span, what: impl Into<String>) -> Self {
        self.related.push((span, what.into()));
        self
    }

    /// With the way to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The text of every file that was read, for snippets.
pub type Sources = BTreeMap<Arc<str>, Arc<str>>;
