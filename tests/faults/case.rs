//! The kinds of migration: a folder of `tests/cases/faults` for each.
//!
//! `1.sql` is what the database is before, with its rows. `2.sql` and what follows are the migrations that faults meet.
//! `hold.sql`, where there is one, is a transaction of somebody else for which they have to wait.
//!
//! Where there is `1.yaml`, the database before is what it declares with the rows of `rows.sql`, and `2.yaml` declares what
//! follows: the migrations are those that `generate` writes. In a folder `undo_…` these are applied, and what faults meet
//! is the undo of all of them.

use super::fault::admin;
use super::state::State;
use super::tap::Tap;
use crate::support::cluster::Cluster;
use crate::support::project::{Project, ended};
use crate::support::{Ran, execute, ran, run, session};
use momni_db::connect::Target;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

/// One kind on one server: its database before, which is copied for each fault, and an end that nothing has disturbed.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) hold: Option<String>,
    project: Project,
    /// The command that faults meet, and that is run once more after them.
    command: &'static [&'static str],
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
        let target = database(cluster, "before");
        fresh(cluster, "before", "template0");
        let project = match std::fs::read_to_string(folder.join("1.yaml")) {
            Ok(first) => generated(&folder, target, &first),
            Err(_) => written(&folder, target),
        };
        let command = match name.starts_with("undo_") {
            true => UNDO,
            false => MIGRATE,
        };
        if command == UNDO {
            project.migrate();
        }
        let mut case = Self {
            name: name.to_owned(),
            hold: std::fs::read_to_string(folder.join("hold.sql")).ok(),
            end: State::of(&project.target),
            project,
            command,
            answers: Vec::new(),
            changes: Vec::new(),
        };
        // The state that the migrations lead to is built here, and found by all that come.
        let target = case.copy(cluster);
        for ran in case.last(&target) {
            assert_eq!(ran.code, Some(0), "{name}: {ran:?}");
        }
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
        let mut command = self.project.command_to(target, self.command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Runs the program to its end, and has the database compared with what the migrations lead to. Only `migrate` does so
    /// where there is nothing left to do.
    pub(crate) fn last(&self, target: &Target) -> Vec<Ran> {
        let compared: &[&[&str]] = match self.command == UNDO {
            true => &[UNDO, BEFORE],
            false => &[MIGRATE],
        };
        compared.iter().map(|it| ran(&mut self.project.command_to(target, it))).collect()
    }
}

const MIGRATE: &[&str] = &["migrate"];
/// The database before has the first migration, and rows.
const BEFORE: &[&str] = &["migrate", "--target", "1"];
/// Run again when all is undone, it undoes nothing more.
const UNDO: &[&str] = &["undo", "--to", "1", "--allow", "data_loss"];

/// A project of migrations that somebody has written, of which the database has the first.
fn written(folder: &Path, target: Target) -> Project {
    let files = (1..).map(|n| std::fs::read_to_string(folder.join(format!("{n}.sql"))));
    let files: Vec<String> = files.map_while(Result::ok).collect();
    assert!(files.len() > 1, "{} has no migrations", folder.display());
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let project = Project::with_target(target, &files);
    done(&project, BEFORE);
    project
}

/// A project of two migrations and more that `generate` has written, of which the database has the first, and rows.
fn generated(folder: &Path, target: Target, first: &str) -> Project {
    let project = Project::with_target(target, &[]);
    let declare = |yaml: &str| {
        std::fs::write(project.folder.path().join("schema/ahead.yaml"), yaml).unwrap();
        done(&project, &["generate"]);
    };
    declare(first);
    done(&project, BEFORE);
    execute(&project.target, &std::fs::read_to_string(folder.join("rows.sql")).unwrap());
    declare(&std::fs::read_to_string(folder.join("2.yaml")).unwrap());
    project
}

fn done(project: &Project, arguments: &[&str]) {
    let ran = project.run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
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
            format!("create database {name} template {template} strategy file_copy"),
        ] {
            session.batch(&sql).await.unwrap_or_else(|error| panic!("{error}"));
        }
    });
}
