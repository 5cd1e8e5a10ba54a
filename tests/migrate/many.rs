//! `momni-db migrate --targets`: many databases.

use crate::project::Project;
use crate::support::{MAJORS, Ran, database, execute, query, server};
use momni_db::connect::Target;
use serde_json::Value;
use std::fs;

const TWO: &[&str] = &["create table a (id int);\n", "create table b (id int);\n"];

/// A project and databases `name_0`, `name_1` …, which are listed in `targets.txt`.
fn tenants(major: u32, name: &str, count: usize) -> (Project, Vec<Target>) {
    let made = |at| database(server(major, &[]), &format!("{name}_{at}"));
    let targets: Vec<Target> = (0..count).map(made).collect();
    let project = Project::with_target(targets[0].clone(), TWO);
    let lines: String = targets.iter().map(|it| format!("{it}\n")).collect();
    let list = format!("# all tenants\n\n{lines}");
    fs::write(project.folder.path().join("targets.txt"), list).unwrap();
    (project, targets)
}

impl Project {
    fn many(&self, file: &str, options: &[&str]) -> Ran {
        let path = self.folder.path().join(file);
        let start = ["migrate", "--targets", path.to_str().unwrap()];
        self.run(&[&start, options].concat())
    }
}

/// The verdicts of the table, in order.
fn verdicts(ran: &Ran) -> Vec<String> {
    let table = ran.stdout.lines().skip_while(|line| !line.starts_with("database "));
    let verdict = |line: &str| {
        let after = line.split_once("  ").unwrap().1.trim_start();
        after.split("  ").next().unwrap().to_owned()
    };
    table.skip(1).map(verdict).collect()
}

fn history(target: &Target) -> String {
    let sql = "select coalesce(string_agg(version::text, ',' order by version), '')
               from momni_db.refinery_schema_history";
    query(target, sql).remove(0).remove(0).unwrap()
}

fn is_untouched(target: &Target) -> bool {
    query(target, "select to_regnamespace('momni_db')::text")[0][0].is_none()
}

#[test]
fn every_database_is_migrated_once_and_has_its_verdict() {
    for major in MAJORS {
        let (project, targets) = tenants(major, "many_all", 6);
        execute(&targets[4], "create table a (id int)");
        let failed = project.many("targets.txt", &["--stop-after", "0", "--jobs", "3"]);
        assert_eq!(failed.code, Some(3), "{failed:?}");
        let expected = ["migrated", "migrated", "migrated", "migrated", "failed", "migrated"];
        assert_eq!(verdicts(&failed), expected, "{failed:?}");
        let said = format!("[{}] relation \"a\" already exists", targets[4]);
        assert!(failed.stderr.contains(&said), "{said}: {failed:?}");
        for (at, target) in targets.iter().enumerate().filter(|(at, _)| *at != 4) {
            assert_eq!(history(target), "1,2", "{at}");
        }
        execute(&targets[4], "drop table a");
        execute(&targets[2], "alter table b add more text");
        let again = project.many("targets.txt", &["--format", "json", "--stop-after", "0"]);
        assert_eq!(again.code, Some(1), "{again:?}");
        let document: Value = serde_json::from_str(&again.stdout).unwrap();
        let targets_of = document["result"]["targets"].as_array().unwrap();
        let found: Vec<&str> =
            targets_of.iter().map(|it| it["verdict"].as_str().unwrap()).collect();
        let expected =
            ["up_to_date", "up_to_date", "differs", "up_to_date", "migrated", "up_to_date"];
        assert_eq!(found, expected);
        assert_eq!(targets_of[4]["applied"].as_array().unwrap().len(), 2);
        let finding = document["findings"][0]["message"].as_str().unwrap();
        assert!(finding.starts_with(&format!("[{}] ", targets[2])), "{finding}");
    }
}

#[test]
fn status_asks_every_database() {
    for major in MAJORS {
        let (project, targets) = tenants(major, "many_status", 3);
        assert_eq!(project.many("targets.txt", &["--target", "1"]).code, Some(0));
        let second = Project { folder: project.folder, target: targets[1].clone() };
        second.migrate();
        let gone = targets[0].with_database("many_status_nowhere").unwrap();
        execute(&targets[2], "update momni_db.refinery_schema_history set checksum = '1'");
        let list: String = targets.iter().chain([&gone]).map(|it| format!("{it}\n")).collect();
        fs::write(second.folder.path().join("targets.txt"), list).unwrap();
        let path = second.folder.path().join("targets.txt");
        let arguments = ["status", "--targets", path.to_str().unwrap()];
        let ran = second.run(&arguments);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let lines: Vec<&str> =
            ran.stdout.lines().skip_while(|line| !line.starts_with("database ")).skip(1).collect();
        let rest = |at: usize| lines[at].split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
        assert_eq!([rest(0), rest(1)], ["V1 1 pending", "V2 0 up to date"]);
        assert_eq!(rest(2), "V1 1 V1 is edited");
        assert!(lines[3].contains("many_status_nowhere"), "{ran:?}");
        assert!(
            ran.stdout.contains(&format!("[{}] `migrations/V1__m1.sql` was changed", targets[2]))
        );
        let json = second.run(&[&arguments[..], &["--format", "json"]].concat());
        let document: Value = serde_json::from_str(&json.stdout).unwrap();
        let found = document["result"]["targets"].as_array().unwrap();
        assert_eq!(found[1]["versions"][1]["state"], "applied");
        assert_eq!(found[3]["error"]["cause"], "connection", "{document:#}");
    }
}

