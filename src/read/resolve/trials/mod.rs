//! Access tests: names are resolved, fixtures taken in.

mod fixtures;
mod given;
mod settings;
mod value;
mod wanted;

use super::{Place, Resolver};
use crate::catalog::QName;
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::{Map, Raw, Text};
use crate::read::grammar::{self, ConfigFile, File, Test};
use crate::trial::{self, Act, Caller, Trials, What};
use fixtures::{Fixtures, Taken};
use std::collections::BTreeMap;
pub(super) use value::array;

/// The named rows that a test may refer to: the table of each.
type Rows = BTreeMap<String, QName>;

/// The tests of all files.
pub(super) fn trials(cx: &mut Resolver<'_>, stated: &ConfigFile, files: &[(Place, &File)]) {
    let mut fixtures = Fixtures::of(cx, files);
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut tests = Vec::new();
    for (place, file) in files {
        for (key, test) in file.tests.iter() {
            match seen.get(&**key) {
                Some(first) => twice(cx, "test", key, &first.clone()),
                None => {
                    seen.insert(key.to_string(), key.span.clone());
                    tests.extend(one(cx, place, key, test, &mut fixtures));
                }
            }
        }
    }
    let settings = settings::settings(cx, stated);
    cx.declared.trials = Trials { tests, settings };
}

pub(super) fn twice(cx: &mut Resolver<'_>, what: &str, key: &Text, first: &Span) {
    let fault =
        Diagnostic::error("duplicate-name", format!("{what} `{key}` is declared a second time"))
            .at(key.span.clone())
            .also(first.clone(), "first declared here")
            .help("remove or rename one of the two");
    cx.fault(fault);
}

fn one(
    cx: &mut Resolver<'_>,
    place: &Place,
    key: &Text,
    test: &Test,
    fixtures: &mut Fixtures<'_>,
) -> Option<trial::Test> {
    let mut rows = Rows::new();
    let mut given = Vec::new();
    fixtures.take(cx, &test.with, &mut Taken { rows: &mut rows, given: &mut given, names: vec![] });
    given.extend(given::rows(cx, place, &test.given, &mut rows));
    let caller = test.r#as.as_ref().map(|it| caller(cx, it, &rows));
    let mut acts = Vec::new();
    for sql in test.r#do.iter().flat_map(|it| &it.0) {
        value::of_sql(cx, sql, &sql.span, &rows);
        acts.push(Act { what: What::Sql(sql.to_string()), at: sql.span.clone() });
    }
    if let Some(call) = &test.call
        && let Some((function, _)) = cx.function(place, &call.function)
    {
        let args = arguments(cx, &call.args, &rows);
        acts.push(Act { what: What::Call { function, args }, at: call.function.span.clone() });
    }
    if acts.is_empty() && test.call.is_none() && test.then.is_empty() {
        let fault = Diagnostic::error("missing-key", format!("test `{key}` does nothing"));
        cx.fault(
            fault.at(key.span.clone()).help("add `do: …`, a statement, or `call: { function: … }`"),
        );
    }
    let outcome = wanted::outcome(cx, key, test, &rows);
    let then = test.then.iter().map(|it| wanted::then(cx, it, &rows)).collect();
    let caller = caller.unwrap_or_default();
    Some(trial::Test {
        name: key.to_string(),
        comment: super::comment_of(test.comment.as_ref()),
        at: key.span.clone(),
        given,
        caller,
        acts,
        outcome,
        then,
    })
}

fn caller(cx: &mut Resolver<'_>, stated: &grammar::Caller, rows: &Rows) -> Caller {
    let mut role = |text: &Text| {
        cx.role(text);
        cx.member_name(text)
    };
    let definer = stated.definer.as_ref().and_then(&mut role);
    let role = role(&stated.role);
    let claims = stated.claims.as_ref().and_then(|raw| {
        let json = value::json(raw);
        if !json.is_object() {
            let fault = Diagnostic::error("wrong-type", "claims are a mapping");
            cx.fault(fault.at(raw.1.clone()).help("write `claims: { sub: … }`"));
            return None;
        }
        value::of_json(cx, &json, &raw.1, rows);
        Some(json)
    });
    Caller { role, claims, definer }
}

fn arguments(
    cx: &mut Resolver<'_>,
    args: &Map<Raw>,
    rows: &Rows,
) -> Vec<(crate::catalog::Name, trial::Value)> {
    let mut found = Vec::new();
    for (key, raw) in args.iter() {
        if let Some(name) = cx.member_name(key) {
            found.push((name, value::value(cx, raw, rows)));
        }
    }
    found
}
