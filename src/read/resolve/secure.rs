//! What surrounds the bodies of functions: from the grammar to [`Secured`], with the project's own functions that they call.

use super::constraint::expression;
use super::lookup::find;
use super::{Place, Resolver, name};
use crate::catalog::{ArgMode, Function, Name, QName};
use crate::diagnostic::{Diagnostic, Sources, Span, nearest};
use crate::read::config::FILE;
use crate::read::decode::{Sql, Text};
use crate::read::grammar::{self, ConfigFile, SecureConfig};
use crate::render::quoted;
use crate::secure::{
    Answer, Argument, Audit, Calls, Claim, DeclaredError, FOLDER, Guard, Idempotent, Limits, Named,
    RateLimit, Requires, Route, Secured, TEMPLATES, TemplateFault, Templates, qualified, raised,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What secure functions share.
pub(super) struct Shared {
    pub(super) templates: Templates,
    pub(super) calls: Calls,
    /// The SQLSTATE where no row is seen.
    pub(super) missing: String,
    /// The column that marks a row as deleted.
    pub(super) deleted_at: Name,
}

impl Shared {
    /// What the project file and the project's own templates say. What its functions are is told later.
    pub(super) fn new(
        stated: &ConfigFile,
        sources: &Sources,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let own = TEMPLATES.iter().filter_map(|(name, _)| {
            let text = sources.get(&*format!("{FOLDER}/{name}"))?;
            Some((*name, text.clone()))
        });
        let (templates, refused) = Templates::new(&own.collect());
        faults.extend(refused.into_iter().map(of_template));
        let stated = stated.secure.as_ref();
        let missing = stated.and_then(|it| it.missing.as_ref());
        if let Some(text) = missing.filter(|text| !is_sqlstate(text)) {
            faults.push(no_sqlstate(text));
        }
        let deleted_at = stated.and_then(|it| it.deleted_at.as_ref());
        Self {
            templates,
            calls: Calls::default(),
            missing: missing.map_or_else(|| "P0002".to_owned(), ToString::to_string),
            deleted_at: deleted_at.map_or_else(|| Name::from("deleted_at"), |it| Name::from(&**it)),
        }
    }
}

/// A template that does not render. Whoever wrote it is told where it lies.
pub(super) fn of_template(fault: TemplateFault) -> Diagnostic {
    let file: Arc<str> = Arc::from(format!("{FOLDER}/{}", fault.template));
    let message = format!("the template {} does not render: {}", fault.template, fault.reason);
    Diagnostic::error("bad-template", message)
        .at(Span { file, start: 0, end: 0 })
        .help("the templates that are built in show what each one is given")
}

/// The functions that the project file names, each of the arguments that it is called with.
pub(super) fn calls(cx: &mut Resolver<'_>, stated: Option<&SecureConfig>) {
    let Some(stated) = stated else { return };
    let idempotency = stated.idempotency.as_ref();
    let begin = idempotency.map(|it| &it.begin);
    let end = idempotency.map(|it| &it.end);
    let key = idempotency.and_then(|it| it.key.as_ref());
    let place = Place { schema: cx.config.default_schema.clone(), file: Arc::from(FILE) };
    let mut call = |text: Option<&Text>, args: &str| callee(cx, &place, text?, args);
    let calls = Calls {
        claims: call(stated.claims.as_ref(), ""),
        caller: call(stated.caller.as_ref(), ""),
        audit: call(stated.audit.as_ref(), "text, jsonb, jsonb"),
        rate_limit: call(stated.rate_limit.as_ref(), "text, integer, interval"),
        key: call(key, ""),
        begin: call(begin, "text, text, text, bytea, interval"),
        end: call(end, "text, text, text, jsonb"),
    };
    cx.secure.calls = calls;
}

fn callee(cx: &mut Resolver<'_>, place: &Place, text: &Text, args: &str) -> Option<String> {
    let bare = Text::new(super::names::without_arguments(text), text.span.clone());
    let (function, _) = cx.function(place, &bare)?;
    if let Some(overloads) = cx.names.functions.get(&function)
        && !overloads.iter().any(|it| it == args)
    {
        let fault = Diagnostic::error(
            "wrong-arguments",
            format!("{function} has no form with the arguments ({args})"),
        )
        .at(text.span.clone())
        .help(format!("secure functions call {function}({args}): declare it so"));
        cx.fault(fault);
    }
    Some(format!("{}.{}", quoted(&function.schema), quoted(&function.name)))
}

/// Whether a function says anything that makes it a secure one.
pub(super) fn is_secure(it: &grammar::Function) -> bool {
    it.requires.is_some()
        || it.guard.is_some()
        || it.errors.is_some()
        || it.audit.is_some()
        || it.idempotent.is_some()
        || it.rate_limit.is_some()
        || it.route.is_some()
        || super::kinds::word(it).is_some()
}

/// The errors that a function declares.
pub(super) fn errors(
    cx: &mut Resolver<'_>,
    it: &grammar::Function,
) -> BTreeMap<String, DeclaredError> {
    let mut errors = BTreeMap::new();
    for (code, error) in it.errors.iter().flat_map(|map| map.iter()) {
        if !is_sqlstate(code) {
            cx.fault(no_sqlstate(code));
            continue;
        }
        let status = error.status.as_ref().map(|at| {
            if !(400..600).contains(&at.value) {
                let fault = Diagnostic::error(
                    "bad-status",
                    format!("{} is no HTTP status of an error", at.value),
                );
                cx.fault(fault.at(at.span.clone()).help("write one from 400 to 599"));
            }
            at.value
        });
        let error = DeclaredError {
            message: trimmed(&error.message),
            hint: error.hint.as_ref().map(trimmed),
            status,
        };
        errors.insert(code.to_string(), error);
    }
    errors
}

fn trimmed(text: &Text) -> String {
    text.trim_end().to_owned()
}

fn is_sqlstate(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|it| it.is_ascii_digit() || it.is_ascii_uppercase())
}

