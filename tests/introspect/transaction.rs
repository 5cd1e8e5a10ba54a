//! What a reading leaves behind in the session, and what it sees.

use crate::support::{MAJORS, database, execute, run, server, session};
use momni_db::catalog::{Catalog, Kind, Name, ObjectId, QName, RowsSpec, Scope};
use momni_db::connect::{Session, Target};
use momni_db::introspect::{IntrospectError, introspect};
use std::time::Duration;

fn table(name: &str) -> ObjectId {
    ObjectId::in_schema(Kind::Table, &QName::new("public", name))
}

async fn one(session: &Session, sql: &str) -> String {
    session.rows(sql).await.unwrap()[0][0].clone().unwrap_or_default()
}

async fn read(session: &Session) -> Result<Catalog, IntrospectError> {
    introspect(&session.client, &Scope::everything()).await
}

/// Whether a transaction is open: a setting that is local to one would last until the next statement.
async fn in_transaction(session: &Session) -> bool {
    session.batch("SELECT set_config('test.mark', 'on', true)").await.unwrap();
    one(session, "SELECT current_setting('test.mark', true)").await == "on"
}

fn empty(name: &str) -> impl Iterator<Item = Target> {
    MAJORS.into_iter().map(move |major| database(server(major, &crate::EXTENSIONS), name))
}

#[test]
fn outside_of_a_transaction_nothing_is_left() {
    for target in empty("transaction_outside") {
        run(async {
            let session = session(&target).await;
            session.batch("SET search_path = a, \"B\"; SET DateStyle = german").await.unwrap();
            read(&session).await.unwrap();
            assert!(!in_transaction(&session).await);
            assert_eq!(one(&session, "SHOW search_path").await, "a, \"B\"");
            assert_eq!(one(&session, "SHOW DateStyle").await, "German, DMY");
            assert_eq!(one(&session, "SHOW transaction_read_only").await, "off");
            session.batch("CREATE TABLE public.t (a int)").await.unwrap();
            assert!(read(&session).await.unwrap().get(&table("t")).is_some());
        });
    }
}

#[test]
fn within_a_transaction_of_the_caller_it_sees_its_changes_and_leaves_its_settings() {
    for target in empty("transaction_within") {
        run(async {
            let session = session(&target).await;
            session
                .batch("BEGIN; SET LOCAL search_path = public; SET LOCAL lock_timeout = '7s'; CREATE TABLE t (a int)")
                .await
                .unwrap();
            for _ in 0..2 {
                assert!(read(&session).await.unwrap().get(&table("t")).is_some());
                assert!(in_transaction(&session).await);
                assert_eq!(one(&session, "SHOW search_path").await, "public");
                assert_eq!(one(&session, "SHOW lock_timeout").await, "7s");
            }
            session.batch("CREATE TABLE u (a int); ROLLBACK").await.unwrap();
            let catalog = read(&session).await.unwrap();
            assert!(catalog.get(&table("t")).is_none() && catalog.get(&table("u")).is_none());
        });
    }
}

#[test]
fn a_failed_transaction_is_named_and_left_to_the_caller() {
    for target in empty("transaction_failed") {
        run(async {
            let session = session(&target).await;
            session.batch("BEGIN").await.unwrap();
            session.batch("SELECT 1 / 0").await.unwrap_err();
            let error = read(&session).await.unwrap_err();
            assert_eq!(error.sqlstate(), Some("25P02"));
            assert!(error.to_string().contains("roll it back first"), "{error}");
            session.batch("ROLLBACK").await.unwrap();
            read(&session).await.unwrap();
        });
    }
}

#[test]
fn an_error_half_way_leaves_the_transaction_of_the_caller_usable() {
    for target in empty("transaction_error") {
        execute(&target, HIDDEN_ROWS);
        let scope = Scope { rows: vec![hidden_rows()], ..Scope::everything() };
        run(async {
            let session = session(&target).await;
            session
                .batch("BEGIN; CREATE TABLE t (a int); SET LOCAL ROLE rows_reader")
                .await
                .unwrap();
            let error = introspect(&session.client, &scope).await.unwrap_err();
            assert_eq!(error.sqlstate(), Some("42501"), "{error}");
            session.batch("RESET ROLE; CREATE TABLE u (a int); COMMIT").await.unwrap();
            assert!(read(&session).await.unwrap().get(&table("u")).is_some());
        });
    }
}

#[test]
fn rows_that_policies_hide_are_an_error() {
    for target in empty("transaction_rows") {
        execute(&target, HIDDEN_ROWS);
        let scope = Scope { rows: vec![hidden_rows()], ..Scope::everything() };
        run(async {
            let session = session(&target).await;
            let catalog = introspect(&session.client, &scope).await.unwrap();
            assert_eq!(catalog.of_kind(Kind::Rows).count(), 1);
            session.batch("SET ROLE rows_reader").await.unwrap();
            let error = introspect(&session.client, &scope).await.unwrap_err();
            assert_eq!(error.failed_query(), "rows of public.hidden");
            assert_eq!(error.sqlstate(), Some("42501"));
            assert!(error.to_string().contains("BYPASSRLS"), "{error}");
            assert!(!in_transaction(&session).await);
        });
    }
}

const HIDDEN_ROWS: &str = "
    DO $$ BEGIN CREATE ROLE rows_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
    CREATE TABLE hidden (a int PRIMARY KEY);
    ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;
    INSERT INTO hidden VALUES (1);
    GRANT SELECT ON hidden TO rows_reader;";

fn hidden_rows() -> RowsSpec {
    let table = QName::new("public", "hidden");
    RowsSpec { table, key: vec![Name::from("a")], columns: Vec::new(), keys: None }
}

#[test]
fn a_reading_that_is_given_up_leaves_no_transaction() {
    for target in empty("transaction_dropped") {
        run(async {
            let session = session(&target).await;
            let mut given_up = 0;
            for wait in [0, 1, 2, 3, 5, 8, 13, 21, 34] {
                let reading = tokio::time::timeout(Duration::from_millis(wait), read(&session));
                given_up += usize::from(reading.await.is_err());
                assert!(!in_transaction(&session).await, "after {wait} ms");
            }
            assert!(given_up > 0, "every reading was faster than its time");
            session.batch("CREATE TABLE t (a int)").await.unwrap();
            assert!(read(&session).await.unwrap().get(&table("t")).is_some());
        });
    }
}
