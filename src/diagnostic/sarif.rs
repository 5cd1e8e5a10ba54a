//! Diagnostics as SARIF 2.1.0, which code-scanning services read.

use super::{About, Diagnostic, Level, Places, Sources, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    about: &dyn Fn(&str) -> Option<About>,
) -> String {
    let rules: BTreeSet<&str> = diagnostics.iter().map(|it| it.rule).collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let mut places = Places::new(sources);
    let results: Vec<Value> =
        diagnostics.iter().map(|it| result(it, &rules, &mut places)).collect();
    let rules: Vec<Value> = rules.iter().map(|id| rule(id, about(id))).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Columns are counted in characters, not in UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn rule(id: &str, about: Option<About>) -> Value {
    let mut value = json!({ "id": id });
    let Some(About { about, why, page }) = about else { return value };
    value["shortDescription"] = json!({ "text": about });
    if let Some(why) = why {
        value["fullDescription"] = json!({ "text": why });
    }
    match page {
        Some(page) if page.contains("://") => value["helpUri"] = page.into(),
        Some(page) => value["help"] = json!({ "text": format!("See {page}") }),
        None => {}
    }
    value
}

fn result(diagnostic: &Diagnostic, rules: &[&str], places: &mut Places<'_>) -> Value {
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let text: String = std::iter::once(diagnostic.message.clone()).chain(help).collect();
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "ruleIndex": rules.iter().position(|rule| *rule == diagnostic.rule),
        "level": match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
        },
        "message": { "text": text },
    });
    if let Some(span) = &diagnostic.span {
        result["locations"] = json!([location(span, places)]);
    }
    let related = diagnostic.related.iter().enumerate().map(|(id, (span, what))| {
        let mut value = location(span, places);
        value["id"] = id.into();
        value["message"] = json!({ "text": what });
        value
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(span: &Span, places: &mut Places<'_>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&span.file) } });
    if let Some(at) = places.of(span) {
        physical["region"] = json!({
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
        });
    }
    json!({ "physicalLocation": physical })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
