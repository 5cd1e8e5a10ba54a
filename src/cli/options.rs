//! What the command line means, once environment, `.env` and the project's place are known.

use super::args::{Database, Global, Scratch};
use super::environment::environment;
use super::exit::Failure;
use crate::connect::{Target, names_a_server};
use crate::pipeline::Options;
use crate::read::{self, Project};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file whose folder is the project.
pub(super) use crate::read::FILE as PROJECT_FILE;

/// A project that was found, and the variables that count in it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The project's folder.
    pub(super) root: PathBuf,
    /// `PG*`, `DATABASE_URL` and their like.
    pub(super) variables: BTreeMap<String, String>,
}

impl Place {
    /// The project that `-C` names, or the nearest one upward.
    pub(super) fn find(global: &Global) -> Result<Self, Failure> {
        let root = match &global.directory {
            Some(directory) if directory.join(PROJECT_FILE).is_file() => directory.clone(),
            Some(directory) => {
                return Err(Failure::usage(
                    format!("there is no {PROJECT_FILE} in `{}`", directory.display()),
                    "`momni-db init DIR` writes a small project",
                ));
            }
            None => upward()?,
        };
        let variables = environment(Some(&root))?;
        Ok(Self { root, variables })
    }

    /// A project that is yet to be written, or written anew.
    pub(super) fn made(out: &Path, global: &Global) -> Result<Self, Failure> {
        let root = match &global.directory {
            Some(base) => base.join(out),
            None => out.to_owned(),
        };
        let variables = environment(Some(&root))?;
        Ok(Self { root, variables })
    }

    /// The folder of migrations.
    pub(super) fn migrations(&self) -> PathBuf {
        self.root.join(crate::apply::FOLDER)
    }

    /// The database that is named; `None` when none is, and a server of our own is meant.
    pub(super) fn target(&self, database: &Database) -> Result<Option<Target>, Failure> {
        let url = self.url(database.database_url.as_deref(), "DATABASE_URL");
        if !names_a_server(url, &self.variables) {
            return Ok(None);
        }
        Ok(Some(Target::resolve(url, &self.variables)?))
    }

    /// How declared states are built.
    pub(super) fn scratch(&self, scratch: &Scratch, project: &Project) -> Result<Options, Failure> {
        let url = self.url(scratch.scratch_url.as_deref(), "MOMNI_SCRATCH_URL");
        let lent = url.map(|url| Target::resolve(Some(url), &self.variables)).transpose()?;
        Ok(Options { major: None, prefer: Some(project.config.postgres), lent })
    }

    /// What is given, else what `.env` has; empty is as good as nothing.
    fn url<'a>(&'a self, given: Option<&'a str>, variable: &str) -> Option<&'a str> {
        let some = |text: &&str| !text.trim().is_empty();
        given.filter(some).or_else(|| self.variables.get(variable).map(String::as_str).filter(some))
    }
}

fn upward() -> Result<PathBuf, Failure> {
    let here = std::env::current_dir().map_err(|error| {
        Failure::usage(format!("the current folder is gone: {error}"), "go to another one")
    })?;
    read::find_root(&here).ok_or_else(|| {
        Failure::usage(
            format!("there is no {PROJECT_FILE} here or in any folder above"),
            "go to the project's folder, name it with `-C DIR`, or write a small one with `momni-db init DIR`",
        )
    })
}
