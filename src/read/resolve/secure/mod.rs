//! What surrounds the bodies of functions: from the grammar to [`Secured`], with the project's own functions that they call.

mod errors;
mod shared;

pub(super) use errors::{errors, undeclared_errors};
pub(super) use shared::{Shared, calls, of_template};

use super::constraint::expression;
use super::lookup::find;
use super::{Place, Resolver, name};
use crate::catalog::{ArgMode, Function, Name, QName};
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::Authored;
use crate::read::decode::{Sql, Text};
use crate::read::grammar;
use crate::render::quoted;
use crate::secure::{
    self, Answer, Argument, Audit, Claim, DeclaredError, Guard, Idempotent, Limits, Named, Pages,
    RateLimit, Requires, Route, Secured, qualified,
};
use errors::undeclared;
use shared::provided;
use std::collections::{BTreeMap, BTreeSet};

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
    secured.requires = it.requires.as_ref().map(requires);
    for text in it.requires.iter().flat_map(|it| &it.role) {
        cx.role(text);
    }
    secured.limits = limits(cx, place, it, args);
    secured.secrets = inputs(args).filter(|at| is_secret(it, *at)).collect();
    secured.may_be_null = it.returns.as_ref().is_some_and(|it| it.null == Some(true));
    secured.route = it.route.as_ref().and_then(|it| route(cx, it, args));
    secured.pages = it.list.as_ref().map(pages);
    secured.lock = it.update.as_ref().and_then(|it| argument(cx, it.lock.as_ref()?, args));
    secured.written = written(cx, place, it);
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
    let mut put = |code: &str, name: &str, message: &str, status| {
        let error = || DeclaredError::new(message, status).named(name);
        it.errors.entry(code.to_owned()).or_insert_with(error);
    };
    let guarded = it.guard.as_ref().is_some_and(|guard| guard.error == "42501");
    if it.requires.is_some() || guarded {
        put("42501", "NotAllowed", "You may not do this.", 403);
    }
    if !it.limits.is_empty() || it.idempotent.as_ref().is_some_and(|it| it.required) {
        put("22023", "InvalidParameterValue", "An argument is not as it must be.", 400);
    }
    if it.rate_limit.is_some() {
        put("PT429", "TooManyCalls", "Too many calls. Try again later.", 429);
    }
}

pub(super) fn requires(it: &grammar::Requires) -> Requires {
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

/// The table that is written, and the columns that arguments give.
fn written(
    cx: &mut Resolver<'_>,
    place: &Place,
    it: &grammar::Function,
) -> Option<(QName, BTreeSet<Name>)> {
    let (table, columns) = match (&it.insert, &it.update) {
        (Some(insert), _) => (&insert.table, &insert.columns),
        (None, Some(update)) => (&update.table, &update.columns),
        (None, None) => return None,
    };
    let columns = columns.iter().filter_map(|it| name::single(it).ok()).collect();
    Some((cx.table(place, table)?, columns))
}

/// The pages of a `list`.
fn pages(it: &grammar::ListRows) -> Pages {
    let sorts: Vec<String> = it.sorts.iter().map(|(name, _)| name.to_string()).collect();
    let sorts = if sorts.is_empty() { vec![super::kinds::BY_KEY.to_owned()] } else { sorts };
    let (max, default) = super::kinds::page_sizes(it);
    Pages { sorts, max, default }
}

fn route(cx: &mut Resolver<'_>, it: &grammar::Route, args: &[Argument]) -> Option<Route> {
    let text = &it.request;
    match Route::parse(text) {
        Ok(mut route) => {
            route.row = it.row == Some(true);
            for parameter in &route.parameters {
                let settings = &cx.config.build.openapi;
                let is = |arg: &Argument| {
                    arg.name.as_ref().is_some_and(|name| settings.name_of(name) == parameter)
                };
                if !args.iter().any(is) {
                    argument(cx, &Text::new(parameter, text.span.clone()), args);
                }
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
        qualified(text, &|named, name| self.named(place, named, name))
    }

    fn named(&self, place: &Place, named: Named, name: &str) -> Option<String> {
        let map = match named {
            Named::Relation => &self.names.relations,
            Named::Function => &self.names.function_names,
            Named::Type => &self.names.types,
        };
        let schema = find(map, &self.config.search_path, place, name)?;
        Some(format!("{}.{}", quoted(schema), quoted(name)))
    }
}

/// Relations in a PL/pgSQL body that nobody declares: PostgreSQL looks for them when the statement runs.
pub(super) fn unknown_relations(
    cx: &mut Resolver<'_>,
    place: &Place,
    key: &Text,
    body: &str,
    authored: Option<&Authored>,
) {
    if cx.facts.incomplete {
        return;
    }
    let found = secure::unknown_relations(body, &|named, name| cx.named(place, named, name));
    for (name, at) in found {
        let line = body[..at].matches('\n').count() + 1;
        let line = authored.and_then(|it| it.line(line, cx.sources));
        let help = match nearest(&name, cx.names.relations.keys().map(|name| &**name)) {
            Some(near) => format!("the nearest one is `{near}`"),
            None => "declare it; a temporary table is `pg_temp`'s".to_owned(),
        };
        let message = format!("{key} names a relation {name}, which is not declared");
        let fault = Diagnostic::warning("unknown-relation", message);
        cx.fault(fault.at(line.unwrap_or_else(|| key.span.clone())).help(help));
    }
}

/// The name of the function that takes the body of another one.
pub(super) fn own_name(name: &QName) -> QName {
    QName { schema: name.schema.clone(), name: Name::from(format!("{}_body", name.name)) }
}
