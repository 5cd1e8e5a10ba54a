//! What a rule has found.

use crate::catalog::ObjectId;
use crate::diagnostic::{Level, Span};

/// What a rule has found, by object and key: where these stand in the YAML is looked up afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it counts in this project.
    pub level: Level,
    /// The object that it is about.
    pub on: ObjectId,
    /// The part of the object.
    pub part: Part,
    /// What is wrong, without a final stop.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Other objects that matter, with what they are.
    pub also: Vec<(ObjectId, String)>,
    /// An edit of the YAML that mends it.
    pub fix: Option<Fix>,
}

/// A part of a declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// A key of the object: `using`, `body`; empty for the object itself.
    pub key: &'static str,
    /// Words of the text under that key, as they stand there.
    pub excerpt: Option<String>,
    /// A line of the function's body, from 1.
    pub line: Option<usize>,
    /// Where it stands, of what is no object: a job.
    pub place: Option<Span>,
}

/// An edit of the YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// A key of the object itself: `security_invoker`, `true`.
    Key(&'static str, String),
    /// An entry of a section of an object: table, `indexes`, name, value in flow style.
    Entry {
        /// The object whose section it is.
        of: ObjectId,
        /// The section's key.
        section: &'static str,
        /// The entry's name.
        name: String,
        /// The entry's value, on one line.
        value: String,
    },
}
