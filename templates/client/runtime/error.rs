//! What can go wrong.

use std::fmt;
use tokio_postgres::error::DbError;

/// Anything that can go wrong with a call, a transaction or a connection.
///
/// Neither `Display` nor `Debug` shows more than the message that a function gives to its caller: no argument, no value of a
/// row, no password. [`detail`](Self::detail) is what PostgreSQL adds, and may hold values.
pub struct Error(Box<Inner>);

#[allow(clippy::large_enum_variant, reason = "it is boxed as a whole")]
enum Inner {
    Database(DbError),
    Connection(tokio_postgres::Error),
    Pool(&'static str),
    Value(Box<dyn std::error::Error + Sync + Send>),
    Rows(&'static str),
    Setup(String),
}

/// Where it went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The database has refused: [`Error::sqlstate`] says why.
    Database,
    /// The connection could not be had, or was lost. Whether what was sent last has happened is not known.
    Connection,
    /// No connection came free in time.
    Pool,
    /// A value could not be sent or read.
    Value,
    /// A function gave no row where it must give one.
    Rows,
    /// The client was set up in a way that cannot work.
    Setup,
}

impl Error {
    /// Where it went wrong.
    pub fn kind(&self) -> ErrorKind {
        match &*self.0 {
            Inner::Database(_) => ErrorKind::Database,
            Inner::Connection(_) => ErrorKind::Connection,
            Inner::Pool(_) => ErrorKind::Pool,
            Inner::Value(_) => ErrorKind::Value,
            Inner::Rows(_) => ErrorKind::Rows,
            Inner::Setup(_) => ErrorKind::Setup,
        }
    }

    fn database(&self) -> Option<&DbError> {
        match &*self.0 {
            Inner::Database(error) => Some(error),
            _ => None,
        }
    }

    /// The SQLSTATE, five characters.
    pub fn sqlstate(&self) -> Option<&str> {
        self.database().map(|it| it.code().code())
    }

    /// PostgreSQL's message, which a function's declared error words.
    pub fn message(&self) -> Option<&str> {
        self.database().map(DbError::message)
    }

    /// What PostgreSQL adds. It may hold values of rows: nothing for a caller's eyes.
    pub fn detail(&self) -> Option<&str> {
        self.database()?.detail()
    }

    /// How to mend it.
    pub fn hint(&self) -> Option<&str> {
        self.database()?.hint()
    }

    /// The constraint that was violated.
    pub fn constraint(&self) -> Option<&str> {
        self.database()?.constraint()
    }

    /// The table that it is about.
    pub fn table(&self) -> Option<&str> {
        self.database()?.table()
    }

    /// The column that it is about; for an argument that is not as it must be, the argument's name.
    pub fn column(&self) -> Option<&str> {
        self.database()?.column()
    }

    /// Whether the same transaction, run again, may well succeed: it met another one (40001, 40P01), or a statement was planned
    /// before a migration. [`User::transaction`](crate::User::transaction) does that by itself.
    pub fn is_retryable(&self) -> bool {
        matches!(self.sqlstate(), Some("40001" | "40P01")) || self.is_stale()
    }

    /// Whether a function says so by this SQLSTATE. What lets nobody call it (42501) has that SQLSTATE as well, but was met before
    /// there was anything to run: PostgreSQL names no context then.
    pub(crate) fn says(&self, sqlstate: &str) -> bool {
        let within = |it: &DbError| sqlstate != "42501" || it.where_().is_some();
        self.sqlstate() == Some(sqlstate) && self.database().is_some_and(within)
    }

    /// Whether it violates this constraint: what RESTRICT refuses is 23503, and from PostgreSQL 18 on 23001.
    pub(crate) fn violates(&self, constraint: &str) -> bool {
        let violation = self.sqlstate().is_some_and(|it| it.starts_with("23"));
        violation && self.constraint() == Some(constraint)
    }

