//! Who is calling.

use super::error::Error;
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

/// The claims of a token whose signature was checked: the role that the session takes, and all else that the functions of the
/// database ask about the caller.
///
/// `Debug` shows the role alone.
#[derive(Clone, PartialEq)]
pub struct Claims {
    role: String,
    claims: Map<String, Value>,
}

impl Claims {
    /// Of a role. The claim `role` says the same.
    pub fn new(role: impl Into<String>) -> Self {
        let role = role.into();
        let claims = Map::from_iter([("role".to_owned(), Value::from(&*role))]);
        Self { role, claims }
    }

    /// The claims of a token, whose claim `role` is the role that the session takes.
    ///
    /// # Errors
    /// They are no JSON object, or it has no text `role`.
    pub fn of_token(claims: &impl Serialize) -> Result<Self, Error> {
        let claims = serde_json::to_value(claims).map_err(Error::value)?;
        let Value::Object(claims) = claims else {
            return Err(Error::setup("the claims of a token are an object"));
        };
        let Some(role) = claims.get("role").and_then(Value::as_str) else {
            return Err(Error::setup("the claims have no text `role`"));
        };
        Ok(Self { role: role.to_owned(), claims })
    }

    /// With one more claim, in place of one of that name. The role of the session stays what it is.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// Who somebody is, by the claim `sub`.
    #[must_use]
    pub fn subject(self, sub: impl fmt::Display) -> Self {
        self.with("sub", sub.to_string())
    }

    /// The role that the session takes.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// The claims as JSON.
    pub(crate) fn json(&self) -> String {
        Value::Object(self.claims.clone()).to_string()
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims").field("role", &self.role).finish_non_exhaustive()
    }
}
