//! What changes for clients between two builds, and which version that wants.
//!
//! The client crate and the OpenAPI document are compared as they are written, so that what was there before needs neither
//! its declarations nor a server: a commit has it.

use super::{Output, client, openapi};
use crate::read::{Build, Version};
use std::collections::BTreeSet;

/// How much a change asks of those who use what is made, by semver.org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing that can be seen in the interface.
    Patch,
    /// Something is there that was not before.
    Minor,
    /// What worked before may not compile, or fail.
    Major,
}

/// A change that clients see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Where.
    pub output: Output,
    /// How much it asks.
    pub weight: Weight,
    /// What it is, in words: `bookings::request_booking takes another argument, note`.
    pub what: String,
}

/// The files that hold the interface of what is made.
pub fn interfaces(build: &Build, wanted: &BTreeSet<Output>) -> Vec<(Output, String)> {
    let path = |output: &Output| match output {
        Output::Client => Some((*output, client::interface_file(build))),
        Output::OpenApi => Some((*output, build.openapi_file.clone())),
        Output::Docs | Output::Schemas | Output::Dbml | Output::Pgtap => None,
    };
    wanted.iter().filter_map(path).collect()
}

/// What changed, the weightiest first, and the version of what was there before, where it has one.
///
/// # Errors
/// What is there before is not what it should be.
pub fn changes(
    output: Output,
    before: &str,
    now: &str,
) -> Result<(Vec<Change>, Option<Version>), String> {
    let (mut changes, version) = match output {
        Output::Client => client::changes(before, now)?,
        Output::OpenApi => openapi::changes(before, now)?,
        Output::Docs | Output::Schemas | Output::Dbml | Output::Pgtap => (Vec::new(), None),
    };
    changes.sort_by(|one, other| other.weight.cmp(&one.weight).then_with(|| one.cmp(other)));
    Ok((changes, version))
}

/// The least version after one, where something of this weight changed: before 1.0.0 a minor version may break.
pub fn wanted(before: Version, weight: Weight) -> Version {
    let Version { major, minor, patch } = before;
    match (weight, major) {
        (Weight::Patch, _) => before,
        (Weight::Major, 1..) => Version { major: major + 1, minor: 0, patch: 0 },
        (Weight::Major, 0) | (Weight::Minor, 1..) => Version { major, minor: minor + 1, patch: 0 },
        (Weight::Minor, 0) => Version { major, minor, patch: patch + 1 },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_version_follows_the_weight() {
        let of = |before: &str, weight| wanted(before.parse().unwrap(), weight).to_string();
        assert_eq!(of("1.2.3", Weight::Major), "2.0.0");
        assert_eq!(of("1.2.3", Weight::Minor), "1.3.0");
        assert_eq!(of("1.2.3", Weight::Patch), "1.2.3");
        assert_eq!(of("0.2.3", Weight::Major), "0.3.0");
        assert_eq!(of("0.2.3", Weight::Minor), "0.2.4");
    }
}
