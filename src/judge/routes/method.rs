//! Methods, and what functions promise.

use super::{Found, Needs, Rule, Subject, routed};
use crate::catalog::Volatility;
use crate::diagnostic::Level;

pub(super) const GET: Rule = Rule {
    id: "get-may-write",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that is volatile behind GET.",
    why: "GET is safe (RFC 9110, 9.2.1): browsers prefetch it, proxies repeat it and caches answer it, so that what it does is done at another time, or not at all. \
          A server runs it in a transaction that only reads.",
    fixes: false,
    run: get,
};

pub(super) const OTHERS: Rule = Rule {
    id: "writes-nothing",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that only reads behind POST, PUT, PATCH or DELETE.",
    why: "What only reads is GET: it can be cached, repeated and linked to. POST is right where what is asked for is a secret, or too long for a path.",
    fixes: false,
    run: others,
};

pub(super) const PUT: Rule = Rule {
    id: "put-inserts",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A function that inserts a row behind PUT.",
    why: "PUT is idempotent (RFC 9110, 9.2.2): a client that got no answer sends it again, and the row is there twice.",
    fixes: false,
    run: put,
};

fn get(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for it in routed(subject) {
        // These make a function volatile that reads beyond them.
        let recorded = it.secured.audit.is_some() || it.secured.rate_limit.is_some();
        if it.route.method == "GET" && it.function.volatility == Volatility::Volatile && !recorded {
            let what = format!("{} is volatile: {} may write", it.id.qname(), it.request());
            let help = "say `volatility: stable` where it only reads, or take another method";
            found.push(Found::on(it.id, what, help).at("route"));
        }
    }
    found
}

fn others(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for it in routed(subject) {
        if it.route.method != "GET" && it.function.volatility != Volatility::Volatile {
            let what = format!("{} only reads, and {} is no GET", it.id.qname(), it.request());
            let help = "make it a GET; allow it with the reason where an argument is a secret";
            found.push(Found::on(it.id, what, help).at("route"));
        }
    }
    found
}

fn put(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for it in routed(subject) {
        if it.route.method == "PUT" && it.secured.kind == Some("insert") {
            let what = format!("{} inserts a row each time that it is sent", it.request());
            let help = "make it a POST, `idempotent: true` where it may be repeated";
            found.push(Found::on(it.id, what, help).at("route"));
        }
    }
    found
}
