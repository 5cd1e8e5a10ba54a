//! What `check` says of migrations that were written by hand.

use crate::small::Small;
use crate::support::Ran;
use momni_db::apply::{FOLDER, add, read};
use serde_json::Value;
use std::fs;

/// A project with these migrations, as the manifest has them.
fn with(files: &[&str]) -> Small {
    let small = Small::new();
    let folder = small.root().join(FOLDER);
    for sql in files {
        add(&folder, &read(&folder).unwrap(), "by_hand", sql).unwrap();
    }
    small
}

/// The findings: rule, file, line and column.
fn found(small: &Small) -> Vec<String> {
    let ran = small.run(&["check", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran:?}"));
    let all = document["findings"].as_array().unwrap_or_else(|| panic!("{document:#}"));
    let each = all.iter().map(|it| {
        let at = &it["at"];
        let file = at["file"].as_str().unwrap_or_default().trim_start_matches("migrations/");
        format!("{} {file}:{}:{}", it["rule"].as_str().unwrap(), at["line"], at["column"])
    });
    each.collect()
}

#[track_caller]
fn check(files: &[&str], expected: &[&str]) {
    assert_eq!(found(&with(files)), expected, "{files:?}");
}

fn configured(small: &Small, lines: &str) {
    let file = small.root().join("momni-db.yaml");
    fs::write(&file, fs::read_to_string(&file).unwrap() + lines).unwrap();
}

#[test]
fn a_finding_has_its_line_its_words_and_the_way_to_mend_it() {
    let small = with(&["-- é\nselect 1;\n\n  create index i on books (title);\n"]);
    let Ran { code, stdout, stderr } = small.run(&["check"]);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    let shown = stdout.clone() + &stderr;
    for part in [
        "warning[sql-require-concurrent-index-creation]",
        "migrations/V1__by_hand.sql:4:3",
        "create index i on books (title)",
        "updates are blocked",
        "whose first line is `-- momni-db: no transaction`",
        "`-- squawk-ignore require-concurrent-index-creation` above the statement allows it",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(stdout.contains("declared objects are sound"), "{stdout}");
    assert_eq!(small.run(&["check", "--strict"]).code, Some(1));
}

#[test]
fn every_form_of_output_has_it() {
    let small = with(&["drop table books;"]);
    let at = ["sql-ban-drop-table V1__by_hand.sql:1:1"];
    assert_eq!(found(&small), at);
    let ran = small.run(&["check", "--format", "github"]);
    let start = "::warning file=migrations/V1__by_hand.sql,line=1,col=1,";
    assert!(ran.stdout.starts_with(start), "{}", ran.stdout);
    let ran = small.run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&"sql-ban-drop-table".into(), &"warning".into())
    );
}

