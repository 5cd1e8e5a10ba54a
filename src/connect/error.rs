//! A statement that failed: which one, where in it, and what the server says.

use super::refusal::with_causes;
use super::statement::{code_start, statements, without_passwords};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;
use tokio_postgres::error::ErrorPosition;

/// What the server said against a statement, or that the connection was lost over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementError {
    /// What is wrong.
    pub message: String,
    /// The SQLSTATE; `None` where the error is not the server's.
    pub sqlstate: Option<String>,
    /// More of it.
    pub detail: Option<String>,
    /// What to do, in the server's words.
    pub hint: Option<String>,
    /// The context: the functions that were running.
    pub context: Option<String>,
    /// The statement of the batch that failed, where the server says which, or there is only one; a literal that
    /// follows the word PASSWORD is blotted out.
    pub statement: Option<String>,
    /// Where in the batch; `None` where the server does not say.
    pub position: Option<Position>,
    /// The file that was sent as the batch, as it is to be shown.
    pub file: Option<String>,
    /// A query that the server ran by itself, in a function, and the place in it, counted in bytes.
    pub internal: Option<(String, usize)>,
    /// Schema, table, column, data type and constraint, where the server names them.
    pub objects: Vec<(&'static str, String)>,
    /// The connection is gone: nothing is known of what the server did last.
    pub connection_lost: bool,
}

/// A place in a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line of the batch, from 1.
    pub line: usize,
    /// The column in that line, in characters, from 1.
    pub column: usize,
    /// The line of the batch on which the statement begins, from 1.
    pub statement_line: usize,
    /// The place within `statement`, in bytes.
    pub offset: usize,
}

impl StatementError {
    /// From the client's error and the SQL that was sent, whole.
    pub fn new(error: &tokio_postgres::Error, sql: &str) -> Self {
        let Some(server) = error.as_db_error() else {
            return Self {
                message: with_causes(error),
                connection_lost: error.is_closed(),
                ..Self::bare(sql)
            };
        };
        let mut found = Self {
            message: server.message().to_owned(),
            sqlstate: Some(server.code().code().to_owned()),
            detail: server.detail().map(str::to_owned),
            hint: server.hint().map(str::to_owned),
            context: server.where_().map(str::to_owned),
            // The server ends the session after FATAL and PANIC.
            connection_lost: error.is_closed() || server.severity() != "ERROR" && is_fatal(server),
            ..Self::bare(sql)
        };
        let objects = [
            ("schema", server.schema()),
            ("table", server.table()),
            ("column", server.column()),
            ("data type", server.datatype()),
            ("constraint", server.constraint()),
        ];
        found.objects = objects
            .into_iter()
            .filter_map(|(kind, name)| name.map(|name| (kind, name.to_owned())))
            .collect();
        match server.position() {
            Some(ErrorPosition::Original(position)) => found.locate(sql, *position),
            Some(ErrorPosition::Internal { position, query }) => {
                found.internal = Some((without_passwords(query), byte_of(query, *position)));
            }
            None => {}
        }
        found
    }

    /// The connection ended while the statement ran: with the server's last words.
    pub(super) fn lost(fault: &tokio_postgres::Error, sql: &str) -> Self {
        let mut found = Self::new(fault, sql);
        found.message = format!("the connection was lost: {}", found.message);
        found.connection_lost = true;
        found
    }

    /// The same error, of a batch that is a file.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// The same error, where so many statements of the batch had succeeded. Errors at run time have no position:
    /// theirs is then the start of the statement that follows.
    pub fn after(mut self, sql: &str, done: usize) -> Self {
        if self.position.is_none()
            && let Some(statement) = statements(sql).get(done)
        {
            let start = statement.start + code_start(&sql[statement.clone()]);
            let characters = u32::try_from(sql[..start].chars().count()).unwrap_or(u32::MAX);
            self.locate(sql, characters.saturating_add(1));
        }
        self
    }

    /// The same error of a part of a text, within the whole: the part begins at this byte, and is one statement. An error
    /// without a position has the start of the statement for one.
    pub fn within(mut self, sql: &str, start: usize) -> Self {
        let code = || code_start(sql.get(start..).unwrap_or_default());
        let at = start + self.position.map_or_else(code, |position| position.offset);
        let characters = sql.get(..at).map_or(0, |before| before.chars().count());
        self.locate(sql, u32::try_from(characters).unwrap_or(u32::MAX).saturating_add(1));
        self
    }

