//! The committed migrations and the declarations say the same, and the migrated database is what was declared.

use crate::server::project;
use crate::support::{run, session};
use crate::world::World;
use momni_db::{apply, pipeline, read};

fn declared() -> read::Project {
    match read::project(&project()) {
        Ok((project, warnings)) => {
            assert_eq!(warnings, Vec::new());
            project
        }
        Err(faults) => panic!("{:#?}", faults.diagnostics),
    }
}

#[test]
fn the_committed_migrations_lead_to_the_declared_state() {
    let migrations = apply::read(&project().join("migrations")).unwrap();
    let applied: Vec<_> = migrations
        .files()
        .iter()
        .map(|file| pipeline::Applied { file: file.file.clone(), sql: file.sql.to_string() })
        .collect();
    let project = declared();
    let next = migrations.next_version().unwrap();
    let options = pipeline::Options::default();
    let generated = run(pipeline::generate(
        &pipeline::Request::new(&project.declared, &applied, next),
        &options,
    ));
    let generated = generated.unwrap_or_else(|failure| panic!("{failure}"));
    let summary: Vec<_> = generated.migrations.iter().flat_map(|it| &it.summary).collect();
    assert_eq!(
        summary,
        Vec::<&String>::new(),
        "the declarations have moved on: generate a migration"
    );
}

pub(crate) async fn the_migrated_database_is_what_was_declared(world: &World) {
    let project = declared();
    let live = session(&world.target()).await;
    let comparison =
        pipeline::compare(&project.declared, &live, &pipeline::Options::default()).await;
    let comparison = comparison.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(comparison.differences, Vec::new());
    assert_eq!(comparison.live.unmodelled, Default::default());
}
