//! From a catalog and what is declared to what the crate consists of.

use super::body::Bodies;
use super::constraints::Constraints;
use super::errors::{Declared, variants};
use super::flows::{Flow, Flows};
use super::identifiers::Identifiers;
use super::model::{
    Argument, Field, Function, Gives, Identifier, Model, Named, Shape, Type, is_positional,
};
use super::names::{Taken, camel, plain, snake};
use super::scalar::Pass;
use super::shapes::Shapes;
use super::types::{Types, own_name};
use crate::catalog::{
    ArgMode, Argument as Parameter, Catalog, Definition, FunctionKind, Kind, ObjectId, Principal,
    Privilege, QName, Volatility,
};
use crate::generate::{Api, Areas, Callable, Source, api};
use crate::read::{Objects, Said, Signature};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Modules that the crate has anyway.
const MODULES: [&str; 6] = ["ids", "types", "values", "runtime", "contract", "lib"];

/// Names that mean something else wherever types stand.
const TYPES: [&str; 41] = [
    "Argument",
    "AsRef",
    "Box",
    "Call",
    "Caller",
    "Clone",
    "Column",
    "Copy",
    "Debug",
    "Decode",
    "Default",
    "Deserialize",
    "Err",
    "Error",
    "From",
    "Function",
    "Given",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "Missing",
    "None",
    "Nothing",
    "Nullable",
    "Ok",
    "Option",
    "Result",
    "Row",
    "Rows",
    "Run",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "Transaction",
    "User",
    "Value",
    "Values",
    "Vec",
];

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

/// The names of types in Rust; two of one name get their schema's before it.
fn type_names(catalog: &Catalog) -> BTreeMap<QName, String> {
    let kinds = [
        Kind::Enum,
        Kind::Domain,
        Kind::Composite,
        Kind::Table,
        Kind::View,
        Kind::MaterializedView,
    ];
    let all: BTreeSet<QName> =
        kinds.iter().flat_map(|kind| catalog.of_kind(*kind)).map(|(id, _)| id.qname()).collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    all.iter().for_each(|it| *count.entry(camel(&it.name)).or_default() += 1);
    let mut taken = Taken::with(&TYPES);
    let name = |it: QName| {
        let short = camel(&it.name);
        let long = format!("{}{short}", camel(&it.schema));
        let name = if count[&short] > 1 { long } else { short };
        (it, taken.take(name))
    };
    all.into_iter().map(name).collect()
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

/// What an argument is that holds the key of a request.
const KEY: &str =
    "Whoever sends the request makes it: sent again with the same one, it gets the same answer.";

/// One function on its way.
struct One<'a> {
    source: &'a Source<'a>,
    types: &'a Types<'a>,
    identifiers: &'a Identifiers,
    constraints: &'a Constraints,
    bodies: &'a Bodies<'a>,
    declared: &'a Declared<'a>,
    flow: Rc<Flow>,
    callable: &'a Callable<'a>,
    signature: &'a Signature,
}

