//! `momni-db baseline`: an existing database is adopted.

use crate::shop::Shop;
use crate::support::{MAJORS, execute, query, ran};
use serde_json::Value;

#[test]
fn a_database_that_is_what_the_migrations_lead_to_is_adopted() {
    for major in MAJORS {
        let shop = Shop::new(major, "baseline_adopted").imported().generated();
        let status = shop.run(&["status"]);
        assert!(status.stdout.contains("pending"), "{status:?}");
        let adopted = shop.run(&["baseline"]);
        assert_eq!(adopted.code, Some(0), "{adopted:?}");
        assert_eq!(adopted.stdout, "recorded 1 migration as applied: the database has V1\n");
        assert_eq!(shop.history(), "1 init");
        // refinery's own row: what `migrate` would have written.
        let status = shop.run(&["status"]);
        assert_eq!(status.code, Some(0), "{status:?}");
        assert!(
            status.stdout.contains("applied") && !status.stdout.contains("pending"),
            "{status:?}"
        );
        let migrated = shop.run(&["migrate"]);
        assert_eq!(migrated.stdout, "nothing to do: the database has V1\n", "{migrated:?}");
        assert_eq!(shop.run(&["drift"]).code, Some(0));
        let again = shop.run(&["baseline"]);
        assert_eq!(
            (again.code, again.stdout.as_str()),
            (Some(0), "nothing to do: the database has V1\n")
        );
    }
}

#[test]
fn a_database_that_differs_is_not() {
    for major in MAJORS {
        let shop = Shop::new(major, "baseline_differs").imported().generated();
        execute(
            &shop.target,
            "ALTER TABLE orders ADD note text; ALTER TABLE lines ALTER no TYPE bigint",
        );
        let refused = shop.run(&["baseline"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        for part in [
            "column public.orders.note",
            "column public.lines.no",
            "schema/public/tables/lines.yaml:",
            "nothing is recorded: the database is not what the migrations lead to",
        ] {
            assert!(refused.stdout.contains(part), "{part}: {}", refused.stdout);
        }
        assert_eq!(shop.history(), "none");
        let schemas = query(&shop.target, "select 1 from pg_namespace where nspname = 'momni_db'");
        assert!(schemas.is_empty(), "a schema was left behind");
    }
}

#[test]
fn what_is_pending_is_recorded_where_the_rest_is_applied() {
    let shop = Shop::new(15, "baseline_pending").imported().generated().adopted();
    shop.write("schema/public/tables/later.yaml", "tables: { later: { columns: { a: text } } }\n");
    assert_eq!(shop.run(&["generate"]).code, Some(0));
    let early = shop.run(&["baseline"]);
    assert_eq!(early.code, Some(1), "{early:?}");
    assert_eq!(shop.history(), "1 init");
    execute(&shop.target, "CREATE TABLE later (a text NOT NULL)");
    let adopted = shop.run(&["baseline"]);
    assert_eq!(adopted.code, Some(0), "{adopted:?}");
    assert_eq!(shop.history(), "1 init, 2 add_later");
}

#[test]
fn a_target_leaves_the_rest_to_migrate() {
    let shop = Shop::new(15, "baseline_target").imported().generated();
    shop.write("schema/public/tables/later.yaml", "tables: { later: { columns: { a: text } } }\n");
    assert_eq!(shop.run(&["generate"]).code, Some(0));
    let unknown = shop.run(&["baseline", "--target", "7"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    let adopted = shop.run(&["baseline", "--target", "1"]);
    assert_eq!(adopted.code, Some(0), "{adopted:?}");
    assert_eq!(shop.history(), "1 init");
    let migrated = shop.run(&["migrate"]);
    assert_eq!(migrated.code, Some(0), "{migrated:?}");
    assert_eq!(shop.history(), "1 init, 2 add_later");
    assert_eq!(shop.run(&["drift"]).code, Some(0));
}

#[test]
fn a_history_that_does_not_agree_is_refused() {
    let shop = Shop::new(15, "baseline_history").imported().generated().adopted();
    for (change, said) in [
        (
            "UPDATE momni_db.refinery_schema_history SET checksum = '1'",
            "was changed after V1 was applied",
        ),
        (
            "UPDATE momni_db.refinery_schema_history SET checksum = 'x'",
            "was not written by refinery",
        ),
        (
            "UPDATE momni_db.refinery_schema_history SET version = 9, checksum = '1'",
            "newer than every file here",
        ),
    ] {
        execute(&shop.target, change);
        let refused = shop.run(&["baseline"]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains(said), "{said}: {refused:?}");
        let mend = "`DROP TABLE momni_db.refinery_schema_history`";
        assert!(refused.stderr.contains(mend), "{refused:?}");
    }
    assert_eq!(shop.history(), "9 init");
}

#[test]
fn one_run_at_a_time() {
    let shop = Shop::new(15, "baseline_lock").imported().generated();
    let runtime = crate::support::runtime();
    let holder = runtime.block_on(crate::support::session(&shop.target));
    let key = i64::from_be_bytes(*b"momni_db");
    runtime.block_on(holder.rows(&format!("select pg_advisory_lock({key})"))).unwrap();
    let waited = shop.run(&["baseline", "--lock-timeout", "1"]);
    assert_eq!(waited.code, Some(3), "{waited:?}");
    assert!(waited.stderr.contains("another run held the lock"), "{waited:?}");
    assert_eq!(shop.history(), "none");
}

#[test]
fn without_migrations_there_is_nothing_to_record() {
    let shop = Shop::new(15, "baseline_empty").imported();
    let refused = shop.run(&["baseline"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("there are no migrations to record"), "{refused:?}");
}

#[test]
fn a_role_needs_what_migrate_needs() {
    let shop = Shop::new(15, "baseline_rights").imported().generated();
    execute(&shop.target, "DROP ROLE IF EXISTS baseline_reader; CREATE ROLE baseline_reader LOGIN");
    let user = format!("//{}@", shop.target.user());
    let url = shop.target.to_string().replacen(&user, "//baseline_reader@", 1);
    let mut command = shop.command(&shop.root(), &["baseline"]);
    let refused = ran(command.env("DATABASE_URL", url));
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(
        refused.stderr.contains("GRANT CREATE ON DATABASE baseline_rights TO baseline_reader"),
        "{refused:?}"
    );
    execute(&shop.target, "DROP ROLE baseline_reader");
}

#[test]
fn the_document_says_what_was_recorded() {
    let shop = Shop::new(15, "baseline_document").imported().generated();
    let document =
        |ran: crate::support::Ran| -> Value { serde_json::from_str(&ran.stdout).unwrap() };
    execute(&shop.target, "ALTER TABLE orders ADD note text");
    let refused = document(shop.run(&["baseline", "--format", "json"]));
    assert_eq!((&refused["command"], &refused["exit_code"]), (&"baseline".into(), &1.into()));
    assert_eq!(refused["result"]["recorded"], Value::Array(Vec::new()));
    assert_eq!(refused["findings"].as_array().unwrap().len(), 1, "{refused:#}");
    execute(&shop.target, "ALTER TABLE orders DROP note");
    let adopted = document(shop.run(&["baseline", "--format", "json"]));
    assert_eq!(adopted["exit_code"], 0, "{adopted:#}");
    assert_eq!(adopted["result"]["recorded"][0]["file"], "migrations/V1__init.sql");
    assert_eq!(adopted["result"]["from_version"], Value::Null);
    assert_eq!(adopted["result"]["to_version"], 1);
}