    /// Whether a statement was prepared before what it names was changed.
    pub(crate) fn is_stale(&self) -> bool {
        let stale = |it: &DbError| match it.code().code() {
            "0A000" => it.routine() == Some("RevalidateCachedQuery"),
            // Somebody has deallocated it.
            "26000" => true,
            _ => false,
        };
        self.database().is_some_and(stale)
    }

    /// Whether it says only that the transaction had failed before.
    pub(crate) fn is_aftermath(&self) -> bool {
        self.sqlstate() == Some("25P02")
    }

    pub(crate) fn pool(what: &'static str) -> Self {
        Self(Box::new(Inner::Pool(what)))
    }

    pub(crate) fn rows(what: &'static str) -> Self {
        Self(Box::new(Inner::Rows(what)))
    }

    pub(crate) fn setup(what: impl Into<String>) -> Self {
        Self(Box::new(Inner::Setup(what.into())))
    }

    pub(crate) fn value(fault: impl Into<Box<dyn std::error::Error + Sync + Send>>) -> Self {
        Self(Box::new(Inner::Value(fault.into())))
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(known) = error.as_db_error() {
            return Self(Box::new(Inner::Database(known.clone())));
        }
        // The driver tells its own kinds apart by their words alone.
        let words = error.to_string();
        let about_value = ["error serializing", "error deserializing", "error encoding message"];
        if about_value.iter().any(|it| words.starts_with(it)) {
            return Self::value(error);
        }
        Self(Box::new(Inner::Connection(error)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::Database(error) => write!(f, "{}: {}", error.code().code(), error.message()),
            Inner::Connection(error) => write!(f, "no connection: {error}{}", Cause(error)),
            Inner::Pool(what) | Inner::Rows(what) => f.write_str(what),
            Inner::Value(fault) => {
                write!(f, "a value is not as it must be: {fault}{}", Cause(&**fault))
            }
            Inner::Setup(what) => f.write_str(what),
        }
    }
}

/// What is behind an error, which the driver's own words leave out: that a certificate is not trusted, or that nobody listens.
struct Cause<'a>(&'a (dyn std::error::Error + 'static));

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.source() {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({self})", self.kind())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Inner::Connection(error) => std::error::Error::source(error),
            Inner::Value(fault) => fault.source(),
            _ => None,
        }
    }
}

/// The error of a function: what it declares or raises by its SQLSTATE, and the constraints that it can hit.
macro_rules! errors {
    (
        $(#[$about:meta])*
        $type:ident {
            $($(#[$doc:meta])* $variant:ident = $sqlstate:literal,)*
        } constraints {
            $($violation:ident = $code:literal $word:ident $constraint:literal of $table:literal,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum $type {
            $(
                $(#[$doc])*
                #[doc = concat!("\n\nSQLSTATE ", $sqlstate, ".")]
                $variant(Error),
            )*
            $(
                #[doc = concat!("SQLSTATE ", $code, ": the ", stringify!($word), " `", $constraint, "` of `", $table, "`.")]
                $violation(Error),
            )*
            /// Anything else: the connection, a value, an error that nobody has declared.
            Other(Error),
        }

        impl From<Error> for $type {
            fn from(error: Error) -> Self {
                $(
                    if error.violates($constraint) {
                        return Self::$violation(error);
                    }
                )*
                $(
                    if error.says($sqlstate) {
                        return Self::$variant(error);
                    }
                )*
                Self::Other(error)
            }
        }

        impl $type {
            /// The error behind it.
            pub fn error(&self) -> &Error {
                match self {
                    $(Self::$variant(error) => error,)*
                    $(Self::$violation(error) => error,)*
                    Self::Other(error) => error,
                }
            }

            /// Whether the same transaction, run again, may well succeed.
            pub fn is_retryable(&self) -> bool {
                self.error().is_retryable()
            }
        }

        impl From<$type> for Error {
            fn from(error: $type) -> Self {
                match error {
                    $($type::$variant(error) => error,)*
                    $($type::$violation(error) => error,)*
                    $type::Other(error) => error,
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.error().fmt(f)
            }
        }

        impl std::error::Error for $type {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                std::error::Error::source(self.error())
            }
        }
    };
}

pub(crate) use errors;
