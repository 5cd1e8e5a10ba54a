//! The declarations, the committed migrations and a migrated database say the same.

use crate::server::{migrations, project};
use crate::support::migrated::migrated_alone;
use crate::support::{MAJORS, run, session};
use momni_db::generate::KEPT_FILE;
use momni_db::pipeline::{Applied, Options, Request, build_kept, compare, generate};
use momni_db::read::{self, Declared};

fn declared() -> Declared {
    match read::project(&project()) {
        Ok((project, said)) => {
            assert!(said.is_empty(), "{said:#?}");
            project.declared
        }
        Err(faults) => panic!("{:#?}", faults.diagnostics),
    }
}

#[test]
fn the_migrated_database_is_what_is_declared() {
    for major in MAJORS {
        let (target, _alone) = migrated_alone(major, &[], "momni_declared", &project());
        run(async {
            let live = session(&target).await;
            let differences = async || {
                let compared = compare(&declared(), &live, &Options::default()).await;
                compared.unwrap_or_else(|failure| panic!("{failure}")).differences
            };
            assert!(
                differences().await.is_empty(),
                "PostgreSQL {major}: {:#?}",
                differences().await
            );
            // A difference would be seen.
            live.batch("grant select on app.users to momni_member").await.unwrap();
            assert_eq!(differences().await.len(), 1);
        });
    }
}

#[test]
fn nothing_is_left_to_generate() {
    let files: Vec<Applied> = migrations()
        .files()
        .iter()
        .map(|file| Applied { file: file.file.clone(), sql: file.sql.to_string() })
        .collect();
    let next = migrations().next_version().unwrap();
    for major in MAJORS {
        let options = Options { major: Some(major), ..Options::default() };
        let generated = run(generate(&Request::new(&declared(), &files, next), &options));
        let generated = generated.unwrap_or_else(|failure| panic!("{failure}"));
        let texts: Vec<_> = generated.migrations.iter().map(|file| &file.text).collect();
        assert!(texts.is_empty(), "PostgreSQL {major}: {texts:#?}");
    }
}

/// What is made for others than the database is made from this file, where no server is at hand.
#[test]
fn the_catalog_that_is_kept_is_what_a_server_says() {
    let options = Options { major: Some(MAJORS[0]), ..Options::default() };
    let built =
        run(build_kept(&declared(), &options)).unwrap_or_else(|failure| panic!("{failure}"));
    let kept = std::fs::read_to_string(project().join("migrations").join(KEPT_FILE)).unwrap();
    assert!(kept == built.text(), "`momni-db build` writes it anew");
}
