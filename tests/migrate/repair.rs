//! `momni-db repair`: the history follows the files, and the folder of migrations is mended.

use crate::project::Project;
use crate::support::{MAJORS, execute};
use std::fs;

const TWO: &[&str] = &["create table a (id int);\n", "create table b (id int);\n"];

impl Project {
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.migrations().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.migrations()).unwrap();
        let mut names: Vec<String> =
            names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn an_accepted_edit_is_entered_when_the_database_has_it() {
    for major in MAJORS {
        let project = Project::new(major, "repair_edit", TWO);
        project.migrate();
        project.edit("V2__m2.sql", "id int", "id int, note text");
        let refused = project.run(&["migrate"]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains("momni-db repair --manifest"), "{refused:?}");

        let taken = project.run(&["repair", "--manifest"]);
        assert_eq!(taken.code, Some(0), "{taken:?}");
        let said = "`migrations/V2__m2.sql` was changed after it was generated\n";
        assert_eq!(taken.stdout, said);
        let again = project.run(&["repair", "--manifest"]);
        assert_eq!(again.stdout, "nothing to do: the manifest is as the files are\n", "{again:?}");

        let edited = project.run(&["migrate"]);
        assert_eq!(edited.code, Some(2), "{edited:?}");
        assert!(edited.stderr.contains("`momni-db repair` enters it"), "{edited:?}");
        // The database does not have the column yet.
        let differs = project.run(&["repair"]);
        assert_eq!(differs.code, Some(1), "{differs:?}");
        for part in ["column public.b.note", "nothing is mended"] {
            assert!(differs.stdout.contains(part), "{part}: {differs:?}");
        }
        assert_eq!(project.run(&["status"]).code, Some(1));

        execute(&project.target, "alter table b add note text");
        let repaired = project.run(&["repair"]);
        assert_eq!(repaired.code, Some(0), "{repaired:?}");
        assert_eq!(repaired.stdout, "the history has V2 as it is in `migrations/V2__m2.sql`\n");
        assert_eq!(project.migrate().stdout, "nothing to do: the database has V2\n");
        assert_eq!(crate::basics::plain_refinery(&project), 0);
        let again = project.run(&["repair"]);
        assert_eq!(again.stdout, "nothing to do: the history is as the files are\n", "{again:?}");
    }
}

#[test]
fn a_row_that_refinery_cannot_read_is_written_anew() {
    let project = Project::new(18, "repair_garbage", TWO);
    project.migrate();
    let on = "select applied_on from momni_db.refinery_schema_history where version = 1";
    let before = project.value(on);
    let garbage = "update momni_db.refinery_schema_history set checksum = 'x' where version = 1;
                   update momni_db.refinery_schema_history set applied_on = 'yesterday' where version = 2";
    execute(&project.target, garbage);
    let repaired = project.run(&["repair"]);
    assert_eq!((repaired.code, repaired.stdout.lines().count()), (Some(0), 2), "{repaired:?}");
    assert_eq!(project.value(on), before);
    assert_eq!(project.migrate().stdout, "nothing to do: the database has V2\n");
    assert_eq!(crate::basics::plain_refinery(&project), 0);
}

#[test]
fn a_file_that_is_gone_for_good_is_forgotten() {
    let project = Project::new(15, "repair_forget", TWO);
    project.migrate();
    fs::remove_file(project.migrations().join("V2__m2.sql")).unwrap();
    assert_eq!(project.run(&["repair", "--manifest"]).code, Some(0));
    let kept = project.run(&["repair"]);
    assert_eq!(kept.code, Some(2), "{kept:?}");
    assert!(kept.stderr.contains("V2 (m2), which is newer than every file here"), "{kept:?}");
    // Its table is still there.
    let differs = project.run(&["repair", "--forget"]);
    assert_eq!((differs.code, project.history().as_str()), (Some(1), "1,2"), "{differs:?}");
    execute(&project.target, "drop table b");
    let forgotten = project.run(&["repair", "--forget"]);
    assert_eq!(forgotten.stdout, "the history no longer has V2 (m2)\n", "{forgotten:?}");
    assert_eq!(project.migrate().stdout, "nothing to do: the database has V1\n");
}

#[test]
fn a_number_that_two_branches_gave_is_given_anew() {
    let project = Project::new(18, "repair_renumber", TWO);
    project.migrate();
    // Another branch made a V2 of its own.
    let theirs = "-- Generated\n-- V2: theirs\ncreate table c (id int);\n-- V2: no title\n";
    fs::write(project.migrations().join("V2__theirs.sql"), theirs).unwrap();
    let clash = project.run(&["migrate"]);
    assert_eq!(clash.code, Some(2), "{clash:?}");
    assert!(clash.stderr.contains("momni-db repair --renumber V2__theirs.sql"), "{clash:?}");
    let unknown = project.run(&["repair", "--renumber", "V3__theirs.sql"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(unknown.stderr.contains("there is no migration `migrations/V3__theirs.sql`"));

    let given = project.run(&["repair", "--renumber", "migrations/V2__theirs.sql"]);
    assert_eq!(given.code, Some(0), "{given:?}");
    assert_eq!(given.stdout, "`migrations/V2__theirs.sql` is `migrations/V3__theirs.sql` now\n");
    assert_eq!(project.files(), ["V1__m1.sql", "V2__m2.sql", "V3__theirs.sql", "manifest"]);
    let text = fs::read_to_string(project.migrations().join("V3__theirs.sql")).unwrap();
    assert_eq!(text, theirs.replacen("-- V2:", "-- V3:", 1));
    project.migrate();
    assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2,3", "a b c"));
}

/// The other way round: the database has what the other branch made, and this one has not been merged yet.
#[test]
fn a_number_that_the_database_has_from_another_branch_is_given_anew() {
    let project = Project::new(15, "repair_branch", TWO);
    project.migrate();
    fs::rename(project.migrations().join("V2__m2.sql"), project.migrations().join("V2__mine.sql"))
        .unwrap();
    assert_eq!(project.run(&["repair", "--manifest"]).code, Some(0));
    let clash = project.run(&["status"]);
    assert_eq!(clash.code, Some(1), "{clash:?}");
    for part in ["V2 was applied as `m2`", "momni-db repair --renumber V2__mine.sql"] {
        assert!(clash.stdout.contains(part), "{part}: {clash:?}");
    }
    assert_eq!(project.run(&["repair", "--renumber", "V2__mine.sql"]).code, Some(0));
    assert_eq!(project.files(), ["V1__m1.sql", "V3__mine.sql", "manifest"]);
    let missing = project.run(&["status"]);
    assert!(missing.stdout.contains("V2 (m2) was applied and its file is gone"), "{missing:?}");
}

#[test]
fn what_a_new_manifest_would_hide_is_refused() {
    let project = Project::new(18, "repair_hidden", TWO);
    for name in ["V2__again.sql", "V3__add-col.sql"] {
        fs::write(project.migrations().join(name), "select 1;").unwrap();
        let before = fs::read(project.migrations().join("manifest")).unwrap();
        let refused = project.run(&["repair", "--manifest"]);
        assert_eq!(refused.code, Some(2), "{name}: {refused:?}");
        assert_eq!(fs::read(project.migrations().join("manifest")).unwrap(), before);
        fs::remove_file(project.migrations().join(name)).unwrap();
    }
}
