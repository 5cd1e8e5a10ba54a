//! Rows as they come.

use super::error::Error;
use super::values::Fault;
use futures_util::stream::{BoxStream, Stream, StreamExt, TryStreamExt};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{Column, Row};

/// What a row is read as.
pub(crate) trait Decode: Sized {
    /// # Errors
    /// A column has another type, or a NULL where there must be none.
    fn decode(row: &Row) -> Result<Self, Error>;

    /// Whether the columns have types that can be read. It is asked once for many rows.
    ///
    /// # Errors
    /// The first column that cannot.
    fn check(columns: &[Column]) -> Result<(), Error>;
}

/// A value of a column whose type [`Types`] has asked for before: it takes every one.
struct Asked<T>(T);

impl<'a, T: FromSql<'a>> FromSql<'a> for Asked<T> {
    #[inline]
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Fault> {
        T::from_sql(ty, raw).map(Self)
    }

    #[inline]
    fn from_sql_null(ty: &Type) -> Result<Self, Fault> {
        T::from_sql_null(ty).map(Self)
    }

    #[inline]
    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Reads the columns of a row in their order.
pub(crate) struct Columns<'a> {
    row: &'a Row,
    at: usize,
}

impl<'a> Columns<'a> {
    #[inline]
    pub(crate) fn of(row: &'a Row) -> Self {
        Self { row, at: 0 }
    }

    /// The next one.
    #[inline]
    pub(crate) fn next<T: FromSql<'a>>(&mut self) -> Result<T, Error> {
        let at = self.at;
        self.at += 1;
        match self.row.try_get(at) {
            Ok(Asked(value)) => Ok(value),
            Err(error) => Err(unreadable(self.row, at, &error)),
        }
    }
}

/// Asks the types of columns in their order.
pub(crate) struct Types<'a>(std::slice::Iter<'a, Column>);

impl<'a> Types<'a> {
    pub(crate) fn of(columns: &'a [Column]) -> Self {
        Self(columns.iter())
    }

    /// Whether the next one can be read.
    pub(crate) fn next<T: FromSql<'a>>(&mut self) -> Result<(), Error> {
        let column = self.0.next().ok_or_else(missing)?;
        match T::accepts(column.type_()) {
            true => Ok(()),
            false => Err(other_type(column, std::any::type_name::<T>())),
        }
    }
}

fn missing() -> Error {
    Error::rows("a column is missing")
}

#[cold]
fn unreadable(row: &Row, at: usize, error: &tokio_postgres::Error) -> Error {
    use std::error::Error as _;
    match (row.columns().get(at), error.source()) {
        (Some(column), Some(fault)) => Error::value(format!("column {}: {fault}", column.name())),
        _ => missing(),
    }
}

#[cold]
fn other_type(column: &Column, wanted: &str) -> Error {
    Error::value(format!(
        "column {} is of type {}, which {wanted} cannot hold; is the client older than the database?",
        column.name(),
        column.type_()
    ))
}

/// A row of columns as a struct of fields.
macro_rules! row {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl $crate::runtime::rows::Decode for $name {
            #[inline]
            fn decode(row: &tokio_postgres::Row) -> Result<Self, Error> {
                let mut _columns = $crate::runtime::rows::Columns::of(row);
                Ok(Self { $($field: _columns.next()?,)* })
            }

            fn check(columns: &[tokio_postgres::Column]) -> Result<(), Error> {
                let mut _types = $crate::runtime::rows::Types::of(columns);
                $(_types.next::<$type>()?;)*
                Ok(())
            }
        }
    };
}

pub(crate) use row;

/// One value.
#[derive(Debug)]
pub(crate) struct Value<T>(pub(crate) T);

impl<T: for<'a> FromSql<'a>> Decode for Value<T> {
    fn decode(row: &Row) -> Result<Self, Error> {
        Columns::of(row).next().map(Self)
    }

    fn check(columns: &[Column]) -> Result<(), Error> {
        Types::of(columns).next::<T>()
    }
}

/// Nothing.
#[derive(Debug)]
pub(crate) struct Nothing;

impl Decode for Nothing {
    fn decode(_: &Row) -> Result<Self, Error> {
        Ok(Self)
    }

    fn check(_: &[Column]) -> Result<(), Error> {
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