#[test]
fn a_project_without_findings_is_clean_even_if_strict() {
    let small = with(&["create table a (id int);\ncreate index on a (id);\n"]);
    let ran = small.run(&["check", "--strict"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(Small::new().run(&["check", "--strict"]).code, Some(0));
}

#[test]
fn what_was_generated_is_not_judged_again() {
    let small = Small::new().generated();
    small.edit("schema/library.yaml", "title:", "subtitle: text\n      title:");
    let ran = small.run(&["generate", "--offline"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    small.edit("schema/library.yaml", "subtitle: text\n      title:", "title:");
    let ran = small.run(&["generate", "--allow", "all"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let written = fs::read_dir(small.root().join(FOLDER)).unwrap().map(|it| it.unwrap().path());
    let dropped = written
        .filter(|it| it.extension().is_some())
        .any(|it| fs::read_to_string(it).unwrap().contains("DROP COLUMN"));
    assert!(dropped, "no migration drops the column");
    assert_eq!(found(&small), [""; 0]);
}

#[test]
fn undo_files_that_were_written_by_hand_are_judged() {
    let small = with(&["create table a ();"]);
    let undo = small.root().join("migrations/undo");
    fs::create_dir_all(&undo).unwrap();
    fs::write(undo.join("undo_V1__by_hand.sql"), "drop table a;\n").unwrap();
    assert_eq!(found(&small), ["sql-ban-drop-table undo/undo_V1__by_hand.sql:1:1"]);
}

#[test]
fn comments_allow_findings() {
    let drop = |comment: &str| format!("{comment}\ndrop table a;\n");
    check(&[&drop("-- squawk-ignore ban-drop-table")], &[]);
    check(
        &[&drop(
            "-- why\n-- squawk-ignore ban-drop-table, renaming-table -- since nobody reads it\n\n-- more",
        )],
        &[],
    );
    check(&[&drop("/* squawk-ignore ban-drop-table */")], &[]);
    check(
        &["drop table a; -- squawk-ignore ban-drop-table\ndrop table b;"],
        &["sql-ban-drop-table V1__by_hand.sql:2:1"],
    );
    check(
        &["-- squawk-ignore ban-drop-table\ndrop table a;\ndrop table b;"],
        &["sql-ban-drop-table V1__by_hand.sql:3:1"],
    );
    check(
        &[
            "-- squawk-ignore-file ban-drop-table\ndrop table a;\ndrop table b; alter table c drop d",
        ],
        &["sql-ban-drop-column V1__by_hand.sql:3:29"],
    );
    check(
        &["alter table a\n  -- squawk-ignore ban-drop-column\n  drop b,\n  drop c;"],
        &["sql-ban-drop-column V1__by_hand.sql:4:3"],
    );
    check(
        &["alter table a\n  drop b, -- squawk-ignore ban-drop-column\n\n drop c;"],
        &["sql-ban-drop-column V1__by_hand.sql:4:2"],
    );
    check(
        &["select '-- squawk-ignore-file'; drop table a"],
        &["sql-ban-drop-table V1__by_hand.sql:1:33"],
    );
}

#[test]
fn a_comment_that_names_no_rule_is_found() {
    let small = with(&["-- squawk-ignore ban-drop-tabel\ndrop table a;\n"]);
    let expected =
        ["sql-unknown-ignore V1__by_hand.sql:1:18", "sql-ban-drop-table V1__by_hand.sql:2:1"];
    assert_eq!(found(&small), expected);
    let ran = small.run(&["check"]);
    assert!((ran.stdout + &ran.stderr).contains("the nearest is `ban-drop-table`"));
}

#[test]
fn the_project_allows_rules_and_passes_over_old_files() {
    let small = with(&["drop table a;", "drop table b; alter table c drop column d;"]);
    configured(&small, "lint: { allow: [ban-drop-table] }\n");
    assert_eq!(found(&small), ["sql-ban-drop-column V2__by_hand.sql:1:29"]);
    let small = with(&["drop table a;", "drop table b;"]);
    configured(&small, "lint: { after: 1 }\n");
    assert_eq!(found(&small), ["sql-ban-drop-table V2__by_hand.sql:1:1"]);
}

#[test]
fn an_unknown_rule_of_the_project_is_an_error() {
    let small = with(&["drop table a;"]);
    configured(&small, "lint: { allow: [ban-drop-tables] }\n");
    let ran = small.run(&["check"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stdout.contains("the nearest is `ban-drop-table`"), "{ran:?}");
}

#[test]
fn the_directive_says_whether_there_is_a_transaction() {
    let sql = "create index concurrently i on a (b);";
    let small = with(&[sql]);
    let rule = "sql-ban-concurrent-index-creation-in-transaction";
    assert_eq!(found(&small), [format!("{rule} V1__by_hand.sql:1:14")]);
    assert_eq!(small.run(&["check"]).code, Some(2));
    check(&[&format!("-- momni-db: no transaction\n{sql}\n{sql}")], &[]);
}

#[test]
fn nobody_uses_what_the_file_has_made() {
    let alter = "alter table app.a add unique (b);\ncreate index on app.a (b); drop table app.a;";
    check(&[&format!("create table App.A (b int);\n{alter}")], &[]);
    check(
        &["create table a (b int);", "alter table a add unique (b);"],
        &["sql-disallowed-unique-constraint V2__by_hand.sql:1:19"],
    );
    let name = "n".repeat(64);
    check(
        &[&format!("create table a (b int); alter table a add {name} int")],
        &["sql-identifier-too-long V1__by_hand.sql:1:43"],
    );
}

#[test]
fn what_was_said_before_counts() {
    let add = "alter table a add constraint c check (b is not null) not valid;\n";
    let validate = "alter table a validate constraint c;\n";
    let set = "alter table a alter b set not null;\n";
    check(&[add, &format!("{validate}{set}")], &[]);
    check(&[add, set], &["sql-adding-not-nullable-field V2__by_hand.sql:1:23"]);
    check(
        &[&format!("{add}{validate}")],
        &["sql-constraint-missing-not-valid V1__by_hand.sql:2:15"],
    );
    check(&[&format!("-- momni-db: no transaction\n{add}{validate}{set}")], &[]);
}

#[test]
fn one_fault_is_told_once() {
    check(
        &["alter table a add foreign key (b) references c;"],
        &["sql-adding-foreign-key-constraint V1__by_hand.sql:1:19"],
    );
    check(
        &["alter table a add check (b > 0);"],
        &["sql-constraint-missing-not-valid V1__by_hand.sql:1:15"],
    );
}

#[test]
fn what_is_no_matter_of_the_linter() {
    // Bodies, rows, faults of syntax, forms that momni-db sees to.
    check(&["do $$ declare v int; begin drop table a; select 1 into v; end $$;"], &[]);
    check(
        &[
            "create function f() returns int language plpgsql as $$ declare v int; begin select 1 into v; drop table a; return v; end $$;",
        ],
        &[],
    );
    check(&["create tabel a; select from from; insert into a (b, b) values ($1, 2);"], &[]);
    check(&["create table a (b int, c varchar(3), d timestamp, e serial, f char(2));"], &[]);
    let step = "-- momni-db: no transaction\n-- momni-db: batches of 5 over a by b\nupdate a set c = 1 where b between $1 and $2;\n";
    check(&[step], &[]);
}

#[test]
fn faults_of_the_folder_and_of_directives_are_told_too() {
    check(
        &["-- momni-db: no transation\nselect 1; commit;"],
        &["migration-directive V1__by_hand.sql:1:14", "migration-transaction V1__by_hand.sql:2:11"],
    );
    let small = with(&["select 1;"]);
    let file = small.root().join("migrations/V1__by_hand.sql");
    fs::write(file, "select 2;").unwrap();
    assert_eq!(found(&small), ["migration-edited V1__by_hand.sql:1:1"]);
    assert_eq!(small.run(&["check"]).code, Some(2));
}

/// squawk reads by recursion, and takes time with the square: a long statement is not given to it, a shorter one has the stack
/// that it takes.
#[test]
fn nothing_brings_it_down() {
    let chains = |count: usize| {
        [
            format!("create view v as select {}1", "case ".repeat(count)),
            format!("create view v as select {}1", "not ".repeat(count)),
            format!("create view v as {}", "with ".repeat(count)),
            format!("create table t as {}", "explain ".repeat(count)),
        ]
    };
    let nested = |count: usize| {
        [
            format!("create view v as select {}1", "(".repeat(count)),
            format!("create view v as select array{}", "[".repeat(count)),
            format!("create view v as {}", "(select * from ".repeat(count)),
        ]
    };
    let all = |chain: usize, depth: usize| {
        let all: Vec<String> = chains(chain).into_iter().chain(nested(depth)).collect();
        found(&with(&all.iter().map(String::as_str).collect::<Vec<_>>()))
    };
    assert_eq!(all(9_990, 100), [""; 0]);
    let each = (1..=7).map(|it| format!("sql-unread V{it}__by_hand.sql:1:1"));
    assert_eq!(all(100_000, 100_000), each.collect::<Vec<_>>());
    check(&[&format!("-- squawk-ignore\n{}", nested(101)[0])], &[]);
}