fn no_sqlstate(text: &Text) -> Diagnostic {
    Diagnostic::error("bad-sqlstate", format!("`{text}` is no SQLSTATE"))
        .at(text.span.clone())
        .help("five capital letters and digits: `MB001`; a number among them is quoted: `'23505'`")
}

/// What is declared of a function beyond what PostgreSQL holds.
pub(super) fn secured(
    cx: &mut Resolver<'_>,
    place: &Place,
    key: &Text,
    it: &grammar::Function,
    args: &[Argument],
) -> Secured {
    let kind = super::kinds::word(it);
    let mut secured = Secured { errors: errors(cx, it), kind, ..Secured::default() };
    secured.requires = it.requires.as_ref().map(|it| requires(it));
    secured.limits = limits(cx, place, it, args);
    secured.route = it.route.as_ref().and_then(|text| route(cx, text, args));
    secured.guard = it.guard.as_ref().map(|guard| {
        let error = match &guard.error {
            Some(code) => {
                if !secured.errors.contains_key(&**code) {
                    undeclared(cx, code, &secured.errors);
                }
                code.to_string()
            }
            None => "42501".to_owned(),
        };
        Guard { check: cx.qualified_names(place, &expression(&guard.check)), error }
    });
    secured.rate_limit = it.rate_limit.as_ref().map(|limit| RateLimit {
        calls: limit.calls.value,
        per: limit.per.to_string(),
        by: limit.by.as_ref().map(|sql| cx.qualified_names(place, &expression(sql))),
    });
    secured.audit = it.audit.as_ref().map(|audit| {
        let arguments = match audit.arguments.span {
            Some(_) => audit.arguments.iter().filter_map(|text| argument(cx, text, args)).collect(),
            None => inputs(args).filter(|at| !is_secret(it, *at)).collect(),
        };
        Audit { action: audit.action.to_string(), arguments }
    });
    secured.idempotent =
        it.idempotent.as_ref().filter(|it| it.on != Some(false)).map(|it| Idempotent {
            key: it.key.as_ref().and_then(|text| argument(cx, text, args)),
            required: it.required.unwrap_or(true),
            keep: it.keep.as_ref().map_or_else(|| "24 hours".to_owned(), ToString::to_string),
        });
    provided(cx, key, it, &secured);
    implied(&mut secured);
    secured
}

/// Errors that come with what is declared; a function's own words for them count.
fn implied(it: &mut Secured) {
    let mut put = |code: &str, message: &str, status| {
        let error = || DeclaredError::new(message, status);
        it.errors.entry(code.to_owned()).or_insert_with(error);
    };
    let guarded = it.guard.as_ref().is_some_and(|guard| guard.error == "42501");
    if it.requires.is_some() || guarded {
        put("42501", "You may not do this.", 403);
    }
    if !it.limits.is_empty() || it.idempotent.as_ref().is_some_and(|it| it.required) {
        put("22023", "An argument is not as it must be.", 400);
    }
    if it.rate_limit.is_some() {
        put("PT429", "Too many calls. Try again later.", 429);
    }
}