#[test]
fn nothing_is_begun_when_the_first_one_fails() {
    let (project, targets) = tenants(18, "many_canary", 4);
    execute(&targets[1], "create table b ()");
    let failed = project.many("targets.txt", &["--canary", "2", "--stop-after", "0"]);
    assert_eq!(failed.code, Some(3), "{failed:?}");
    assert_eq!(verdicts(&failed), ["migrated", "failed", "not begun", "not begun"], "{failed:?}");
    assert!(is_untouched(&targets[2]) && is_untouched(&targets[3]));
}

/// A database that is not what its migrations lead to is as bad as one that cannot be migrated.
#[test]
fn no_other_is_begun_after_so_many_have_failed() {
    let (project, targets) = tenants(15, "many_stop", 6);
    for at in [1, 3] {
        execute(&targets[at], "create table more ()");
    }
    let stopped = project.many("targets.txt", &["--jobs", "1", "--stop-after", "2"]);
    assert_eq!(stopped.code, Some(1), "{stopped:?}");
    let expected = ["migrated", "differs", "migrated", "differs", "not begun", "not begun"];
    assert_eq!(verdicts(&stopped), expected, "{stopped:?}");
    assert!(is_untouched(&targets[4]) && is_untouched(&targets[5]));
}

#[test]
fn a_query_lists_tenants() {
    for major in MAJORS {
        let (project, targets) = tenants(major, "many_query", 3);
        // Names of databases on the same server, and whole connection strings.
        let sql = format!(
            "select name from (values (1, '{}'), (2, '{}')) as tenants (n, name) order by n",
            targets[1].database(),
            targets[2]
        );
        fs::write(project.folder.path().join("tenants.sql"), sql).unwrap();
        let ran = project.many("tenants.sql", &[]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(verdicts(&ran), ["migrated", "migrated"], "{ran:?}");
        assert!(is_untouched(&targets[0]));
        for (sql, said) in [
            ("select nam from tenants", "relation \"tenants\" does not exist"),
            ("select 1, 2", "row 1 of"),
            ("select null::text", "row 1 of"),
            ("select 'a' where false", "names no database"),
            ("select 'a' from generate_series(1, 2)", "twice"),
        ] {
            fs::write(project.folder.path().join("tenants.sql"), sql).unwrap();
            let ran = project.many("tenants.sql", &[]);
            assert!(ran.code != Some(0) && ran.stderr.contains(said), "{sql}: {ran:?}");
        }
    }
}

#[test]
fn a_faulty_list_is_refused_before_anything_runs() {
    let (project, targets) = tenants(18, "many_faulty", 1);
    let secret = "postgresql://someone:hunter2@localhost:99999/x";
    for (list, said) in [
        (format!("{}\n{secret}\n", targets[0]), "targets.txt:2"),
        (format!("{0}\n{0}\n", targets[0]), "twice"),
        ("# nobody\n".into(), "names no database"),
    ] {
        fs::write(project.folder.path().join("targets.txt"), list).unwrap();
        let ran = project.many("targets.txt", &[]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(said), "{said}: {ran:?}");
        assert!(!format!("{ran:?}").contains("hunter2"), "{ran:?}");
        assert!(is_untouched(&targets[0]));
    }
    let jobs = project.run(&["migrate", "--jobs", "2"]);
    assert_eq!(jobs.code, Some(2), "{jobs:?}");
}

/// A database that cannot be reached does not keep the others, when that is wanted.
#[test]
fn one_that_cannot_be_reached_has_its_verdict() {
    let (project, targets) = tenants(15, "many_gone", 2);
    let gone = targets[0].with_database("many_gone_nowhere").unwrap();
    let list = format!("{gone}\n{}\n", targets[1]);
    fs::write(project.folder.path().join("targets.txt"), list).unwrap();
    let ran = project.many("targets.txt", &["--canary", "0", "--stop-after", "0"]);
    assert_eq!((ran.code, verdicts(&ran)), (Some(3), vec!["failed".into(), "migrated".into()]));
    let dry = project.many("targets.txt", &["--canary", "0", "--stop-after", "0", "--dry-run"]);
    assert_eq!(verdicts(&dry), ["failed", "up to date"], "{dry:?}");
}
