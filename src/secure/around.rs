//! A body and what surrounds it as one function, or as two where something follows the body.

use super::call::{answered, call};
use super::errors::{raise, spoken};
use super::qualify::named_anew;
use super::requires::View as Requires;
use super::spelled::{THE_CALLER, asked, caller, names, object, operation, reference};
use super::template::{TemplateFault, Templates};
use super::{Secured, arguments};
use crate::catalog::{ArgMode, Name, QName};
use crate::render::literal;
use crate::sql::tokens;
use serde::Serialize;

/// A function whose body is to be surrounded.
#[derive(Debug)]
pub struct Around<'a> {
    /// Its name.
    pub name: &'a QName,
    /// The name of the function that takes the author's body, where it needs one of its own.
    pub own: &'a QName,
    /// Its arguments, without the columns of RETURNS TABLE.
    pub args: &'a [Argument],
    /// What it returns.
    pub answer: Answer,
    /// What it may call.
    pub calls: &'a Calls,
    /// What is declared of it.
    pub secured: &'a Secured,
    /// The language of its body: `sql` or `plpgsql`.
    pub language: &'a str,
}

/// An argument.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Its name.
    pub name: Option<Name>,
    /// How it is passed.
    pub mode: ArgMode,
    /// Its type.
    pub data_type: String,
}

/// What a function returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Void,
    /// One value of a type.
    One(String),
    /// Rows of a type; whether it is a row type.
    SetOf(String, bool),
    /// Rows of columns with their types.
    Table(Vec<(Name, String)>),
}

/// The project's functions that bodies call, as SQL names them.
#[derive(Debug, Clone, Default)]
pub struct Calls {
    /// The claims.
    pub claims: Option<String>,
    /// Who is calling.
    pub caller: Option<String>,
    /// Records a call.
    pub audit: Option<String>,
    /// Whether a call is within its limit.
    pub rate_limit: Option<String>,
    /// The key of the request.
    pub key: Option<String>,
    /// Begins a request.
    pub begin: Option<String>,
    /// Stores an answer.
    pub end: Option<String>,
}

/// What became of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The function's body; PL/pgSQL, but the author's own where nothing surrounds it.
    pub body: String,
    /// The body of the function that takes the author's, in the author's language.
    pub own: Option<String>,
    /// How many lines stand before the author's in the text that has them.
    pub before: usize,
}

/// What stands where the author's body comes to stand.
const BODY: &str = "/* the body */";

/// What `function.sql` sees.
#[derive(Serialize)]
pub(super) struct Function {
    pub(super) declarations: Vec<String>,
    before: Vec<String>,
    pub(super) body: String,
    handlers: Vec<Handler>,
    pub(super) after: Vec<String>,
}

#[derive(Serialize)]
struct Handler {
    code: String,
    raise: String,
}

#[derive(Serialize)]
struct RequiresView {
    /// The function that gives the claims, where they are looked at.
    claims: Option<String>,
    requires: Requires,
}

/// Whether anything surrounds the body.
pub fn surrounds(it: &Secured) -> bool {
    it.requires.is_some()
        || !it.limits.is_empty()
        || it.rate_limit.is_some()
        || it.idempotent.is_some()
        || it.guard.is_some()
        || it.audit.is_some()
        || it.errors.keys().any(|code| is_of_a_constraint(code))
}

/// Whether the author's body goes into a function of its own: it is SQL, its answer is still needed, or it begins with
/// `#variable_conflict`, which would change what a guard means.
pub fn needs_body_of_its_own(it: &Secured, language: &str, answer: &Answer, body: &str) -> bool {
    let recorded = it.audit.is_some() && matches!(answer, Answer::One(_));
    let directed = body.trim_start().starts_with('#');
    surrounds(it) && (language == "sql" || it.idempotent.is_some() || recorded || directed)
}

/// The body with all that surrounds it.
///
/// # Errors
/// A project's own template does not render.
pub fn compose(
    templates: &Templates,
    it: &Around<'_>,
    body: &str,
) -> Result<Composed, TemplateFault> {
    let body = match it.language {
        "plpgsql" => spoken(body, &it.secured.errors),
        _ => body.to_owned(),
    };
    if !surrounds(it.secured) {
        return Ok(Composed { body, own: None, before: 0 });
    }
    let own = needs_body_of_its_own(it.secured, it.language, &it.answer, &body);
    let mut function = Function {
        declarations: Vec::new(),
        before: before(templates, it)?,
        body: BODY.to_owned(),
        handlers: handlers(it.secured),
        after: Vec::new(),
    };
    if own {
        call(templates, it, &mut function)?;
    } else {
        function.before.extend(audit(templates, it, "null")?);
    }
    let text = templates.render("function.sql", &function)?;
    if own {
        let names = names(it);
        let own = named_anew(&body, &it.name.name, &it.own.name, &names);
        return Ok(Composed { body: text, own: Some(own), before: 0 });
    }
    let Some(at) = text.find(BODY) else {
        let reason = "it does not say where the body stands: `{{ body }}`".to_owned();
        return Err(TemplateFault { template: "function.sql".into(), reason });
    };
    let before = text[..at].matches('\n').count();
    let text = format!("{}{}{}", &text[..at], closed(&body), &text[at + BODY.len()..]);
    Ok(Composed { body: text, own: None, before })
}

