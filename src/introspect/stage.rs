//! One query and the reading of its answer; all queries at once over one connection.

use super::build::Build;
use super::error::{BadRow, IntrospectError};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use tokio_postgres::types::FromSql;
use tokio_postgres::{Client, Row};

/// One query for the whole database, and what is done with each row of its answer.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    /// How errors call it.
    pub(super) name: &'static str,
    /// The query for a server of this major version.
    pub(super) sql: fn(u32) -> String,
    /// Takes in one row. The order of rows means nothing unless the query says so.
    pub(super) read: fn(&mut Build<'_>, &mut Fields<'_>) -> Result<(), BadRow>,
}

/// The fields of a row, left to right.
pub(super) struct Fields<'a> {
    row: &'a Row,
    next: usize,
}

impl<'a> Fields<'a> {
    /// The next field.
    pub(super) fn take<T: FromSql<'a>>(&mut self) -> Result<T, BadRow> {
        let field = self.row.try_get(self.next)?;
        self.next += 1;
        Ok(field)
    }

    /// The next two fields: whether there is an expression, and its text. Where the object went in between, the server
    /// words nothing, which must not pass for an expression that is not there.
    pub(super) fn worded(&mut self) -> Result<Option<&'a str>, BadRow> {
        match (self.take()?, self.take()?) {
            (true, None) => Err(BadRow::Changed("an expression is gone".into())),
            (_, text) => Ok(text),
        }
    }

    /// The next field, an array of places: an OID in the upper half of a number, the part of the object in the lower one.
    pub(super) fn places(&mut self) -> Result<Vec<(u32, i32)>, BadRow> {
        let places: Vec<i64> = self.take()?;
        let halves = |it: i64| {
            let [a, b, c, d, e, f, g, h] = it.to_be_bytes();
            (u32::from_be_bytes([a, b, c, d]), i32::from_be_bytes([e, f, g, h]))
        };
        Ok(places.into_iter().map(halves).collect())
    }

    /// The next field, of type `"char"`, as a character.
    pub(super) fn letter(&mut self) -> Result<char, BadRow> {
        let byte: i8 = self.take()?;
        Ok(char::from(byte.cast_unsigned()))
    }
}

/// Answers in the order of their questions. All are taken in as they come: a connection waits while nobody takes what it
/// has for one.
pub(super) type Answers<'a> = FuturesOrdered<BoxFuture<'a, Result<Vec<Row>, IntrospectError>>>;

/// A stage, and which connection is asked.
pub(super) struct Question<'a> {
    stage: &'static str,
    client: &'a Client,
    sql: String,
}

impl<'a> Question<'a> {
    /// The question for a server of this major version.
    pub(super) fn new(stage: &Stage, client: &'a Client, major: u32) -> Self {
        Self { stage: stage.name, client, sql: (stage.sql)(major) }
    }

    async fn ask(self) -> Result<Vec<Row>, IntrospectError> {
        let answer = self.client.query_typed(&self.sql, &[]).await;
        answer.map_err(|error| IntrospectError::query(self.stage, error))
    }
}

/// Sends every query over its connection at the first poll, so that the whole catalog costs one round trip and answers
/// are read while the server works on the next.
pub(super) fn ask<'a>(questions: impl Iterator<Item = Question<'a>>) -> Answers<'a> {
    questions.map(|question| -> BoxFuture<'a, _> { Box::pin(question.ask()) }).collect()
}

/// Reads the next answers, one for each stage.
pub(super) async fn read(
    answers: &mut Answers<'_>,
    stages: &[Stage],
    build: &mut Build<'_>,
) -> Result<(), IntrospectError> {
    for stage in stages {
        let Some(rows) = answers.next().await else { break };
        for row in &rows? {
            (stage.read)(build, &mut Fields { row, next: 0 })
                .map_err(|error| IntrospectError::answer(stage.name, error))?;
        }
    }
    Ok(())
}

/// An expression for servers of a version and later, another for those before.
pub(super) fn since<'a>(major: u32, version: u32, then: &'a str, before: &'a str) -> &'a str {
    if major >= version { then } else { before }
}
