//! The page of what clients may call.

use super::known::Known;
use super::markdown::code;
use super::templates::Templates;
use crate::catalog::Principal;
use crate::generate::{Callable, Output};
use serde::Serialize;

/// Where the page lies.
pub(super) const PAGE: &str = "endpoints.md";

#[derive(Serialize)]
struct View {
    /// Functions with a route of their own, by path and method.
    routes: Vec<RouteView>,
    /// The others.
    functions: Vec<FunctionView>,
    roles: String,
    openapi: Option<String>,
}

#[derive(Serialize)]
struct RouteView {
    route: String,
    function: String,
    roles: String,
    brief: String,
    statuses: String,
}

#[derive(Serialize)]
struct FunctionView {
    function: String,
    roles: String,
    brief: String,
}

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    let mut routes: Vec<((String, String), RouteView)> = Vec::new();
    let mut functions = Vec::new();
    for it in &known.api.functions {
        let function = known.link(PAGE, it.id);
        let (roles, brief) = (roles(known, it), known.brief(it.id));
        let secured = known.objects.signatures.get(it.id).and_then(|it| it.secured.as_ref());
        match secured.and_then(|it| it.route.as_ref()) {
            Some(route) => {
                let errors = secured.into_iter().flat_map(|it| it.errors.values());
                let statuses: std::collections::BTreeSet<u32> =
                    errors.filter_map(|it| it.status).collect();
                let statuses =
                    statuses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let view = RouteView {
                    route: code(&format!("{} {}", route.method, route.path)),
                    function,
                    roles,
                    brief,
                    statuses,
                };
                routes.push(((route.path.clone(), route.method.clone()), view));
            }
            None => functions.push(FunctionView { function, roles, brief }),
        }
    }
    routes.sort_by(|(one, _), (other, _)| one.cmp(other));
    let build = &known.source.config.build;
    let openapi =
        build.outputs.contains(&Output::OpenApi).then(|| known.file(PAGE, &build.openapi_file));
    let clients: Vec<Principal> =
        known.api.roles.iter().map(|it| Principal::Role(it.clone())).collect();
    let view = View {
        routes: routes.into_iter().map(|(_, it)| it).collect(),
        functions,
        roles: known.roles(PAGE, &clients),
        openapi,
    };
    templates.page(PAGE, &view)
}

fn roles(known: &Known<'_>, it: &Callable<'_>) -> String {
    let roles: Vec<Principal> = it.roles.iter().map(|it| Principal::Role(it.clone())).collect();
    known.roles(PAGE, &roles)
}