    fn bare(sql: &str) -> Self {
        let only = match statements(sql).as_slice() {
            [only] => Some(without_passwords(&sql[only.clone()])),
            _ => None,
        };
        Self {
            message: String::new(),
            sqlstate: None,
            detail: None,
            hint: None,
            context: None,
            statement: only,
            position: None,
            file: None,
            internal: None,
            objects: Vec::new(),
            connection_lost: false,
        }
    }

    /// Finds the statement and line of the 1-based position in characters.
    fn locate(&mut self, sql: &str, position: u32) {
        let at = byte_of(sql, position);
        // A syntax error at the end of input lies behind the last statement.
        let mut before = statements(sql).into_iter().take_while(|range| range.start <= at);
        let statement: Range<usize> = match before.by_ref().last() {
            Some(range) => range,
            None => 0..sql.len(),
        };
        let line_start = sql[..at].rfind('\n').map_or(0, |newline| newline + 1);
        self.position = Some(Position {
            line: 1 + sql[..at].matches('\n').count(),
            column: 1 + sql[line_start..at].chars().count(),
            statement_line: 1 + sql[..statement.start].matches('\n').count(),
            offset: at.saturating_sub(statement.start).min(statement.len()),
        });
        self.statement = Some(without_passwords(&sql[statement]));
    }
}

/// The byte at which the 1-based character stands; the end for a position beyond it.
fn byte_of(text: &str, position: u32) -> usize {
    let before = usize::try_from(position).unwrap_or(usize::MAX).saturating_sub(1);
    text.char_indices().nth(before).map_or(text.len(), |(at, _)| at)
}

fn is_fatal(server: &tokio_postgres::error::DbError) -> bool {
    use tokio_postgres::error::Severity;
    matches!(server.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
}

/// How much of a statement is shown where it is not known what in it is wrong.
const SHOWN_LINES: usize = 10;

impl fmt::Display for StatementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.sqlstate.as_ref().map(|state| format!(" (SQLSTATE {state})"));
        let title = format!("{}{}", self.message, state.unwrap_or_default());
        let mut group = Level::ERROR
            .primary_title(&title)
            .elements(Vec::<annotate_snippets::Element<'_>>::new());
        if let Some(statement) = &self.statement {
            let line = self.position.map_or(1, |position| position.statement_line);
            let mut snippet = Snippet::source(statement.as_str()).line_start(line).fold(true);
            if let Some(file) = &self.file {
                snippet = snippet.path(file);
            }
            // The place, with the lines that say which statement it is.
            let shown = lines(statement, if self.position.is_some() { 1 } else { SHOWN_LINES });
            snippet = snippet.annotation(AnnotationKind::Visible.span(shown));
            if let Some(Position { offset: at, .. }) = self.position {
                let word = at..word_end(statement, at);
                snippet = snippet.annotation(AnnotationKind::Primary.span(word));
            }
            group = group.element(snippet);
        }
        if let (Some(file), None) = (&self.file, &self.statement) {
            group = group.element(Level::NOTE.no_name().message(format!("in {file}")));
        }
        if let Some((query, start)) = &self.internal {
            group =
                group.element(Level::NOTE.message("in this query, which the server ran by itself"));
            let snippet = Snippet::source(query.as_str()).line_start(1).fold(true);
            let span = *start..word_end(query, *start);
            group = group.element(snippet.annotation(AnnotationKind::Primary.span(span)));
        }
        let notes = [("detail", &self.detail), ("hint", &self.hint), ("context", &self.context)];
        let mut notes: Vec<String> = notes
            .into_iter()
            .filter_map(|(name, text)| text.as_ref().map(|text| format!("{name}: {text}")))
            .collect();
        if !self.objects.is_empty() {
            let objects: Vec<String> =
                self.objects.iter().map(|(kind, name)| format!("{kind} {name}")).collect();
            notes.push(format!("about: {}", objects.join(", ")));
        }
        for note in &notes {
            group = group.element(Level::NOTE.no_name().message(note));
        }
        let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
        write!(f, "{}", renderer.render(&[group]))
    }
}

impl std::error::Error for StatementError {}

/// Where the word that begins there ends: what the caret underlines.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    match rest.chars().next() {
        Some(first) if word == 0 => start + first.len_utf8(),
        _ => start + word,
    }
}

/// The first lines of a text.
fn lines(text: &str, count: usize) -> Range<usize> {
    let ends = text.match_indices('\n').map(|(at, _)| at);
    0..ends.take(count).nth(count - 1).unwrap_or(text.len())
}