/// What a function uses and the project does not have.
fn provided(cx: &mut Resolver<'_>, key: &Text, it: &grammar::Function, secured: &Secured) {
    let calls = cx.secure.calls.clone();
    let keyed = secured.idempotent.as_ref().is_some_and(|it| it.key.is_none());
    let by_caller = secured.rate_limit.as_ref().is_some_and(|it| it.by.is_none())
        || secured.idempotent.is_some();
    let reads_claims = secured.requires.as_ref().is_some_and(Requires::reads_claims);
    let wanted = [
        (
            "requires",
            reads_claims && calls.claims.is_none(),
            "claims: auth.claims",
            "claims() that returns jsonb",
        ),
        (
            "rate_limit",
            secured.rate_limit.is_some() && calls.rate_limit.is_none(),
            "rate_limit: app.within_limit",
            "within_limit(bucket text, calls integer, per interval) that returns boolean",
        ),
        (
            "idempotent",
            secured.idempotent.is_some() && (calls.begin.is_none() || calls.end.is_none()),
            "idempotency: { begin: app.begin_request, end: app.end_request }",
            "begin_request(operation text, caller text, key text, request bytea, keep interval) that returns jsonb, and end_request(operation text, caller text, key text, answer jsonb)",
        ),
        (
            "idempotent",
            keyed && calls.begin.is_some() && calls.key.is_none(),
            "idempotency: { key: auth.idempotency_key, … }",
            "idempotency_key() that returns text, or name an argument: `idempotent: { key: … }`",
        ),
        (
            "audit",
            secured.audit.is_some() && calls.audit.is_none(),
            "audit: app.record",
            "record(action text, arguments jsonb, answer jsonb)",
        ),
        (
            if it.idempotent.is_some() { "idempotent" } else { "rate_limit" },
            by_caller && calls.caller.is_none(),
            "caller: auth.user_id",
            "user_id() that returns who is calling",
        ),
    ];
    for (word, missing, setting, function) in wanted {
        if missing && !cx.facts.incomplete {
            let fault = Diagnostic::error(
                "missing-setting",
                format!("{key} says `{word}`, and the project does not say what does it"),
            )
            .at(key.span.clone())
            .help(format!("write `secure: {{ {setting} }}` in momni-db.yaml and declare {function}; docs/secure.md has one to copy"));
            cx.fault(fault);
        }
    }
}

fn requires(it: &grammar::Requires) -> Requires {
    let claims = it.claim.iter().map(|(key, claim)| Claim {
        path: name::parts(key).map_or_else(
            |_| vec![key.to_string()],
            |it| it.iter().map(ToString::to_string).collect(),
        ),
        one_of: claim.one_of.iter().map(ToString::to_string).collect(),
    });
    Requires {
        roles: it.role.iter().map(ToString::to_string).collect(),
        level: it.aal,
        claims: claims.collect(),
    }
}

fn limits(
    cx: &Resolver<'_>,
    place: &Place,
    it: &grammar::Function,
    args: &[Argument],
) -> BTreeMap<usize, Limits> {
    let mut found = BTreeMap::new();
    for (at, (_, arg)) in it.args.iter().enumerate() {
        let sql = |sql: &Sql| cx.qualified_names(place, &expression(sql));
        let limits = Limits {
            null: arg.null == Some(true),
            not_empty: arg.not_empty == Some(true),
            min: arg.min.as_ref().map(sql),
            max: arg.max.as_ref().map(sql),
            min_length: arg.min_length,
            max_length: arg.max_length,
            pattern: arg.pattern.as_ref().map(ToString::to_string),
            one_of: arg.one_of.iter().map(ToString::to_string).collect(),
        };
        let nothing = Limits { null: limits.null, ..Limits::default() };
        let input = args.get(at).is_some_and(|arg| is_input(arg.mode));
        if input && (limits != nothing || arg.null == Some(false)) {
            found.insert(at, limits);
        }
    }
    found
}

fn is_input(mode: ArgMode) -> bool {
    matches!(mode, ArgMode::In | ArgMode::InOut | ArgMode::Variadic)
}

fn inputs(args: &[Argument]) -> impl Iterator<Item = usize> + '_ {
    (0..args.len()).filter(|at| is_input(args[*at].mode))
}

fn is_secret(it: &grammar::Function, at: usize) -> bool {
    it.args.iter().nth(at).is_some_and(|(_, arg)| arg.secret == Some(true))
}

