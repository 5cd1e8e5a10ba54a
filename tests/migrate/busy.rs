//! Servers on which others work: who is in the way, how far an index is, what the server says meanwhile.

use crate::project::{Project, ended, wait};
use crate::support::{MAJORS, execute, query, runtime, session};
use momni_db::connect::{Session, Target};

const TABLE: &str =
    "create table a (id int, x int);\ninsert into a select n, n from generate_series(1, 100) n;\n";
const INDEX: &str = "-- momni-db: no transaction\ncreate index concurrently a_x on a (x);\n";

/// A session that stays as these statements leave it, for as long as the runtime lives; its process.
fn another(runtime: &tokio::runtime::Runtime, target: &Target, sql: &str) -> (Session, String) {
    let other = runtime.block_on(session(target));
    let pid = runtime.block_on(other.rows("select pg_backend_pid()")).unwrap();
    runtime.block_on(other.batch(sql)).unwrap();
    (other, pid[0][0].clone().unwrap())
}

#[test]
fn who_is_in_the_way_is_named() {
    for major in MAJORS {
        for second in ["alter table a add column b int;\n", INDEX] {
            let project = Project::new(major, "busy_named", &[TABLE, second]);
            assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
            let runtime = runtime();
            let sql = "set application_name = 'the other'; begin; update a set x = x;\n\n\
                       select 'line one', $$password 'x'$$ as password, 'secret' as \"b\"\nfrom a";
            let (_other, pid) = another(&runtime, &project.target, sql);
            let ran = project.run(&["migrate", "--lock-timeout", "2", "--format", "json"]);
            assert_eq!(ran.code, Some(3), "{ran:?}");
            let user = project.target.user();
            let who = format!("process {pid} (the other) of role {user}, in a transaction for ");
            for part in [
                format!("migrations/V2__m2.sql waits for {who}"),
                format!("it waited for {who}"),
                "s, idle in transaction: set application_name = 'the other'; begin; update a"
                    .into(),
                "SQLSTATE 55P03".into(),
                "migrations/V2__m2.sql:".into(),
            ] {
                assert!(ran.stderr.contains(&part), "{part}: {}", ran.stderr);
            }
            assert!(!ran.stderr.contains("line one"), "{}", ran.stderr);
            let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            let message = document["error"]["message"].as_str().unwrap();
            assert!(message.contains(&format!("it waited for {who}")), "{message}");
            assert_eq!(project.history(), "1");
            // The way is free, and what was left half built is built.
            drop(runtime);
            project.migrate();
            let invalid = "select count(*)::text from pg_index where not indisvalid";
            assert_eq!(project.value(invalid).as_deref(), Some("0"));
        }
    }
}

/// What the migrating role may not see, the server leaves out.
#[test]
fn who_is_in_the_way_is_named_as_far_as_it_is_seen() {
    let project = Project::new(18, "busy_seen", &["alter table a add column b int;\n"]);
    execute(
        &project.target,
        "drop role if exists busy_role; create role busy_role login; create table a (id int);
         alter table a owner to busy_role; grant create on database busy_seen to busy_role",
    );
    let runtime = runtime();
    let (_other, pid) = another(&runtime, &project.target, "begin; select * from a");
    let url = project.target.to_string();
    let user = format!("postgresql://{}@", project.target.user());
    let url = url.replacen(&user, "postgresql://busy_role@", 1);
    let mut command = project.command(&["migrate", "--lock-timeout", "1"]);
    let ran = crate::support::ran(command.env("DATABASE_URL", url));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains(&format!("waits for process {pid}")), "{ran:?}");
    assert!(ran.stderr.contains("<insufficient privilege>"), "{ran:?}");
    assert!(!ran.stderr.contains("select * from a"), "{ran:?}");
    drop(runtime);
    execute(&project.target, "drop owned by busy_role; drop role busy_role");
}

