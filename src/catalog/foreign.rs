//! What reaches data elsewhere: foreign data wrappers, servers, user mappings, foreign tables.
//!
//! An option that holds a secret ([`is_secret`]) is no part of any of them: it is not read, not written and not
//! compared.

use super::{Name, Options, Principal};
use serde::{Deserialize, Serialize};

/// `CREATE FOREIGN DATA WRAPPER`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignDataWrapper {
    /// The function that reaches the data, as SQL takes it; without one no table can be read.
    pub handler: Option<String>,
    /// The function that judges options.
    pub validator: Option<String>,
    /// `OPTIONS`.
    pub options: Options,
}

/// `CREATE SERVER`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignServer {
    /// The wrapper that reaches it.
    pub wrapper: Name,
    /// `TYPE`.
    #[serde(rename = "type")]
    pub server_type: Option<String>,
    /// `VERSION`.
    pub version: Option<String>,
    /// `OPTIONS`.
    pub options: Options,
}

/// `CREATE USER MAPPING`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserMapping {
    /// Where.
    pub server: Name,
    /// Who.
    pub user: Principal,
    /// `OPTIONS`; `None` where the reader may not know.
    pub options: Option<Options>,
}

/// What makes a table a foreign one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// Where its rows are.
    pub server: Name,
    /// `OPTIONS`.
    pub options: Options,
}

/// What the name of an option that holds a secret has in it. Wrappers choose the names of their options themselves.
pub const SECRET_WORDS: [&str; 12] = [
    "passw",
    "passcode",
    "passphrase",
    "passfile",
    "pwd",
    "secret",
    "token",
    "credential",
    "api_key",
    "access_key",
    "private_key",
    "client_key",
];

/// The one option that is about passwords and none, of `postgres_fdw`.
pub const NO_SECRET: &str = "password_required";

/// Whether an option holds a secret: by its name, or by a password within its value.
pub fn is_secret(name: &str, value: &str) -> bool {
    let (name, value) = (name.to_lowercase(), value.to_lowercase());
    let named = name != NO_SECRET && SECRET_WORDS.iter().any(|word| name.contains(word));
    let in_uri = value.split("://").skip(1).any(|rest| {
        let authority = rest.split('/').next().unwrap_or_default();
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
    });
    named || in_uri || value.replace(' ', "").contains("password=")
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn secrets_are_known_by_name_and_by_value() {
        for (name, value) in [
            ("password", "x"),
            ("PassWord", ""),
            ("sslpassword", "x"),
            ("passfile", "/a"),
            ("aws_secret_access_key", "x"),
            ("auth_token", "x"),
            ("uri", "mongodb://me:pw@host/db"),
            ("conninfo", "host=a password = b"),
        ] {
            assert!(is_secret(name, value), "{name} {value}");
        }
        for (name, value) in [
            ("user", "me"),
            ("password_required", "false"),
            ("uri", "mongodb://me@host:1/a:b@c"),
            ("key_column", "a"),
        ] {
            assert!(!is_secret(name, value), "{name} {value}");
        }
    }
}