/// An author's block within another one ends with a semicolon.
fn closed(body: &str) -> String {
    let body = body.trim_end();
    let is_closed = tokens(body).last().is_some_and(|it| it.is(";"));
    // The last line may be a comment.
    if is_closed { body.to_owned() } else { format!("{body}\n;") }
}

/// What stands before the body, in its order.
fn before(templates: &Templates, it: &Around<'_>) -> Result<Vec<String>, TemplateFault> {
    let mut steps = Vec::new();
    let errors = &it.secured.errors;
    if let Some(requires) = &it.secured.requires {
        let claims = it.calls.claims.clone().filter(|_| requires.reads_claims());
        let view = RequiresView { claims, requires: requires.view() };
        steps.push(templates.render("requires.sql", &view)?);
    }
    let limits = it.secured.limits.iter().flat_map(|(at, limits)| {
        let arg = &it.args[*at];
        let name = arg.name.as_ref().map_or_else(|| format!("${}", at + 1), ToString::to_string);
        arguments::views(&name, &reference(it, *at), &arg.data_type, limits)
    });
    let limits: Vec<_> = limits.collect();
    if !limits.is_empty() {
        let view = serde_json::json!({ "limits": limits });
        steps.push(templates.render("arguments.sql", &view)?);
    }
    if it.secured.idempotent.is_some() {
        steps.push(format!("  {THE_CALLER} := {}::text;", asked(it)));
    }
    if let (Some(limit), Some(function)) = (&it.secured.rate_limit, &it.calls.rate_limit) {
        let by = limit.by.clone().unwrap_or_else(|| caller(it));
        let view = serde_json::json!({
            "function": function,
            "bucket": format!("{} || ':' || coalesce(({by})::text, '')", operation(it)),
            "calls": limit.calls,
            "per": literal(&limit.per),
            "raise": raise(errors, "PT429"),
        });
        steps.push(templates.render("rate_limit.sql", &view)?);
    }
    if let (Some(idempotent), Some(begin)) = (&it.secured.idempotent, &it.calls.begin) {
        let others = (0..it.args.len()).filter(|at| Some(*at) != idempotent.key);
        let key = match idempotent.key {
            Some(at) => format!("{}::text", reference(it, at)),
            None => format!("{}()", it.calls.key.as_deref().unwrap_or_default()),
        };
        let view = serde_json::json!({
            "begin": begin,
            "operation": operation(it),
            "caller": caller(it),
            "key": key,
            "required": idempotent.required,
            "keep": literal(&idempotent.keep),
            "request": object(it, others),
            "replay": answered(it),
        });
        steps.push(templates.render("idempotent.sql", &view)?);
    }
    if let Some(guard) = &it.secured.guard {
        let view = serde_json::json!({
            "check": guard.check,
            "raise": raise(errors, &guard.error),
        });
        steps.push(templates.render("guard.sql", &view)?);
    }
    Ok(steps)
}

pub(super) fn audit(
    templates: &Templates,
    it: &Around<'_>,
    answer: &str,
) -> Result<Option<String>, TemplateFault> {
    let (Some(audit), Some(function)) = (&it.secured.audit, &it.calls.audit) else {
        return Ok(None);
    };
    let view = serde_json::json!({
        "function": function,
        "action": literal(&audit.action),
        "arguments": object(it, audit.arguments.iter().copied()),
        "answer": answer,
    });
    templates.render("audit.sql", &view).map(Some)
}

/// Errors of constraints that are declared: the server's own words would show what the caller may not see.
fn handlers(it: &Secured) -> Vec<Handler> {
    let declared = it.errors.keys().filter(|code| is_of_a_constraint(code));
    declared.map(|code| Handler { code: literal(code), raise: raise(&it.errors, code) }).collect()
}

fn is_of_a_constraint(code: &str) -> bool {
    code.starts_with("23")
}
