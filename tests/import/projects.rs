//! Momni and the example: their databases, imported.

use crate::support;
use crate::trip::{Servers, import, project, round, stored};
use momni_db::apply::{Interrupt, Options, Silent, migrate, read};
use momni_db::diagnostic::{Format, render};
use momni_db::pipeline::{self, compare};
use std::path::Path;

/// Migrates a project's database, imports it, and looks whether what was imported is the database.
fn migrated(folder: &str, name: &str) {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("migrations");
    let migrations = read(&migrations).unwrap_or_else(|faults| panic!("{faults:?}"));
    for major in support::MAJORS {
        let servers = Servers::of(major);
        support::run(async {
            let source = servers.database(name).await;
            let options = Options::default();
            migrate(&source, &migrations, &options, &Interrupt::default(), &mut Silent)
                .await
                .unwrap_or_else(|stopped| panic!("{}", stopped.cause));
            let imported = round(&servers, name, &source).await;
            let imported = imported.unwrap_or_else(|error| panic!("{name} on {major}: {error}"));
            let warnings = render(&imported.warnings, &Default::default(), Format::Human, false);
            assert_eq!(warnings, "", "{name} on {major}");
            // No drift either, by the way of `momni-db drift`.
            let files = import(&source, None).await.files;
            let folder = stored(&files);
            let project = project(folder.path()).unwrap();
            let lent = Some(servers.fresh.target("postgres"));
            let options = pipeline::Options { lent, ..Default::default() };
            let comparison = compare(&project.declared, &source, &options).await.unwrap();
            assert_eq!(comparison.differences, [], "{name} on {major}");
            assert!(files.len() > 20, "{:?}", files.keys());
            let bodies = files.keys().filter(|file| file.ends_with(".sql")).count();
            assert!(bodies > 10, "{bodies} bodies lie in files of their own");
        });
    }
}

#[test]
fn momni() {
    migrated(".", "momni");
}

#[test]
fn family_groups() {
    migrated("examples/family-groups", "family_groups");
}
