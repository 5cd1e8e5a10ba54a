//! Columns that got another type online, and rows, on the way back and there again.

use crate::project::Project;
use crate::support::{MAJORS, execute};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn declare(project: &Project, declared: &str) {
    std::fs::write(project.folder.path().join("schema/ahead.yaml"), declared).unwrap();
    // A number that goes back to a narrower type is a loss that the project allows.
    let made = project.run(&["generate", "--allow", "data_loss"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(!made.stderr.contains("undo-unproven"), "{made:?}");
}

/// A project of which the first is applied, with rows, and the second is generated.
fn project(major: u32, name: &str, declared: [&str; 2], rows: &str) -> Project {
    let project = Project::new(major, name, &[]);
    declare(&project, declared[0]);
    project.migrate();
    execute(&project.target, rows);
    declare(&project, declared[1]);
    project
}

#[track_caller]
fn done(project: &Project, arguments: &[&str]) {
    let ran = project.run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
}

fn undo(project: &Project, to: usize) {
    done(project, &["undo", "--to", &to.to_string(), "--allow", "data_loss"]);
}

/// The number of the file that puts the new columns in the places of the old ones, and of the last one.
fn swap(project: &Project) -> (usize, usize) {
    let files = std::fs::read_dir(project.migrations()).unwrap().map(|it| it.unwrap().path());
    let (mut swap, mut last) = (0, 0);
    for path in files.filter(|it| it.extension().is_some_and(|it| it == "sql")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let number: usize = name[1..name.find("__").unwrap()].parse().unwrap();
        last = last.max(number);
        if std::fs::read_to_string(&path).unwrap().contains("DROP COLUMN") {
            assert_eq!(swap, 0, "two files do it");
            swap = number;
        }
    }
    (swap, last)
}

/// The rows of a table, with the columns beside others or without.
fn rows(project: &Project, table: &str, all: bool) -> String {
    let sql = format!(
        "select string_agg((select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(t))
                            where {all} or not starts_with(key, 'momni_db_new_'))::text, ' ' order by id)
         from {table} t"
    );
    project.value(&sql).unwrap()
}

/// Applies file after file, undoes them one by one, and applies them again: wherever the database is, rows are what they
/// were there at first. Fills are not taken back, since nobody sees what they fill.
fn there_and_back(project: &Project, tables: &[&str]) {
    let (swap, last) = swap(project);
    written_anew(project);
    let state = |all| tables.iter().map(|it| rows(project, it, all)).collect::<Vec<_>>();
    let mut at = vec![state(false)];
    let mut filled = Vec::new();
    for number in 2..=last {
        done(project, &["migrate", "--target", &number.to_string()]);
        at.push(state(false));
        if number + 1 == swap {
            filled = state(true);
        }
    }
    for number in (1..last).rev() {
        undo(project, number);
        assert_eq!(state(false), at[number - 1], "undone to {number}");
        if number + 1 == swap {
            assert_eq!(state(true), filled);
        }
        done(project, &["migrate", "--target", &number.to_string()]);
    }
    for number in 2..=last {
        done(project, &["migrate", "--target", &number.to_string()]);
        assert_eq!(state(false), at[number - 1], "again at {number}");
    }
    undo(project, swap - 1);
    assert_eq!(state(true), filled);
}

/// Undo files that are gone are written again. What the migrations took is told in other words then.
fn written_anew(project: &Project) {
    let folder = project.migrations().join("undo");
    let text = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|it| !it.contains("what it took does not come back"));
        (path, lines.map(str::to_owned).collect::<Vec<_>>())
    };
    let read = || {
        let files = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path());
        files.map(text).collect::<BTreeMap<_, _>>()
    };
    let before = read();
    before.keys().for_each(|it| std::fs::remove_file(it).unwrap());
    done(project, &["repair", "--manifest"]);
    done(project, &["generate", "--undo"]);
    assert_eq!(read(), before);
}

