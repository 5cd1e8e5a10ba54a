//! Routes: what a REST server makes of functions.

mod clash;
mod method;
mod plural;
mod shadowed;
mod uncallable;

use super::rule::Found;
use super::{Needs, Rule, Subject};
use crate::catalog::{Function, Object, ObjectId};
use crate::secure::{Route, Secured};

pub(super) const RULES: &[Rule] = &[
    clash::RULE,
    shadowed::RULE,
    method::GET,
    method::OTHERS,
    method::PUT,
    plural::RULE,
    uncallable::RULE,
];

/// A function with a route.
struct Routed<'a> {
    id: &'a ObjectId,
    object: &'a Object,
    function: &'a Function,
    secured: &'a Secured,
    route: &'a Route,
}

/// The functions that have a route.
fn routed<'a>(subject: &Subject<'a>) -> Vec<Routed<'a>> {
    let found = subject.functions().filter_map(|(id, object, function)| {
        let secured = *subject.secured.get(id)?;
        Some(Routed { id, object, function, secured, route: secured.route.as_ref()? })
    });
    found.collect()
}

impl Routed<'_> {
    /// Method and path.
    fn request(&self) -> String {
        format!("{} {}", self.route.method, self.route.path)
    }

    /// It gives rows, and not one.
    fn gives_rows(&self) -> bool {
        let returns = self.function.returns.as_deref().unwrap_or_default();
        let upper = returns.get(..6).unwrap_or_default().to_ascii_uppercase();
        (upper == "SETOF " || upper == "TABLE(" || upper == "TABLE ")
            && !self.route.row
            && self.secured.kind != Some("get")
    }
}
