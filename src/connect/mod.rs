//! Connections: parameters as libpq takes them, a session that keeps its notices, and errors that say what to do.

mod account;
mod attempt;
mod error;
mod keyword;
mod parse;
mod password_file;
mod refusal;
mod service_file;
mod session;
mod settings;
pub mod statement;
mod tablespaces;
mod target;
mod tls;
mod verifier;

pub use account::{Account, accounts};
pub use error::{Position, StatementError};
pub use refusal::{ConnectError, Refusal};
pub use session::{Notice, Session, connect};
pub use tablespaces::{how_to_make, missing_tablespaces, tablespaces};
pub use target::{Target, TargetError, environment, names_a_server};
