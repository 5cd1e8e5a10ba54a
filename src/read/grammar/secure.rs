//! What surrounds the body of a function: who may call it, how often, and what becomes known of a call.

use crate::diagnostic::Span;
use crate::read::decode::{At, Brief, HasBrief, List, Map, Sql, Text, mapping, words};
use crate::secure::Level;

mapping! {
    "what a call requires",
    /// What a session must be, and what the claims of its token must hold. Without a token no claim holds anything.
    struct Requires {
        /// The role that the session took, which the server knows whatever the claims say: one of these.
        role: List<Text>,
        /// How sure the identity is: the claim `aal` is this or higher.
        aal: Option<Level>,
        /// Other claims by name, a dot leads into an object: the value, a list of values, or a mapping.
        claim: Map<Brief<Claim>>,
    }
}

mapping! {
    "a claim",
    /// What a claim must be. Without keys it must only be there.
    struct Claim {
        /// One of these, as text.
        one_of: List<Text>,
    }
}

impl HasBrief for Claim {
    type Brief = Text;
    const EITHER: &'static str = "a value or a mapping";

    fn from_brief(value: Text, span: Span) -> Self {
        Self { one_of: List { items: vec![value], span: Some(span) } }
    }
}

mapping! {
    "a guard",
    /// A condition without which the body does not run.
    struct Guard {
        /// The condition. It may name the arguments.
        check: Sql,
        /// The declared error that is raised where it does not hold. Default: 42501.
        error: Option<Text>,
    }
}

impl HasBrief for Guard {
    type Brief = Sql;
    const EITHER: &'static str = "a condition or a mapping";

    fn from_brief(check: Sql, _: Span) -> Self {
        Self { check, error: None }
    }
}

mapping! {
    "an error",
    /// An error that a function raises.
    struct DeclaredError {
        /// What the caller reads.
        message: Text,
        /// What the client calls it, as `HostTaken`. Default: made of the message.
        name: Option<Text>,
        /// How to mend it.
        hint: Option<Text>,
        /// The HTTP status of a REST server's answer.
        status: Option<At<u32>>,
    }
}

impl HasBrief for DeclaredError {
    type Brief = Text;
    const EITHER: &'static str = "a message or a mapping";

    fn from_brief(message: Text, _: Span) -> Self {
        Self { message, name: None, hint: None, status: None }
    }
}

mapping! {
    "an audit",
    /// What is recorded of each call.
    struct Audit {
        /// The action's name.
        action: Text,
        /// The arguments that are recorded. Default: all that are not `secret`.
        arguments: List<Text>,
    }
}

impl HasBrief for Audit {
    type Brief = Text;
    const EITHER: &'static str = "a name or a mapping";

    fn from_brief(action: Text, _: Span) -> Self {
        Self { action, arguments: List::default() }
    }
}

mapping! {
    "what makes a function idempotent",
    /// How a repeated request is known.
    struct Idempotent {
        /// Whether it is. Default: true.
        on: Option<bool>,
        /// The argument that holds the key. Default: `secure.idempotency.key` of the project.
        key: Option<Text>,
        /// Whether a request without a key is refused, by 22023. Default: true.
        required: Option<bool>,
        /// How long answers are kept, an interval. Default: `24 hours`.
        keep: Option<Text>,
    }
}

impl HasBrief for Idempotent {
    type Brief = bool;
    const EITHER: &'static str = "true or a mapping";

    fn from_brief(on: bool, _: Span) -> Self {
        Self { on: Some(on), key: None, required: None, keep: None }
    }
}

mapping! {
    "a rate limit",
    /// How often one caller may call a function.
    struct RateLimit {
        /// How many calls.
        calls: At<u32>,
        /// In which time, an interval: `1 minute`.
        per: Text,
        /// Who or what is counted: SQL that may name the arguments. Default: the caller.
        by: Option<Sql>,
    }
}

mapping! {
    "a route",
    /// Method and path at a REST server, and what it answers with.
    struct Route {
        /// Method and path: `GET /v1/families/{family_id}`.
        request: Text,
        /// The answer is one row, an object, though the function may give rows; none is 404. Default: false.
        row: Option<bool>,
    }
}

impl HasBrief for Route {
    type Brief = Text;
    const EITHER: &'static str = "a method and a path, or a mapping";

    fn from_brief(request: Text, _: Span) -> Self {
        Self { request, row: None }
    }
}

words! {
    Level as "AuthenticatorAssuranceLevel", "aal1, aal2 or aal3" {
        "aal1" => Self::One, "One factor.";
        "aal2" => Self::Two, "Two factors.";
        "aal3" => Self::Three, "Two factors, one of them hardware.";
    }
}
