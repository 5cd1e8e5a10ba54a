//! Who may send a request: the role that the token names.

use crate::catalog::Name;
use crate::generate::json::{Json, Members, array, object};
use crate::generate::rest::Operation;

/// The one scheme.
pub(super) fn schemes() -> Members {
    let bearer = object([
        ("type", "http".into()),
        ("scheme", "bearer".into()),
        ("bearerFormat", "JWT".into()),
        ("description", "A token that names one of the roles that an operation lists.".into()),
    ]);
    object([("bearer", bearer.into())])
}

/// One of these is enough: no token, or a token of one of the roles.
pub(super) fn requirements(it: &Operation<'_>, anonymous: Option<&Name>) -> Json {
    let mut found = Vec::new();
    let roles = it.roles();
    if anonymous.is_some_and(|role| roles.contains(role)) {
        found.push(Members::default());
    }
    let others = roles.into_iter().filter(|role| Some(*role) != anonymous);
    found.extend(others.map(|role| object([("bearer", array([&**role]))])));
    array(found)
}

/// Whether a token is looked at.
pub(super) fn needs_token(it: &Operation<'_>, anonymous: Option<&Name>) -> bool {
    it.roles().into_iter().any(|role| Some(role) != anonymous)
}
