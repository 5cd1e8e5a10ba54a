//! Why there is no connection, and how to mend it.

use super::attempt::in_words;
use super::session::OLDEST_MAJOR;
use super::target::{Endpoint, Target, TargetError};
use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Duration;
use tokio_postgres::error::SqlState;

/// There is no connection. `Display` says where, why, and how to mend it; it shows no password.
#[derive(Debug)]
pub struct ConnectError {
    /// Why, as a kind.
    pub refusal: Refusal,
    /// `host db.example, port 5432, user me, database mine`.
    pub place: String,
    /// Why, in a sentence.
    pub reason: String,
    /// How to mend it.
    pub help: String,
}

/// The kinds of reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Nothing listens there.
    NotRunning,
    /// The host's name is unknown.
    UnknownHost,
    /// No answer in time.
    Timeout,
    /// The server starts up, shuts down or recovers.
    NotReady,
    /// A password is asked for, and there is none.
    NoPassword,
    /// The password is wrong, or the role does not exist: the server does not say which.
    WrongPassword,
    /// The role does not exist, may not log in, or `pg_hba.conf` does not let it in.
    NotAllowed,
    /// The database does not exist.
    NoDatabase,
    /// Every connection of the server is taken.
    Full,
    /// The certificate or the encryption.
    Tls,
    /// The server's version is older than 14: the version.
    TooOld(String),
    /// Anything else.
    Other,
}

impl Refusal {
    /// The host has answered with a refusal that another host would not mend.
    pub(super) fn is_final(&self) -> bool {
        matches!(
            self,
            Self::NoPassword
                | Self::WrongPassword
                | Self::NotAllowed
                | Self::NoDatabase
                | Self::TooOld(_)
        )
    }

    /// `pg_hba.conf` can let a user in with TLS only, or without only; a handshake can fail.
    pub(super) fn may_depend_on_tls(&self) -> bool {
        matches!(self, Self::Tls | Self::NotAllowed)
    }
}

impl ConnectError {
    pub(super) fn new(target: &Target, endpoint: &Endpoint, error: &tokio_postgres::Error) -> Self {
        let (refusal, reason) = judge(error);
        let help = help(&refusal, target, endpoint, &reason);
        Self { refusal, place: place(target, endpoint), reason, help }
    }

    pub(super) fn refused(target: &Target, endpoint: &Endpoint, refusal: Refusal) -> Self {
        let reason = match &refusal {
            Refusal::TooOld(version) => {
                format!(
                    "the server is PostgreSQL {version}; {OLDEST_MAJOR} is the oldest supported"
                )
            }
            other => format!("{other:?}"),
        };
        let help = help(&refusal, target, endpoint, &reason);
        Self { refusal, place: place(target, endpoint), reason, help }
    }

    pub(super) fn timeout(target: &Target, endpoint: &Endpoint, limit: Duration) -> Self {
        let reason = format!("no answer within {} (connect_timeout)", in_words(limit));
        let help = help(&Refusal::Timeout, target, endpoint, &reason);
        Self { refusal: Refusal::Timeout, place: place(target, endpoint), reason, help }
    }

    pub(super) fn certificate_file(
        target: &Target,
        endpoint: &Endpoint,
        error: TargetError,
    ) -> Self {
        let TargetError { message: reason, help } = error;
        Self { refusal: Refusal::Tls, place: place(target, endpoint), reason, help }
    }

    pub(super) fn no_host(target: &Target) -> Self {
        Self {
            refusal: Refusal::Other,
            place: target.to_string(),
            reason: "no host to connect to".into(),
            help: "name one: `postgresql://user@host/database`".into(),
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, reason, help, .. } = self;
        write!(f, "cannot connect to {place}: {reason}\nhelp: {help}")
    }
}

impl Error for ConnectError {}

fn place(target: &Target, endpoint: &Endpoint) -> String {
    let Endpoint { host, port, .. } = endpoint;
    let (user, database) = (target.user(), target.database());
    let host = match endpoint.is_socket() {
        true => format!("the socket {host}/.s.PGSQL.{port}"),
        false => format!("host {host}, port {port}"),
    };
    format!("{host}, user {user}, database {database}")
}