/// A sequence counts the tries: it is not rolled back.
#[test]
fn a_deadlock_is_tried_again() {
    for major in MAJORS {
        for mode in ["", "-- momni-db: no transaction\n"] {
            let second = format!(
                "{mode}create table b ();\ndo $$ begin if nextval('tries') < 3 then raise exception 'deadlock detected' using \
                 errcode = '40P01'; end if; end $$;\n"
            );
            let project =
                Project::new(major, "busy_deadlock", &["create sequence tries;", &second]);
            // On the scratch server there is no second try: it is not compared.
            project.run(&["migrate"]);
            assert_eq!((project.history().as_str(), project.tables().as_str()), ("1,2", "b"));
            assert_eq!(project.value("select last_value::text from tries").as_deref(), Some("3"));
        }
    }
}

#[test]
fn the_progress_of_an_index_is_told() {
    for major in MAJORS {
        let project = Project::new(major, "busy_progress", &[TABLE, INDEX]);
        assert_eq!(project.run(&["migrate", "--target", "1"]).code, Some(0));
        let runtime = runtime();
        let (other, _) = another(&runtime, &project.target, "begin; update a set x = x");
        let child = project.spawn(&["migrate", "--format", "json"]);
        let phase = "select count(*)::text from pg_stat_progress_create_index
                     where datname = current_database() and phase = 'waiting for writers before build'";
        wait(|| project.value(phase).as_deref() == Some("1"));
        // Long enough to be told of.
        let looked = "select count(*)::text from pg_stat_activity where datname = current_database()
                      and query like '%pg_stat_progress_create_index where pid =%' and state = 'idle'
                      and query_start > backend_start + interval '1500 ms'";
        wait(|| project.value(looked).as_deref() == Some("1"));
        runtime.block_on(other.batch("commit")).unwrap();
        let ran = ended(child);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let told = "migrations/V2__m2.sql: waiting for writers before build";
        assert!(ran.stderr.contains(told), "{ran:?}");
        // It makes nobody wait, and waits itself: one try is enough.
        assert!(!ran.stderr.contains("tried again"), "{ran:?}");
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(document["result"]["to_version"], 2, "{document:#}");
    }
}

#[test]
fn what_the_server_says_is_told() {
    for major in MAJORS {
        let says = "do $$ begin raise notice 'by the way' using hint = 'look there'; raise warning 'beware'; end $$;\n";
        let second = format!("-- momni-db: no transaction\n{says}");
        let project = Project::new(major, "busy_notices", &[says, &second]);
        let ran = project.run(&["migrate", "--format", "json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for file in ["migrations/V1__m1.sql", "migrations/V2__m2.sql"] {
            let notice = format!("{file}: NOTICE: by the way\n  hint: look there\n");
            assert!(ran.stderr.contains(&notice), "{ran:?}");
            assert!(ran.stderr.contains(&format!("warning: {file}: WARNING: beware")), "{ran:?}");
        }
        assert_eq!(ran.stderr.matches("beware").count(), 2, "{ran:?}");
        assert!(serde_json::from_str::<serde_json::Value>(&ran.stdout).is_ok(), "{ran:?}");
        let quiet = Project::new(major, "busy_quiet", &[says]);
        let ran = quiet.run(&["migrate", "-q"]);
        assert!(ran.stderr.contains("beware") && !ran.stderr.contains("by the way"), "{ran:?}");
    }
}

/// A run of quick statements has one connection.
#[test]
fn a_quick_run_opens_no_second_connection() {
    let project = Project::new(15, "busy_quick", &["select 1;"]);
    execute(&project.target, "create role busy_one login connection limit 1");
    execute(&project.target, "grant create on database busy_quick to busy_one");
    let user = format!("postgresql://{}@", project.target.user());
    let url = project.target.to_string().replacen(&user, "postgresql://busy_one@", 1);
    let migrate = || {
        let mut command = project.command(&["migrate"]);
        crate::support::ran(command.env("DATABASE_URL", &url))
    };
    let ran = migrate();
    assert_eq!((ran.code, project.history().as_str()), (Some(0), "1"), "{ran:?}");
    // A slow one goes on without it.
    project.add("m2", "select pg_sleep(1);");
    let ran = migrate();
    assert_eq!((ran.code, project.history().as_str()), (Some(0), "1,2"), "{ran:?}");
    execute(&project.target, "drop owned by busy_one; drop role busy_one");
    assert_eq!(query(&project.target, "select 1").len(), 1);
}
