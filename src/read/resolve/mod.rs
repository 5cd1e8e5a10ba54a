//! From the grammar to the catalog: names are put into schemas, short forms written out, traits expanded, privileges
//! computed in full.
//!
//! Nothing stops at a fault. A name that is not found resolves to where it would stand, and its mention is kept for
//! `check`, which reports it.

mod acl;
mod aggregate;
mod attached;
mod base_type;
mod collation;
mod column;
mod constraint;
mod default_privileges;
mod depends;
mod element;
mod event_trigger;
mod foreign;
mod function;
mod grants;
mod index;
mod inherit;
mod jobs;
mod kinds;
mod known_types;
mod language;
mod lookup;
mod name;
mod names;
mod operator;
mod partition;
mod policy;
mod range;
mod renamed_parts;
mod replication;
mod role;
mod rows;
mod rule;
mod schema;
mod secure;
mod sequence;
mod shape;
mod statistics;
mod table;
mod text_search;
mod tokens;
mod traits;
mod trials;
mod trigger;
mod type_name;
mod typed;
mod types;
mod view;

use super::config::Config;
use super::declared::{Authored, Objects, Outline};
use super::grammar::{ConfigFile, File, Grants};
use super::{Declared, Signature, decode::Text};
use crate::catalog::{Catalog, Intent, Kind, Name, Object, ObjectId, Principal, QName, Scope};
use crate::check::{Facts, Mention, Wanted};
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::judge::Allow;
pub(crate) use acl::{Class, built_in};
pub(crate) use known_types::built_in as built_in_type;
pub(crate) use lookup::BUILT_IN_TRIGGERS;
pub(super) use name::{qualified, single};

pub(super) use depends::tied;
use names::Names;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// One declaration file, decoded.
#[derive(Debug)]
pub(super) struct Source {
    /// Its name.
    pub(super) file: std::sync::Arc<str>,
    /// What it declares.
    pub(super) content: File,
}

/// What resolving leads to.
pub(super) struct Resolved {
    pub(super) draft: Draft,
    pub(super) facts: Facts,
    pub(super) faults: Vec<Diagnostic>,
}

/// Where unqualified names of a file live.
#[derive(Debug, Clone)]
pub(super) struct Place {
    schema: Name,
    file: std::sync::Arc<str>,
}

/// What is known and what was found so far.
pub(super) struct Resolver<'a> {
    config: &'a Config,
    sources: &'a Sources,
    names: Names,
    declared: Draft,
    facts: Facts,
    faults: Vec<Diagnostic>,
    /// The schema of each file's unqualified names.
    schemas: BTreeMap<std::sync::Arc<str>, Name>,
    /// The least major version, where the project states it.
    postgres: Option<u32>,
    secure: secure::Shared,
    policies: policy::Shared,
}

/// What is declared, as far as it is resolved; see [`Outline`] and [`Objects`].
pub(super) struct Draft {
    pub(super) catalog: Catalog,
    pub(super) origins: BTreeMap<ObjectId, Span>,
    signatures: BTreeMap<ObjectId, Signature>,
    unchecked: BTreeSet<ObjectId>,
    unsaid: BTreeSet<(ObjectId, &'static str)>,
    authored: BTreeMap<ObjectId, Authored>,
    trials: crate::trial::Trials,
    jobs: crate::schedule::Jobs,
    shapes: BTreeMap<QName, super::shape::Shape>,
    pub(super) intent: Intent,
    scope: Scope,
    search_path: Vec<Name>,
    public_absent: bool,
    public_owned: bool,
}

impl Draft {
    /// Nothing but the search path.
    fn empty(config: &Config) -> Self {
        Self {
            catalog: Catalog::default(),
            origins: BTreeMap::new(),
            signatures: BTreeMap::new(),
            unchecked: BTreeSet::new(),
            unsaid: BTreeSet::new(),
            authored: BTreeMap::new(),
            trials: crate::trial::Trials::default(),
            jobs: crate::schedule::Jobs::default(),
            shapes: BTreeMap::new(),
            intent: Intent::default(),
            scope: Scope { roles: Some(BTreeSet::new()), ..Scope::everything() },
            search_path: config.search_path.clone(),
            public_absent: false,
            public_owned: false,
        }
    }

