//! Answers: of a call that went well, and of every error that is known.

use super::example::example;
use super::problem;
use super::security::needs_token;
use super::{Context, SCHEMAS};
use crate::generate::json::{Json, Members, array, object};
use crate::generate::rest::{Answer, Failure, Operation, Place};
use crate::generate::schemas::{Types, of_rows, properties};
use std::collections::BTreeMap;

pub(super) fn responses(cx: &Context<'_>, types: &mut Types<'_>, it: &Operation<'_>) -> Members {
    let mut found = Members::default();
    found.put(it.status().to_string(), success(cx, types, it));
    if it.version.is_some() && it.route.method == "GET" {
        let same = object([("description", "The row still has the version that is known.".into())]);
        found.put("304", same);
    }
    for (status, failures) in failures(cx, it) {
        let own = || failed(&failures);
        let shared = SHARED.iter().find(|it| it.status == status && failures.is_empty());
        found.put(status.to_string(), shared.map_or_else(own, Shared::reference));
    }
    found.put("default", OTHER.reference());
    found
}

/// An answer that many operations give.
struct Shared {
    status: u32,
    name: &'static str,
    about: &'static str,
}

/// Answers where no call was made, or it gave nothing.
const SHARED: [Shared; 5] = [
    Shared {
        status: 400,
        name: "BadRequest",
        about: "An argument is missing, or not as it must be.",
    },
    Shared {
        status: 401,
        name: "Unauthorized",
        about: "There is no token, or it is none that is good now.",
    },
    Shared { status: 403, name: "Forbidden", about: "The role of the token may not do this." },
    Shared {
        status: 404,
        name: "NotFound",
        about: "There is no such row, or the caller does not see it.",
    },
    Shared { status: 428, name: "PreconditionRequired", about: "`If-Match` is missing." },
];

const OTHER: Shared =
    Shared { status: 500, name: "Error", about: "Anything else that went wrong." };

impl Shared {
    fn reference(&self) -> Members {
        object([("$ref", format!("#/components/responses/{}", self.name).into())])
    }

    fn response(&self) -> Members {
        object([("description", self.about.into()), ("content", content(&[]))])
    }
}

/// The answers that many operations give, by name.
pub(super) fn shared() -> Members {
    SHARED.iter().chain([&OTHER]).map(|it| (it.name, it.response())).collect()
}

fn success(cx: &Context<'_>, types: &mut Types<'_>, it: &Operation<'_>) -> Members {
    let about = match (&it.answer, &it.made) {
        (Answer::Nothing, _) => "It is done.",
        (_, Some(_)) => "It was made.",
        (Answer::Value { .. }, _) => "The value.",
        (Answer::Row { .. }, _) => "The row.",
        (Answer::Rows(_), _) => "The rows.",
        (Answer::Page(_), _) => "A page.",
    };
    let mut response = object([("description", about.into())]);
    let mut headers = Members::default();
    if it.made.is_some() {
        let schema = object([("type", "string".into()), ("format", "uri-reference".into())]);
        headers.put(
            "Location",
            object([("description", "Where it is found.".into()), ("schema", schema.into())]),
        );
    }
    if it.version.is_some() {
        let schema = object([("type", "string".into())]);
        headers.put(
            "ETag",
            object([("description", "The version of the row.".into()), ("schema", schema.into())]),
        );
    }
    if !headers.is_empty() {
        response.put("headers", headers);
    }
    if let Some(schema) = answer(types, &it.answer) {
        let value = example(cx, &schema, "");
        let mut media = object([("schema", schema.into())]);
        media.put_some("example", value);
        response.put("content", object([("application/json", media.into())]));
    }
    response
}

/// The schema of an answer; `None` where there is none.
fn answer(types: &mut Types<'_>, it: &Answer<'_>) -> Option<Members> {
    let array_of = |rows: Members| object([("type", "array".into()), ("items", rows.into())]);
    Some(match it {
        Answer::Nothing => return None,
        Answer::Value { data_type, null } => types.nullable(data_type, *null),
        Answer::Row { rows: of, .. } => of_rows(types, of),
        Answer::Rows(of) => array_of(of_rows(types, of)),
        Answer::Page(of) => {
            let cursor = |about: &str| {
                object([("type", array(["string", "null"])), ("description", about.into())])
            };
            properties(vec![
                ("items".into(), array_of(of_rows(types, of)), true),
                (
                    "next".into(),
                    cursor("`after` of the next page. `null` where this is the last one."),
                    true,
                ),
                (
                    "previous".into(),
                    cursor("`before` of the page before. `null` where this is the first one."),
                    true,
                ),
            ])
        }
    })
}

/// The errors by status: those of the call, and those that come before it.
fn failures(cx: &Context<'_>, it: &Operation<'_>) -> BTreeMap<u32, Vec<Failure>> {
    let mut found: BTreeMap<u32, Vec<Failure>> = BTreeMap::new();
    for failure in it.failures() {
        found.entry(failure.status).or_default().push(failure);
    }
    let mut without_code = |status| {
        found.entry(status).or_default();
    };
    if it.inputs.iter().any(|input| input.place != Place::IdempotencyKey) {
        without_code(400);
    }
    if needs_token(it, cx.source.config.build.openapi.anonymous.as_ref()) {
        without_code(401);
        without_code(403);
    }
    if matches!(it.answer, Answer::Row { none: true, .. }) {
        without_code(404);
    }
    if it.locked().is_some_and(|input| input.required) {
        without_code(428);
    }
    found
}

fn failed(failures: &[Failure]) -> Members {
    let lines = failures.iter().map(|it| match &it.message {
        Some(message) => format!("`{}`: {message}", it.code),
        None => format!("`{}`.", it.code),
    });
    let lines: Vec<String> = lines.collect();
    object([("description", lines.join("\n\n").into()), ("content", content(failures))])
}

/// The content of an error.
fn content(failures: &[Failure]) -> Json {
    let reference = object([("$ref", format!("{SCHEMAS}Problem").into())]);
    let mut media = object([("schema", reference.into())]);
    let examples: Members = failures
        .iter()
        .map(|it| (it.code.as_str(), object([("value", problem::example(it))])))
        .collect();
    if !examples.is_empty() {
        media.put("examples", examples);
    }
    object([("application/problem+json", media.into())]).into()
}
