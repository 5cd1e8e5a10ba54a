//! Functions and procedures. A long body lies in a file beside.

use super::Writer;
use super::choice::is_definer;
use super::files::Place;
use super::grants::{Given, Taken, Target, comment, differences, owner_of};
use super::name::{function, member};
use super::text::kept;
use super::yaml::{Map, Node};
use crate::catalog::{
    ArgMode, Argument, Body, Function, FunctionKind, Object, ObjectId, Options, Parallel,
    Principal, Privilege, Security, Volatility,
};
use crate::read::{Class, built_in};

/// How many lines of a body stand in the YAML.
const LINES: usize = 5;

/// What `security: definer` sets unless it is stated.
const SAFE_PATH: &str = "pg_catalog, pg_temp";

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Function) {
    let Function {
        kind,
        language,
        args: arguments,
        returns: result,
        volatility,
        strict,
        security,
        leakproof,
        parallel,
        cost,
        rows,
        support,
        transforms,
        settings,
        body,
    } = it;
    let place = Writer::place(id, "functions");
    let mut map = Map::block();
    comment(&mut map, object);
    let args = args(cx, id, arguments);
    map.map("args", args);
    map.some("returns", returns(cx, id, arguments, result.as_deref()));
    map.flag("window", *kind == FunctionKind::Window, false);
    let default_language = match body {
        Body::Atomic(_) => "sql",
        Body::Library { .. } => "c",
        Body::Source(_) => "plpgsql",
    };
    if **language != *default_language {
        map.text("language", Some(language));
    }
    let volatility = match volatility {
        Volatility::Volatile => None,
        Volatility::Stable => Some("stable"),
        Volatility::Immutable => Some("immutable"),
    };
    map.some("volatility", volatility.map(Node::word));
    map.flag("strict", *strict, false);
    if *security == Security::Definer {
        map.set("security", Node::word("definer"));
    }
    let parallel = match parallel {
        Parallel::Unsafe => None,
        Parallel::Restricted => Some("restricted"),
        Parallel::Safe => Some("safe"),
    };
    map.some("parallel", parallel.map(Node::word));
    map.flag("leakproof", *leakproof, false);
    map.number("cost", *cost);
    map.number("rows", *rows);
    map.text("support", support.as_deref());
    let schema = super::schema_of(id);
    let transforms = transforms.iter().map(|it| Node::text(cx.names.data_type(&schema, it)));
    map.list("transforms", transforms.collect::<Vec<_>>());
    map.map("set", set(*security, settings));
    let default = default_owner(cx, *security);
    if let Some(owner) = object.owner.as_ref().filter(|owner| **owner != default) {
        map.text("owner", Some(&Writer::role(owner)));
    }
    execute(cx, &mut map, &place, id, object);
    if cx.unchecked.contains(id) {
        map.set("checked", Node::word("false"));
    }
    write_body(cx, &mut map, id, body);
    let section = if *kind == FunctionKind::Procedure { "procedures" } else { "functions" };
    cx.put(&place, section, key(cx, id), map);
}

/// The name, with what tells it apart from others of that name.
pub(super) fn key(cx: &Writer<'_>, id: &ObjectId) -> String {
    let name = function(&id.name);
    if !cx.names.is_overloaded(&id.qname()) {
        return name;
    }
    format!("{name}({})", types(cx, id))
}

/// The types of its input arguments.
fn types(cx: &Writer<'_>, id: &ObjectId) -> String {
    cx.names.data_types(&super::schema_of(id), id.args.as_deref().unwrap_or_default())
}

fn default_owner(cx: &Writer<'_>, security: Security) -> Principal {
    match (security, &cx.config.function_owner) {
        (Security::Definer, Some(owner)) => Principal::Role(owner.clone()),
        _ => cx.default_owner(),
    }
}

/// The arguments but for the columns of `RETURNS TABLE`.
pub(super) fn args(cx: &mut Writer<'_>, id: &ObjectId, all: &[Argument]) -> Map {
    let mut map = Map::new();
    let mut keys = std::collections::BTreeSet::new();
    for (number, it) in (1..).zip(all) {
        let Argument { name, mode, data_type, default } = it;
        let mode = match mode {
            ArgMode::Table => continue,
            ArgMode::In => None,
            ArgMode::Out => Some("out"),
            ArgMode::InOut => Some("inout"),
            ArgMode::Variadic => Some("variadic"),
        };
        let mut argument = Map::new();
        argument.text("type", Some(&cx.names.data_type(&super::schema_of(id), data_type)));
        // An argument's NULL is of its type, whatever is said; a column's is kept only with a cast.
        let default = default.as_deref().map(|it| match it.strip_prefix("NULL::") {
            Some(cast) if cast == data_type => "null",
            _ => super::expression::default(it, data_type),
        });
        match default {
            Some("null") => argument.set("default", Node::word("null")),
            other => argument.sql("default", other),
        }
        argument.some("mode", mode.map(Node::word));
        let mut key = match name {
            None => format!("${number}"),
            // It would be taken for an argument without a name.
            Some(name) if name.starts_with('$') => format!("\"{}\"", name.replace('"', "\"\"")),
            Some(name) => member(name),
        };
        // One that comes in and one that goes out may have one name.
        if keys.contains(&key) {
            argument.text("name", Some(&key));
        }
        while !keys.insert(key.clone()) {
            key.push_str("_out");
        }
        map.set(key, argument.brief("type"));
    }
    map
}