    /// What was resolved from these texts.
    pub(super) fn declared(self, sources: Sources, allows: Vec<Allow>) -> Declared {
        let Self {
            catalog,
            origins,
            signatures,
            unchecked,
            unsaid,
            authored,
            trials,
            jobs,
            shapes,
            ..
        } = self;
        let extensions = catalog.of_kind(Kind::Extension).map(|(id, _)| id.name.to_string());
        let outline = Outline {
            intent: self.intent,
            scope: self.scope,
            search_path: self.search_path,
            public_absent: self.public_absent,
            public_owned: self.public_owned,
            extensions: extensions.collect(),
            digest: None,
        };
        let objects = Objects {
            catalog,
            origins,
            signatures,
            unchecked,
            unsaid,
            allows,
            authored,
            trials,
            jobs,
            shapes,
            sources,
        };
        Declared::new(outline, objects)
    }
}

/// The declared state.
pub(super) fn resolve(
    config: &Config,
    stated: &ConfigFile,
    files: &[Source],
    sources: &Sources,
    incomplete: bool,
) -> Resolved {
    let placed: Vec<(Place, &File)> =
        files.iter().map(|source| (place(config, source), &source.content)).collect();
    let mut faults = Vec::new();
    // Without `secure:` no policy is written in short.
    let needs_templates = stated.secure.is_some()
        || files
            .iter()
            .flat_map(|source| source.content.functions.iter())
            .any(|(_, it)| secure::is_secure(it) || function::has_limits(&it.args));
    let secure = secure::Shared::new(stated, sources, needs_templates, &mut faults);
    let mut cx = Resolver {
        config,
        sources,
        names: names::collect(&placed),
        declared: Draft::empty(config),
        facts: Facts { incomplete, ..Facts::default() },
        faults,
        schemas: placed.iter().map(|(it, _)| (it.file.clone(), it.schema.clone())).collect(),
        postgres: stated.postgres.as_ref().map(|at| at.value),
        secure,
        policies: policy::Shared::default(),
    };
    // What they call in conditions has its schema by the names alone.
    names::collect_functions(&mut cx.names, config, &placed);
    let expanded = kinds::expand(&mut cx, &placed);
    let placed: Vec<(Place, &File)> = placed
        .into_iter()
        .zip(&expanded)
        .map(|((place, file), expanded)| (place, expanded.as_ref().unwrap_or(file)))
        .collect();
    if expanded.iter().any(Option::is_some) {
        (cx.names.functions, cx.names.function_names) = Default::default();
        names::collect_functions(&mut cx.names, config, &placed);
    }
    secure::calls(&mut cx, stated.secure.as_ref());
    schema::database(&mut cx);
    mentions(&mut cx, stated, files);
    for (place, file) in &placed {
        schema::schemas(&mut cx, place, file);
        role::roles(&mut cx, file);
        collation::collations(&mut cx, place, file);
        types::types(&mut cx, place, file);
        base_type::base_types(&mut cx, place, file);
        range::ranges(&mut cx, place, file);
        function::functions(&mut cx, place, file);
        aggregate::aggregates(&mut cx, place, file);
    }
    shape::shapes(&mut cx, &placed);
    for (place, file) in &placed {
        operator::operators(&mut cx, place, file);
    }
    for (place, file) in &placed {
        operator::classes(&mut cx, place, file);
    }
    for (place, file) in &placed {
        event_trigger::event_triggers(&mut cx, place, file);
    }
    for (place, file) in &placed {
        text_search::text_search(&mut cx, place, file);
    }
    for (place, file) in &placed {
        language::languages(&mut cx, place, file);
    }
    for (place, file) in &placed {
        foreign::foreign(&mut cx, place, file);
    }
    let traits = traits::collect(&mut cx, &placed);
    policy::visibilities(&mut cx, &placed);
    for (place, file) in &placed {
        table::tables(&mut cx, place, file, &traits);
        view::views(&mut cx, place, file);
    }
    for (place, file) in &placed {
        policy::by_table(&mut cx, place, file);
    }
    // Partitions take them over.
    policy::indexes(&mut cx);
    inherit::inherit(&mut cx, &placed);
    for (place, file) in &placed {
        sequence::sequences(&mut cx, place, file);
        replication::replication(&mut cx, place, file);
        statistics::statistics(&mut cx, place, file);
        trigger::by_relation(&mut cx, place, file);
    }
    for (place, file) in &placed {
        grants::grants(&mut cx, place, file);
        default_privileges::default_privileges(&mut cx, file);
    }
    policy::functions(&mut cx);
    for (place, file) in &placed {
        grants::revokes(&mut cx, place, file);
        rows::rows(&mut cx, place, file);
    }
    acl::finish(&mut cx.declared.catalog, config.postgres);
    trials::trials(&mut cx, stated, &placed);
    jobs::jobs(&mut cx, stated, &placed);
    Resolved { draft: cx.declared, facts: cx.facts, faults: cx.faults }
}

/// What the project file and the heads of the files name.
fn mentions(cx: &mut Resolver<'_>, stated: &ConfigFile, files: &[Source]) {
    let heads = files.iter().filter_map(|source| source.content.schema.as_ref());
    for text in stated.default_schema.iter().chain(&stated.search_path).chain(heads) {
        cx.schema(text);
    }
    for text in stated.owner.iter().chain(&stated.function_owner) {
        cx.role(text);
    }
}

fn place(config: &Config, source: &Source) -> Place {
    let stated = source.content.schema.as_ref();
    let schema = stated.and_then(|text| name::single(text).ok());
    Place {
        schema: schema.unwrap_or_else(|| config.default_schema.clone()),
        file: source.file.clone(),
    }
}

impl Resolver<'_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// Something that PostgreSQL has since a version: a fault where the project states an older one. Where it states
    /// none, the server judges.
    fn since(&mut self, version: u32, what: &str, at: &Span) {
        if let Some(stated) = self.postgres.filter(|stated| *stated < version) {
            let fault = Diagnostic::error(
                "needs-postgres",
                format!("PostgreSQL has {what} since version {version}, and this project is for {stated}"),
            )
            .at(at.clone())
            .help(format!("remove it, or write `postgres: {version}` in momni-db.yaml"));
            self.fault(fault);
        }
    }

