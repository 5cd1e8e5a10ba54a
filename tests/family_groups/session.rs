//! Who makes requests of the example's database.

pub(crate) use crate::support::request::{Caller, Refusal, Rows, Session, one, quote};

impl Caller {
    /// A caller without a token.
    pub(crate) fn anonymous() -> Self {
        Self { role: "fg_anonymous".to_owned(), claims: None }
    }

    /// A caller with a token of this role and user.
    pub(crate) fn of(role: &str, user: &str) -> Self {
        let claims = format!(r#"{{"sub":"{user}","role":"{role}"}}"#);
        Self { role: role.to_owned(), claims: Some(claims) }
    }

    /// The same token, while a secure function runs as its owner.
    pub(crate) fn within(&self, owner: &str) -> Self {
        Self { role: owner.to_owned(), claims: self.claims.clone() }
    }
}
