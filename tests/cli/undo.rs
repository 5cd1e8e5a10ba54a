//! Undo files as `generate` writes them, and the way back as a migration.

use crate::small::Small;
use crate::support::{Ran, execute, query};
use momni_db::apply::{add, read};
use std::fs;
use std::path::PathBuf;

fn migrations(small: &Small) -> PathBuf {
    small.root().join("migrations")
}

fn text(small: &Small, file: &str) -> String {
    fs::read_to_string(migrations(small).join(file)).unwrap()
}

#[track_caller]
fn clean(small: &Small, arguments: &[&str]) -> Ran {
    let ran = small.run(arguments);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

/// A second migration, that adds a column.
fn with_a_column(small: &Small) {
    small.edit(
        "schema/library.yaml",
        "      reader: text\n",
        "      reader: text\n      note: { type: text, null: true }\n",
    );
    clean(small, &["generate", "--name", "note"]);
}

#[test]
fn each_migration_comes_with_its_undo() {
    let small = Small::new().generated();
    with_a_column(&small);
    let undo = text(&small, "undo/undo_V2__note.sql");
    assert!(
        undo.contains("\n-- momni-db: loses drop column library.loans.note: its values are lost\n"),
        "{undo}"
    );
    assert!(undo.ends_with("ALTER TABLE library.loans DROP COLUMN note;\n"), "{undo}");
    let manifest = text(&small, "manifest");
    let files: Vec<&str> =
        manifest.lines().filter_map(|line| line.split_once("  ")).map(|it| it.1).collect();
    let expected =
        ["V1__init.sql", "undo/undo_V1__init.sql", "V2__note.sql", "undo/undo_V2__note.sql"];
    assert_eq!(files, expected);
    assert_eq!(
        clean(&small, &["generate", "--undo"]).stdout,
        "nothing to do: every migration has its undo file\n"
    );
    fs::remove_file(migrations(&small).join("undo/undo_V2__note.sql")).unwrap();
    let missing = small.run(&["generate"]);
    assert_eq!(missing.code, Some(2), "{missing:?}");
    assert!(
        missing.stderr.contains("error[migration-missing]: `migrations/undo/undo_V2__note.sql`"),
        "{missing:?}"
    );
}

/// What is written later is what would have been written at once.
#[test]
fn undo_files_that_are_missing_are_written() {
    let small = Small::new().generated();
    with_a_column(&small);
    small.edit(
        "schema/library.yaml",
        "      reader: text\n",
        "      borrower: { type: text, renamed_from: reader }\n",
    );
    small.edit("schema/library.yaml", "genre: [novel,", "genre: [fiction,");
    clean(&small, &["generate", "--name", "renamed", "--allow", "all", "--offline"]);
    let files = ["undo/undo_V1__init.sql", "undo/undo_V2__note.sql", "undo/undo_V3__renamed.sql"];
    let before = files.map(|file| text(&small, file));
    assert!(before[2].contains("RENAME COLUMN borrower TO reader"), "{}", before[2]);
    fs::remove_dir_all(migrations(&small).join("undo")).unwrap();
    clean(&small, &["repair", "--manifest"]);
    let ran = clean(&small, &["generate", "--undo", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["result"]["undo"].as_array().unwrap().len(), 3, "{document:#}");
    assert_eq!(files.map(|file| text(&small, file)), before);
    assert_eq!(clean(&small, &["generate"]).stdout.lines().count(), 1);
}

#[test]
fn an_undo_that_was_written_by_hand_is_proven() {
    for major in [15, 18] {
        let small = Small::with_database(major, "undo_by_hand").generated();
        let sql =
            "create table library.shelves (id int);\ninsert into library.shelves values (1);\n";
        add(&migrations(&small), &read(&migrations(&small)).unwrap(), "shelves", sql).unwrap();
        let none = clean(&small, &["generate", "--undo"]);
        assert!(
            none.stdout
                .contains("warning[undo-unproven]: `migrations/V2__shelves.sql` has no undo"),
            "{none:?}"
        );
        let file = migrations(&small).join("undo/undo_V2__shelves.sql");
        fs::write(&file, "drop table library.loans;\n").unwrap();
        let wrong = small.run(&["generate", "--undo"]);
        assert_eq!(wrong.code, Some(1), "{wrong:?}");
        let said = "error[undo-unproven]: `migrations/undo/undo_V2__shelves.sql` does not undo `migrations/V2__shelves.sql`: ";
        assert!(wrong.stdout.contains(said), "{wrong:?}");
        clean(&small, &["migrate"]);
        assert_eq!(small.run(&["undo"]).code, Some(1));
        fs::write(&file, "-- momni-db: loses the shelves\ndrop table library.shelves;\n").unwrap();
        let right = clean(&small, &["generate", "--undo"]);
        assert!(
            right
                .stdout
                .contains("wrote migrations/undo/undo_V2__shelves.sql\n  loses: the shelves\n"),
            "{right:?}"
        );
        let tied = fs::read_to_string(&file).unwrap();
        assert!(
            tied.starts_with("-- momni-db: undoes ")
                && tied.contains("\n-- momni-db: loses the shelves\n"),
            "{tied}"
        );
        let loses = small.run(&["undo"]);
        assert!(loses.stderr.contains("does not give everything back: the shelves"), "{loses:?}");
        clean(&small, &["undo", "--allow", "data_loss"]);
        clean(&small, &["migrate"]);
    }
}

#[test]
fn undo_files_have_their_own_faults() {
    let small = Small::new().generated();
    let folder = migrations(&small).join("undo");
    for (name, rule) in [
        ("undo_V9__gone.sql", "undo-extra"),
        ("V1__init.sql", "undo-name"),
        ("undo_V1__other.sql", "undo-extra"),
        ("undo.sql", "undo-name"),
    ] {
        fs::write(folder.join(name), "select 1;\n").unwrap();
        let ran = small.run(&["generate"]);
        assert_eq!(ran.code, Some(2), "{name}: {ran:?}");
        assert!(ran.stderr.contains(&format!("error[{rule}]: ")), "{name}: {ran:?}");
        fs::remove_file(folder.join(name)).unwrap();
    }
    fs::create_dir(folder.join("more")).unwrap();
    fs::write(folder.join("more/V2__x.sql"), "select 1;\n").unwrap();
    let ran = small.run(&["generate"]);
    assert!(ran.stderr.contains("error[migration-folder]: "), "{ran:?}");
    fs::remove_dir_all(folder.join("more")).unwrap();
    // What says of itself that it is an undo is no migration.
    let sql = "-- momni-db: loses everything\nselect 1;\n";
    add(&migrations(&small), &read(&migrations(&small)).unwrap(), "odd", sql).unwrap();
    let ran = small.run(&["migrate"]);
    assert!(ran.stderr.contains("a directive of undo files"), "{ran:?}");
}

#[test]
fn a_number_is_given_anew_with_its_undo() {
    let small = Small::new().generated();
    with_a_column(&small);
    let other = migrations(&small).join("V2__other.sql");
    fs::write(&other, "select 1;\n").unwrap();
    clean(&small, &["repair", "--renumber", "V2__note.sql"]);
    assert!(migrations(&small).join("undo/undo_V3__note.sql").exists());
    let ran = clean(&small, &["generate", "--undo"]);
    assert!(ran.stdout.contains("wrote migrations/undo/undo_V3__note.sql"), "{ran:?}");
    assert!(text(&small, "undo/undo_V3__note.sql").contains("-- Undo of V3: note"));
}

#[test]
fn what_others_have_is_reverted_by_a_migration() {
    for major in [15, 18] {
        let small = Small::with_database(major, "undo_revert").migrated();
        with_a_column(&small);
        small.edit(
            "schema/library.yaml",
            "        comment: A book is lent once at a time.",
            "        comment: Once.",
        );
        clean(&small, &["generate", "--name", "comment"]);
        clean(&small, &["migrate"]);
        let refused = small.run(&["generate", "--revert", "2"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(
            refused.stderr.contains("error[data_loss]: drop column library.loans.note"),
            "{refused:?}"
        );
        let ran = clean(&small, &["generate", "--revert", "2", "--allow", "data_loss"]);
        assert!(ran.stdout.contains("wrote migrations/V4__revert_2.sql"), "{ran:?}");
        for part in [
            "warning[reverted]: column library.loans.note: ",
            "warning[reverted]: index library.loans.loans_open_key: comment is",
        ] {
            assert!(ran.stdout.contains(part), "{part}: {ran:?}");
        }
        assert_eq!(ran.stdout.matches("warning[").count(), 2, "{ran:?}");
        clean(&small, &["migrate"]);
        assert_eq!(small.run(&["drift"]).code, Some(1));
        let note =
            "select count(*)::text from pg_attribute where attname = 'note' and not attisdropped";
        assert_eq!(query(small.database(), note)[0][0].as_deref(), Some("0"));
        // It has an undo like any other.
        clean(&small, &["undo", "--allow", "data_loss"]);
        clean(&small, &["drift"]);
        let unknown = small.run(&["generate", "--revert", "9"]);
        assert_eq!(unknown.code, Some(2), "{unknown:?}");
        assert!(unknown.stderr.contains("there is no migration V9"), "{unknown:?}");
    }
}

/// Renamed back, not dropped: the rows stay.
#[test]
fn renames_are_reverted_by_renames() {
    for major in [15, 18] {
        let small = Small::with_database(major, "undo_renames").migrated();
        execute(
            small.database(),
            "insert into library.books (title, genre) values ('Emma', 'novel')",
        );
        small.edit("schema/library.yaml", "  books:\n", "  titles:\n    renamed_from: books\n");
        small.edit("schema/library.yaml", "table: books,", "table: titles,");
        small.edit(
            "schema/library.yaml",
            "      title: { type: text, check: title <> '' }",
            "      name: { type: text, check: name <> '', renamed_from: title }",
        );
        small.edit("schema/library.yaml", "[lower(title)]", "[lower(name)]");
        clean(&small, &["generate", "--name", "renamed", "--allow", "all"]);
        clean(&small, &["migrate"]);
        let ran = clean(&small, &["generate", "--revert", "2"]);
        let written = text(&small, "V3__revert_2.sql");
        assert!(
            written.contains("RENAME TO books") && written.contains("RENAME COLUMN name TO title"),
            "{written}"
        );
        assert!(!written.contains("DROP TABLE") && !written.contains("DROP COLUMN"), "{written}");
        assert!(ran.stdout.contains("warning[reverted]: table library.titles: "), "{ran:?}");
        clean(&small, &["migrate"]);
        assert_eq!(
            query(small.database(), "select title from library.books")[0][0].as_deref(),
            Some("Emma")
        );
        // The declarations bring it back, by a rename again.
        clean(&small, &["generate", "--name", "again", "--allow", "all"]);
        assert!(text(&small, "V4__again.sql").contains("RENAME TO titles"));
        clean(&small, &["migrate"]);
        clean(&small, &["undo", "--to", "1"]);
        assert_eq!(
            query(small.database(), "select title from library.books")[0][0].as_deref(),
            Some("Emma")
        );
    }
}

/// On a lent server all of it is one transaction: there, back and there again, with what fails taken back.
#[test]
fn a_lent_server_proves_the_same() {
    let lent = Small::with_database(15, "undo_lent");
    let url = lent.database().to_string();
    let own = Small::new();
    let edits = [
        ("columns: [book_id]", "columns: [book_id]"),
        ("      reader: text\n", "      reader: text\n      note: { type: text, null: true }\n"),
        (
            "      books_title_idx: [lower(title)]",
            "      books_title_idx: [lower(title)]\n      books_published: [published]",
        ),
        ("      reader: text\n", "      borrower: { type: text, renamed_from: reader }\n"),
        ("genre: [novel,", "genre: [novel, comic,"),
        // In four files.
        ("borrower: { type: text,", "borrower: { type: varchar(20),"),
    ];
    for (at, (from, to)) in edits.into_iter().enumerate() {
        let name = format!("step{at}");
        let arguments = ["generate", "--name", &name, "--allow", "all"];
        for small in [&lent, &own] {
            small.edit("schema/library.yaml", from, to);
        }
        clean(&own, &arguments);
        let ran = clean(&lent, &[&arguments[..], &["--scratch-url", &url]].concat());
        assert!(!ran.stdout.contains("undo-unproven"), "{ran:?}");
    }
    let undo = |small: &Small| {
        let names = fs::read_dir(migrations(small).join("undo")).unwrap();
        let mut names: Vec<String> =
            names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
            .into_iter()
            .map(|name| (text(small, &format!("undo/{name}")), name))
            .collect::<Vec<_>>()
    };
    assert_eq!(undo(&lent).len(), 9);
    assert_eq!(undo(&lent), undo(&own));
    for file in ["undo_V1__step0.sql", "undo_V3__step2.sql"] {
        fs::remove_file(migrations(&lent).join("undo").join(file)).unwrap();
    }
    let before = undo(&own);
    clean(&lent, &["repair", "--manifest"]);
    clean(&lent, &["generate", "--undo", "--scratch-url", &url]);
    assert_eq!(undo(&lent), before);
}

/// A column that was filled in batches stands in the place of the old one, which comes back with its values.
#[test]
fn a_type_that_went_online_is_undone_done_again_and_reverted() {
    for major in [15, 18] {
        let small = Small::with_database(major, "undo_online_type").migrated();
        execute(
            small.database(),
            "insert into library.books (title, genre) values ('Emma', 'novel');
             insert into library.loans (book_id, reader) values (1, 'Ann')",
        );
        small.edit("schema/library.yaml", "      reader: text\n", "      reader: varchar(20)\n");
        clean(&small, &["generate", "--name", "short", "--allow", "data_loss"]);
        clean(&small, &["migrate"]);
        let is_of = |name: &str| {
            let sql = "select reader, pg_typeof(reader)::text from library.loans";
            let found = query(small.database(), sql);
            assert_eq!(found, [[Some("Ann".to_owned()), Some(name.to_owned())]]);
        };
        is_of("character varying");
        // The cast may have cut what does not come back.
        let refused = small.run(&["undo", "--to", "1"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        clean(&small, &["undo", "--to", "1", "--allow", "data_loss"]);
        is_of("text");
        clean(&small, &["migrate"]);
        is_of("character varying");
        let ran = clean(&small, &["generate", "--revert", "2", "--allow", "all"]);
        assert!(
            ran.stdout.contains("warning[reverted]: column library.loans.reader: type is"),
            "{ran:?}"
        );
        clean(&small, &["migrate"]);
        is_of("text");
    }
}

#[test]
fn options_that_do_not_go_together() {
    let small = Small::new().generated();
    for arguments in [
        &["generate", "--undo", "--name", "x"] as &[&str],
        &["generate", "--undo", "--revert", "1"],
    ] {
        assert_eq!(small.run(arguments).code, Some(2));
    }
    assert_eq!(small.run(&["undo", "--allow", "nothing"]).code, Some(2));
}
