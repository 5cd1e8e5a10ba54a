//! Servers of our own, on real PostgreSQL 15 and 18.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use support::{MAJORS, query, server};

#[test]
fn both_majors_answer() {
    for major in MAJORS {
        let server = server(major, &[]);
        let rows = query(&server.target("postgres"), "SHOW server_version_num");
        let number: u32 = rows[0][0].as_deref().unwrap().parse().unwrap();
        assert_eq!((number / 10000, server.major), (major, major));
    }
}