    fn mention(&mut self, at: &Span, wanted: Wanted) {
        self.facts.mentions.push(Mention { at: at.clone(), wanted });
    }

    /// Takes an object in. A second one of the same identity is a fault that shows both.
    fn add(&mut self, id: ObjectId, object: Object, at: &Span) -> bool {
        match self.declared.origins.entry(id.clone()) {
            Entry::Vacant(origin) => {
                origin.insert(at.clone());
            }
            Entry::Occupied(first) => {
                let fault =
                    Diagnostic::error("duplicate-name", format!("{id} is declared a second time"))
                        .at(at.clone())
                        .also(first.get().clone(), "first declared here")
                        .help("remove or rename one of the two");
                self.faults.push(fault);
                return false;
            }
        }
        self.declared.catalog.insert(id, object);
        true
    }

    /// `renamed_from`: the former identity differs in its name alone.
    fn renamed(&mut self, id: &ObjectId, from: Option<&Text>) {
        let Some(from) = from else { return };
        let mut old = id.clone();
        match name::qualified(from) {
            Ok((schema, name)) => {
                old.name = name;
                if let Some(schema) = schema {
                    if id.relation.is_some() || id.schema.is_none() {
                        let fault = Diagnostic::error(
                            "bad-name",
                            format!("the former name of {id} has no schema of its own"),
                        )
                        .at(from.span.clone())
                        .help("write the name alone; a name with a dot in it is quoted: '\"odd.name\"'");
                        return self.fault(fault);
                    }
                    old.schema = Some(schema);
                }
            }
            Err(reason) => return self.bad_name(from, reason),
        }
        self.facts.renames.insert(id.clone(), from.span.clone());
        self.declared.intent.renames.insert(id.clone(), old);
    }