impl One<'_> {
    fn identity(&self) -> String {
        let id = self.callable.id;
        format!("{}({})", id.qname(), id.args.as_deref().unwrap_or_default())
    }

    fn function(&self, overloaded: bool) -> Result<Function, &'static str> {
        let Callable { id, object, function, roles } = self.callable;
        if function.kind == FunctionKind::Window {
            return Err("a window function is called within a query");
        }
        let arguments = self.arguments()?;
        if arguments.len() > 128 {
            return Err("it has more than 128 arguments");
        }
        let gives = self.gives()?;
        let types = arguments.iter().map(|it| it.data_type.sent.as_str()).collect::<Vec<_>>();
        let rust = match overloaded {
            true => snake(&format!("{} {}", id.name, types.join(" "))),
            false => snake(&id.name),
        };
        let secured = self.signature.secured.as_deref();
        Ok(Function {
            module: String::new(),
            rust,
            camel: String::new(),
            name: id.qname(),
            identity: self.identity(),
            comment: object.comment.clone(),
            overloaded,
            names_types: arguments.iter().all(|it| self.may_name(&it.data_type.sent)),
            pages: secured.is_some_and(|it| it.kind == Some("list"))
                && has_cursors(&arguments, &gives),
            idempotent: secured.is_some_and(|it| it.idempotent.is_some()),
            arguments,
            gives,
            read_only: function.volatility != Volatility::Volatile,
            is_procedure: function.kind == FunctionKind::Procedure,
            roles: roles.iter().map(ToString::to_string).collect(),
            route: secured
                .and_then(|it| it.route.as_ref())
                .map(|it| format!("{} {}", it.method, it.path)),
            errors: variants(self.constraints, self.declared, id, &self.bodies.does(id)),
        })
    }

    /// Whether each role that may call it has USAGE on the schema of a type.
    fn may_name(&self, words: &str) -> bool {
        let Some(name) = own_name(words.trim_end_matches("[]")) else { return true };
        let id = ObjectId::global(Kind::Schema, name.schema);
        let Some(schema) = self.source.catalog.get(&id) else { return false };
        let has = |who: &Principal| {
            schema.grants.get(who).is_some_and(|it| it.contains_key(&Privilege::Usage))
        };
        let roles = &self.callable.roles;
        has(&Principal::Public) || roles.iter().all(|it| has(&Principal::Role(it.clone())))
    }

    fn said(&self, name: Option<&str>) -> Said {
        name.and_then(|it| self.signature.args.get(it)).cloned().unwrap_or_default()
    }

    fn arguments(&self) -> Result<Vec<Argument>, &'static str> {
        let given =
            |it: &&Parameter| matches!(it.mode, ArgMode::In | ArgMode::InOut | ArgMode::Variadic);
        let all: Vec<&Parameter> = self.callable.function.args.iter().filter(given).collect();
        let unnamed = all.iter().any(|it| it.name.is_none());
        let prefixed = all.iter().all(|it| it.name.as_ref().is_some_and(|it| it.starts_with("p_")));
        let secured = self.signature.secured.as_ref();
        let key = secured.and_then(|it| it.idempotent.as_ref()?.key);
        let is_key = |at: usize| key == Some(at);
        let mut taken = Taken::default();
        let mut arguments = Vec::new();
        for (at, it) in all.into_iter().enumerate() {
            let name = it.name.as_deref();
            let known = self
                .types
                .of(&it.data_type)
                .ok_or("an argument has a type that stands for others")?;
            let short = name.map(|it| if prefixed { &it[2..] } else { it });
            let said = self.said(name);
            let null_default = it
                .default
                .as_deref()
                .is_some_and(|it| it.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("null")));
            // What has no name cannot be left out by name.
            if unnamed && it.default.is_some() {
                continue;
            }
            let rust = taken.take(snake(short.unwrap_or(&format!("arg{}", at + 1))));
            arguments.push(Argument {
                rust,
                name: name.filter(|_| !unnamed).map(str::to_owned),
                data_type: match is_key(at) {
                    true if known.rust == "String" => {
                        Type { rust: "crate::IdempotencyKey".to_owned(), pass: Pass::Into, ..known }
                    }
                    _ => self.argument_key(name, short, known),
                },
                null: said.null.unwrap_or(null_default),
                required: it.default.is_none(),
                variadic: it.mode == ArgMode::Variadic,
                comment: match is_key(at) {
                    true => Some(said.comment.map_or(String::new(), |it| it + " ") + KEY),
                    false => said.comment,
                },
                default: it.default.clone(),
            });
        }
        // Stable: within each of the two they stay in their order.
        arguments.sort_by_key(|it| !it.required);
        if is_positional(&arguments) {
            // These stand beside them.
            let mut taken = Taken::with(&["on", "call"]);
            arguments.iter_mut().for_each(|it| it.rust = taken.take(it.rust.clone()));
        }
        Ok(arguments)
    }

    /// The key that an argument holds: by its name, else by what becomes of it.
    fn argument_key(&self, name: Option<&str>, short: Option<&str>, known: Type) -> Type {
        let known = match short {
            Some("id" | "by_id") => self.identifiers.of_row(&self.callable.id.name, None, known),
            Some(short) => {
                self.identifiers.named(short.strip_prefix("by_").unwrap_or(short), known)
            }
            None => known,
        };
        let table = name.and_then(|it| self.flow.arguments.get(it));
        self.identifiers.of_table(table, known)
    }

    fn gives(&self) -> Result<Gives, &'static str> {
        let returned =
            |it: &&Parameter| matches!(it.mode, ArgMode::Out | ArgMode::InOut | ArgMode::Table);
        let columns: Vec<&Parameter> =
            self.callable.function.args.iter().filter(returned).collect();
        let Some(words) = self.callable.function.returns.as_deref() else {
            return match columns.is_empty() {
                true => Ok(Gives::Nothing),
                false => self.fields(&columns).map(Gives::Row),
            };
        };
        let (words, set) = words.strip_prefix("SETOF ").map_or((words, false), |it| (it, true));
        if words == "void" {
            return Ok(Gives::Nothing);
        }
        let is_table = words.starts_with("TABLE(");
        if is_table || columns.len() > 1 {
            let fields = self.fields(&columns)?;
            // A `get` that finds no row has failed.
            let secured = self.signature.secured.as_ref();
            let one = secured.is_some_and(|it| it.kind == Some("get"));
            return Ok(match (set || is_table) && !one {
                true => Gives::Rows(fields),
                false => Gives::Row(fields),
            });
        }
        let said = self.signature.returns.get("").cloned().unwrap_or_default();
        let null = said.null.unwrap_or(false);
        if let Some(name) = own_name(words).filter(|_| set)
            && self.types.attributes(&name).is_some()
        {
            let fields = attributes(self.types, self.identifiers, &name);
            let fields = fields.ok_or("a column has a type that stands for others")?;
            return Ok(Gives::Typed(name, fields));
        }
        let known =
            self.types.of(words).ok_or("what it returns has a type that stands for others")?;
        let verbs = ["create", "add", "insert", "new", "register", "open", "start"];
        let known = self.identifiers.of_row(&self.callable.id.name, Some(&verbs), known);
        let known = self.identifiers.of_table(self.flow.results.get(&0), known);
        Ok(if set { Gives::Values(known, null) } else { Gives::Value(known, null) })
    }

    fn fields(&self, columns: &[&Parameter]) -> Result<Vec<Field>, &'static str> {
        let mut taken = Taken::default();
        let field = |(place, it): (usize, &&Parameter)| {
            let name = it.name.as_deref().unwrap_or_default();
            let of_table = it.mode == ArgMode::Table;
            let said = match of_table {
                true => self.signature.returns.get(name).cloned().unwrap_or_default(),
                false => self.said(Some(name)),
            };
            let known =
                self.types.of(&it.data_type).ok_or("a column has a type that stands for others")?;
            Ok(Field {
                rust: taken.take(snake(name)),
                name: name.to_owned(),
                data_type: self
                    .identifiers
                    .of_table(self.flow.results.get(&place), self.key(name, known)),
                null: said.null.unwrap_or(!of_table),
                comment: said.comment,
            })
        };
        columns.iter().enumerate().map(field).collect()
    }

    fn key(&self, name: &str, known: Type) -> Type {
        if name == "id" {
            let verbs = ["get", "list", "find", "search", "show", "read", "create", "add"];
            return self.identifiers.of_row(&self.callable.id.name, Some(&verbs), known);
        }
        self.identifiers.named(name, known)
    }
}

