//! How a request is a call: what a REST server, and the OpenAPI document that tells of it, make of a function with a route.
//! `docs/openapi.md` says the same in words.

mod answer;
mod failure;
mod input;

pub(super) use answer::of as given;
pub use answer::{Answer, Field, Rows};
pub use failure::{Failure, status_of};
pub use input::{Input, Place};

use super::api::{Api, Callable, api};
use crate::catalog::{Catalog, FunctionKind, Name};
use crate::read::{Build, Objects, OpenApi, Signature};
use crate::secure::{Route, Secured};
use std::collections::{BTreeMap, BTreeSet};

/// A request that a server answers by a call.
#[derive(Debug, Clone)]
pub struct Operation<'a> {
    /// The function, and who may call it.
    pub callable: Callable<'a>,
    /// What is declared of it beyond what PostgreSQL holds.
    pub secured: &'a Secured,
    /// Method and path.
    pub route: &'a Route,
    /// The path as every request of its form has it: where two name a parameter differently, the first one's names.
    pub path: String,
    /// What the caller gives, in the order of the arguments.
    pub inputs: Vec<Input<'a>>,
    /// What the caller is given.
    pub answer: Answer<'a>,
    /// The path of what was made, with the last parameter to be filled from the answer: the member of a row, or the value
    /// itself for `None`. Such an answer is 201, with `Location`.
    pub made: Option<(String, Option<String>)>,
    /// Where the version of the row stands in the answer, which is its `ETag`: a member of the row, or the value itself
    /// for `None`.
    pub version: Option<Option<String>>,
}

/// Every operation of what clients may call, by path and method.
pub fn operations<'a>(
    catalog: &'a Catalog,
    objects: &'a Objects,
    build: &Build,
) -> Vec<Operation<'a>> {
    let Api { functions, .. } = api(catalog, &build.api);
    let mut found: Vec<Operation<'a>> = functions
        .into_iter()
        .filter(|it| it.function.kind == FunctionKind::Function)
        .filter_map(|callable| {
            let signature = objects.signatures.get(callable.id)?;
            let secured = signature.secured.as_deref()?;
            let route = secured.route.as_ref()?;
            Some(operation(catalog, &build.openapi, callable, signature, secured, route))
        })
        .collect();
    found.sort_by(|a, b| key(a).cmp(&key(b)));
    name_alike(&mut found);
    related(&mut found);
    found
}

/// Path, then the usual order of methods, then the function.
fn key<'k>(it: &'k Operation<'_>) -> (&'k str, usize, &'k Name) {
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let method = methods.iter().position(|method| *method == it.route.method);
    (&it.route.path, method.unwrap_or(methods.len()), &it.callable.id.name)
}

fn operation<'a>(
    catalog: &'a Catalog,
    settings: &OpenApi,
    callable: Callable<'a>,
    signature: &'a Signature,
    secured: &'a Secured,
    route: &'a Route,
) -> Operation<'a> {
    let inputs = input::inputs(settings, callable.function, signature, secured, route);
    let answer = answer::answer(catalog, callable.function, signature, secured, route);
    let (path, made, version) = (route.path.clone(), None, None);
    Operation { callable, secured, route, path, inputs, answer, made, version }
}

/// Paths that differ only in the names of their parameters are one path: the first one's names count. That of an argument
/// that is called `by_id` only because a column is called `id` comes after the others.
fn name_alike(all: &mut [Operation<'_>]) {
    let shape = |it: &Operation<'_>| -> Vec<Option<String>> {
        it.route.parts().into_iter().map(|part| part.map(str::to_owned)).collect()
    };
    let mut first: BTreeMap<Vec<Option<String>>, (String, Vec<String>)> = BTreeMap::new();
    for it in all.iter() {
        let own = || (it.route.path.clone(), it.route.parameters.clone());
        let known = first.entry(shape(it)).or_insert_with(own);
        let is_made = |names: &[String]| names.iter().any(|name| name.starts_with("by_"));
        if is_made(&known.1) && !is_made(&it.route.parameters) {
            *known = own();
        }
    }
    for it in all {
        let Some((path, names)) = first.get(&shape(it)) else { continue };
        it.path = path.clone();
        for input in it.inputs.iter_mut().filter(|input| input.place == Place::Path) {
            let own = it.route.parameters.iter().position(|name| *name == *input.name);
            if let Some(name) = own.and_then(|at| names.get(at)) {
                input.name = name.clone();
            }
        }
    }
}

/// What follows from operations beside it: where what a POST made is found, and the version of the row that a GET gives.
fn related(all: &mut [Operation<'_>]) {
    let read: BTreeSet<String> =
        all.iter().filter(|it| it.route.method == "GET").map(|it| it.path.clone()).collect();
    let versions: BTreeMap<String, Name> = all
        .iter()
        .filter_map(|it| Some((it.path.clone(), it.locked()?.argument.name.clone()?)))
        .collect();
    for it in all {
        if it.locked().is_some() {
            it.version = Some(None).filter(|_| matches!(it.answer, Answer::Value { .. }));
        } else if let (Some(column), Answer::Row { rows, .. }) =
            (versions.get(&it.path), &it.answer)
            && it.route.method == "GET"
        {
            it.version = rows.field(column).map(Some);
        }
        if it.route.method != "POST" {
            continue;
        }
        let below = format!("{}/{{", it.path);
        let one = read.iter().find(|path| {
            path.strip_prefix(&below).is_some_and(|rest| rest.find('}') == Some(rest.len() - 1))
        });
        let Some(one) = one else { continue };
        let parameter = one[below.len()..].trim_end_matches('}');
        it.made = match &it.answer {
            Answer::Value { null: false, .. } => Some((one.clone(), None)),
            Answer::Row { rows, .. } => {
                let field = rows.field(parameter).or_else(|| rows.field("id"));
                field.map(|field| (one.clone(), Some(field)))
            }
            _ => None,
        };
    }
}

impl<'a> Operation<'a> {
    /// The inputs that stand at a place.
    pub fn at(&self, place: Place) -> impl Iterator<Item = &Input<'a>> {
        self.inputs.iter().filter(move |it| it.place == place)
    }

    /// The input that says which version of the row the caller has read.
    pub fn locked(&self) -> Option<&Input<'a>> {
        self.at(Place::IfMatch).next()
    }

    /// The status of a call that went well.
    pub fn status(&self) -> u32 {
        match (&self.answer, &self.made) {
            (Answer::Nothing, _) => 204,
            (_, Some(_)) => 201,
            _ => 200,
        }
    }

    /// The errors that are known of it, by status and SQLSTATE.
    pub fn failures(&self) -> Vec<Failure> {
        failure::failures(self)
    }

    /// The roles with which it can be called: those that may execute it, as far as it asks for no others.
    pub fn roles(&self) -> BTreeSet<&Name> {
        let asked = self.secured.requires.as_ref().map_or(&[][..], |it| &it.roles);
        let asked_for = |name: &Name| asked.is_empty() || asked.iter().any(|it| **it == **name);
        self.callable.roles.iter().filter(|name| asked_for(name)).collect()
    }
}