/// What it returns, where its OUT arguments do not say so.
fn returns(
    cx: &Writer<'_>,
    id: &ObjectId,
    args: &[Argument],
    result: Option<&str>,
) -> Option<Node> {
    let result = result?;
    let place = super::schema_of(id);
    if args.iter().any(|arg| arg.mode == ArgMode::Table) {
        let mut columns = Map::new();
        for it in args.iter().filter(|arg| arg.mode == ArgMode::Table) {
            let name = member(it.name.as_deref().unwrap_or_default());
            columns.set(name, Node::text(cx.names.data_type(&place, &it.data_type)));
        }
        let mut map = Map::new();
        map.set("table", columns);
        return Some(map.into());
    }
    if let Some(of) = result.strip_prefix("SETOF ") {
        let mut map = Map::new();
        map.text("set_of", Some(&cx.names.data_type(&place, of)));
        return Some(map.into());
    }
    let gives = args.iter().any(|arg| matches!(arg.mode, ArgMode::Out | ArgMode::InOut));
    (!gives).then(|| Node::text(cx.names.data_type(&place, result)))
}

/// The settings. A definer without a search path says so, since the safe one is the default.
fn set(security: Security, settings: &Options) -> Map {
    let mut map = Map::new();
    let path = settings.get("search_path");
    for (name, value) in settings {
        let default = name == "search_path" && value == SAFE_PATH;
        if security == Security::Invoker || !default {
            map.set(name.clone(), Node::sql(kept(value)));
        }
    }
    if security == Security::Definer && path.is_none() {
        map.set("search_path", Node::word("default"));
    }
    map
}

/// Who may execute it. `execute:` takes it from PUBLIC, as does `security: definer`.
pub(super) fn execute(
    cx: &mut Writer<'_>,
    map: &mut Map,
    place: &Place,
    id: &ObjectId,
    object: &Object,
) {
    let owner = owner_of(object);
    let mut base = built_in(Class::Function, owner, cx.config.postgres);
    let open = object.grants.contains_key(&Principal::Public);
    let definer = is_definer(object);
    let (given, _) = differences(&base, &object.grants);
    let mut others: Vec<Principal> = given
        .iter()
        .filter(|(_, (plain, _))| plain.contains(&Privilege::Execute))
        .map(|(principal, _)| principal.clone())
        .collect();
    if definer || !open || !others.is_empty() {
        base.remove(&Principal::Public);
        if open {
            others.insert(0, Principal::Public);
        }
        if !others.is_empty() || !definer {
            map.set("execute", Node::texts(others.iter().map(Writer::role)));
        }
    }
    let types = types(cx, id);
    let name = cx.names.function(&super::schema_of(id), id, &types);
    let target = Target::new(Class::Function, "functions", name);
    let (given, taken): (Given, Taken) = differences(&base, &object.grants);
    for (principal, (_, options)) in given {
        let words = super::grants::words(Class::Function, &options, cx.config.postgres);
        cx.apart(place, &target, false, Writer::role(&principal), words, true);
    }
    cx.revoke(place, &target, taken);
}

fn write_body(cx: &mut Writer<'_>, map: &mut Map, id: &ObjectId, body: &Body) {
    match body {
        Body::Atomic(text) => map.sql("atomic", Some(text)),
        Body::Source(text) if goes_beside(text) => {
            let mut name = id.name.to_string();
            if cx.names.is_overloaded(&id.qname()) {
                name.push_str(&format!("-{}", types(cx, id).replace(", ", "-")));
            }
            let schema = super::schema_of(id);
            let (path, stated) = cx.files.body(&schema, &name, cx.config);
            cx.beside.insert(path, text.clone());
            map.text("body_file", Some(&stated));
        }
        Body::Source(text) => map.text("body", Some(text)),
        Body::Library { file, symbol } => {
            let mut library = Map::new();
            library.text("file", Some(file));
            library.text("symbol", Some(symbol));
            map.set("library", library);
        }
    }
}

/// Whether a body is long, and its file would hold it byte for byte: a reader takes `\r\n` for `\n`, and a byte order
/// mark for nothing.
fn goes_beside(text: &str) -> bool {
    text.lines().count() > LINES && !text.contains("\r\n") && !text.starts_with('\u{feff}')
}
