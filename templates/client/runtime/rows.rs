//! Rows as they come.

use super::error::Error;
use futures_util::stream::{BoxStream, Stream, StreamExt, TryStreamExt};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use super::values::Fault;

/// What a row is read as.
pub(crate) trait Decode: Sized {
    /// # Errors
    /// A column has another type, or a NULL where there must be none.
    fn decode(row: &Row) -> Result<Self, Error>;

    /// Whether the columns have types that can be read. It is asked once for many rows.
    ///
    /// # Errors
    /// The first column that cannot.
    fn check(columns: &[tokio_postgres::Column]) -> Result<(), Error>;
}

/// A column as it was sent. It takes every type: [`check`] has asked before.
struct Raw<'a>(Option<&'a [u8]>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        Ok(Self(Some(raw)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Fault> {
        Ok(Self(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A column of a row.
pub(crate) fn column<'a, T: FromSql<'a>>(row: &'a Row, at: usize) -> Result<T, Error> {
    let raw: Raw<'a> = row.try_get(at)?;
    let column = row.columns().get(at).ok_or_else(|| Error::rows("a column is missing"))?;
    T::from_sql_nullable(column.type_(), raw.0)
        .map_err(|fault| Error::value(format!("column {}: {fault}", column.name())))
}

/// Whether a column has a type that can be read.
pub(crate) fn check<'a, T: FromSql<'a>>(
    columns: &[tokio_postgres::Column],
    at: usize,
) -> Result<(), Error> {
    let column = columns.get(at).ok_or_else(|| Error::rows("a column is missing"))?;
    if T::accepts(column.type_()) {
        return Ok(());
    }
    let wanted = std::any::type_name::<T>();
    Err(Error::value(format!(
        "column {} is of type {}, which {wanted} cannot hold; is the client older than the database?",
        column.name(),
        column.type_()
    )))
}

/// One value.
#[derive(Debug)]
pub(crate) struct Value<T>(pub(crate) T);

impl<T: for<'a> FromSql<'a>> Decode for Value<T> {
    fn decode(row: &Row) -> Result<Self, Error> {
        column(row, 0).map(Self)
    }

    fn check(columns: &[tokio_postgres::Column]) -> Result<(), Error> {
        check::<T>(columns, 0)
    }
}

/// Nothing.
#[derive(Debug)]
pub(crate) struct Nothing;

impl Decode for Nothing {
    fn decode(_: &Row) -> Result<Self, Error> {
        Ok(Self)
    }

    fn check(_: &[tokio_postgres::Column]) -> Result<(), Error> {
        Ok(())
    }
}

/// Rows as they come from the server, which sends no more than is read.
///
/// Outside of a transaction of yours it keeps a connection until it has ended or is dropped.
pub struct Rows<T, E = Error>(pub(crate) BoxStream<'static, Result<T, E>>);

impl<T: Send + 'static> Rows<T> {
    /// The same with the error of a function.
    pub(crate) fn with_error<E: From<Error> + Send + 'static>(self) -> Rows<T, E> {
        Rows(self.0.map_err(E::from).boxed())
    }
}

impl<T: Send + 'static> Rows<Value<T>> {
    /// The values alone, with the error of a function.
    pub(crate) fn values<E: From<Error> + Send + 'static>(self) -> Rows<T, E> {
        Rows(self.0.map_ok(|it| it.0).map_err(E::from).boxed())
    }
}

impl<T, E> Stream for Rows<T, E> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl<T, E> std::fmt::Debug for Rows<T, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
