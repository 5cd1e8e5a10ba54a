//! From declarations to proven migrations, step by step.
//!
//! A case is a folder `tests/cases/generate/<case>/` with `1/`, `2/` …: the project as it is declared at each step.
//! After each step the migration is a snapshot, and so is its undo, which `generate` has proven, generating again finds nothing to do, and the same input gives the
//! same bytes. A case whose project says `postgres:` is for that version and later. A step whose folder ends with `_refused` is one that is not generated; what is said is in the snapshot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use momni_db::apply::undo_file;
use momni_db::diagnostic::{self, Diagnostic};
use momni_db::hazard::Hazard;
use momni_db::pipeline::{Applied, Failure, NewMigration, Options, Request, generate};
use momni_db::read;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let folders: BTreeSet<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.into_iter().collect()
}

fn project(root: &Path) -> read::Project {
    match read::project(root) {
        Ok((project, _)) => project,
        Err(faults) => panic!(
            "{}",
            diagnostic::render(
                &faults.diagnostics,
                &faults.sources,
                diagnostic::Format::Human,
                false
            )
        ),
    }
}

fn shown(found: &[Diagnostic], project: &read::Project) -> String {
    diagnostic::render(found, &project.declared.sources(), diagnostic::Format::Human, false)
}

/// The next migrations, the undo of each, and what is asked about them.
async fn next(
    project: &read::Project,
    migrations: &[Applied],
    options: &Options,
) -> (Vec<Applied>, Vec<String>, String) {
    let version = i32::try_from(migrations.len()).unwrap() + 1;
    let allowed = Hazard::ALL.into_iter().collect();
    let request = Request { allowed, ..Request::new(&project.declared, migrations, version) };
    match generate(&request, options).await {
        Ok(generated) => {
            let undo = |it: &NewMigration| match &it.undo {
                Some(undo) => format!("==> {}\n{}", undo_file(it.version, &it.name), undo.text),
                None => format!("==> {} is not undone\n", it.file()),
            };
            let undos = generated.migrations.iter().map(undo).collect();
            let files = generated.migrations.into_iter();
            let files = files.map(|it| Applied { file: it.file(), sql: it.text }).collect();
            (files, undos, shown(&generated.questions, project))
        }
        Err(failure) => match failure.refused() {
            Ok(found) => panic!("{}", shown(&found, project)),
            Err(failure) => panic!("{failure}"),
        },
    }
}

/// Migrations of which none is proven to lead back: PostgreSQL has no script from an extension's version to the former one,
/// and makes no plain table foreign again.
const NOT_UNDONE: [&str; 2] = ["extension_version", "foreign"];

/// Why nothing is generated.
async fn refused(project: &read::Project, migrations: &[Applied], options: &Options) -> String {
    let version = i32::try_from(migrations.len()).unwrap() + 1;
    let allowed = project.config.allow.clone();
    let request = Request { allowed, ..Request::new(&project.declared, migrations, version) };
    match generate(&request, options).await.map_err(Failure::refused) {
        Err(Ok(found) | Err(Failure::Hazards(found))) => shown(&found, project),
        other => panic!("it is not refused: {other:?}"),
    }
}

/// The statements that take down what is renamed; what `changed` stands in may be made again.
fn dropped(files: &[Applied]) -> Vec<&str> {
    let lines = files.iter().flat_map(|file| file.sql.lines());
    let drops = lines.filter(|line| line.starts_with("DROP ") || line.contains(" DROP "));
    drops.filter(|line| !line.contains("changed")).collect()
}

fn run(major: u32) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/generate");
    let options = Options { major: Some(major), ..Options::default() };
    let only = std::env::var("CASE").ok();
    support::runtime().block_on(async {
        for (number, case) in folders(&root).into_iter().enumerate() {
            let name = case.file_name().unwrap().to_str().unwrap().to_owned();
            if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
                continue;
            }
            // What only newer versions know is for these alone.
            let least = folders(&case).first().map_or(0, |first| project(first).config.postgres);
            if least > major {
                continue;
            }
            let has_snapshots = major == 15 || least > 15;
            // Every plan is proven on both versions by `tests/plan.rs`; here the second one has every second case.
            let all = only.is_some() || std::env::var_os("EVERY").is_some();
            if !has_snapshots && !all && number % 2 == 1 {
                continue;
            }
            let mut migrations: Vec<Applied> = Vec::new();
            let mut undos: Vec<String> = Vec::new();
            let mut questions = BTreeMap::new();
            let mut refusals = String::new();
            for step in folders(&case) {
                let project = project(&step);
                if step.to_str().unwrap().ends_with("_refused") {
                    refusals += &format!("\n{}", refused(&project, &migrations, &options).await);
                    continue;
                }
                let (files, undone, asked) = next(&project, &migrations, &options).await;
                assert!(!files.is_empty(), "{name}: a step that changes nothing");
                // The snapshots hold the bytes of every run to those of the runs before it.
                if !has_snapshots {
                    assert_eq!(
                        (files.clone(), undone.clone(), asked.clone()),
                        next(&project, &migrations, &options).await,
                        "{name}: other bytes"
                    );
                }
                if name.starts_with("rename_") {
                    let taken_down = dropped(&files);
                    assert!(
                        taken_down.is_empty(),
                        "{name}: dropped instead of renamed: {taken_down:#?}"
                    );
                }
                questions.insert(migrations.len(), asked);
                migrations.extend(files);
                let not_undone = undone.iter().any(|it| it.ends_with(" is not undone\n"));
                assert!(!not_undone || NOT_UNDONE.contains(&&*name), "{name}: {undone:#?}");
                undos.extend(undone);
                let (again, ..) = next(&project, &migrations, &options).await;
                assert!(again.is_empty(), "{name}: generates again: {again:#?}");
            }
            if has_snapshots {
                let text: Vec<String> = migrations
                    .iter()
                    .enumerate()
                    .map(|(at, it)| {
                        let asked = questions.get(&at).map_or("", String::as_str);
                        format!("{asked}==> {}\n{}", it.file, it.sql)
                    })
                    .collect();
                let mut settings = insta::Settings::clone_current();
                settings.set_snapshot_path(&case);
                settings.set_prepend_module_to_snapshot(false);
                settings.set_omit_expression(true);
                settings.bind(|| {
                    insta::assert_snapshot!("migrations", text.join("\n") + &refusals);
                    insta::assert_snapshot!("undo", undos.join("\n"));
                });
            }
        }
    });
}

#[test]
fn every_case_on_postgresql_15() {
    run(15);
}

#[test]
fn every_case_on_postgresql_18() {
    run(18);
}