/// A table before and after its columns get other types.
const TYPES: [&str; 2] = [
    "tables:
  t:
    columns:
      id: { type: integer, identity: always }
      n: { type: integer, null: true, default: '7', check: n > -5, comment: Some. }
      a: { type: integer, null: true }
      u: { type: text, default: \"'00000000-0000-0000-0000-000000000001'\" }
      at: { type: timestamp, null: true }
    primary_key: [id]
    unique: { t_key: { columns: [n, u] } }
    indexes: { t_n: { columns: [n desc] } }
",
    "tables:
  t:
    columns:
      id: { type: bigint, identity: always }
      n: { type: bigint, null: true, default: '7', check: n > -5, comment: Some. }
      a: { type: numeric, null: true }
      u: { type: uuid, default: \"'00000000-0000-0000-0000-000000000001'\" }
      at: { type: timestamptz, null: true }
    primary_key: [id]
    unique: { t_key: { columns: [n, u] } }
    indexes: { t_n: { columns: [n desc] } }
",
];

const ROWS: &str = "insert into t (n, a, u, at)
    select nullif(g % 100, 7), g, md5(g::text)::uuid::text, '2020-01-01'::timestamp + g * interval '1 h'
    from generate_series(1, 500) g; delete from t where id > 490";

#[test]
fn another_type_is_undone_with_its_rows() {
    for major in MAJORS {
        let project = project(major, "retype_undo_type", TYPES, ROWS);
        there_and_back(&project, &["t"]);
        // The trigger is there again, and the sequence goes on where it was.
        execute(
            &project.target,
            "update t set n = 1000 where id = 3; insert into t default values",
        );
        let sql = "select concat_ws(' ', (select momni_db_new_n from t where id = 3),
            (select concat_ws(' ', id, n, momni_db_new_id, momni_db_new_n, pg_typeof(id)) from t where id > 490))";
        assert_eq!(project.value(sql).as_deref(), Some("1000 501 7 501 7 integer"));
        project.migrate();
        let sql = "select string_agg(concat_ws(' ', id, n, pg_typeof(n)), ', ' order by id) from t where id = 3 or id > 490";
        assert_eq!(project.value(sql).as_deref(), Some("3 1000 bigint, 501 7 bigint"));
        execute(&project.target, "insert into t (n) values (8)");
        assert_eq!(project.value("select max(id)::text from t").as_deref(), Some("502"));
    }
}

/// What the old type cuts is whole again when the migration is done again, unless somebody has changed the row meanwhile.
#[test]
fn values_that_are_cut_come_back() {
    for major in MAJORS {
        let project = project(major, "retype_undo_cut", TYPES, ROWS);
        project.migrate();
        execute(&project.target, "update t set a = 1.25 where id in (3, 5)");
        let (swap, _) = swap(&project);
        let refused = project.run(&["undo", "--to", &(swap - 1).to_string()]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        undo(&project, swap - 1);
        let values = || {
            project.value("select string_agg(a::text, ' ' order by id) from t where id in (3, 5)")
        };
        assert_eq!(values().as_deref(), Some("1 1"));
        execute(&project.target, "update t set n = 1001 where id = 5");
        project.migrate();
        assert_eq!(values().as_deref(), Some("1.25 1"));
    }
}

/// One value that the old type does not have, and nothing of the file is undone.
#[test]
fn a_value_that_does_not_go_back_stops_the_undo() {
    for major in MAJORS {
        let declared = TYPES.map(|it| {
            let kept = |line: &&str| {
                !["      a:", "      u:", "      at:", "    unique:"]
                    .iter()
                    .any(|it| line.starts_with(it))
            };
            it.lines().filter(kept).map(|it| format!("{it}\n")).collect::<String>()
        });
        let rows = "insert into t (n) select g % 100 from generate_series(1, 500) g";
        let project = project(major, "retype_undo_far", [&declared[0], &declared[1]], rows);
        project.migrate();
        execute(&project.target, "update t set n = 5000000000 where id = 17");
        let (swap, _) = swap(&project);
        undo(&project, swap);
        let (before, there) = (rows_of(&project), project.history());
        let ran = project.run(&["undo"]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("integer out of range"), "{ran:?}");
        assert_eq!((rows_of(&project), project.history()), (before, there));
        done(&project, &["migrate", "--target", &swap.to_string()]);
        execute(&project.target, "update t set n = 50 where id = 17");
        // A whole number is never cut: nothing is lost.
        done(&project, &["undo"]);
        assert_eq!(
            project.history(),
            (1..swap).map(|it| it.to_string()).collect::<Vec<_>>().join(",")
        );
        let sql = "select concat_ws(' ', n, momni_db_new_n, pg_typeof(n)) from t where id = 17";
        assert_eq!(project.value(sql).as_deref(), Some("50 50 integer"));
    }
}

fn rows_of(project: &Project) -> String {
    rows(project, "t", true)
}

const LABELS: [&str; 2] = [
    "enums: { mood: { labels: [calm, wild, gone], comment: How., grants: { public: [usage] } } }
tables:
  t:
    columns: { id: bigint, mood: { type: mood, default: \"'calm'\" }, other: { type: mood, null: true } }
    primary_key: [id]
    indexes: { t_mood: { columns: [mood, id] } }
  u:
    columns: { id: bigint, mood: { type: mood, null: true, check: mood <> 'wild' } }
    primary_key: [id]
",
    "enums: { mood: { labels: [wild, calm, new], comment: How., grants: { public: [usage] } } }
tables:
  t:
    columns: { id: bigint, mood: { type: mood, default: \"'calm'\" }, other: { type: mood, null: true } }
    primary_key: [id]
    indexes: { t_mood: { columns: [mood, id] } }
  u:
    columns: { id: bigint, mood: { type: mood, null: true, check: mood <> 'wild' } }
    primary_key: [id]
",
];

#[test]
fn labels_that_went_are_there_again_with_the_rows() {
    for major in MAJORS {
        let rows = "insert into t select g, case when g % 3 = 0 then 'wild' else 'calm' end::mood, null from generate_series(1, 300) g;
            insert into u select g, case when g % 7 > 0 then 'calm' end::mood from generate_series(1, 300) g";
        let project = project(major, "retype_undo_labels", LABELS, rows);
        there_and_back(&project, &["t", "u"]);
        execute(&project.target, "update t set mood = 'wild' where id = 1");
        let sql = "select concat_ws(' ', mood, momni_db_new_mood, momni_db_new_mood > 'wild', mood > 'calm') from t where id = 1";
        assert_eq!(project.value(sql).as_deref(), Some("wild wild f t"));
        project.migrate();
        // A label that is new has none to go back to.
        execute(&project.target, "update t set other = 'new' where id = 2");
        let (swap, _) = swap(&project);
        let ran = project.run(&["undo", "--to", &(swap - 1).to_string()]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert!(ran.stderr.contains("invalid input value for enum mood: \"new\""), "{ran:?}");
        assert_eq!(project.value("select other::text from t where id = 2").as_deref(), Some("new"));
    }
}
