//! A small database that nobody declared, and a folder for what is made of it.

use crate::support::{Ran, database, execute, program, query, ran, server};
use momni_db::connect::Target;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) const SCRIPT: &str = "\
    CREATE TYPE state AS ENUM ('new', 'done');
    CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state state NOT NULL DEFAULT 'new');
    CREATE TABLE lines (order_id bigint REFERENCES orders, no int, PRIMARY KEY (order_id, no));
    CREATE FUNCTION long() RETURNS void LANGUAGE plpgsql AS E'begin\\n\\n\\n\\n\\n\\n\\nend';";

pub(crate) struct Shop {
    folder: TempDir,
    pub(crate) target: Target,
}

impl Shop {
    pub(crate) fn new(major: u32, name: &str) -> Self {
        let target = database(server(major, &[]), name);
        execute(&target, SCRIPT);
        Self { folder: tempfile::tempdir().unwrap(), target }
    }

    /// With its project, as `import --out shop` writes it.
    pub(crate) fn imported(self) -> Self {
        let imported = self.outside(&["import", "--out", "shop"]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        self
    }

    /// With its first migration.
    pub(crate) fn generated(self) -> Self {
        let generated = self.run(&["generate"]);
        assert_eq!(generated.code, Some(0), "{generated:?}");
        self
    }

    /// With what its migrations say recorded.
    pub(crate) fn adopted(self) -> Self {
        let adopted = self.run(&["baseline"]);
        assert_eq!(adopted.code, Some(0), "{adopted:?}");
        self
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("shop")
    }

    pub(crate) fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = program(folder);
        command.args(arguments).env("DATABASE_URL", self.target.to_string());
        command
    }

    /// Runs the program beside the project.
    pub(crate) fn outside(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(self.folder.path(), arguments))
    }

    /// Runs the program in the project.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(&self.root(), arguments))
    }

    pub(crate) fn history(&self) -> String {
        let there = "select to_regclass('momni_db.refinery_schema_history') is not null";
        if query(&self.target, there) != [[Some("t".to_owned())]] {
            return "none".to_owned();
        }
        let versions = "select coalesce(string_agg(version || ' ' || name, ', ' order by version), '') \
                        from momni_db.refinery_schema_history";
        query(&self.target, versions)[0][0].clone().unwrap()
    }

    /// Every file of the project and what it holds.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        files(&self.root())
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.root().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Every file below a folder and what it holds.
pub(crate) fn files(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
    found
}
