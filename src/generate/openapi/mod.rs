//! The OpenAPI document: what functions with a route are for those who call them over HTTP. `docs/openapi.md` says how a
//! request is a call.

mod body;
mod changes;
mod example;
mod operation;
mod parameters;
mod problem;
mod responses;
mod security;

pub(super) use changes::changes;

use super::json::{Json, Members, array, object};
use super::rest::{Operation, operations};
use super::schemas::Types;
use super::{Areas, Files, MARK, Source};
use std::collections::{BTreeMap, BTreeSet};

/// How a reference to a schema begins.
const SCHEMAS: &str = "#/components/schemas/";

/// The document.
pub(super) fn files(source: &Source<'_>) -> Files {
    let build = &source.config.build;
    let mut files = Files::default();
    files.add(&build.openapi_file, document(source).file());
    files
}

fn document(source: &Source<'_>) -> Json {
    let build = &source.config.build;
    let settings = &build.openapi;
    let operations = operations(source.catalog, source.objects, build);
    let names = names(&operations);
    let areas = Areas::of(source.objects, &source.config.declarations);
    let mut types = Types::new(source, SCHEMAS);
    // Twice: examples are of definitions, and these are known when everything that names them was made.
    let cx = Context { source, areas: &areas, names: &names, examples: None };
    paths(&cx, &mut types, &operations);
    let definitions = types.definitions();
    let cx = Context { examples: Some(&definitions), ..cx };
    let paths = paths(&cx, &mut types, &operations);
    let mut info = object([("title", settings.title.as_str().into())]);
    info.put_some("description", settings.description.as_deref());
    info.put("version", build.version.to_string());
    let servers = settings.servers.iter().map(|url| object([("url", url.into())]));
    let tags: BTreeSet<&str> = operations.iter().map(|it| cx.tag(it)).collect();
    let mut schemas = definitions.clone();
    schemas.put("Problem", problem::schema());
    let mut document = object([
        ("x-generated", format!("{MARK}. `momni-db build` makes it of the declarations.").into()),
        ("openapi", "3.1.0".into()),
        ("info", info.into()),
        ("servers", array(servers)),
    ]);
    document.put("tags", array(tags.into_iter().map(|tag| object([("name", tag.into())]))));
    document.put("paths", paths);
    let mut components = object([("schemas", schemas.into())]);
    components.put("responses", responses::shared());
    components.put("securitySchemes", security::schemes());
    document.put("components", components);
    document.into()
}

fn paths(cx: &Context<'_>, types: &mut Types<'_>, operations: &[Operation<'_>]) -> Members {
    let mut paths: BTreeMap<&str, Members> = BTreeMap::new();
    for it in operations {
        let made = operation::operation(cx, types, it);
        paths.entry(&it.path).or_default().put(it.route.method.to_ascii_lowercase(), made);
    }
    paths.into_iter().collect()
}

/// What every part of the document is made with.
#[derive(Clone, Copy)]
struct Context<'a> {
    source: &'a Source<'a>,
    areas: &'a Areas,
    /// The identifier of each operation, by method and path.
    names: &'a BTreeMap<(String, String), String>,
    /// The definitions that examples are made of; `None` while these are being made.
    examples: Option<&'a Members>,
}

impl<'a> Context<'a> {
    /// What an operation is listed under: the area of its function.
    fn tag(&self, it: &'a Operation<'_>) -> &'a str {
        self.areas.area(it.callable.id)
    }
}

/// Identifiers of operations: the function's name, with its schema where two schemas have one, with the number of its
/// place where one schema has two.
fn names(all: &[Operation<'_>]) -> BTreeMap<(String, String), String> {
    let mut count: BTreeMap<&str, u32> = BTreeMap::new();
    for it in all {
        *count.entry(&it.callable.id.name).or_default() += 1;
    }
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for it in all {
        let id = it.callable.id;
        let mut name = id.name.to_string();
        if count.get(&*id.name).is_some_and(|count| *count > 1) {
            name = format!("{}_{name}", id.schema.as_deref().unwrap_or_default());
        }
        let times = taken.entry(name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            name = format!("{name}_{times}");
        }
        found.insert((it.route.method.clone(), it.path.clone()), name);
    }
    found
}
