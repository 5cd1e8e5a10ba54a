//! Diagnostics as one JSON document.

use super::{Diagnostic, Places, Sources, Span};
use serde_json::{Map, Value, json};

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut places = Places::new(sources);
    let all: Vec<Value> = diagnostics.iter().map(|it| one(it, &mut places)).collect();
    format!("{:#}\n", json!({ "diagnostics": all }))
}

fn one(diagnostic: &Diagnostic, places: &mut Places<'_>) -> Value {
    let mut value = Map::new();
    value.insert("level".into(), json!(diagnostic.level));
    value.insert("rule".into(), json!(diagnostic.rule));
    value.insert("message".into(), json!(diagnostic.message));
    if let Some(span) = &diagnostic.span {
        value.insert("at".into(), location(span, places));
    }
    let related = diagnostic.related.iter().map(|(span, what)| {
        let mut value = location(span, places);
        value["what"] = json!(what);
        value
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        value.insert("related".into(), related.into());
    }
    if let Some(help) = &diagnostic.help {
        value.insert("help".into(), json!(help));
    }
    value.into()
}

/// File, bytes, and line and column where the file was read.
fn location(span: &Span, places: &mut Places<'_>) -> Value {
    let mut value = json!({ "file": *span.file, "start": span.start, "end": span.end });
    if let Some(at) = places.of(span) {
        value["line"] = at.line.into();
        value["column"] = at.column.into();
        value["end_line"] = at.end_line.into();
        value["end_column"] = at.end_column.into();
    }
    value
}