/// The fields of a composite type or a relation.
fn attributes(types: &Types<'_>, identifiers: &Identifiers, name: &QName) -> Option<Vec<Field>> {
    let mut taken = Taken::default();
    let field = |it: super::types::Attribute| {
        let known = types.of(&it.data_type)?;
        Some(Field {
            rust: taken.take(snake(&it.name)),
            name: it.name.to_string(),
            data_type: identifiers.of_column(name, &it.name, known),
            null: it.null,
            comment: it.comment,
        })
    };
    types.attributes(name)?.into_iter().map(field).collect()
}

/// Whether a list takes and gives cursors.
fn has_cursors(arguments: &[Argument], gives: &Gives) -> bool {
    let after = arguments
        .iter()
        .any(|it| it.rust == "after" && !it.required && it.data_type.rust == "String");
    let Gives::Rows(fields) = gives else { return false };
    after
        && fields.iter().any(|it| it.rust == "cursor" && it.data_type.rust == "String" && !it.null)
}

/// Every type that the functions name.
fn mentioned(model: &Model) -> Vec<&Type> {
    let mut found = Vec::new();
    for function in model.areas.values().flatten() {
        found.extend(function.arguments.iter().map(|it| &it.data_type));
        match &function.gives {
            Gives::Nothing => {}
            Gives::Value(it, _) | Gives::Values(it, _) => found.push(it),
            Gives::Row(fields) | Gives::Rows(fields) | Gives::Typed(_, fields) => {
                found.extend(fields.iter().map(|it| &it.data_type));
            }
        }
    }
    found
}

