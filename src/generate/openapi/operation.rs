//! One operation.

use super::{Context, body, parameters, responses, security};
use crate::generate::json::{Members, array, object};
use crate::generate::rest::Operation;
use crate::generate::schemas::Types;
use crate::secure::Level;

pub(super) fn operation(cx: &Context<'_>, types: &mut Types<'_>, it: &Operation<'_>) -> Members {
    let name = cx.names.get(&(it.route.method.clone(), it.path.clone()));
    let comment = it.callable.object.comment.as_deref().unwrap_or_default();
    let mut operation = object([("tags", array([cx.tag(it)]))]);
    operation.put_some("summary", Some(sentence(comment)).filter(|text| !text.is_empty()));
    let description = description(it, comment);
    operation.put_some("description", Some(description).filter(|text| !text.is_empty()));
    operation.put_some("operationId", name);
    let parameters = parameters::parameters(cx, types, it);
    if !parameters.is_empty() {
        operation.put("parameters", array(parameters));
    }
    operation.put_some("requestBody", body::body(cx, types, it));
    operation.put("responses", responses::responses(cx, types, it));
    let anonymous = cx.source.config.build.openapi.anonymous.as_ref();
    operation.put("security", security::requirements(it, anonymous));
    operation.put("x-function", it.callable.id.qname().to_string());
    operation
}

/// The first sentence, without the stop.
fn sentence(comment: &str) -> &str {
    let end = comment.find(". ").or_else(|| comment.strip_suffix('.').map(str::len));
    &comment[..end.unwrap_or(comment.len())]
}

/// The comment, and what a caller should know beyond it.
fn description(it: &Operation<'_>, comment: &str) -> String {
    let mut parts = Vec::new();
    if !comment.is_empty() {
        parts.push(comment.to_owned());
    }
    if let Some(requires) = &it.secured.requires {
        let mut wanted = Vec::new();
        if let Some(level) = requires.level {
            let word = match level {
                Level::One => "aal1",
                Level::Two => "aal2",
                Level::Three => "aal3",
            };
            wanted.push(format!("`aal` is `{word}` or higher"));
        }
        for claim in &requires.claims {
            let name = claim.path.join(".");
            wanted.push(match claim.one_of.is_empty() {
                true => format!("`{name}` is there"),
                false => format!("`{name}` is {}", spoken(&claim.one_of)),
            });
        }
        if !wanted.is_empty() {
            parts.push(format!("The claims of the token: {}.", wanted.join("; ")));
        }
    }
    if let Some(limit) = &it.secured.rate_limit {
        let of = if limit.by.is_none() { " of one caller" } else { "" };
        parts.push(format!("At most {} requests{of} per {}.", limit.calls, limit.per));
    }
    if let Some(idempotent) = &it.secured.idempotent {
        parts.push(format!(
            "A request that is repeated with its `Idempotency-Key` within {} gets the first answer, and does nothing again.",
            idempotent.keep
        ));
    }
    if let Some(pages) = &it.secured.pages {
        parts.push(format!(
            "In pages of {} rows, {} at most. `next` of a page is `after` of the next one, `previous` is `before` of the one before.",
            pages.default, pages.max
        ));
    }
    parts.join("\n\n")
}

fn spoken(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|it| format!("`{it}`")).collect();
    values.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_summary_is_a_sentence() {
        assert_eq!(sentence("Makes a family. Returns its key."), "Makes a family");
        assert_eq!(sentence("Makes a family."), "Makes a family");
        assert_eq!(sentence("Makes one"), "Makes one");
        assert_eq!(sentence(""), "");
    }
}
