//! From the text of a file to its tree, within limits.

use super::{MAX_ALIASED, MAX_DEPTH, Node, Value};
use crate::diagnostic::{Diagnostic, Span};
use serde_saphyr::granit_parser::{self as granit, ErrorKind, Event, Parser, ScalarStyle};
use std::collections::HashMap;
use std::sync::Arc;

/// How many keys are looked through one by one.
const FEW: usize = 16;

/// The tree of a file; `None` for a file without content. `Err` when the file is broken beyond reading: what it
/// declares is then unknown. Lesser faults are recorded and what they concern is left out.
pub(in crate::read) fn parse(
    file: &Arc<str>,
    text: &str,
    faults: &mut Vec<Diagnostic>,
) -> Result<Option<Node>, ()> {
    let mut options = granit::Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut builder = Builder {
        file,
        faults,
        open: Vec::new(),
        anchors: HashMap::new(),
        aliased: 0,
        documents: 0,
        root: None,
        tag: None,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                let bytes = |span: granit::Span| {
                    let range = span.byte_range().unwrap_or(0..0);
                    (range.start as u32, range.end as u32)
                };
                builder.tag = span.tag_span().map(bytes);
                let (start, end) = bytes(span);
                if builder.event(event, start, end).is_err() {
                    return Err(());
                }
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
                let fault = syntax(file, text, at, error.kind());
                builder.faults.push(fault);
                return Err(());
            }
        }
    }
    Ok(builder.root)
}

struct Builder<'a> {
    file: &'a Arc<str>,
    faults: &'a mut Vec<Diagnostic>,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    documents: usize,
    root: Option<Node>,
    /// Where the tag of the value at hand stands.
    tag: Option<(u32, u32)>,
}

/// A collection whose end has not come yet.
struct Open {
    node: Node,
    anchor: usize,
    /// The key whose value comes next.
    key: Option<Node>,
    /// Where each key stands, by its text; empty in a short mapping.
    keys: HashMap<Arc<str>, usize>,
}

