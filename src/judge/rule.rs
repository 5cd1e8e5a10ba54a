//! What a rule is, and what a project says about it.

use super::finding::{Finding, Fix, Part};
use super::{Allow, Subject, rules};
use crate::catalog::ObjectId;
use crate::diagnostic::{Level, Span};
use std::collections::BTreeMap;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// The declarations.
    Declared,
    /// What a server has built of them, too.
    Built,
    /// What plpgsql_check says of the bodies on a server that offers it, too.
    Examined,
}

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable: `captured-column`.
    pub id: &'static str,
    /// Of its findings, unless the project says otherwise.
    pub level: Level,
    /// What it looks at.
    pub needs: Needs,
    /// What it finds, in a sentence.
    pub about: &'static str,
    /// Why that matters, and where it is known from.
    pub why: &'static str,
    /// Whether `check --fix` mends what it finds.
    pub fixes: bool,
    pub(super) run: fn(&Subject<'_>) -> Vec<Found>,
}

/// The rule of this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

/// What a project says about the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The level of rules where it is not their own; `None` for those that are not asked.
    pub levels: BTreeMap<&'static str, Option<Level>>,
    /// What is allowed by the name of the object.
    pub allow: Vec<Allow>,
}

/// The level of a rule in a project; `None` where it is not asked.
pub fn level_of(rule: &Rule, settings: &Settings) -> Option<Level> {
    settings.levels.get(rule.id).copied().unwrap_or(Some(rule.level))
}

/// What a rule has found, before it is known how much it counts.
#[derive(Debug)]
pub(super) struct Found {
    /// The object that it is about.
    pub(super) on: ObjectId,
    part: Part,
    message: String,
    help: String,
    also: Vec<(ObjectId, String)>,
    fix: Option<Fix>,
}

impl Found {
    /// Something about an object: what is wrong without a final stop, and how to mend it.
    pub(super) fn on(id: &ObjectId, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            on: id.clone(),
            part: Part::default(),
            message: message.into(),
            help: help.into(),
            also: Vec::new(),
            fix: None,
        }
    }

    /// At one of the object's keys.
    pub(super) fn at(mut self, key: &'static str) -> Self {
        self.part.key = key;
        self
    }

    /// At a place in the text of that key.
    pub(super) fn around(mut self, excerpt: impl Into<String>) -> Self {
        self.part.excerpt = Some(excerpt.into());
        self
    }

    /// At a line of the function's body, from 1.
    pub(super) fn line(mut self, line: Option<usize>) -> Self {
        self.part.line = line;
        self
    }

    /// At a place of its own, of what is no object.
    pub(super) fn place(mut self, place: &Span) -> Self {
        self.part.place = Some(place.clone());
        self
    }

    /// Another object that matters, with what it is.
    pub(super) fn also(mut self, id: &ObjectId, what: impl Into<String>) -> Self {
        self.also.push((id.clone(), what.into()));
        self
    }

    /// With an edit that mends it.
    pub(super) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    pub(super) fn by(self, rule: &'static Rule, level: Level) -> Finding {
        let Self { on, part, message, help, also, fix } = self;
        Finding { rule: rule.id, level, on, part, message, help, also, fix }
    }
}
