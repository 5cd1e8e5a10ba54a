//! One call of a function.

use super::connection::Connection;
use super::error::Error;
use super::rows::{Decode, Nothing, Rows, Value};
use super::statement::{Form, Function};
use super::values::Fault;
use bytes::BytesMut;
use futures_util::TryStreamExt;
use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use tokio_postgres::types::{IsNull, ToSql, Type};
use tokio_postgres::{RowStream, Statement};

/// In whose name functions are called: a [`User`](crate::User), for one call in a transaction of its own, or a
/// [`Transaction`](crate::Transaction).
///
/// Nothing else can be one.
pub trait Caller: Run {}

/// A function, and the arguments that are given.
#[derive(Debug)]
pub struct Call<'a> {
    pub(crate) function: &'static Function,
    pub(crate) form: Form,
    pub(crate) arguments: Cow<'a, [Given<'a>]>,
}

impl<'a> Call<'a> {
    /// With all of its arguments.
    pub(crate) fn new(function: &'static Function, arguments: &'a [Given<'a>]) -> Self {
        Self { function, form: function.whole(false), arguments: arguments.into() }
    }

    /// Many calls with all of its arguments, an array of each.
    pub(crate) fn many(function: &'static Function, arguments: &'a [Given<'a>]) -> Self {
        Self { function, form: function.whole(true), arguments: arguments.into() }
    }

    /// With these of its arguments; of many calls with an array of each.
    pub(crate) fn of(
        function: &'static Function,
        given: u128,
        batch: bool,
        arguments: Vec<Given<'a>>,
    ) -> Self {
        Self { function, form: function.form(given, batch), arguments: arguments.into() }
    }

    /// Runs it, for nothing.
    pub(crate) async fn nothing<E: From<Error>>(&self, on: &impl Caller) -> Result<(), E> {
        let _: Vec<Nothing> = on.run(self).await?;
        Ok(())
    }

    /// The only row.
    pub(crate) async fn row<T: Decode + Send, E: From<Error>>(
        &self,
        on: &impl Caller,
    ) -> Result<T, E> {
        let First(row) = on.run(self).await?;
        row.ok_or_else(|| Error::rows("the function gave no row").into())
    }

    /// The value of the only row.
    pub(crate) async fn value<T: Send, E: From<Error>>(&self, on: &impl Caller) -> Result<T, E>
    where
        Value<T>: Decode,
    {
        let Value(value) = self.row::<_, E>(on).await?;
        Ok(value)
    }

    /// All rows.
    pub(crate) async fn rows<T: Decode + Send, E: From<Error>>(
        &self,
        on: &impl Caller,
    ) -> Result<Vec<T>, E> {
        Ok(on.run(self).await?)
    }

    /// The values of all rows.
    pub(crate) async fn values<T: Send, E: From<Error>>(
        &self,
        on: &impl Caller,
    ) -> Result<Vec<T>, E>
    where
        Value<T>: Decode,
    {
        let Values(values) = on.run::<Value<T>, Values<T>>(self).await?;
        Ok(values)
    }

    /// All rows as they come.
    pub(crate) async fn row_stream<T, E>(&self, on: &impl Caller) -> Result<Rows<T, E>, E>
    where
        T: Decode + Send + 'static,
        E: From<Error> + Send + 'static,
    {
        Ok(on.stream::<T>(self).await?.with_error())
    }

    /// The values of all rows as they come.
    pub(crate) async fn value_stream<T, E>(&self, on: &impl Caller) -> Result<Rows<T, E>, E>
    where
        Value<T>: Decode,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        Ok(on.stream::<Value<T>>(self).await?.values())
    }
}

/// An argument that is given.
///
/// The driver writes the statements that it runs, and their arguments as `Debug` shows them, into the log at the level `debug`:
/// arguments have nothing to show there.
#[derive(Clone, Copy)]
pub struct Given<'a>(pub(crate) &'a (dyn ToSql + Sync));

impl fmt::Debug for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

impl ToSql for Given<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        self.0.to_sql_checked(ty, out)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        self.0.to_sql_checked(ty, out)
    }
}

/// What rows are gathered in.
pub trait Gather<T>: Default + Send {
    /// One more.
    fn add(&mut self, row: T);
}

impl<T: Send> Gather<T> for Vec<T> {
    fn add(&mut self, row: T) {
        self.push(row);
    }
}

/// Values without their rows.
#[derive(Debug)]
pub(crate) struct Values<T>(pub(crate) Vec<T>);

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Send> Gather<Value<T>> for Values<T> {
    fn add(&mut self, row: Value<T>) {
        self.0.push(row.0);
    }
}

/// The first row.
#[derive(Debug)]
pub(crate) struct First<T>(pub(crate) Option<T>);

impl<T> Default for First<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Send> Gather<T> for First<T> {
    fn add(&mut self, row: T) {
        self.0.get_or_insert(row);
    }
}

/// How a call is run. What runs calls is made by this crate alone.
#[doc(hidden)]
#[allow(private_bounds, private_interfaces)]
pub trait Run: Sync {
    /// Runs it and gathers its rows.
    fn run<T: Decode + Send, G: Gather<T>>(
        &self,
        call: &Call<'_>,
    ) -> impl Future<Output = Result<G, Error>> + Send;

    /// Runs it and gives its rows as they come.
    fn stream<T: Decode + Send + 'static>(
        &self,
        call: &Call<'_>,
    ) -> impl Future<Output = Result<Rows<T>, Error>> + Send;
}

/// Runs a statement on a connection and gathers its rows.
pub(crate) async fn gather<T: Decode, G: Gather<T>>(
    connection: &Connection,
    statement: &Statement,
    arguments: &[Given<'_>],
) -> Result<G, Error> {
    let mut rows = pin!(open::<T>(connection, statement, arguments).await?);
    let mut gathered = G::default();
    while let Some(row) = rows.try_next().await? {
        gathered.add(T::decode(&row)?);
    }
    Ok(gathered)
}

/// Runs a statement on a connection.
pub(crate) async fn open<T: Decode>(
    connection: &Connection,
    statement: &Statement,
    arguments: &[Given<'_>],
) -> Result<RowStream, Error> {
    T::check(statement.columns())?;
    Ok(connection.client.query_raw(statement, arguments.iter().copied()).await?)
}
