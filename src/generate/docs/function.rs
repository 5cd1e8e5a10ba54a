//! The page of a function or a procedure.

use super::errors::{self, ErrorView};
use super::example::{self, ExampleView};
use super::known::Known;
use super::markdown::{block, code, text};
use super::rights::{RightsView, of_object, words};
use super::templates::Templates;
use super::triggers;
use crate::catalog::{
    ArgMode, Body, Definition, Function, FunctionKind, Name, Object, ObjectId, Parallel, Privilege,
    Security, Volatility,
};
use crate::read::{Said, Signature};
use crate::render::{qualified, quoted};
use crate::secure::{Level, Requires, Secured};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
struct View {
    title: String,
    kind: &'static str,
    comment: String,
    area: String,
    facts: Vec<String>,
    route: Option<String>,
    signature: String,
    arguments: Vec<ArgumentView>,
    returns: Option<ReturnsView>,
    /// What happens before its body runs, a sentence each.
    before: Vec<String>,
    errors: Vec<ErrorView>,
    rights: Vec<RightsView>,
    touches: Vec<TouchView>,
    opaque: bool,
    calls: Vec<String>,
    callers: Vec<String>,
    fired_by: Vec<FiredView>,
    policies: Vec<String>,
    example: Option<ExampleView>,
    tests: usize,
    language: String,
    body: String,
}

#[derive(Serialize)]
struct ArgumentView {
    name: String,
    mode: &'static str,
    data_type: String,
    null: &'static str,
    default: String,
    meaning: String,
}

#[derive(Serialize)]
struct ReturnsView {
    data_type: String,
    null: &'static str,
    meaning: String,
    /// Of a table that it returns.
    columns: Vec<ArgumentView>,
}

#[derive(Serialize)]
struct TouchView {
    relation: String,
    operations: String,
}

#[derive(Serialize)]
struct FiredView {
    trigger: String,
    table: String,
    when: String,
}

/// The page of a function.
pub(super) fn page(
    known: &Known<'_>,
    templates: &mut Templates,
    page: &str,
    id: &ObjectId,
    object: &Object,
    it: &Function,
) -> String {
    let signature = known.objects.signatures.get(id);
    let secured = signature.and_then(|it| it.secured.as_deref());
    let touched = known.touched.get(id);
    let mut relations: BTreeMap<&ObjectId, BTreeSet<Privilege>> = BTreeMap::new();
    for (relation, operation) in touched.into_iter().flat_map(|it| &it.relations) {
        relations.entry(relation).or_default().insert(*operation);
    }
    let links = |ids: &BTreeSet<ObjectId>| -> Vec<String> {
        ids.iter().filter(|it| *it != id).map(|it| known.link(page, it)).collect()
    };
    let view = View {
        title: code(&known.pages.name(id)),
        kind: match it.kind {
            FunctionKind::Function => "function",
            FunctionKind::Window => "window function",
            FunctionKind::Procedure => "procedure",
        },
        comment: object.comment.as_deref().map(text).unwrap_or_default(),
        area: known.area(page, known.areas.area(id)),
        facts: facts(known, page, id, object, it),
        route: secured
            .and_then(|it| it.route.as_ref())
            .map(|it| code(&format!("{} {}", it.method, it.path))),
        signature: block("sql", &spelled(id, it)),
        arguments: arguments(known, page, it, signature, |mode| mode != ArgMode::Table),
        returns: returns(known, page, it, signature),
        before: secured
            .map(|it| {
                before(
                    it,
                    &known.catalog.get(id).map(|_| argument_names(id, known)).unwrap_or_default(),
                )
            })
            .unwrap_or_default(),
        errors: errors::of_function(known, page, id),
        rights: of_object(known, page, id),
        touches: relations
            .into_iter()
            .map(|(relation, operations)| TouchView {
                relation: known.link(page, relation),
                operations: words(&operations),
            })
            .collect(),
        opaque: touched.is_some_and(|it| it.is_opaque),
        calls: touched.map(|it| links(&it.calls)).unwrap_or_default(),
        callers: known.callers.get(id).map(links).unwrap_or_default(),
        fired_by: fired_by(known, page, id),
        policies: policies(known, page, id),
        example: example::of_function(known, page, id, it),
        tests: known.calls.tests(&id.qname()).len(),
        language: it.language.to_string(),
        body: match &it.body {
            Body::Source(said) | Body::Atomic(said) => block("sql", said),
            Body::Library { file, symbol } => block("text", &format!("{symbol} of {file}")),
        },
    };
    templates.page("function.md", &view)
}

