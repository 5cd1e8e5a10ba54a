//! From a byte of a file to line and column.

use super::{Sources, Span};

/// Where a span starts, as editors count.
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

/// The place of a span; `None` when the file was not read.
pub fn place(span: &Span, sources: &Sources) -> Option<Place> {
    let text = sources.get(&span.file)?;
    let (line, column) = line_and_column(text, span.start);
    let (end_line, end_column) = line_and_column(text, span.end.max(span.start));
    Some(Place { line, column, end_line, end_column })
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line = before.bytes().filter(|it| *it == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("é: a\nb", 4), (1, 4));
        assert_eq!(line_and_column("é: a\nb", 6), (2, 1));
        assert_eq!(line_and_column("a", 99), (1, 2));
        // Within a character: at its beginning.
        assert_eq!(line_and_column("é", 1), (1, 1));
    }
}
