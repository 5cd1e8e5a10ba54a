//! The layout of a document.

use super::scalar::{Guard, Place, folded, in_line, literal};
use super::{Key, Map, Node};

/// How long a line may be before it is broken.
const WIDTH: usize = 110;

/// The indentation of each level.
const STEP: usize = 2;

/// The text of a document whose root is a mapping: an empty line before each of its entries that is spaced, and
/// before the first entry after one.
pub(in crate::write) fn document(root: &Map) -> String {
    let mut out = String::new();
    let mut apart = false;
    for (key, value) in &root.entries {
        let large = value.is_block() || matches!(value, Node::Lines(_));
        if !out.is_empty() && (large || apart) {
            out.push('\n');
        }
        apart = large;
        entry(&mut out, key, value, 0);
    }
    out
}

fn entry(out: &mut String, key: &Key, value: &Node, indent: usize) {
    let start = out.len();
    pad(out, indent);
    out.push_str(&key_text(key, Place::Block));
    out.push(':');
    let column = out[start..].chars().count();
    after_key(out, value, indent, column);
}

fn key_text(key: &Key, place: Place) -> String {
    match key {
        Key::Word(word) => (*word).to_owned(),
        Key::Name(name) => in_line(name, Guard::Everything, place),
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// What follows `key:`, to the end of its last line.
fn after_key(out: &mut String, value: &Node, indent: usize, column: usize) {
    if let Some(line) = flow(value, Place::Block)
        && column + 1 + line.chars().count() <= WIDTH
    {
        return line_end(out, &line);
    }
    match value {
        Node::Text(text) | Node::Sql(text) => scalar(out, value, text, indent),
        Node::Word(word) => line_end(out, word),
        Node::List(items) | Node::Lines(items) => {
            out.push('\n');
            for item in items {
                list_item(out, item, indent + STEP);
            }
        }
        Node::Map(map) => {
            out.push('\n');
            entries(out, map, indent + STEP);
        }
    }
}

fn line_end(out: &mut String, text: &str) {
    out.push(' ');
    out.push_str(text);
    out.push('\n');
}

fn entries(out: &mut String, map: &Map, indent: usize) {
    for (at, (key, value)) in map.entries.iter().enumerate() {
        if at > 0 && map.spaced {
            out.push('\n');
        }
        entry(out, key, value, indent);
    }
}

/// A scalar that is too long for its line, or that has several.
fn scalar(out: &mut String, value: &Node, text: &str, indent: usize) {
    let (header, lines) = match literal(text) {
        Some(block) => block,
        None => match folded(text, WIDTH - indent - STEP) {
            Some(lines) => (">-".to_owned(), lines),
            None => return line_end(out, &line(value, text, Place::Block)),
        },
    };
    line_end(out, &header);
    for line in lines {
        if !line.is_empty() {
            pad(out, indent + STEP);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn list_item(out: &mut String, item: &Node, indent: usize) {
    pad(out, indent);
    out.push('-');
    let fits = |line: &String| indent + 2 + line.chars().count() <= WIDTH;
    match (flow(item, Place::Block).filter(fits), item) {
        (Some(line), _) => line_end(out, &line),
        (None, Node::Map(map)) if !map.is_empty() => {
            // The first entry stands beside the dash.
            let mut inner = String::new();
            entries(&mut inner, map, indent + STEP);
            out.push(' ');
            out.push_str(inner.trim_start_matches(' '));
        }
        (None, item) => line_end(out, &flow_anyhow(item, Place::Block)),
    }
}

/// The value in one line; `None` for what does not belong in one.
fn flow(value: &Node, place: Place) -> Option<String> {
    match value {
        Node::Text(text) | Node::Sql(text) if text.contains('\n') && literal(text).is_some() => {
            None
        }
        Node::Lines(_) => None,
        Node::Map(map) if map.block && !map.is_empty() => None,
        Node::Map(map) => {
            let within = map.entries.iter().map(|(_, value)| flow(value, Place::Flow));
            within.collect::<Option<Vec<_>>>().map(|_| flow_anyhow(value, place))
        }
        Node::List(items) => {
            let within = items.iter().map(|value| flow(value, Place::Flow));
            within.collect::<Option<Vec<_>>>().map(|_| flow_anyhow(value, place))
        }
        _ => Some(flow_anyhow(value, place)),
    }
}

/// The value in one line, whatever it looks like.
fn flow_anyhow(value: &Node, place: Place) -> String {
    match value {
        Node::Text(text) | Node::Sql(text) => line(value, text, place),
        Node::Word(word) => word.clone(),
        Node::List(items) | Node::Lines(items) => {
            let items: Vec<String> = items.iter().map(|it| flow_anyhow(it, Place::Flow)).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Map(map) if map.is_empty() => "{}".to_owned(),
        Node::Map(map) => {
            let entries: Vec<String> = map
                .entries
                .iter()
                .map(|(key, value)| {
                    format!("{}: {}", key_text(key, Place::Flow), flow_anyhow(value, Place::Flow))
                })
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn line(value: &Node, text: &str, place: Place) -> String {
    let guard = if matches!(value, Node::Sql(_)) { Guard::Null } else { Guard::Everything };
    in_line(text, guard, place)
}
