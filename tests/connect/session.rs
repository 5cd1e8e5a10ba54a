//! An open session: notices, settings, the end of the connection.

use super::secured::{Secured, bin};
use super::support::cluster::Cluster;
use super::support::{MAJORS, run, server};
use super::{ask, connect, target};
use std::time::Duration;

#[test]
fn the_version_is_known() {
    for major in MAJORS {
        let session = run(connect(&server(major, &[]).target("postgres"))).unwrap();
        assert_eq!(session.major, major);
        assert!(session.version.starts_with(&format!("{major}.")), "{}", session.version);
    }
}

#[test]
fn notices_are_kept_in_order_until_taken() {
    let target = server(15, &[]).target("postgres");
    run(async {
        let session = connect(&target).await.unwrap();
        session
            .batch(
                "DO $$ BEGIN
                   RAISE NOTICE 'one' USING DETAIL = 'more', HINT = 'do';
                   RAISE WARNING 'two';
                   RAISE INFO 'three';
                   RAISE DEBUG 'not asked for';
                 END $$; DROP TABLE IF EXISTS nothing",
            )
            .await
            .unwrap();
        let notices = session.take_notices();
        let told: Vec<String> = notices
            .iter()
            .map(|n| format!("{} {} {}", n.severity, n.sqlstate, n.message))
            .collect();
        assert_eq!(
            told,
            [
                "NOTICE 00000 one",
                "WARNING 01000 two",
                "INFO 00000 three",
                "NOTICE 00000 table \"nothing\" does not exist, skipping",
            ]
        );
        let first = (notices[0].detail.as_deref(), notices[0].hint.as_deref());
        assert_eq!(first, (Some("more"), Some("do")));
        assert!(session.take_notices().is_empty());
    });
}

#[test]
fn settings_reach_the_server() {
    let secured = &Secured::both()[0];
    let show = "SELECT current_setting('application_name'), current_setting('work_mem'), \
                current_setting('timezone')";
    let plain = secured.url("open", "localhost", "");
    let named = secured.url("open", "localhost", "application_name=x%20y");
    for (string, variables, expected) in [
        (&plain, &[] as &[(&str, &str)], ["momni-db", "4MB", ""]),
        (&plain, &[("PGAPPNAME", "z"), ("PGOPTIONS", "-c work_mem=5MB")], ["z", "5MB", ""]),
        (&named, &[("PGAPPNAME", "z"), ("PGTZ", "Asia/Beirut")], ["x y", "4MB", "Asia/Beirut"]),
    ] {
        let row = ask(&target(string, variables), show).remove(0);
        let row: Vec<String> = row.into_iter().map(Option::unwrap).collect();
        assert_eq!(row[..2], expected[..2]);
        assert!(expected[2].is_empty() || row[2] == expected[2], "{row:?}");
    }
}

#[test]
fn the_servers_last_words_are_told() {
    let admin = server(15, &[]).target("postgres");
    run(async {
        let session = connect(&admin).await.unwrap();
        let own = session.rows("SELECT pg_backend_pid()").await.unwrap()[0][0].clone().unwrap();
        let other = connect(&admin).await.unwrap();
        let sql = format!("SELECT pg_terminate_backend({own})");
        // While it runs a statement, and while it does not.
        let sleeping = session.batch("SELECT pg_sleep(60)");
        let ending = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            other.batch(&sql).await.unwrap();
        };
        let (slept, ()) = futures_util::future::join(sleeping, ending).await;
        let error = slept.unwrap_err();
        assert!(error.connection_lost, "{error}");
        assert_eq!(error.sqlstate.as_deref(), Some("57P01"));
        let session = connect(&admin).await.unwrap();
        let own = session.rows("SELECT pg_backend_pid()").await.unwrap()[0][0].clone().unwrap();
        other.batch(&format!("SELECT pg_terminate_backend({own})")).await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let error = session.batch("SELECT 1").await.unwrap_err();
        assert!(error.connection_lost, "{error}");
        assert!(error.message.contains("terminating connection due to administrator"), "{error}");
        assert_eq!(error.sqlstate.as_deref(), Some("57P01"));
    });
}

#[test]
fn a_server_that_is_killed_is_a_lost_connection() {
    let mut cluster = Cluster::start(&bin(18), "", &[]);
    let admin = target(&cluster.admin(), &[]);
    run(async {
        let session = connect(&admin).await.unwrap();
        let sleeping = session.batch("SELECT pg_sleep(60)");
        let killing = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            cluster.kill();
        };
        let (slept, ()) = futures_util::future::join(sleeping, killing).await;
        let error = slept.unwrap_err();
        assert!(error.connection_lost, "{error}");
        let error = session.batch("SELECT 1").await.unwrap_err();
        assert!(error.connection_lost, "{error}");
    });
}
