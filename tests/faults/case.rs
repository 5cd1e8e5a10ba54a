//! The kinds of migration: a folder of `tests/cases/faults` for each.
//!
//! `1.sql` is what the database is before, with its rows. `2.sql` and what follows are the migrations that faults meet.
//! `hold.sql`, where there is one, is a transaction of somebody else for which they have to wait.

use super::fault::admin;
use super::state::State;
use super::tap::Tap;
use crate::support::cluster::Cluster;
use crate::support::project::{Project, ended};
use crate::support::{Ran, ran, run, session};
use momni_db::connect::Target;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

/// One kind on one server: its database before, which is copied for each fault, and an end that nothing has disturbed.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) hold: Option<String>,
    project: Project,
    /// How long each answer took in the undisturbed run.
    pub(crate) answers: Vec<Duration>,
    /// The answers to statements that change something. What comes before them is the same for every kind.
    pub(crate) changes: Vec<usize>,
    pub(crate) end: State,
}

/// The names of all, sorted.
pub(crate) fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/faults"))
}

impl Case {
    /// Builds the database before, and runs the migrations once without any fault.
    pub(crate) fn new(name: &str, cluster: &Cluster) -> Self {
        let folder = folder().join(name);
        let files = (1..).map(|n| std::fs::read_to_string(folder.join(format!("{n}.sql"))));
        let files: Vec<String> = files.map_while(Result::ok).collect();
        assert!(files.len() > 1, "{name} has no migrations");
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let target = database(cluster, "before");
        fresh(cluster, "before", "template0");
        let project = Project::with_target(target, &files);
        let before = project.run(&["migrate", "--target", "1"]);
        assert_eq!(before.code, Some(0), "{name}: {before:?}");
        let mut case = Self {
            name: name.to_owned(),
            hold: std::fs::read_to_string(folder.join("hold.sql")).ok(),
            end: State::of(&project.target),
            project,
            answers: Vec::new(),
            changes: Vec::new(),
        };
        // The state that the migrations lead to is built here, and found by all that come.
        let target = case.copy(cluster);
        let first = case.migrate(&target);
        assert_eq!(first.code, Some(0), "{name}: {first:?}");
        let target = case.copy(cluster);
        let tap = Tap::new(&target, None);
        let second = ended(case.spawn(tap.target()));
        assert_eq!(second.code, Some(0), "{name}: {second:?}");
        let end = State::of(&target);
        assert!(end.is_whole(), "{name}: {end:#?}");
        assert!(!case.end.differences(&end).is_empty(), "{name}: the migrations do nothing");
        (case.answers, case.changes, case.end) = (tap.answers(), tap.changes(), end);
        case
    }

    /// A new copy of the database before.
    pub(crate) fn copy(&self, cluster: &Cluster) -> Target {
        fresh(cluster, "trial", "before");
        database(cluster, "trial")
    }

    /// Starts the program.
    pub(crate) fn spawn(&self, target: &Target) -> Child {
        let mut command = self.project.command_to(target, &["migrate"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Runs the program to its end.
    pub(crate) fn migrate(&self, target: &Target) -> Ran {
        ran(&mut self.project.command_to(target, &["migrate"]))
    }
}

fn database(cluster: &Cluster, name: &str) -> Target {
    Target::socket(&cluster.socket(), cluster.port, "admin", name).unwrap()
}

/// Makes a database anew.
fn fresh(cluster: &Cluster, name: &str, template: &str) {
    run(async {
        let session = session(&admin(cluster)).await;
        for sql in [
            format!("drop database if exists {name} with (force)"),
            format!("create database {name} template {template}"),
        ] {
            session.batch(&sql).await.unwrap_or_else(|error| panic!("{error}"));
        }
    });
}
