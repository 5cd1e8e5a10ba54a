//! Projects that were read before, by the content of their files.
//!
//! Most runs find the files as the run before left them. Then the outline is enough to tell that nothing is to be done:
//! the objects are read when something has to be built, or a finding needs its place. A project with a fault is read
//! each time.

use super::cache::{self, Key};
use super::state::digest;
use crate::parallel::each_in_parallel;
use crate::read::{self, Faults, Files, Outline, Project};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What is kept of a project.
#[derive(Serialize, Deserialize)]
struct Known {
    outline: Outline,
    warnings: usize,
    /// The files that its functions name as their bodies, and a digest of each. Which they are, the other files tell.
    bodies: BTreeMap<Arc<str>, String>,
}

/// The project in a folder, and how many warnings there are about it. What is known of it by `cache`, a folder, is not
/// read again.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn project(root: &Path, cache: Option<&Path>) -> Result<(Project, usize), Box<Faults>> {
    let files = read::load(root)?;
    let Some(cache) = cache.filter(|_| files.are_whole()) else {
        return files.read().map(counted);
    };
    let key = key(&files);
    if let Some(Known { outline, warnings, bodies }) = cache::load(cache, &key)
        && are_as_known(&files, bodies)
    {
        return Ok((files.known(outline), warnings));
    }
    let (mut project, warnings) = files.read().map(counted)?;
    project.declared.outline.digest = digest(&project.declared);
    let outline = project.declared.outline.clone();
    let bodies = bodies(&files, &project);
    cache::store(cache, &key, &Known { outline, warnings, bodies });
    Ok((project, warnings))
}

fn counted<T>((project, warnings): (Project, Vec<T>)) -> (Project, usize) {
    (project, warnings.len())
}

fn key(files: &Files) -> String {
    let with = |key: Key, (file, text): (&Arc<str>, &Arc<str>)| {
        key.part(file.as_bytes()).part(text.as_bytes())
    };
    files.sources().iter().fold(Key::new("project", ""), with).name()
}

/// The bodies that were loaded beside the files.
fn bodies(files: &Files, project: &Project) -> BTreeMap<Arc<str>, String> {
    let texts = project.declared.sources().into_iter();
    let bodies = texts.filter(|(file, _)| !files.sources().contains_key(file));
    bodies.map(|(file, text)| (file, digest_of(&text))).collect()
}

fn digest_of(text: &str) -> String {
    Key::default().part(text.as_bytes()).name()
}

fn are_as_known(files: &Files, bodies: BTreeMap<Arc<str>, String>) -> bool {
    let bodies: Vec<_> = bodies.into_iter().collect();
    let same = each_in_parallel(&bodies, |(file, known)| {
        files.body(file).is_some_and(|text| digest_of(&text) == *known)
    });
    same.into_iter().all(|same| same)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;

    const TABLE: &str = "\
tables:
  t:
    row_security: off
    columns: { id: bigint }
";

    const FUNCTION: &str = "\
functions:
  f(): { returns: integer, language: sql, body_file: f.sql }
";

    struct Tried(tempfile::TempDir);

    impl Tried {
        fn new() -> Self {
            let tried = Self(tempfile::tempdir().unwrap());
            fs::create_dir(tried.0.path().join("schema")).unwrap();
            tried.write("momni-db.yaml", "name: tried\n");
            tried.write("schema/t.yaml", TABLE);
            tried.write("schema/f.yaml", FUNCTION);
            tried.write("schema/f.sql", "SELECT 1");
            tried
        }

        fn write(&self, file: &str, text: &str) {
            fs::write(self.0.path().join(file), text).unwrap();
        }

        fn project(&self) -> Result<(Project, usize), Box<Faults>> {
            project(self.0.path(), Some(&self.0.path().join("cache")))
        }

        /// Whether the files were parsed.
        fn is_read(&self) -> bool {
            !self.project().unwrap().0.declared.sources().is_empty()
        }
    }

    #[test]
    fn what_is_known_is_not_read_again_until_a_file_changes() {
        let tried = Tried::new();
        assert!(tried.is_read());
        assert!(!tried.is_read());
        tried.write("schema/f.sql", "SELECT 2");
        assert!(tried.is_read());
        assert!(!tried.is_read());
        tried.write("schema/t.yaml", &TABLE.replace("bigint", "integer"));
        assert!(tried.is_read());
        tried.write("schema/more.yaml", "enums: { mood: [sad, happy] }\n");
        assert!(tried.is_read());
        assert!(!tried.is_read());
        fs::remove_file(tried.0.path().join("schema/more.yaml")).unwrap();
        // As it was before.
        assert!(!tried.is_read());
    }

    #[test]
    fn what_is_known_says_the_same() {
        let tried = Tried::new();
        let (read, warnings) = tried.project().unwrap();
        let (known, again) = tried.project().unwrap();
        assert_eq!(warnings, again);
        assert_eq!(known.declared.outline, read.declared.outline);
        assert_eq!(known.declared.objects().unwrap(), read.declared.objects().unwrap());
        assert!(!known.declared.sources().is_empty());
    }

    #[test]
    fn faults_are_told_each_time_and_also_when_they_come_afterwards() {
        let tried = Tried::new();
        let (known, _) = tried.project().and_then(|_| tried.project()).unwrap();
        fs::remove_file(tried.0.path().join("schema/f.sql")).unwrap();
        for _ in 0..2 {
            assert_eq!(tried.project().unwrap_err().diagnostics[0].rule, "missing-file");
        }
        assert_eq!(known.declared.objects().unwrap_err().diagnostics[0].rule, "missing-file");
        assert_eq!(known.declared.sources().len(), 3);
    }
}
