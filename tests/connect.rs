//! Connections to real servers of 15 and 18: passwords, certificates, refusals, notices, statements that fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "connect/libpq.rs"]
mod libpq;
#[path = "connect/old_server.rs"]
mod old_server;
#[path = "connect/password.rs"]
mod password;
#[path = "connect/refusal.rs"]
mod refusal;
#[path = "connect/secured.rs"]
mod secured;
#[path = "connect/session.rs"]
mod session;
#[path = "connect/statement.rs"]
mod statement;
mod support;
#[path = "connect/tls.rs"]
mod tls;

use momni_db::connect::{ConnectError, Session, StatementError, Target, connect};
use std::collections::BTreeMap;
use support::run;

/// A target of a string, and of variables that need not be the process's own.
#[track_caller]
fn target(string: &str, variables: &[(&str, &str)]) -> Target {
    let pairs = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let variables: BTreeMap<String, String> = pairs.collect();
    Target::resolve(Some(string), &variables).unwrap_or_else(|error| panic!("{error}"))
}

/// The rows of a query over a connection of its own.
#[track_caller]
fn ask(target: &Target, sql: &str) -> Vec<Vec<Option<String>>> {
    run(async {
        let session = connect(target).await.unwrap_or_else(|error| panic!("{error}"));
        session.rows(sql).await.unwrap_or_else(|error| panic!("{error}"))
    })
}

/// The refusal of a connection that must not come about.
#[track_caller]
fn refused(target: &Target) -> ConnectError {
    match run(connect(target)) {
        Ok(Session { version, .. }) => panic!("{target} is connected, to {version}"),
        Err(error) => error,
    }
}
