//! Who may call, by the session's role and the claims of the token.

use crate::render::literal;
use serde::Serialize;

/// What the claims of the token must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requires {
    /// The role that the session took is one of these; any where there are none.
    pub roles: Vec<String>,
    /// The claim `aal` is this or higher.
    pub level: Option<Level>,
    /// Other claims.
    pub claims: Vec<Claim>,
}

/// A claim and what it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// One of these as text; anything where there are none.
    pub one_of: Vec<String>,
}

/// How sure the identity is: the authenticator assurance level of NIST SP 800-63B, as the claim `aal` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// One factor.
    One,
    /// Two factors.
    Two,
    /// Two factors, one of them hardware.
    Three,
}

/// What the template sees.
#[derive(Serialize)]
pub(super) struct View {
    roles: Option<String>,
    levels: Option<String>,
    claims: Vec<ClaimView>,
}

#[derive(Serialize)]
struct ClaimView {
    name: String,
    path: String,
    one_of: Option<String>,
}

impl Requires {
    /// Whether the claims are looked at.
    pub fn reads_claims(&self) -> bool {
        self.level.is_some() || !self.claims.is_empty()
    }

    /// The values of the claim `aal` that are enough.
    pub(super) fn levels(&self) -> Option<String> {
        let levels = self.level.map(|level| match level {
            Level::One => &["aal1", "aal2", "aal3"][..],
            Level::Two => &["aal2", "aal3"],
            Level::Three => &["aal3"],
        });
        levels.map(|levels| array(levels.iter()))
    }

    pub(super) fn view(&self) -> View {
        let claims = self.claims.iter().map(|claim| ClaimView {
            name: literal(&claim.path.join(".")),
            path: array(claim.path.iter()),
            one_of: (!claim.one_of.is_empty()).then(|| array(claim.one_of.iter())),
        });
        View {
            roles: (!self.roles.is_empty()).then(|| array(self.roles.iter())),
            levels: self.levels(),
            claims: claims.collect(),
        }
    }
}

/// An array of texts.
pub(super) fn array(of: impl Iterator<Item = impl AsRef<str>>) -> String {
    let literals: Vec<String> = of.map(|text| literal(text.as_ref())).collect();
    format!("array[{}]", literals.join(", "))
}
