//! What the project file says for all secure functions: the project's own functions that they call, its templates.

use super::errors::{is_sqlstate, no_sqlstate};
use crate::catalog::Name;
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::read::config::FILE;
use crate::read::decode::Text;
use crate::read::grammar::{self, ConfigFile, SecureConfig};
use crate::read::resolve::{Place, Resolver, name, names};
use crate::render::quoted;
use crate::secure::{Calls, FOLDER, Requires, Secured, TEMPLATES, TemplateFault, Templates};
use std::sync::Arc;

/// What secure functions share.
pub(in crate::read::resolve) struct Shared {
    pub(in crate::read::resolve) templates: Templates,
    /// Names in the bodies of all definers get their schemas: the project says `secure:`.
    pub(in crate::read::resolve) qualifies: bool,
    pub(in crate::read::resolve) calls: Calls,
    /// Who owns the functions that policies call.
    pub(in crate::read::resolve) policy_owner: Option<Name>,
    /// The SQLSTATE where no row is seen.
    pub(in crate::read::resolve) missing: String,
    /// The column that marks a row as deleted.
    pub(in crate::read::resolve) deleted_at: Name,
}

impl Shared {
    /// What the project file and the project's own templates say. What its functions are is told later.
    pub(in crate::read::resolve) fn new(
        stated: &ConfigFile,
        sources: &Sources,
        needed: bool,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        if !needed {
            return Self { templates: Templates::none(), ..Self::said(stated, faults) };
        }
        let own = TEMPLATES.iter().filter_map(|(name, _)| {
            let text = sources.get(&*format!("{FOLDER}/{name}"))?;
            Some((*name, text.clone()))
        });
        let (templates, refused) = Templates::new(&own.collect());
        faults.extend(refused.into_iter().map(of_template));
        Self { templates, ..Self::said(stated, faults) }
    }

    fn said(stated: &ConfigFile, faults: &mut Vec<Diagnostic>) -> Self {
        let stated = stated.secure.as_ref();
        let missing = stated.and_then(|it| it.missing.as_ref());
        if let Some(text) = missing.filter(|text| !is_sqlstate(text)) {
            faults.push(no_sqlstate(text));
        }
        let deleted_at = stated.and_then(|it| it.deleted_at.as_ref());
        Self {
            templates: Templates::none(),
            qualifies: stated.is_some(),
            calls: Calls::default(),
            policy_owner: stated
                .and_then(|it| it.policy_owner.as_ref())
                .and_then(|it| name::single(it).ok()),
            missing: missing.map_or_else(|| "PT404".to_owned(), ToString::to_string),
            deleted_at: deleted_at.map_or_else(|| Name::from("deleted_at"), |it| Name::from(&**it)),
        }
    }
}

/// A template that does not render. Whoever wrote it is told where it lies.
pub(in crate::read::resolve) fn of_template(fault: TemplateFault) -> Diagnostic {
    let file: Arc<str> = Arc::from(format!("{FOLDER}/{}", fault.template));
    let message = format!("the template {} does not render: {}", fault.template, fault.reason);
    Diagnostic::error("bad-template", message)
        .at(Span { file, start: 0, end: 0 })
        .help("the templates that are built in show what each one is given")
}

/// The functions that the project file names, each of the arguments that it is called with.
pub(in crate::read::resolve) fn calls(cx: &mut Resolver<'_>, stated: Option<&SecureConfig>) {
    let Some(stated) = stated else { return };
    if let Some(text) = &stated.policy_owner {
        cx.role(text);
    }
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
    let bare = Text::new(names::without_arguments(text), text.span.clone());
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

/// What a function uses and the project does not have.
pub(super) fn provided(
    cx: &mut Resolver<'_>,
    key: &Text,
    it: &grammar::Function,
    secured: &Secured,
) {
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