    fn bad_name(&mut self, text: &Text, reason: &str) {
        let fault = Diagnostic::error("bad-name", format!("`{}` is no name: {reason}", text))
            .at(text.span.clone())
            .help("a name is written as it is; a dot goes between schema and name; a name that holds a dot or a quote is quoted as in SQL: '\"odd.name\"'");
        self.fault(fault);
    }

    /// The owner that is stated, or else the project's.
    fn owner(&mut self, stated: Option<&Text>) -> Principal {
        match stated {
            Some(text) => self.role(text),
            None => self.config.owner.clone().map_or(Principal::Migrator, Principal::Role),
        }
    }

    /// A role that is mentioned; `public` is a role like any other here, `current_user` is the migrating role.
    fn role(&mut self, text: &Text) -> Principal {
        if &**text == CURRENT_USER {
            return Principal::Migrator;
        }
        match name::single(text) {
            Ok(name) => {
                self.mention(&text.span, Wanted::Role(name.clone()));
                Principal::Role(name)
            }
            Err(reason) => {
                self.bad_name(text, reason);
                Principal::Migrator
            }
        }
    }

    /// A role that is mentioned where `public` is everybody.
    fn grantee(&mut self, text: &Text) -> Principal {
        if &**text == "public" { Principal::Public } else { self.role(text) }
    }

    /// An object with owner, comment and its privileges in full.
    fn owned(
        &mut self,
        definition: impl Into<crate::catalog::Definition>,
        class: Class,
        owner: Principal,
        comment: Option<&Text>,
        grants: &Grants,
    ) -> Object {
        let mut object = Object::new(definition);
        object.grants = acl::built_in(class, &owner, self.config.postgres);
        object.owner = Some(owner);
        object.comment = comment_of(comment);
        grants::add(self, &mut object.grants, class, grants);
        object
    }

    /// Extensions that take an object along.
    fn goes_with(&mut self, extensions: &[Text]) -> BTreeSet<Name> {
        let mut names = BTreeSet::new();
        for text in extensions {
            let Some(name) = self.member_name(text) else { continue };
            if !self.names.extensions.contains_key(&name) {
                let fault =
                    Diagnostic::error("unknown-object", format!("there is no extension {name}"))
                        .at(text.span.clone())
                        .help("declare it under `extensions:`");
                self.fault(fault);
            }
            names.insert(name);
        }
        names
    }

    /// The object of a relation that is stated by name alone.
    fn member_name(&mut self, text: &Text) -> Option<Name> {
        match name::single(text) {
            Ok(name) => Some(name),
            Err(reason) => {
                self.bad_name(text, reason);
                None
            }
        }
    }

    fn member_id(
        &mut self,
        kind: Kind,
        relation: &crate::catalog::QName,
        text: &Text,
    ) -> Option<ObjectId> {
        self.member_name(text).map(|name| ObjectId::of_relation(kind, relation, name))
    }
}

/// The word for whoever runs the migrations.
pub(crate) const CURRENT_USER: &str = "current_user";

/// An empty comment is none. The line break that ends a block is not part of it.
fn comment_of(comment: Option<&Text>) -> Option<String> {
    let text = comment.map(|text| text.strip_suffix('\n').unwrap_or(text).to_owned());
    text.filter(|text| !text.is_empty())
}
