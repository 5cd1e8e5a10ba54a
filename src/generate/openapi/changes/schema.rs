//! A schema before and now: a request may not have to hold more, an answer may not hold less.

use super::{Found, resolved};
use crate::generate::Weight;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Who writes what the schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The client: what was good before must be good now.
    Request,
    /// The server: what it says now must be what it could say before.
    Answer,
}

impl Side {
    /// How much it is that fewer values are good.
    fn narrowed(self) -> Weight {
        if self == Self::Request { Weight::Major } else { Weight::Minor }
    }

    /// How much it is that more values are good.
    fn widened(self) -> Weight {
        if self == Self::Request { Weight::Minor } else { Weight::Major }
    }
}

/// Bounds: the key, whether it is of the least, and what it is of.
const BOUNDS: [(&str, bool, &str); 8] = [
    ("minimum", true, "is at least"),
    ("exclusiveMinimum", true, "is more than"),
    ("minLength", true, "has at least"),
    ("minItems", true, "has at least"),
    ("maximum", false, "is at most"),
    ("exclusiveMaximum", false, "is less than"),
    ("maxLength", false, "has at most"),
    ("maxItems", false, "has at most"),
];

pub(super) fn compare(found: &mut Found<'_>, side: Side, what: &str, before: &Value, now: &Value) {
    within(found, side, what, before, now, 0);
}

fn within(found: &mut Found<'_>, side: Side, what: &str, before: &Value, now: &Value, depth: u32) {
    // Types may hold themselves.
    if depth > 12 {
        return;
    }
    let (old, was_null) = unwrapped(found.before, before);
    let (new, is_null) = unwrapped(found.now, now);
    match (was_null, is_null, side) {
        (false, true, Side::Request) => found.put(Weight::Minor, format!("{what} may be null now")),
        (false, true, Side::Answer) => found.put(Weight::Major, format!("{what} may be null now")),
        (true, false, Side::Request) => {
            found.put(Weight::Major, format!("{what} cannot be null any more"));
        }
        (true, false, Side::Answer) => {
            found.put(Weight::Minor, format!("{what} is never null any more"));
        }
        _ => {}
    }
    let (was, is) = (kind(&old), kind(&new));
    match (&was, &is) {
        (Some(was), Some(is)) if was != is => {
            // A number that is a whole one is a number.
            let narrower = was == "number" && is == "integer";
            let wider = was == "integer" && is == "number";
            let weight = match (narrower, wider) {
                (true, _) => side.narrowed(),
                (_, true) => side.widened(),
                _ => Weight::Major,
            };
            found.put(weight, format!("{what} is {is}, {was} before"));
            return;
        }
        (Some(was), None) => {
            found.put(side.widened(), format!("{what} may be anything, {was} before"))
        }
        (None, Some(is)) => found.put(side.narrowed(), format!("{what} is {is}, anything before")),
        _ => {}
    }
    labels(found, side, what, &old, &new);
    bounds(found, side, what, &old, &new);
    for key in ["format", "pattern", "allOf"] {
        if old.get(key) != new.get(key) && was == is {
            words(found, side, what, key, old.get(key), new.get(key));
        }
    }
    members(found, side, what, &old, &new, depth);
    if let (Some(old), Some(new)) = (old.get("items"), new.get("items")) {
        let item = format!("{what}, an element");
        within(found, side, &item, old, new, depth + 1);
    }
}

/// The schema without references and without null, and whether null was in it.
fn unwrapped(document: &Value, schema: &Value) -> (Map<String, Value>, bool) {
    let schema = resolved(document, schema);
    let is_null = |it: &Value| it.get("type").and_then(Value::as_str) == Some("null");
    let mut null = false;
    let mut schema = schema.clone();
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array).cloned() {
        null = choices.iter().any(is_null);
        if let [one] = &choices.iter().filter(|it| !is_null(it)).collect::<Vec<_>>()[..] {
            schema = resolved(document, one).clone();
        }
    }
    let mut members = schema.as_object().cloned().unwrap_or_default();
    if let Some(kinds) = members.get("type").and_then(Value::as_array).cloned() {
        null |= kinds.iter().any(|it| it.as_str() == Some("null"));
        if let Some(kind) = kinds.into_iter().find(|it| it.as_str() != Some("null")) {
            members.insert("type".to_owned(), kind);
        }
    }
    (members, null)
}

fn kind(schema: &Map<String, Value>) -> Option<String> {
    schema.get("type").and_then(Value::as_str).map(str::to_owned)
}

