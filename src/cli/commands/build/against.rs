//! What changed for clients since a commit.

use crate::cli::document::{InterfaceChangeDocument, InterfaceDocument};
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::diagnostic::Diagnostic;
use crate::generate::{Change, Files, Output, Weight, changes, interfaces, wanted};
use crate::read::{Build, Version};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;

/// What changed, for people and for programs, and where the version is too low for it.
#[derive(Debug, Default)]
pub(in crate::cli::commands) struct Against {
    pub(in crate::cli::commands) human: String,
    pub(in crate::cli::commands) documents: Vec<InterfaceDocument>,
    pub(in crate::cli::commands) diagnostics: Vec<Diagnostic>,
}

/// Compares what is made with what a commit has of it.
pub(in crate::cli::commands) fn against(
    reference: &str,
    place: &Place,
    build: &Build,
    outputs: &BTreeSet<Output>,
    files: &Files,
) -> Result<Against, Failure> {
    is_commit(place, reference)?;
    let mut told = Against::default();
    for (output, path) in interfaces(build, outputs) {
        let Some(now) = files.texts.get(&path) else { continue };
        let Some(before) = at_commit(place, reference, &path)? else {
            let _ = writeln!(told.human, "{path}: not there at {reference}");
            told.documents.push(document(path, false, None, build.version, None, Vec::new()));
            continue;
        };
        let (changes, version) = changes(output, &before, now).map_err(|why| {
            Failure::usage(
                format!("`{path}` at {reference} cannot be read: {why}"),
                "name another commit",
            )
        })?;
        let weight = changes.iter().map(|it| it.weight).max().unwrap_or(Weight::Patch);
        let least = version.map(|version| wanted(version, weight));
        told.tell(&path, reference, &changes, version, build.version);
        if let Some(least) = least.filter(|least| build.version < *least) {
            told.diagnostics.push(too_low(&path, build.version, least, &changes));
        }
        told.documents.push(document(path, true, version, build.version, least, changes));
    }
    Ok(told)
}

impl Against {
    fn tell(
        &mut self,
        path: &str,
        reference: &str,
        changes: &[Change],
        from: Option<Version>,
        to: Version,
    ) {
        let versions = match from {
            Some(from) if from != to => format!(", {from} to {to}"),
            _ => String::new(),
        };
        if changes.is_empty() {
            let _ =
                writeln!(self.human, "{path}: the same for clients as at {reference}{versions}");
            return;
        }
        let _ = writeln!(self.human, "{path} since {reference}{versions}:");
        for change in changes {
            let _ = writeln!(self.human, "  {}: {}", word(change.weight), change.what);
        }
    }
}

fn too_low(path: &str, version: Version, least: Version, changes: &[Change]) -> Diagnostic {
    let first = changes.first().map_or("", |it| &it.what);
    let others = match changes.len() {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let message =
        format!("`{path}` has version {version}, and clients see changes: {first}{others}");
    Diagnostic::error("version", message).help(format!(
        "set `build: {{ version: {least} }}` in momni-db.yaml, or take the changes back"
    ))
}

fn document(
    path: String,
    was_there: bool,
    from: Option<Version>,
    to: Version,
    least: Option<Version>,
    changes: Vec<Change>,
) -> InterfaceDocument {
    let changes = changes
        .into_iter()
        .map(|it| InterfaceChangeDocument { weight: word(it.weight), what: it.what });
    InterfaceDocument {
        path,
        was_there,
        from_version: from.map(|it| it.to_string()),
        to_version: to.to_string(),
        wanted_version: least.map(|it| it.to_string()),
        changes: changes.collect(),
    }
}

fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Patch => "patch",
        Weight::Minor => "minor",
        Weight::Major => "major",
    }
}

fn git(place: &Place) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(&place.root);
    git
}

fn is_commit(place: &Place, reference: &str) -> Result<(), Failure> {
    let commit = format!("{reference}^{{commit}}");
    let asked =
        git(place).args(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).output();
    match asked {
        Ok(output) if output.status.success() => Ok(()),
        Ok(_) => Err(Failure::usage(
            format!("there is no commit `{reference}`"),
            "name a commit, a branch or a tag of the project's git repository; a shallow clone may have to fetch it first",
        )),
        Err(error) => Err(Failure::usage(
            format!("git cannot be run: {error}"),
            "`--against` reads a commit by git: install it",
        )),
    }
}

/// The text of a file at a commit; `None` where it was not there.
fn at_commit(place: &Place, reference: &str, path: &str) -> Result<Option<String>, Failure> {
    let failed = |error: std::io::Error| Failure::file("read", path, &error);
    let object = format!("{reference}:./{path}");
    let shown = git(place).args(["show", &object]).output().map_err(failed)?;
    // The commit is there: see `is_commit`.
    if !shown.status.success() {
        return Ok(None);
    }
    String::from_utf8(shown.stdout).map(Some).map_err(|_| {
        Failure::usage(format!("`{path}` at {reference} is no text"), "name another commit")
    })
}