/// The place of an argument that is named.
fn argument(cx: &mut Resolver<'_>, text: &Text, args: &[Argument]) -> Option<usize> {
    let is = |arg: &Argument| arg.name.as_ref().is_some_and(|name| **name == **text);
    let found = args.iter().position(is);
    if found.is_none() {
        let names = args.iter().filter_map(|arg| arg.name.as_deref());
        let help = match nearest(text, names) {
            Some(near) => format!("the nearest one is `{near}`"),
            None => "name one of its arguments".to_owned(),
        };
        let fault = Diagnostic::error("unknown-argument", format!("there is no argument {text}"));
        cx.fault(fault.at(text.span.clone()).help(help));
    }
    found
}

fn route(cx: &mut Resolver<'_>, text: &Text, args: &[Argument]) -> Option<Route> {
    match Route::parse(text) {
        Ok(route) => {
            for parameter in &route.parameters {
                argument(cx, &Text::new(parameter, text.span.clone()), args);
            }
            Some(route)
        }
        Err(reason) => {
            let fault = Diagnostic::error("bad-route", format!("`{text}` is no route: {reason}"));
            let help = "write a method and a path: `POST /v1/families/{family_id}/bookings`";
            cx.fault(fault.at(text.span.clone()).help(help));
            None
        }
    }
}

fn undeclared(cx: &mut Resolver<'_>, code: &Text, errors: &BTreeMap<String, DeclaredError>) {
    let fault = Diagnostic::error("undeclared-error", format!("the error {code} is not declared"));
    let help = match nearest(code, errors.keys().map(String::as_str)) {
        Some(near) => format!("the nearest one is `{near}`"),
        None => format!("add `errors: {{ {code}: … }}` with what the caller reads"),
    };
    cx.fault(fault.at(code.span.clone()).help(help));
}

/// Errors that a PL/pgSQL body raises and its function does not declare.
pub(super) fn undeclared_errors(
    faults: &mut Vec<Diagnostic>,
    key: &Text,
    body: &str,
    errors: &BTreeMap<String, DeclaredError>,
    place: impl Fn(usize) -> Option<Span>,
) {
    let mut told = BTreeSet::new();
    for raised in raised(body) {
        if errors.contains_key(&raised.code) || !told.insert(raised.code.clone()) {
            continue;
        }
        let line = body[..raised.at.start].matches('\n').count() + 1;
        let (message, help) = if is_sqlstate(&raised.code) {
            let code = &raised.code;
            let message = format!("{key} raises {code}, which it does not declare");
            let help = format!("add it to `errors`: `{code}: …` with what the caller reads");
            (message, help)
        } else {
            let message = format!("{key} raises `{}`, which is no SQLSTATE", raised.code);
            (message, "write the SQLSTATE and declare it under `errors`".to_owned())
        };
        let at = place(line).unwrap_or_else(|| key.span.clone());
        faults.push(Diagnostic::error("undeclared-error", message).at(at).help(help));
    }
}

/// What a function returns, as far as what surrounds its body has to know.
pub(super) fn answer(cx: &Resolver<'_>, it: &Function) -> Answer {
    let returns = it.returns.as_deref().unwrap_or("void");
    let columns = it.args.iter().filter(|arg| arg.mode == ArgMode::Table);
    let columns = columns.filter_map(|arg| Some((arg.name.clone()?, arg.data_type.clone())));
    let columns: Vec<(Name, String)> = columns.collect();
    if !columns.is_empty() {
        return Answer::Table(columns);
    }
    match returns.strip_prefix("SETOF ") {
        Some(of) => Answer::SetOf(of.to_owned(), is_row_type(cx, of)),
        None if returns.eq_ignore_ascii_case("void") => Answer::Void,
        None => Answer::One(returns.to_owned()),
    }
}

fn is_row_type(cx: &Resolver<'_>, data_type: &str) -> bool {
    let Ok((Some(schema), name)) = name::qualified(data_type) else { return false };
    [&cx.names.relations, &cx.names.composites]
        .iter()
        .any(|map| map.get(&name).is_some_and(|schemas| schemas.contains(&schema)))
}

impl Resolver<'_> {
    /// SQL with the names in it that are declared here in their schemas.
    pub(super) fn qualified_names(&self, place: &Place, text: &str) -> String {
        let path = &self.config.search_path;
        qualified(text, &|named, name| {
            let map = match named {
                Named::Relation => &self.names.relations,
                Named::Function => &self.names.function_names,
                Named::Type => &self.names.types,
            };
            let schema = find(map, path, place, name)?;
            Some(format!("{}.{}", quoted(schema), quoted(name)))
        })
    }
}

/// The name of the function that takes the body of another one.
pub(super) fn own_name(name: &QName) -> QName {
    QName { schema: name.schema.clone(), name: Name::from(format!("{}_body", name.name)) }
}