fn used_identifiers(model: &Model, all: &Identifiers) -> Vec<Identifier> {
    let within = model.types.iter().flat_map(|it| match &it.shape {
        Shape::Composite(fields, _) => fields.iter().map(|it| &it.data_type).collect(),
        _ => Vec::new(),
    });
    let words: BTreeSet<String> = mentioned(model)
        .into_iter()
        .chain(within)
        .flat_map(|it| it.rust.split(['<', '>']).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    all.all().filter(|it| words.contains(&format!("ids::{}", it.rust))).cloned().collect()
}

/// The types that are named, with those that they are made of.
fn used_types(model: &Model, types: &Types<'_>, identifiers: &Identifiers) -> Vec<Named> {
    let mut names: BTreeSet<QName> =
        mentioned(model).into_iter().flat_map(|it| it.names.iter().cloned()).collect();
    let typed = model.areas.values().flatten().filter_map(|it| match &it.gives {
        Gives::Typed(name, _) => Some(name.clone()),
        _ => None,
    });
    names.extend(typed);
    names.iter().filter_map(|it| named(types, identifiers, it)).collect()
}

fn named(types: &Types<'_>, identifiers: &Identifiers, name: &QName) -> Option<Named> {
    let find = |kind| {
        let id = ObjectId::in_schema(kind, name);
        types.catalog.get(&id)
    };
    let kinds = [Kind::Enum, Kind::Domain, Kind::Composite, Kind::Table, Kind::View];
    let object = kinds.into_iter().chain([Kind::MaterializedView]).find_map(find)?;
    let shape = match &object.definition {
        Definition::Enum(it) => {
            let mut taken = Taken::with(&["Unknown"]);
            let variant = |label: &String| (taken.take(camel(label)), label.clone());
            Shape::Enum(it.labels.iter().map(variant).collect())
        }
        Definition::Domain(it) => match types.shapes.structures(name) {
            Some(structures) => Shape::Json(structures.to_vec()),
            None => Shape::Domain(types.of(&it.base)?, it.base.clone()),
        },
        _ => {
            let fields = attributes(types, identifiers, name)?;
            let whole = fields.iter().all(|it| it.data_type.as_text.is_none());
            Shape::Composite(fields, whole)
        }
    };
    Some(Named {
        rust: types.names.get(name)?.clone(),
        name: name.clone(),
        comment: object.comment.clone(),
        shape,
    })
}