impl Builder<'_> {
    fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.file.clone(), start: start as usize, end: end as usize }
    }

    fn event(&mut self, event: Event<'_>, start: u32, end: u32) -> Result<(), ()> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.faults.push(
                        Diagnostic::error("several-documents", "a second YAML document begins here")
                            .at(self.span(start, end.max(start)))
                            .help("remove the line `---`: one file is one document; the objects may as well go to a file of their own"),
                    );
                    return Err(());
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let mut plain = style == ScalarStyle::Plain;
                if let Some(tag) = tag {
                    if tag.is_yaml_core_schema_tag("str") {
                        plain = false;
                    } else {
                        self.tagged(start, end);
                    }
                }
                let node =
                    Node { start, end, value: Value::Scalar { text: Arc::from(&*text), plain } };
                self.anchor(anchor, &node);
                self.put(node)?;
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open(start, end, anchor, tag.is_some(), Value::Sequence(Vec::new()))?;
            }
            Event::MappingStart(_, anchor, tag) => {
                self.open(start, end, anchor, tag.is_some(), Value::Mapping(Vec::new()))?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(Open { mut node, anchor, .. }) = self.open.pop() {
                    // A block collection ends where the next token begins: end with its last value instead.
                    let last = match &node.value {
                        Value::Sequence(items) => items.last().map(|item| item.end),
                        Value::Mapping(entries) => entries.last().map(|(_, value)| value.end),
                        Value::Scalar { .. } => None,
                    };
                    node.end = if end > start { end } else { last.unwrap_or(end).max(node.start) };
                    self.anchor(anchor, &node);
                    self.put(node)?;
                }
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(node) => {
                    let mut node = node.clone();
                    self.aliased += size(&node);
                    if self.aliased > MAX_ALIASED {
                        self.faults.push(
                            Diagnostic::error(
                                "too-many-aliases",
                                format!(
                                    "the aliases of this file repeat more than {MAX_ALIASED} values"
                                ),
                            )
                            .at(self.span(start, end))
                            .help(
                                "write out what is meant, or use `traits:` for what tables share",
                            ),
                        );
                        return Err(());
                    }
                    if matches!(node.value, Value::Scalar { .. }) {
                        (node.start, node.end) = (start, end);
                    }
                    self.put(node)?;
                }
                None => {
                    self.faults.push(
                        Diagnostic::error("yaml-syntax", "an alias within the value that it names")
                            .at(self.span(start, end))
                            .help("a value cannot contain itself: write out what is meant"),
                    );
                    return Err(());
                }
            },
            _ => {}
        }
        Ok(())
    }

    fn open(
        &mut self,
        start: u32,
        end: u32,
        anchor: usize,
        tagged: bool,
        value: Value,
    ) -> Result<(), ()> {
        if tagged {
            self.tagged(start, end);
        }
        if self.open.len() >= MAX_DEPTH {
            self.faults.push(too_deep(self.span(start, end)));
            return Err(());
        }
        let node = Node { start, end, value };
        self.open.push(Open { node, anchor, key: None, keys: HashMap::new() });
        Ok(())
    }

    fn anchor(&mut self, anchor: usize, node: &Node) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
    }

    fn tagged(&mut self, start: u32, end: u32) {
        let (start, end) = self.tag.unwrap_or((start, end));
        self.faults.push(
            Diagnostic::error("yaml-tag", "a YAML tag has no meaning here")
                .at(self.span(start, end))
                .help("remove the tag (`!…`); quote the value where text is meant"),
        );
    }

    /// A complete value finds its place.
    fn put(&mut self, node: Node) -> Result<(), ()> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.node.value {
            Value::Sequence(items) => items.push(node),
            Value::Mapping(entries) => match open.key.take() {
                None => {
                    open.key = Some(node);
                }
                Some(key) => {
                    let Some(text) = key.scalar().cloned() else {
                        let span = self.span(key.start, key.end);
                        self.faults.push(
                            Diagnostic::error(
                                "wrong-type",
                                format!("a key is text, found {}", key.found()),
                            )
                            .at(span)
                            .help("quote it if it is meant as a name"),
                        );
                        return Ok(());
                    };
                    // Most mappings are short: they are looked through, the others have an index.
                    let first = match entries.len() {
                        0..=FEW => entries.iter().position(|(key, _)| key.scalar() == Some(&text)),
                        _ => open.keys.get(&text).copied(),
                    };
                    if let Some(first) = first {
                        let first = &entries[first].0;
                        let (first, again) = ((first.start, first.end), (key.start, key.end));
                        let fault = Diagnostic::error(
                            "duplicate-key",
                            format!("the key `{text}` stands here twice"),
                        )
                        .at(self.span(again.0, again.1))
                        .also(self.span(first.0, first.1), "first here")
                        .help("remove or rename one of the two");
                        self.faults.push(fault);
                        return Ok(());
                    }
                    if entries.len() == FEW {
                        let keys = entries.iter().filter_map(|(key, _)| key.scalar().cloned());
                        open.keys = keys.zip(0..).collect();
                    }
                    if entries.len() >= FEW {
                        open.keys.insert(text, entries.len());
                    }
                    entries.push((key, node));
                }
            },
            Value::Scalar { .. } => {}
        }
        Ok(())
    }
}

fn size(node: &Node) -> usize {
    1 + match &node.value {
        Value::Scalar { .. } => 0,
        Value::Sequence(items) => items.iter().map(size).sum(),
        Value::Mapping(entries) => entries.iter().map(|(_, value)| 1 + size(value)).sum(),
    }
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error("too-deep", format!("collections are nested more than {MAX_DEPTH} deep here"))
        .at(span)
        .help(
            "nothing that can be declared is nested as deep: look for brackets that are not closed",
        )
}

fn syntax(file: &Arc<str>, text: &str, at: usize, kind: &ErrorKind) -> Diagnostic {
    // A fault at the end of a file is shown at the last character that says something.
    let start =
        if text[at..].trim().is_empty() { text.trim_end().len().saturating_sub(1) } else { at };
    let start = (0..=start).rev().find(|start| text.is_char_boundary(*start)).unwrap_or(0);
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    let span = Span { file: file.clone(), start, end };
    let help = match kind {
        ErrorKind::RecursionLimitExceeded => return too_deep(span),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => {
            return Diagnostic::error("tab", "a tab in the indentation")
                .at(span)
                .help("YAML is indented by spaces: replace the tab");
        }
        ErrorKind::UnknownAnchor => {
            "name a value with `&name` before `*name` repeats it; text that starts with `*` is quoted"
        }
        ErrorKind::UnexpectedCharacter { character: '@' | '`' | '%' } => {
            "text that starts with this character is quoted"
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            "close the bracket; within brackets quote text that holds `,`, `[`, `]`, `{` or `}`"
        }
        ErrorKind::UnclosedQuotedScalar => "close the quote",
        _ => "quote text that holds `: `, ` #` or starts with one of `[]{}&*!|>'\"%@`",
    };
    Diagnostic::error("yaml-syntax", format!("this is not YAML: {kind}")).at(span).help(help)
}
