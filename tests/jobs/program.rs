//! What the command says and does.

use crate::shop::Shop;
use crate::support::Ran;

fn shop(name: &str) -> Shop {
    Shop::new(
        15,
        name,
        "  fail: { comment: It fails., function: fail, schedule: 15 3 * * *, time_zone: Europe/Berlin }
  work: { comment: It works., function: work, every: 5 minutes }
",
    )
}

#[test]
fn a_job_is_run_by_hand() {
    let shop = shop("jobs_by_hand");
    let ran = shop.program(&["jobs", "--run", "work"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), "1 run: 1 done\n"), "{ran:?}");
    let ran = shop.program(&["jobs", "--run", "fail", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["result"]["runs"][0]["sqlstate"], "ZZ001");
    assert!(!format!("{ran:?}").contains("secret"), "{ran:?}");
    // It is no dead letter, and nothing waits.
    assert_eq!(shop.value("select count(*) from momni_db.job_queue"), "0");
    assert_eq!(shop.value("select count(*) from momni_db.job_dead"), "0");
    let ran = shop.program(&["jobs", "--run", "werk"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("the nearest is `work`"), "{ran:?}");
}

#[test]
fn looking_changes_nothing() {
    let shop = shop("jobs_list");
    let ran = shop.program(&["jobs", "--list"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let head = "job   schedule                  next                  last  waiting  dead\n";
    assert!(ran.stdout.starts_with(head), "{}", ran.stdout);
    assert!(ran.stdout.contains("work  every 5 minutes"), "{}", ran.stdout);
    assert_eq!(shop.value("select count(*) from pg_namespace where nspname = 'momni_db'"), "0");
}

#[test]
fn once_ends_with_a_finding_where_a_run_failed() {
    let shop = shop("jobs_once");
    let once = || shop.program(&["jobs", "--once"]);
    let first = once();
    assert_eq!((first.code, &*first.stdout), (Some(0), "nothing was due\n"), "{first:?}");
    let back = "update momni_db.job_planned set planned = planned - interval '3 days'";
    shop.run(back);
    let Ran { code, stdout, stderr } = once();
    assert_eq!((code, &*stdout), (Some(1), "2 runs: 1 done, 1 failed\n"), "{stderr}");
    assert!(stderr.contains("attempt 1 failed after"), "{stderr}");
    assert!(stderr.contains("ZZ001 it is broken") && !stderr.contains("secret"), "{stderr}");
    let list = shop.program(&["jobs", "--list"]);
    assert!(list.stdout.contains("failed 20"), "{}", list.stdout);
    assert_eq!(list.code, Some(0), "nothing is dead yet: {list:?}");
    shop.run(
        "with gone as (delete from momni_db.job_queue returning *) insert into momni_db.job_dead select id, job, due, attempts, now() from gone",
    );
    let list = shop.program(&["jobs", "--list"]);
    assert_eq!(list.code, Some(1), "{list:?}");
    let ran = shop.program(&["jobs", "--retry", "fail"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("`fail` is in the queue again"), "{ran:?}");
    let ran = shop.program(&["jobs", "--retry", "fail"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

/// A role that may do nothing is told what it needs.
#[test]
fn a_right_that_is_missing_is_named() {
    let shop = shop("jobs_rights");
    shop.run(
        "do $$ begin create role jobs_nobody login; exception when duplicate_object then null; end $$;",
    );
    let url = shop.target.to_string();
    let url = url.replacen(&format!("{}@", shop.target.user()), "jobs_nobody@", 1);
    let ran = shop.program(&["jobs", "--once", "--database-url", &url]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("CREATE on the database"), "{ran:?}");
    shop.program(&["jobs", "--once"]);
    let ran = shop.program(&["jobs", "--once", "--database-url", &url]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.contains("SELECT, INSERT, UPDATE, DELETE"), "{ran:?}");
}

#[test]
fn pg_cron_gets_what_it_has_words_for() {
    let shop = shop("jobs_pg_cron");
    let ran = shop.program(&["jobs", "--format", "pg-cron"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    insta::assert_snapshot!("pg_cron", ran.stdout);
}