fn facts(
    known: &Known<'_>,
    page: &str,
    id: &ObjectId,
    object: &Object,
    it: &Function,
) -> Vec<String> {
    let mut facts = Vec::new();
    let owner = object.owner.as_ref().map(|it| known.role(page, it)).unwrap_or_default();
    facts.push(match it.security {
        Security::Definer => format!("It runs with the rights of its owner, {owner}."),
        Security::Invoker => "It runs with the rights of its caller.".to_owned(),
    });
    let volatility = match it.volatility {
        Volatility::Volatile => "VOLATILE: it may change rows, and each call is made.",
        Volatility::Stable => "STABLE: it changes nothing, and gives the same within a statement.",
        Volatility::Immutable => "IMMUTABLE: it always gives the same for the same arguments.",
    };
    facts.push(volatility.to_owned());
    if it.strict {
        facts.push("Where an argument is NULL it is not called, and gives NULL.".to_owned());
    }
    if it.leakproof {
        facts.push("LEAKPROOF: it reveals nothing of its arguments.".to_owned());
    }
    match it.parallel {
        Parallel::Unsafe => {}
        Parallel::Restricted => facts.push("PARALLEL RESTRICTED.".to_owned()),
        Parallel::Safe => facts.push("PARALLEL SAFE.".to_owned()),
    }
    if it.security == Security::Invoker && !owner.is_empty() {
        facts.push(format!("Owner: {owner}."));
    }
    if let Some(file) = known.declared_in(page, id) {
        facts.push(format!("Declared in {file}."));
    }
    if !it.settings.is_empty() {
        let settings: Vec<String> =
            it.settings.iter().map(|(name, value)| code(&format!("{name} = {value}"))).collect();
        facts.push(format!("Settings while it runs: {}.", settings.join(", ")));
    }
    facts
}

/// The signature as SQL, an argument in each line.
fn spelled(id: &ObjectId, it: &Function) -> String {
    let args: Vec<String> = it
        .args
        .iter()
        .filter(|arg| arg.mode != ArgMode::Table)
        .map(|arg| {
            let mode = match arg.mode {
                ArgMode::In | ArgMode::Table => "",
                ArgMode::Out => "OUT ",
                ArgMode::InOut => "INOUT ",
                ArgMode::Variadic => "VARIADIC ",
            };
            let name = arg.name.as_ref().map(|it| format!("{} ", quoted(it))).unwrap_or_default();
            let default =
                arg.default.as_ref().map(|it| format!(" DEFAULT {it}")).unwrap_or_default();
            format!("    {mode}{name}{}{default}", arg.data_type)
        })
        .collect();
    let args =
        if args.is_empty() { "()".to_owned() } else { format!("(\n{}\n)", args.join(",\n")) };
    let returns = match it.returns.as_deref() {
        Some(words) if words.starts_with("TABLE(") => {
            let columns = it.args.iter().filter(|arg| arg.mode == ArgMode::Table);
            let columns: Vec<String> = columns
                .map(|arg| {
                    format!(
                        "    {} {}",
                        arg.name.as_ref().map(|it| quoted(it)).unwrap_or_default(),
                        arg.data_type
                    )
                })
                .collect();
            format!(" RETURNS TABLE (\n{}\n)", columns.join(",\n"))
        }
        Some(words) => format!(" RETURNS {words}"),
        None => String::new(),
    };
    format!("{}{args}{returns}", qualified(&id.qname()))
}

/// Whether something may be NULL, in a word: what nobody said is not known.
fn null(said: Option<&Said>) -> &'static str {
    match said.and_then(|it| it.null) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

fn arguments(
    known: &Known<'_>,
    page: &str,
    it: &Function,
    signature: Option<&Signature>,
    wanted: impl Fn(ArgMode) -> bool,
) -> Vec<ArgumentView> {
    let said = |arg: &crate::catalog::Argument| {
        let name = arg.name.as_ref()?;
        let signature = signature?;
        match arg.mode {
            ArgMode::Table => signature.returns.get(name),
            _ => signature.args.get(name),
        }
    };
    let arguments =
        it.args.iter().filter(|arg| wanted(arg.mode)).enumerate().map(|(at, arg)| ArgumentView {
            name: arg.name.as_ref().map_or_else(|| format!("${}", at + 1), |it| code(it)),
            mode: match arg.mode {
                ArgMode::In | ArgMode::Table => "",
                ArgMode::Out => "OUT",
                ArgMode::InOut => "INOUT",
                ArgMode::Variadic => "VARIADIC",
            },
            data_type: known.data_type(page, &arg.data_type),
            null: null(said(arg)),
            default: arg.default.as_deref().map(code).unwrap_or_default(),
            meaning: said(arg).and_then(|it| it.comment.as_deref()).map(text).unwrap_or_default(),
        });
    arguments.collect()
}

