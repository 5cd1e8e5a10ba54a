//! Columns that get another type, and columns with defaults of each row's own, while others write.

use crate::project::{Project, ended};
use crate::support::{MAJORS, execute, session};
use momni_db::connect::Target;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// A project without migrations, declared so, whose first migration is applied and whose table has rows.
fn project(major: u32, name: &str, declared: &str) -> Project {
    let project = Project::new(major, name, &[]);
    declare(&project, declared);
    let made = project.run(&["generate"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    project.migrate();
    project
}

fn declare(project: &Project, declared: &str) {
    let text = format!("tables:\n  {declared}{SHADOW}");
    std::fs::write(project.folder.path().join("schema/ahead.yaml"), text).unwrap();
}

/// Writes to `t` and, in the same transaction, the same to `shadow`, until it is told to stop. Gives how often.
fn writer(target: &Target, stop: &Arc<AtomicBool>, which: usize) -> JoinHandle<usize> {
    let (target, stop) = (target.clone(), Arc::clone(stop));
    std::thread::spawn(move || {
        let runtime = crate::support::runtime();
        let session = runtime.block_on(session(&target));
        let mut turns = 0;
        while !stop.load(Ordering::Relaxed) {
            // Each writer has rows of its own; old ones are changed, new ones come, some go.
            let id = (turns * 7919 + which) % 20_000 / 2 * 2 + which;
            let new = 20_000 + turns * 2 + which;
            let set = match turns % 5 {
                0 => "n = null, s = 'x' || s",
                _ => "n = n + 1, s = s || '!'",
            };
            let sql = format!(
                "begin;
                 update t set {set} where id = {id}; update shadow set {set} where id = {id};
                 insert into t (id, n, s) values ({new}, {turns}, 'new');
                 insert into shadow (id, n, s) values ({new}, {turns}, 'new');
                 delete from t where id = {id} + 2 and {turns} % 11 = 0;
                 delete from shadow where id = {id} + 2 and {turns} % 11 = 0;
                 commit"
            );
            runtime.block_on(session.batch(&sql)).unwrap();
            turns += 1;
        }
        turns
    })
}

const ROWS: &str = "insert into t (id, n, s) select g, nullif(g % 100, 7), 's' || g from generate_series(0, 19999) g;
    insert into shadow select id, n, s from t";

/// Beside the table that changes stands one with the same rows.
const SHADOW: &str = "  shadow: { columns: { id: bigint, n: { type: numeric, null: true }, s: text }, primary_key: [id] }\n";

/// Declares another state, applies what is generated while others write, and compares what there is with what was written.
fn while_others_write(project: &Project, declared: &str) {
    declare(project, declared);
    let made = project.run(&["generate"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let stop = Arc::new(AtomicBool::new(false));
    let writers = [0, 1].map(|which| writer(&project.target, &stop, which));
    let run = project.spawn(&["migrate", "--lock-timeout", "120"]);
    let ran = ended(run);
    stop.store(true, Ordering::Relaxed);
    let turns: Vec<usize> = writers.into_iter().map(|it| it.join().unwrap()).collect();
    // The database is what the migrations lead to.
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(turns.iter().all(|it| *it > 20), "{turns:?}");
    let other = project.value(
        "select count(*)::text from t full join shadow o using (id)
         where t.n::numeric is distinct from o.n or t.s is distinct from o.s",
    );
    assert_eq!(other.as_deref(), Some("0"), "{ran:?}");
    let left = project.value(
        "select count(*)::text from pg_class c full join pg_proc p on false full join pg_trigger g on false
         where concat(relname, proname, tgname) like '%momni_db_new%'",
    );
    assert_eq!(left.as_deref(), Some("0"));
    let drift = project.run(&["drift"]);
    assert_eq!(drift.code, Some(0), "{drift:?}");
}

#[test]
fn a_type_changes_while_others_write() {
    for major in MAJORS {
        let first = "t: { columns: { id: bigint, n: { type: integer, null: true, default: '7', check: n > -5 }, s: text },
            primary_key: [id], unique: { t_key: { columns: [id, n] } }, indexes: { t_n: { columns: [n] } } }\n";
        let project = project(major, "retype_type", first);
        execute(&project.target, ROWS);
        while_others_write(&project, &first.replace("type: integer", "type: bigint"));
        let kinds = project.value(
            "select string_agg(format_type(atttypid, atttypmod), ' ' order by attnum) from pg_attribute
             where attrelid = 't'::regclass and attnum > 0 and not attisdropped",
        );
        assert_eq!(kinds.as_deref(), Some("bigint text bigint"));
    }
}

/// Each row has a value of its own, rows that came meanwhile, too.
#[test]
fn a_column_with_a_default_of_each_rows_own_comes_while_others_write() {
    for major in MAJORS {
        let first = "t: { columns: { id: bigint, n: { type: integer, null: true }, s: text }, primary_key: [id] }\n";
        let project = project(major, "retype_default", first);
        execute(&project.target, ROWS);
        while_others_write(
            &project,
            &first.replace("s: text", "s: text, token: { type: uuid, default: gen_random_uuid() }"),
        );
        let same = project.value("select (count(*) = count(distinct token))::text from t");
        assert_eq!(same.as_deref(), Some("true"));
    }
}
