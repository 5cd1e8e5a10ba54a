//! From a catalog and what is declared to what the crate consists of.

mod arguments;
mod function;
mod gives;
mod used;

use super::body::Bodies;
use super::constraints::Constraints;
use super::errors::Declared;
use super::flows::Flows;
use super::identifiers::Identifiers;
use super::model::Model;
use super::names::{Taken, camel, plain, snake};
use super::shapes::Shapes;
use super::types::Types;
use crate::catalog::{ObjectId, QName};
use crate::generate::{Api, Areas, Callable, Source, api};
use crate::read::{Objects, Signature};
use function::One;
use std::collections::{BTreeMap, BTreeSet};
use used::{type_names, used_identifiers, used_types};

/// Modules that the crate has anyway.
const MODULES: [&str; 6] = ["ids", "types", "values", "runtime", "contract", "lib"];

/// Everything that the crate consists of.
pub(super) fn model(source: &Source<'_>) -> Model {
    let api = api(source.catalog, &source.config.build.api);
    let areas = Areas::of(source.objects, &source.config.declarations);
    let names = type_names(source.catalog);
    let shapes = Shapes::new(&source.objects.shapes, &names);
    let types = Types { catalog: source.catalog, names, shapes };
    let identifiers = Identifiers::of(&types);
    let constraints = Constraints::of(source.catalog);
    let bodies = Bodies::of(source.catalog);
    let declared = Declared::of(&source.objects.signatures);
    let flows = Flows::of(source.catalog, &identifiers);
    let mut model = Model { roles: roles(&api), ..Model::default() };
    let modules = modules(&api, &areas);
    let mut taken: BTreeMap<&str, Taken> = BTreeMap::new();
    let overloaded = overloaded(&api);
    let files = modules_of_files(&api, &areas, source.objects);
    for callable in &api.functions {
        let none = Signature::default();
        let signature = source.objects.signatures.get(callable.id).unwrap_or(&none);
        let one = One {
            source,
            types: &types,
            identifiers: &identifiers,
            constraints: &constraints,
            bodies: &bodies,
            declared: &declared,
            flow: flows.flow(callable.id),
            callable,
            signature,
        };
        match one.function(overloaded.contains(&callable.id.qname())) {
            Err(why) => model.left_out.push((one.identity(), why)),
            Ok(mut function) => {
                let module = &modules[areas.area(callable.id)];
                let taken = taken.entry(module).or_default();
                function.rust = taken.take(function.rust);
                function.camel = camel(plain(&function.rust));
                function.module = files.get(callable.id).cloned().unwrap_or_default();
                for more in ["_with", "_stream", "_pages", "_batch"] {
                    taken.take(format!("{}{more}", plain(&function.rust)));
                }
                model.areas.entry(module.clone()).or_default().push(function);
            }
        }
    }
    model.types = used_types(&model, &types, &identifiers);
    model.identifiers = used_identifiers(&model, &identifiers);
    model
}

fn roles(api: &Api<'_>) -> Vec<(String, String)> {
    let mut taken = Taken::default();
    let callers: BTreeSet<_> = api.functions.iter().flat_map(|it| &it.roles).collect();
    callers.into_iter().map(|it| (taken.take(camel(it)), it.to_string())).collect()
}

/// The module of each area.
fn modules(api: &Api<'_>, areas: &Areas) -> BTreeMap<String, String> {
    let all: BTreeSet<&str> = api.functions.iter().map(|it| areas.area(it.id)).collect();
    let mut taken = Taken::with(&MODULES);
    all.into_iter().map(|it| (it.to_owned(), taken.take(snake(it)))).collect()
}

/// The module of each function within that of its area: the file that declares it, below the area's folder.
fn modules_of_files<'a>(
    api: &Api<'a>,
    areas: &Areas,
    objects: &Objects,
) -> BTreeMap<&'a ObjectId, String> {
    let mut taken: BTreeMap<&str, Taken> = BTreeMap::new();
    let mut known: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for Callable { id, .. } in &api.functions {
        let area = areas.area(id);
        let file = objects.origins.get(*id).map_or(area, |at| stem(&at.file, area));
        let taken = taken.entry(area).or_insert_with(|| Taken::with(&["mod"]));
        let name = known.entry((area, file)).or_insert_with(|| taken.take(snake(file)));
        found.insert(*id, name.clone());
    }
    found
}

/// What is left of a file's path below the folder of its area, without its end.
fn stem<'a>(file: &'a str, area: &str) -> &'a str {
    let path = file.split_once(&format!("/{area}/")).map_or(file, |(_, below)| below);
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// Names that several functions have.
fn overloaded(api: &Api<'_>) -> BTreeSet<QName> {
    let mut seen = BTreeSet::new();
    let names = api.functions.iter().map(|it| it.id.qname());
    names.filter(|it| !seen.insert(it.clone())).collect()
}
