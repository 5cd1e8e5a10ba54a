//! From a byte of a file to line and column.

use super::{Sources, Span};
use std::collections::BTreeMap;

/// Where a span starts and ends, as editors count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line where it ends.
    pub end_line: usize,
    /// The column behind its last character.
    pub end_column: usize,
}

/// The places of spans. Where the lines of a file begin is worked out once.
#[derive(Debug)]
pub struct Places<'s> {
    sources: &'s Sources,
    lines: BTreeMap<&'s str, Vec<usize>>,
}

impl<'s> Places<'s> {
    /// The places in these files.
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, lines: BTreeMap::new() }
    }

    /// The place of a span; `None` when the file was not read.
    pub fn of(&mut self, span: &Span) -> Option<Place> {
        let (file, text) = self.sources.get_key_value(&span.file)?;
        let lines = self.lines.entry(file).or_insert_with(|| {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        });
        let (line, column) = line_and_column(text, lines, span.start);
        let (end_line, end_column) = line_and_column(text, lines, span.end.max(span.start));
        Some(Place { line, column, end_line, end_column })
    }
}

/// The place of one span; `None` when the file was not read. For many, [`Places`].
pub fn place(span: &Span, sources: &Sources) -> Option<Place> {
    Places::new(sources).of(span)
}

fn line_and_column(text: &str, lines: &[usize], at: usize) -> (usize, usize) {
    let at = text.floor_char_boundary(at);
    let line = lines.partition_point(|start| *start <= at);
    let start = lines.get(line - 1).copied().unwrap_or_default();
    (line, text[start..at].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn found(text: &str, start: usize, end: usize) -> [usize; 4] {
        let sources = Sources::from([(Arc::from("a"), Arc::from(text))]);
        let span = Span { file: Arc::from("a"), start, end };
        let place = Places::new(&sources).of(&span).unwrap();
        [place.line, place.column, place.end_line, place.end_column]
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(found("", 0, 0), [1, 1, 1, 1]);
        assert_eq!(found("é: a\nb", 4, 7), [1, 4, 2, 2]);
        assert_eq!(found("a\n", 2, 2), [2, 1, 2, 1]);
        assert_eq!(found("a", 99, 99), [1, 2, 1, 2]);
        // Within a character: at its beginning.
        assert_eq!(found("é", 1, 2), [1, 1, 1, 2]);
    }

    #[test]
    fn a_file_that_was_not_read_has_no_places() {
        let span = Span { file: Arc::from("b"), start: 0, end: 0 };
        assert_eq!(Places::new(&Sources::new()).of(&span), None);
    }
}