fn labels(
    found: &mut Found<'_>,
    side: Side,
    what: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) {
    let all = |it: &Map<String, Value>| -> Option<BTreeSet<String>> {
        let labels = it.get("enum")?.as_array()?;
        let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
        Some(labels.iter().map(text).collect())
    };
    match (all(old), all(new)) {
        (Some(old), Some(new)) => {
            for label in new.difference(&old) {
                // Who reads answers has to take labels that they do not know.
                found.put(Weight::Minor, format!("{what} may be `{label}` now"));
            }
            for label in old.difference(&new) {
                let words = if side == Side::Request { "cannot be" } else { "is never" };
                found.put(side.narrowed(), format!("{what} {words} `{label}` any more"));
            }
        }
        (Some(_), None) => found.put(side.widened(), format!("{what} may be any value now")),
        (None, Some(_)) => found.put(side.narrowed(), format!("{what} is one of a list now")),
        (None, None) => {}
    }
}

fn bounds(
    found: &mut Found<'_>,
    side: Side,
    what: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) {
    for (key, least, words) in BOUNDS {
        let value = |it: &Map<String, Value>| it.get(key).and_then(Value::as_f64);
        let (was, is) = (value(old), value(new));
        let of = match key {
            "minLength" | "maxLength" => " characters",
            "minItems" | "maxItems" => " elements",
            _ => "",
        };
        let limit = match (least, of.is_empty()) {
            (true, true) => "least value",
            (false, true) => "greatest value",
            (true, false) => "least length",
            (false, false) => "greatest length",
        };
        match (was, is) {
            (Some(was), Some(is)) if was != is => {
                let weight = if (is > was) == least { side.narrowed() } else { side.widened() };
                found.put(weight, format!("{what} {words} {is}{of}, {was} before"));
            }
            (None, Some(is)) => found.put(side.narrowed(), format!("{what} {words} {is}{of} now")),
            (Some(was), None) => {
                found.put(side.widened(), format!("{what} has no {limit} any more, {was} before"));
            }
            _ => {}
        }
    }
}

/// A form that changed: whether one allows what the other does nobody can say.
fn words(
    found: &mut Found<'_>,
    side: Side,
    what: &str,
    key: &str,
    old: Option<&Value>,
    new: Option<&Value>,
) {
    let name = if key == "format" { "format" } else { "form" };
    let (weight, words) = match (old, new) {
        (None, _) => (side.narrowed(), format!("{what} has a {name} that it must hold now")),
        (_, None) => (side.widened(), format!("{what} has no {name} that it must hold any more")),
        _ => (Weight::Major, format!("{what} has another {name}")),
    };
    found.put(weight, words);
}

fn members(
    found: &mut Found<'_>,
    side: Side,
    what: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    depth: u32,
) {
    let none = Map::new();
    let all = |it: &Map<String, Value>| {
        it.get("properties").and_then(Value::as_object).unwrap_or(&none).clone()
    };
    let required = |it: &Map<String, Value>, name: &str| {
        let names = it.get("required").and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|it| it.as_str() == Some(name)))
    };
    let (was, is) = (all(old), all(new));
    // Within the body or the answer itself: `a` of the request.
    let named = |name: &str| match what.split_once(": the ") {
        Some((request, rest)) => format!("{request}: `{name}` of the {rest}"),
        None => format!("{what}, `{name}`"),
    };
    for (name, before) in &was {
        let what = named(name);
        let Some(now) = is.get(name) else {
            found.put(Weight::Major, format!("{what} is gone"));
            continue;
        };
        match (required(old, name), required(new, name), side) {
            (false, true, Side::Request) => {
                found.put(Weight::Major, format!("{what} is required now"));
            }
            (true, false, Side::Request) => {
                found.put(Weight::Minor, format!("{what} is optional now"));
            }
            (true, false, Side::Answer) => {
                found.put(Weight::Major, format!("{what} may be missing now"));
            }
            (false, true, Side::Answer) => {
                found.put(Weight::Minor, format!("{what} is never missing any more"));
            }
            _ => {}
        }
        within(found, side, &what, before, now, depth + 1);
    }
    for name in is.keys().filter(|name| !was.contains_key(*name)) {
        let what = named(name);
        match side == Side::Request && required(new, name) {
            true => found.put(Weight::Major, format!("{what} is new and required")),
            false => found.put(Weight::Minor, format!("{what} is new")),
        }
    }
}
