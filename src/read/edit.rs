//! Keys that are put into the YAML: what stands there already, comments and layout, stays as it is.

use super::parts::Parts;
use super::yaml::{Node, Value};
use crate::diagnostic::Span;
use crate::judge::Fix;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Text that is put in at a place of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Insertion {
    /// The file.
    pub file: Arc<str>,
    /// Before which byte.
    pub at: usize,
    /// The text.
    pub text: String,
}

/// Keys of a table that a new section goes before, as most people order them.
const BEFORE: [&str; 8] = [
    "row_security",
    "policies",
    "triggers",
    "rules",
    "grants",
    "with",
    "partition_by",
    "partitions",
];

/// What has to be put in for edits of objects whose names stand at these places, in order; with each what it is for. An edit for
/// which there is no place is left out.
pub fn insertions(parts: &Parts<'_>, wanted: &[(Span, Fix)]) -> Vec<(Insertion, Vec<usize>)> {
    // Entries of a section that is not there yet go into one.
    let mut sections: BTreeMap<(&Span, &str), Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (number, (origin, fix)) in wanted.iter().enumerate() {
        let Some(object) = parts.value(origin) else { continue };
        match fix {
            Fix::Key(key, value) => {
                let put = pairs(object).and_then(|it| Some(it.first()?.0.start as usize));
                let put = put
                    .and_then(|at| entry(parts, origin, object, at, &[format!("{key}: {value}")]));
                found.extend(put.map(|it| (it, vec![number])));
            }
            Fix::Entry { section, name, value, .. } => match parts.within(object, section) {
                Some(inner) => {
                    let put = pairs(inner).and_then(|it| Some(it.first()?.0.start as usize));
                    let put = put.and_then(|at| {
                        entry(parts, origin, inner, at, &[format!("{name}: {value}")])
                    });
                    found.extend(put.map(|it| (it, vec![number])));
                }
                None => sections.entry((origin, section)).or_default().push(number),
            },
        }
    }
    for ((origin, section), numbers) in sections {
        let Some(object) = parts.value(origin) else { continue };
        let lines = numbers.iter().filter_map(|number| match &wanted[*number].1 {
            Fix::Entry { name, value, .. } => Some(format!("{name}: {value}")),
            Fix::Key(..) => None,
        });
        let lines: Vec<String> = lines.collect();
        let Some(at) = place(object) else { continue };
        let text = match parts.is_flow(origin, object) {
            true => vec![format!("{section}: {{ {} }}", lines.join(", "))],
            false => std::iter::once(format!("{section}:"))
                .chain(lines.into_iter().map(|line| format!("  {line}")))
                .collect(),
        };
        found.extend(entry(parts, origin, object, at, &text).map(|it| (it, numbers)));
    }
    found.sort();
    found
}

fn pairs(node: &Node) -> Option<&Vec<(Node, Node)>> {
    match &node.value {
        Value::Mapping(pairs) => Some(pairs),
        _ => None,
    }
}

/// Where a new section of an object goes.
fn place(object: &Node) -> Option<usize> {
    let pairs = pairs(object)?;
    let is_after = |key: &Node| key.scalar().is_some_and(|it| BEFORE.contains(&&**it));
    let before = pairs.iter().find(|(key, _)| is_after(key)).or(pairs.first())?;
    Some(before.0.start as usize)
}

/// Lines before a key of a mapping, in the mapping's own style.
fn entry(
    parts: &Parts<'_>,
    origin: &Span,
    mapping: &Node,
    at: usize,
    lines: &[String],
) -> Option<Insertion> {
    let source = parts.source(origin)?;
    // What an alias repeats is no object's own.
    if parts.is_shared(origin, mapping)
        || (mapping.start as usize) < origin.end
        || at > source.len()
    {
        return None;
    }
    if parts.is_flow(origin, mapping) {
        let text = format!("{}, ", lines.join(", "));
        return Some(Insertion { file: origin.file.clone(), at, text });
    }
    let start = source[..at].rfind('\n').map_or(0, |it| it + 1);
    let indent = &source[start..at];
    if !indent.bytes().all(|it| it == b' ') {
        return None;
    }
    let text = lines.iter().map(|line| format!("{indent}{line}\n")).collect();
    Some(Insertion { file: origin.file.clone(), at: above(source, start, indent), text })
}

/// Where the comments begin that stand above a line, with the blank lines around them: they belong to it.
fn above(source: &str, mut start: usize, indent: &str) -> usize {
    while start > 0 {
        let before = source[..start - 1].rfind('\n').map_or(0, |it| it + 1);
        let line = &source[before..start];
        let is_comment = line.strip_prefix(indent).is_some_and(|it| it.starts_with('#'));
        if !is_comment && !line.trim().is_empty() {
            break;
        }
        start = before;
    }
    start
}

/// A text with insertions, which are in order.
pub fn inserted<'i>(text: &str, insertions: impl IntoIterator<Item = &'i Insertion>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for it in insertions {
        out.push_str(text.get(from..it.at).unwrap_or_default());
        out.push_str(&it.text);
        from = it.at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
