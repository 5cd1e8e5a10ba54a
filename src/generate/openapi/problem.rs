//! Problem details (RFC 9457): the form of every error.

use crate::generate::json::{Json, Members, array, object};
use crate::generate::rest::Failure;

/// The schema.
pub(super) fn schema() -> Members {
    let text = |about: &str| object([("type", "string".into()), ("description", about.into())]);
    let place = object([
        ("type", "string".into()),
        ("enum", array(["path", "query", "header", "body"])),
        ("description", "Where in the request it stands.".into()),
    ]);
    let error = object([
        ("type", "object".into()),
        ("required", array(["name", "detail"])),
        (
            "properties",
            object([
                ("name", text("The name of the argument.").into()),
                ("in", place.into()),
                ("detail", text("What is wrong with it.").into()),
            ])
            .into(),
        ),
    ]);
    let status = object([
        ("type", "integer".into()),
        ("minimum", 400_i64.into()),
        ("maximum", 599_i64.into()),
        ("description", "The HTTP status.".into()),
    ]);
    let code = text("The SQLSTATE: what tells one error of a status from another.")
        .with("pattern", "^[0-9A-Z]{5}$");
    let kind = text("`about:blank`: `title` says what the status means.")
        .with("format", "uri-reference")
        .with("default", "about:blank");
    let errors = object([
        ("type", "array".into()),
        ("items", error.into()),
        ("description", "Each argument that is not as it must be.".into()),
    ]);
    object([
        ("type", "object".into()),
        ("required", array(["title", "status"])),
        (
            "properties",
            object([
                ("type", kind.into()),
                ("title", text("What the status means.").into()),
                ("status", status.into()),
                ("detail", text("What went wrong.").into()),
                ("hint", text("How to mend it.").into()),
                ("code", code.into()),
                ("errors", errors.into()),
            ])
            .into(),
        ),
        ("description", "What went wrong (RFC 9457).".into()),
    ])
}

/// The answer of an error, as an example.
pub(super) fn example(failure: &Failure) -> Json {
    let mut problem = object([
        ("type", "about:blank".into()),
        ("title", title(failure.status).into()),
        ("status", failure.status.into()),
    ]);
    problem.put_some("detail", failure.message.as_deref());
    problem.put_some("hint", failure.hint.as_deref());
    problem.put("code", &failure.code);
    problem.into()
}

/// What a status means, as IANA lists it.
pub(super) fn title(status: u32) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        418 => "I'm a teapot",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        506.. => "Server Error",
        _ => "Client Error",
    }
}
