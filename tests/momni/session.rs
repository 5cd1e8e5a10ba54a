//! Who makes requests of Momni's database.

pub(crate) use crate::support::request::{Caller, Refusal, Rows, Session, one, quote};

pub(crate) const MEMBER: &str = "momni_member";
pub(crate) const ANONYMOUS: &str = "momni_anonymous";
pub(crate) const FINANCIAL: &str = "momni_financial_administrator";
pub(crate) const COMMUNITY: &str = "momni_community_administrator";

impl Caller {
    /// A caller with a token of this role and these claims, if any, as they arrive.
    pub(crate) fn claiming(role: &str, claims: Option<&str>) -> Self {
        Self { role: role.to_owned(), claims: claims.map(str::to_owned) }
    }

    /// A caller without a token.
    pub(crate) fn anonymous() -> Self {
        Self::claiming(ANONYMOUS, None)
    }

    /// A caller with a token of this role and user.
    pub(crate) fn of(role: &str, user: &str) -> Self {
        let email = format!("{}@momni.example", &user[..8]);
        let claims = format!(r#"{{"sub":"{user}","email":"{email}","role":"{role}"}}"#);
        Self::claiming(role, Some(&claims))
    }

    /// A member's token.
    pub(crate) fn member(user: &str) -> Self {
        Self::of(MEMBER, user)
    }
}
