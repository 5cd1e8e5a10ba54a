//! Parameters: what stands in the path, the query and the headers, and the schema of what a caller gives.

use super::Context;
use super::example::example;
use crate::generate::json::{Json, Members, object};
use crate::generate::rest::{Input, Operation, Place};
use crate::generate::schemas::{Types, as_written, limited, literal, or_null};

pub(super) fn parameters(
    cx: &Context<'_>,
    types: &mut Types<'_>,
    it: &Operation<'_>,
) -> Vec<Members> {
    let mut found = Vec::new();
    for input in it.at(Place::Path) {
        found.push(parameter(cx, types, it, input, "path"));
    }
    for input in it.at(Place::Query) {
        found.push(parameter(cx, types, it, input, "query"));
    }
    if let Some(input) = it.locked() {
        let about = "The `ETag` of the version that was read. If the row has another one by now nothing is changed.";
        found.push(header("If-Match", input.required, about, text("\"7\"")));
    }
    if let Some(idempotent) = &it.secured.idempotent {
        let about = "Names the request: a new one for each, the same one when it is repeated.";
        let key = it.at(Place::IdempotencyKey).next();
        let mut schema = match key {
            Some(input) => schema(types, it, input, false),
            None => object([("type", "string".into()), ("minLength", 1_i64.into())]),
        };
        let any = schema.clone().with("format", "uuid");
        let value = example(cx, &any, "key").or_else(|| example(cx, &schema, "key"));
        schema.put_some("examples", value.map(|it| Json::Array(vec![it])));
        found.push(header("Idempotency-Key", idempotent.required, about, schema));
    }
    if it.version.is_some() && it.route.method == "GET" {
        let about =
            "The `ETag` of the version that is known: if the row still has it, the answer is 304.";
        found.push(header("If-None-Match", false, about, text("\"7\"")));
    }
    found
}

fn text(example: &str) -> Members {
    object([("type", "string".into()), ("examples", Json::Array(vec![example.into()]))])
}

fn header(name: &str, required: bool, about: &str, schema: Members) -> Members {
    object([
        ("name", name.into()),
        ("in", "header".into()),
        ("required", required.into()),
        ("description", about.into()),
        ("schema", schema.into()),
    ])
}

fn parameter(
    cx: &Context<'_>,
    types: &mut Types<'_>,
    it: &Operation<'_>,
    input: &Input<'_>,
    place: &str,
) -> Members {
    let schema = schema(types, it, input, false);
    let mut parameter = object([("name", input.name.as_str().into()), ("in", place.into())]);
    parameter.put("required", input.required);
    let (schema, about) = without_description(schema);
    parameter.put_some("description", about);
    // What is no text, number or list of these stands in the query as JSON.
    let is_json = schema.is_empty() || types.is_row(&input.argument.data_type);
    let value = example(cx, &schema, &input.name);
    if is_json {
        let media = object([("schema", schema.into())]);
        parameter.put("content", object([("application/json", media.into())]));
    } else {
        parameter.put("schema", schema);
        parameter.put_some("example", value.filter(|_| input.required));
    }
    parameter
}

/// A parameter has its description beside the schema.
fn without_description(schema: Members) -> (Members, Option<Json>) {
    let about = schema.get("description").cloned();
    (
        schema
            .iter()
            .filter(|(key, _)| *key != "description")
            .map(|(k, v)| (k, v.clone()))
            .collect(),
        about,
    )
}

/// The schema of what a caller gives; `nullable` where `null` can be said there.
pub(super) fn schema(
    types: &mut Types<'_>,
    it: &Operation<'_>,
    input: &Input<'_>,
    nullable: bool,
) -> Members {
    let mut schema = types.value(&input.argument.data_type);
    let mut words = Vec::new();
    if let Some(limits) = input.limits {
        (schema, words) = limited(schema, limits);
    }
    as_written(types, &mut schema, it.secured.written.as_ref(), input.argument.name.as_ref());
    if let Some(pages) = &it.secured.pages {
        match &*input.name {
            "sort" => {
                schema.put("enum", crate::generate::json::array(&pages.sorts));
                schema.put_some("default", pages.sorts.first());
            }
            "page_size" => {
                schema
                    .put("minimum", 1_i64)
                    .put("maximum", pages.max)
                    .put("default", pages.default);
            }
            _ => {}
        }
    }
    if input.null && nullable {
        schema = or_null(schema);
    }
    let about: Vec<String> = input
        .comment
        .map(str::to_owned)
        .into_iter()
        .chain((!words.is_empty()).then(|| format!("It {}.", words.join(", and "))))
        .collect();
    schema.put_some("description", Some(about.join(" ")).filter(|text| !text.is_empty()));
    if schema.get("default").is_none() {
        schema.put_some(
            "default",
            input.argument.default.as_deref().and_then(|sql| value(&schema, sql)),
        );
    }
    schema
}

/// The value of a default, where it is a literal and JSON writes it as SQL does.
fn value(schema: &Members, sql: &str) -> Option<Json> {
    let value = literal(sql)?;
    let kind = match schema.get("type") {
        Some(Json::Text(kind)) => Some(kind.as_str()),
        Some(kinds) => kinds.elements().first().and_then(Json::text),
        None => None,
    };
    match (kind, &value) {
        (Some("integer" | "number"), Json::Number(_)) | (Some("boolean"), Json::Bool(_)) => {
            Some(value)
        }
        (Some("integer" | "number"), Json::Text(text)) => {
            serde_json::from_str(text).ok().map(Json::Number)
        }
        // An interval is written otherwise in JSON, and so are others that have a format.
        (Some("string"), Json::Text(_)) if schema.get("format").is_none() => Some(value),
        // A declared type: of one that is no text the default is a number or a truth.
        (None, _) => Some(value),
        _ => None,
    }
}
