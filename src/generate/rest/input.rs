//! What the caller gives.

use crate::catalog::{ArgMode, Argument, Function};
use crate::read::{OpenApi, Signature};
use crate::secure::{Limits, Route, Secured};

/// An argument, and where in the request it stands.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// Its name in the request.
    pub name: String,
    /// Its place among the arguments, from 0.
    pub at: usize,
    /// The argument.
    pub argument: &'a Argument,
    /// Where it stands.
    pub place: Place,
    /// A request without it is refused.
    pub required: bool,
    /// `null` may be given.
    pub null: bool,
    /// What it must be.
    pub limits: Option<&'a Limits>,
    /// What it is.
    pub comment: Option<&'a str>,
}

/// Where in a request an argument stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In the body, a member of one JSON object.
    Body,
    /// In the header `If-Match`: the version of the row that the caller has read.
    IfMatch,
    /// In the header `Idempotency-Key`.
    IdempotencyKey,
}

/// What the caller gives, in the order of the arguments.
pub(super) fn inputs<'a>(
    settings: &OpenApi,
    function: &'a Function,
    signature: &'a Signature,
    secured: &'a Secured,
    route: &Route,
) -> Vec<Input<'a>> {
    let is_input = |it: &Argument| !matches!(it.mode, ArgMode::Out | ArgMode::Table);
    let key = secured.idempotent.as_ref().and_then(|it| it.key);
    let inputs = function.args.iter().enumerate().filter(|(_, it)| is_input(it));
    let inputs = inputs.map(|(at, argument)| {
        let name = match &argument.name {
            Some(name) => settings.name_of(name).to_owned(),
            None => format!("${}", at + 1),
        };
        let said = argument.name.as_ref().and_then(|name| signature.args.get(name));
        let limits = secured.limits.get(&at);
        let place = if route.parameters.contains(&name) {
            Place::Path
        } else if secured.lock == Some(at) {
            Place::IfMatch
        } else if key == Some(at) {
            Place::IdempotencyKey
        } else if matches!(&*route.method, "GET" | "DELETE") {
            Place::Query
        } else {
            Place::Body
        };
        let default = argument.default.as_deref();
        let is_null =
            default.is_some_and(|it| it.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("null")));
        let said_null = said.and_then(|it| it.null).or(limits.map(|it| it.null));
        let null = place != Place::Path && said_null.unwrap_or(is_null);
        let required = place == Place::Path || (default.is_none() && !null);
        let comment = said.and_then(|it| it.comment.as_deref());
        Input { name, at, argument, place, required, null, limits, comment }
    });
    inputs.collect()
}
