//! What the project file says: chosen so that the files say as little as possible.

use super::document::head;
use super::name::member;
use super::yaml::{Map, Node, document};
use crate::catalog::{Catalog, Definition, Kind, Name, Object, ObjectId, Principal, Security};
use crate::read::{Build, Config, OLDEST};
use std::collections::{BTreeMap, BTreeSet};

/// The project file for a catalog: the schema that holds most is the default one, the role that owns most is the
/// owner. The search path has every schema that holds something, so that bodies of functions find what they name.
pub fn config(catalog: &Catalog, name: &str) -> Config {
    let default_schema = default_schema(catalog);
    let search_path = search_path(catalog, &default_schema);
    let owner = most(catalog.iter().filter(|(id, _)| has_owner(id)).map(|(_, it)| it));
    let definers = catalog.of_kind(Kind::Function).map(|(_, object)| object);
    let function_owner = most(definers.filter(|object| is_definer(object)));
    let function_owner = function_owner.or_else(|| owner.clone());
    Config {
        name: name.to_owned(),
        default_schema,
        search_path,
        declarations: ["schema", "functions", "policies"].map(str::to_owned).to_vec(),
        owner,
        function_owner,
        postgres: catalog.major.max(OLDEST),
        allow: std::collections::BTreeSet::new(),
        lint: Default::default(),
        check: Default::default(),
        migrate: Default::default(),
        hooks: Default::default(),
        build: Build::new(name),
    }
}

/// The text of the project file.
pub fn project_file(config: &Config) -> String {
    let mut root = Map::block();
    root.text("name", Some(&config.name));
    if *config.default_schema != *"public" {
        root.text("default_schema", Some(&member(&config.default_schema)));
    }
    if config.search_path != [config.default_schema.clone()] {
        root.set("search_path", Node::texts(config.search_path.iter().map(|it| member(it))));
    }
    root.text("owner", config.owner.as_ref().map(|it| member(it)).as_deref());
    if config.function_owner != config.owner {
        root.text("function_owner", config.function_owner.as_ref().map(|it| member(it)).as_deref());
    }
    root.number("postgres", Some(config.postgres));
    format!("{}{}", head(""), document(&root))
}

/// The schema that most objects lie in; of several `public`, then the first by name.
fn default_schema(catalog: &Catalog) -> Name {
    let mut counts: BTreeMap<&Name, usize> = BTreeMap::new();
    let whole = catalog.objects.keys().filter(|id| id.relation.is_none());
    for schema in whole.filter_map(|id| id.schema.as_ref()) {
        *counts.entry(schema).or_default() += 1;
    }
    let public = Name::from("public");
    let best = counts.iter().max_by(|(a, count), (b, other)| {
        // The greater one wins: of equals `public`, then the one that comes first.
        count.cmp(other).then((***a == public).cmp(&(***b == public))).then(b.cmp(a))
    });
    best.map_or(public, |(schema, _)| (*schema).clone())
}

fn search_path(catalog: &Catalog, default: &Name) -> Vec<Name> {
    let declared =
        |schema: &&Name| catalog.get(&ObjectId::global(Kind::Schema, (*schema).clone())).is_some();
    let holding = catalog.objects.iter().filter_map(|(id, object)| match &object.definition {
        Definition::Extension(it) => it.schema.as_ref(),
        Definition::DefaultPrivileges(_) => None,
        _ => id.schema.as_ref(),
    });
    let holding: BTreeSet<&Name> = holding.filter(declared).collect();
    let rest = holding.into_iter().filter(|schema| *schema != default);
    let (public, others): (Vec<&Name>, Vec<&Name>) = rest.partition(|it| ***it == *"public");
    std::iter::once(default).chain(public).chain(others).cloned().collect()
}

/// `public` belongs to whom the server gives it, and the database to nobody that is declared.
fn has_owner(id: &ObjectId) -> bool {
    *id != ObjectId::global(Kind::Schema, "public") && id.kind != Kind::Database
}

pub(super) fn is_definer(object: &Object) -> bool {
    matches!(&object.definition, Definition::Function(it) if it.security == Security::Definer)
}

/// The role that owns most; `None` where that is the migrating one.
fn most<'a>(objects: impl Iterator<Item = &'a Object>) -> Option<Name> {
    let mut counts: BTreeMap<&Principal, usize> = BTreeMap::new();
    for owner in objects.filter_map(|object| object.owner.as_ref()) {
        *counts.entry(owner).or_default() += 1;
    }
    let best = counts.iter().max_by(|(a, count), (b, other)| count.cmp(other).then(b.cmp(a)));
    match best {
        Some((Principal::Role(name), _)) if !name.starts_with("pg_") => Some(name.clone()),
        _ => None,
    }
}
