//! A small project, as `init` writes it, with a home of its own for servers.

use crate::support::{Ran, database, program, ran, server};
use momni_db::connect::Target;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) struct Small {
    folder: TempDir,
    pub(crate) target: Option<Target>,
}

impl Small {
    /// The project; with no database, it has its own server.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let small = Self { folder, target: None };
        let made = ran(program(small.folder.path()).args(["init", "small"]));
        assert_eq!(made.code, Some(0), "{made:?}");
        small
    }

    /// The project with an empty database.
    pub(crate) fn with_database(major: u32, name: &str) -> Self {
        let target = database(server(major, &[]), name);
        let mut small = Self::new();
        small.target = Some(target);
        small
    }

    /// With the first migration written.
    pub(crate) fn generated(self) -> Self {
        let generated = self.run(&["generate"]);
        assert_eq!(generated.code, Some(0), "{generated:?}");
        self
    }

    /// With the first migration applied.
    pub(crate) fn migrated(self) -> Self {
        let small = self.generated();
        let migrated = small.run(&["migrate"]);
        assert_eq!(migrated.code, Some(0), "{migrated:?}");
        small
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("small")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(&self.root());
        command.args(arguments).env("MOMNI_DATA_DIR", self.folder.path().join("data"));
        if let Some(target) = &self.target {
            command.env("DATABASE_URL", target.to_string());
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(arguments))
    }

    pub(crate) fn database(&self) -> &Target {
        self.target.as_ref().expect("this project has a database")
    }

    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        edit(&self.root().join(file), from, to);
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        if self.target.is_none() {
            self.run(&["dev", "--stop"]);
        }
    }
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} is not in {}", path.display());
    std::fs::write(path, text.replace(from, to)).unwrap();
}
