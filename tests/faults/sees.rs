//! The bench itself: it sees what it is to see.

use super::case::Case;
use super::fault::Fault;
use super::random::Random;
use super::state::State;
use super::tap::Moment;
use super::trial::disturbed;
use super::victim;
use crate::support::{MAJORS, execute, runtime, session};

/// The disk is full when it is told to be.
#[test]
fn a_full_disk_is_full() {
    for major in MAJORS {
        let victim = victim(major);
        let target = super::fault::admin(&victim.cluster);
        execute(&target, "create table a as select 1 as n");
        let runtime = runtime();
        let session = runtime.block_on(session(&target));
        let insert = "insert into a select generate_series(1, 1000)";
        victim.disk.fill();
        let refused = runtime.block_on(session.batch(insert)).unwrap_err();
        assert_eq!(refused.sqlstate.as_deref(), Some("53100"), "{refused}");
        runtime.block_on(session.batch("select count(*) from a")).unwrap();
        victim.disk.free();
        runtime.block_on(session.batch(insert)).unwrap();
    }
}

/// A fault of which nothing is mended is seen, and so is a row or an index that is lost.
#[test]
fn what_is_not_as_it_should_be_is_seen() {
    let mut victim = victim(15);
    let case = Case::new("index", &victim.cluster);
    let mut random = Random::new(1, "sees");
    let target = case.copy(&victim.cluster);
    let ran = disturbed(
        &case,
        &target,
        Fault::Kill,
        Moment::Waiting { until_noticed: true },
        &mut victim,
        &mut random,
    );
    assert_eq!(ran.code, None, "{ran:?}");
    let parts = |state: &State| {
        let differences = state.differences(&case.end);
        let word = |it: &String| it.split(':').next().unwrap_or_default().to_owned();
        differences.iter().map(word).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(parts(&State::of(&target)), "history, journal, half done");
    for (harm, seen) in [
        ("select 1", ""),
        ("delete from a where id = 7", "rows"),
        ("update a set note = 'x' where id = 7", "rows"),
        ("update pg_index set indisvalid = false where indexrelid = 'a_x'::regclass", "half done"),
        ("alter table a add check (x > 0) not valid", "half done"),
        ("delete from momni_db.refinery_schema_history where version = 2", "history"),
        ("update momni_db.migration_journal set state = 'running'", "journal"),
    ] {
        let target = case.copy(&victim.cluster);
        assert!(case.last(&target).iter().all(|ran| ran.code == Some(0)));
        execute(&target, harm);
        assert_eq!(parts(&State::of(&target)), seen, "{harm}");
    }
    // What is not as the migrations lead to is seen by the program itself.
    let target = case.copy(&victim.cluster);
    assert!(case.last(&target).iter().all(|ran| ran.code == Some(0)));
    execute(&target, "drop index a_x");
    assert_eq!(case.last(&target)[0].code, Some(1));
    // Somebody who has not gone.
    let target = case.copy(&victim.cluster);
    assert!(case.last(&target).iter().all(|ran| ran.code == Some(0)));
    let runtime = runtime();
    let _other = runtime.block_on(session(&target));
    assert_eq!(parts(&State::of(&target)), "in the way");
}

/// A row that was changed twice, a batch that is not told of, an undo that is told of twice.
#[test]
fn what_data_steps_and_undos_must_not_leave_is_seen() {
    let victim = victim(15);
    for (name, harm, seen) in [
        ("data_step", "update a set x = x + 100 where id = 700", "rows"),
        ("data_step", "update momni_db.migration_batches set rows = rows - 1", "batches"),
        (
            "undo_changes",
            "insert into momni_db.undo_audit (version, name, checksum, applied_on, file, digest)
             select version, name, checksum, applied_on, file, digest from momni_db.undo_audit",
            "undone",
        ),
    ] {
        let case = Case::new(name, &victim.cluster);
        let target = case.copy(&victim.cluster);
        assert!(case.last(&target).iter().all(|ran| ran.code == Some(0)));
        execute(&target, harm);
        let differences = State::of(&target).differences(&case.end);
        assert_eq!(differences.len(), 1, "{harm}: {differences:#?}");
        assert!(differences[0].starts_with(seen), "{harm}: {differences:#?}");
    }
}
