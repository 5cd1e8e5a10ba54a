//! One operation before and now.

use super::schema::{Side, compare as schemas};
use super::{Found, resolved};
use crate::generate::Weight;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn compare(found: &mut Found<'_>, request: &str, before: &Value, now: &Value) {
    parameters(found, request, before, now);
    body(found, request, before, now);
    answers(found, request, before, now);
    security(found, request, before, now);
}

fn is_true(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool) == Some(true)
}

/// By place and name; those of the path by their order, since their names are nobody's business.
fn by_name<'d>(document: &'d Value, operation: &'d Value) -> BTreeMap<(String, String), &'d Value> {
    let all = operation.get("parameters").and_then(Value::as_array);
    let text =
        |it: &Value, key: &str| it.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut found = BTreeMap::new();
    let mut place = 0;
    for it in all.into_iter().flatten() {
        let it = resolved(document, it);
        let (within, mut name) = (text(it, "in"), text(it, "name"));
        if within == "path" {
            place += 1;
            name = format!("{place}");
        }
        found.insert((within, name), it);
    }
    found
}

fn parameters(found: &mut Found<'_>, request: &str, before: &Value, now: &Value) {
    let (old, new) = (by_name(found.before, before), by_name(found.now, now));
    let named = |(within, name): &(String, String)| match &**within {
        "path" => format!("{request}: parameter {name} of the path"),
        "header" => format!("{request}: the header `{name}`"),
        _ => format!("{request}: `{name}` in the query"),
    };
    for (key, it) in &old {
        let what = named(key);
        let Some(now) = new.get(key) else {
            // A header that is not read any more does no harm.
            let weight = if key.0 == "header" { Weight::Minor } else { Weight::Major };
            found.put(weight, format!("{what} is gone"));
            continue;
        };
        match (is_true(it, "required"), is_true(now, "required")) {
            (false, true) => found.put(Weight::Major, format!("{what} is required now")),
            (true, false) => found.put(Weight::Minor, format!("{what} is optional now")),
            _ => {}
        }
        if let (Some(old), Some(new)) = (it.get("schema"), now.get("schema")) {
            schemas(found, Side::Request, &what, old, new);
        }
    }
    for (key, it) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        let what = named(key);
        match is_true(it, "required") {
            true => found.put(Weight::Major, format!("{what} is new and required")),
            false => found.put(Weight::Minor, format!("{what} is new")),
        }
    }
}

/// The schema of the content, of which there is one kind.
fn content(it: &Value) -> Option<&Value> {
    it.get("content")?.as_object()?.values().next()?.get("schema")
}

fn body(found: &mut Found<'_>, request: &str, before: &Value, now: &Value) {
    let (old, new) = (before.get("requestBody"), now.get("requestBody"));
    match (old, new) {
        (Some(old), Some(new)) => {
            if !is_true(old, "required") && is_true(new, "required") {
                found.put(Weight::Major, format!("{request}: the body is required now"));
            }
            if let (Some(old), Some(new)) = (content(old), content(new)) {
                schemas(found, Side::Request, &format!("{request}: the request"), old, new);
            }
        }
        (None, Some(new)) if is_true(new, "required") => {
            found.put(Weight::Major, format!("{request}: the body is new and required"));
        }
        (None, Some(_)) => found.put(Weight::Minor, format!("{request}: the body is new")),
        (Some(_), None) => found.put(Weight::Major, format!("{request}: the body is gone")),
        (None, None) => {}
    }
}

fn answers(found: &mut Found<'_>, request: &str, before: &Value, now: &Value) {
    let statuses = |operation: &Value| -> BTreeSet<String> {
        let all = operation.get("responses").and_then(Value::as_object);
        all.into_iter().flat_map(|all| all.keys().cloned()).collect()
    };
    let (old, new) = (statuses(before), statuses(now));
    let good = |all: &BTreeSet<String>| all.iter().find(|it| it.starts_with('2')).cloned();
    let (was, is) = (good(&old), good(&new));
    if let (Some(was), Some(is)) = (&was, &is) {
        if was != is {
            found.put(Weight::Major, format!("{request} answers {is}, not {was}"));
        }
        let of = |operation: &Value, status: &str| {
            let response = operation.get("responses")?.get(status)?;
            content(response).cloned()
        };
        let what = format!("{request}: the answer");
        match (of(before, was), of(now, is)) {
            (Some(old), Some(new)) => schemas(found, Side::Answer, &what, &old, &new),
            (Some(_), None) if was == is => found.put(Weight::Major, format!("{what} is gone")),
            (None, Some(_)) if was == is => found.put(Weight::Minor, format!("{what} is new")),
            _ => {}
        }
    }
    for status in new.difference(&old).filter(|it| !it.starts_with('2')) {
        found.put(Weight::Minor, format!("{request} may answer {status} now"));
    }
}

/// The roles that may send a request, and whether no token is enough.
fn roles(operation: &Value) -> (BTreeSet<String>, bool) {
    let all = operation.get("security").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut roles = BTreeSet::new();
    let mut open = all.is_empty();
    for it in all.iter().filter_map(Value::as_object) {
        open |= it.is_empty();
        let named = it.values().filter_map(Value::as_array).flatten();
        roles.extend(named.filter_map(Value::as_str).map(str::to_owned));
    }
    (roles, open)
}

fn security(found: &mut Found<'_>, request: &str, before: &Value, now: &Value) {
    let ((old, was_open), (new, is_open)) = (roles(before), roles(now));
    match (was_open, is_open) {
        (true, false) => found.put(Weight::Major, format!("{request} needs a token now")),
        (false, true) => found.put(Weight::Minor, format!("{request} needs no token any more")),
        _ => {}
    }
    for role in old.difference(&new) {
        found.put(Weight::Major, format!("{request} is refused to {role} now"));
    }
    for role in new.difference(&old) {
        found.put(Weight::Minor, format!("{request} is open to {role} now"));
    }
}