fn returns(
    known: &Known<'_>,
    page: &str,
    it: &Function,
    signature: Option<&Signature>,
) -> Option<ReturnsView> {
    let words = it.returns.as_deref()?;
    let said = signature.and_then(|it| it.returns.get(&Name::from("")));
    let columns = arguments(known, page, it, signature, |mode| mode == ArgMode::Table);
    Some(ReturnsView {
        data_type: match words {
            "void" => "nothing".to_owned(),
            words if words.starts_with("TABLE(") => "rows".to_owned(),
            words => match words.strip_prefix("SETOF ") {
                Some(of) => format!("rows of {}", known.data_type(page, of)),
                None => known.data_type(page, words),
            },
        },
        null: null(said),
        meaning: said.and_then(|it| it.comment.as_deref()).map(text).unwrap_or_default(),
        columns,
    })
}

fn argument_names(id: &ObjectId, known: &Known<'_>) -> Vec<Option<Name>> {
    match known.catalog.get(id).map(|it| &it.definition) {
        Some(Definition::Function(it)) => it.args.iter().map(|it| it.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// What surrounds the body, in words.
fn before(it: &Secured, names: &[Option<Name>]) -> Vec<String> {
    let mut said = Vec::new();
    let named = |place: usize| match names.get(place) {
        Some(Some(name)) => code(name),
        _ => format!("argument {}", place + 1),
    };
    if let Some(requires) = &it.requires {
        said.extend(required(requires));
    }
    if !it.limits.is_empty() {
        let limited: Vec<String> = it.limits.keys().map(|place| named(*place)).collect();
        said.push(format!("What {} may be is checked.", limited.join(", ")));
    }
    if let Some(limit) = &it.rate_limit {
        let by = limit.by.as_ref().map_or_else(|| "caller".to_owned(), |it| code(it));
        said.push(format!("At most {} calls in {} for each {by}.", limit.calls, limit.per));
    }
    if let Some(idempotent) = &it.idempotent {
        let key = idempotent.key.map_or_else(|| "idempotency key".to_owned(), named);
        let required = if idempotent.required { " A request without it is refused." } else { "" };
        said.push(format!(
            "A request that is repeated with the same {key} gets the same answer for {}.{required}",
            idempotent.keep
        ));
    }
    if let Some(guard) = &it.guard {
        said.push(format!("Guard: {}, else {}.", code(&guard.check), code(&guard.error)));
    }
    if let Some(audit) = &it.audit {
        let with: Vec<String> = audit.arguments.iter().map(|place| named(*place)).collect();
        let with =
            if with.is_empty() { String::new() } else { format!(", with {}", with.join(", ")) };
        said.push(format!("Each call is recorded as {}{with}.", code(&audit.action)));
    }
    said
}

fn required(it: &Requires) -> Vec<String> {
    let mut said = Vec::new();
    if !it.roles.is_empty() {
        let roles: Vec<String> = it.roles.iter().map(|it| code(it)).collect();
        said.push(format!("The session's role is {}.", roles.join(" or ")));
    }
    if let Some(level) = it.level {
        said.push(match level {
            Level::One => "The token says that one factor was asked for, or more.".to_owned(),
            Level::Two => "The token says that two factors were asked for, or more.".to_owned(),
            Level::Three => {
                "The token says that two factors were asked for, one of them hardware.".to_owned()
            }
        });
    }
    for claim in &it.claims {
        let name = code(&claim.path.join("."));
        said.push(match claim.one_of.is_empty() {
            true => format!("The token has the claim {name}."),
            false => {
                let values: Vec<String> = claim.one_of.iter().map(|it| code(it)).collect();
                format!("The claim {name} of the token is {}.", values.join(" or "))
            }
        });
    }
    said
}

fn fired_by(known: &Known<'_>, page: &str, id: &ObjectId) -> Vec<FiredView> {
    if id.args.as_deref() != Some("") {
        return Vec::new();
    }
    let triggers = known.calls.triggers(&id.qname()).iter();
    let views = triggers.map(|(trigger, it)| FiredView {
        trigger: code(&trigger.name),
        table: known.relation(page, &trigger.relation_qname()),
        when: triggers::when(it),
    });
    views.collect()
}

/// The policies that call a function.
fn policies(known: &Known<'_>, page: &str, id: &ObjectId) -> Vec<String> {
    let links = known.calls.policies(id).iter().map(|policy| {
        format!("{} of {}", code(&policy.name), known.relation(page, &policy.relation_qname()))
    });
    links.collect()
}