/// The kind of a client's error, and what it says.
fn judge(error: &tokio_postgres::Error) -> (Refusal, String) {
    if let Some(server) = error.as_db_error() {
        let reason = format!("{} (SQLSTATE {})", server.message(), server.code().code());
        let refusal = match server.code() {
            code if *code == SqlState::INVALID_PASSWORD => Refusal::WrongPassword,
            code if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION => Refusal::NotAllowed,
            code if *code == SqlState::INVALID_CATALOG_NAME => Refusal::NoDatabase,
            code if *code == SqlState::TOO_MANY_CONNECTIONS => Refusal::Full,
            code if *code == SqlState::CANNOT_CONNECT_NOW => Refusal::NotReady,
            _ => Refusal::Other,
        };
        return (refusal, reason);
    }
    let shown = with_causes(error);
    if let Some(tls) = cause::<rustls::Error>(error) {
        return (Refusal::Tls, format!("the TLS handshake failed: {tls}"));
    }
    if shown.contains("password missing") {
        return (Refusal::NoPassword, "the server asks for a password, and none is given".into());
    }
    if error.to_string().starts_with("error performing TLS handshake") {
        return (Refusal::Tls, shown);
    }
    let refusal = match cause::<io::Error>(error).map(io::Error::kind) {
        Some(ErrorKind::ConnectionRefused | ErrorKind::NotFound) => Refusal::NotRunning,
        Some(ErrorKind::TimedOut) => Refusal::Timeout,
        // A failed name resolution has no kind of its own.
        _ if shown.contains("lookup address") => Refusal::UnknownHost,
        _ => Refusal::Other,
    };
    (refusal, shown)
}

fn help(refusal: &Refusal, target: &Target, endpoint: &Endpoint, reason: &str) -> String {
    let Endpoint { host, port, .. } = endpoint;
    let (user, database) = (target.user(), target.database());
    match refusal {
        Refusal::NotRunning if endpoint.is_socket() => format!(
            "is a server running that listens on port {port} and keeps its socket in {host}? \
             Start it, or name another folder with `host=`"
        ),
        Refusal::NotRunning => format!(
            "is a server running on {host}, and does it listen on port {port}? \
             Start it, or look at `listen_addresses` and `port` in postgresql.conf"
        ),
        Refusal::UnknownHost => "look at the spelling of the host's name".into(),
        Refusal::Timeout => {
            "is the host reachable from here, and does a firewall let this port through? \
             `connect_timeout` sets the limit in seconds"
                .into()
        }
        Refusal::NotReady => "wait until the server is ready, and try again".into(),
        Refusal::NoPassword | Refusal::WrongPassword => {
            let warning = target.warnings().first().map(|warning| format!("{warning}; or "));
            format!(
                "{}set PGPASSWORD, or add a line `{host}:{port}:{database}:{user}:<password>` to \
                 ~/.pgpass (chmod 0600)",
                warning.unwrap_or_default()
            )
        }
        Refusal::NotAllowed if reason.contains("pg_hba") => {
            "add a line for this user, database and address to the server's pg_hba.conf, or change `sslmode`"
                .into()
        }
        Refusal::NotAllowed => format!("log in as another role, or create it: `CREATE ROLE \"{user}\" LOGIN`"),
        Refusal::NoDatabase => format!("create it: `createdb {database}`, or name another one"),
        Refusal::Full => "wait, close other connections, or raise `max_connections`".into(),
        Refusal::Tls if reason.contains("does not support TLS") => {
            "turn `ssl` on in the server, or use `sslmode=prefer` if the way to it is private".into()
        }
        Refusal::Tls if reason.contains("not valid for name") => format!(
            "connect by a name that the certificate has as subjectAltName, or have one made for {host}"
        ),
        Refusal::Tls => {
            "give `sslrootcert` the certificate of the authority that signed the server's certificate"
                .into()
        }
        Refusal::TooOld(_) => format!("upgrade the server to PostgreSQL {OLDEST_MAJOR} or newer"),
        Refusal::Other => "look at the server's log".into(),
    }
}

/// The first cause of this type.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        // An `io::Error` shows what it wraps by `get_ref` only.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

/// The error and its causes in one line; a cause that the error already says is not repeated.
pub(super) fn with_causes(error: &tokio_postgres::Error) -> String {
    let mut shown = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !shown.contains(&text) {
            shown = format!("{shown}: {text}");
        }
        next = cause.source();
    }
    shown
}
