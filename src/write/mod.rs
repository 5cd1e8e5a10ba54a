//! From a catalog to a project in YAML, as a person would have written it. No I/O: files are text.
//!
//! - [`relevant`] leaves out the roles of the cluster that the database has nothing to do with.
//! - [`config`] chooses what the project file says, so that the files stay short.
//! - [`project`] writes the declarations for a project file.
//!
//! What is written reads back as the catalog that it was written from: the reader's defaults are left out, its short
//! forms are used, and a name is as short as the reader still takes it for the one that is meant. What the YAML cannot
//! say is a warning that names the object.
//!
//! # A new kind of object
//!
//! One file for each kind. [`one`] is a total match over [`Definition`], so that a new variant does not compile without
//! a decision:
//!
//! 1. A kind that stands by itself gets a file with a function `write(cx, id, object, it)`. It takes its struct apart by
//!    a pattern without `..`, so that a new property does not compile without a writer either, puts what is not the
//!    default into a [`yaml::Map`], and calls [`Writer::put`] with the [`Place`] of its file, its section in the YAML and its
//!    key. [`Writer::owned`] adds owner, comment and privileges.
//! 2. Its section gets its place in [`SECTIONS`].
//! 3. A kind that is part of another one (a column, a policy) is written by its whole, and stands in the last arm.
//! 4. A name that others refer to gets its map in `name.rs`, as in the reader's `names.rs`.

mod aggregate;
mod attached;
mod base_type;
mod choice;
mod collation;
mod column;
mod composite;
mod condition;
mod constraint;
mod database;
mod default_privileges;
mod document;
mod domain;
mod element;
mod enums;
mod event_trigger;
mod expression;
mod extension;
mod files;
mod foreign;
mod function;
mod grants;
mod index;
mod language;
mod name;
mod operator;
mod partition;
mod policy;
mod range;
mod replication;
mod role;
mod roles;
mod rule;
mod schema;
mod sequence;
mod statistics;
mod table;
mod text;
mod text_search;
mod trigger;
mod type_name;
mod view;
mod yaml;

pub use choice::{config, project_file};
pub use roles::relevant;

use crate::catalog::{Catalog, Definition, Name, Object, ObjectId, Principal};
use crate::diagnostic::Diagnostic;
use crate::read::Config;
use document::Document;
use files::{Files, Place};
use name::Names;
use std::collections::{BTreeMap, BTreeSet};
use yaml::{Map, Node};

/// The sections of a file, in the order in which they are written.
const SECTIONS: [&str; 37] = [
    "database",
    "schemas",
    "extensions",
    "roles",
    "languages",
    "access_methods",
    "foreign_data_wrappers",
    "servers",
    "collations",
    "base_types",
    "enums",
    "ranges",
    "domains",
    "composites",
    "tables",
    "sequences",
    "statistics",
    "views",
    "materialized_views",
    "functions",
    "procedures",
    "aggregates",
    "operators",
    "operator_families",
    "operator_classes",
    "casts",
    "transforms",
    "text_search_parsers",
    "text_search_templates",
    "text_search_dictionaries",
    "text_search_configurations",
    "conversions",
    "publications",
    "subscriptions",
    "event_triggers",
    "default_privileges",
    "grants",
];

/// Declarations as text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// The files by their path within the project, with `/` between its parts.
    pub files: BTreeMap<String, String>,
    /// What could not be written, object by object.
    pub warnings: Vec<Diagnostic>,
}

/// The declarations of everything in the catalog, for the project of this project file. They lie in the first of its
/// folders of declarations. PostgreSQL is not asked to read the bodies of the functions in `unchecked`.
pub fn project(catalog: &Catalog, config: &Config, unchecked: &BTreeSet<ObjectId>) -> Written {
    let mut writer = Writer {
        catalog,
        config,
        unchecked,
        names: Names::of(catalog, &config.search_path),
        files: Files::default(),
        documents: BTreeMap::new(),
        beside: BTreeMap::new(),
        warnings: Vec::new(),
    };
    schema::public(&mut writer);
    for (id, object) in &catalog.objects {
        one(&mut writer, id, object);
    }
    let Writer { documents, beside, warnings, .. } = writer;
    let mut files = beside;
    for (path, document) in documents {
        let text = document.text(&path, config);
        files.insert(path, text);
    }
    Written { files, warnings }
}

/// Writes one object, or leaves it to what it is part of.
fn one(cx: &mut Writer<'_>, id: &ObjectId, object: &Object) {
    use Definition as D;
    match &object.definition {
        D::Database(it) => database::write(cx, object, it),
        D::Role(it) => role::write(cx, id, object, it),
        D::Schema(it) => schema::write(cx, id, object, it),
        D::Extension(it) => extension::write(cx, id, object, it),
        D::DefaultPrivileges(it) => default_privileges::write(cx, object, it),
        D::BaseType(it) => base_type::write(cx, id, object, it),
        D::Enum(it) => enums::write(cx, id, object, it),
        D::Domain(it) => domain::write(cx, id, object, it),
        D::Composite(it) => composite::write(cx, id, object, it),
        D::Sequence(it) => sequence::write(cx, id, object, it),
        D::Function(it) => function::write(cx, id, object, it),
        D::Table(it) => table::write(cx, id, object, it),
        D::View(it) => view::write(cx, id, object, it),
        D::MaterializedView(it) => view::write_materialized(cx, id, object, it),
        D::Language(it) => language::write(cx, id, object, it),
        D::AccessMethod(it) => language::write_method(cx, id, object, it),
        D::Transform(it) => language::write_transform(cx, object, it),
        D::Conversion(it) => language::write_conversion(cx, id, object, it),
        D::Collation(it) => collation::write(cx, id, object, it),
        D::Range(it) => range::write(cx, id, object, it),
        D::Aggregate(it) => aggregate::write(cx, id, object, it),
        D::Operator(it) => operator::write(cx, id, object, it),
        D::OperatorFamily(it) => operator::write_family(cx, id, object, it),
        D::OperatorClass(it) => operator::write_class(cx, id, object, it),
        D::Cast(it) => operator::write_cast(cx, object, it),
        D::TextSearchParser(it) => text_search::write_parser(cx, id, object, it),
        D::TextSearchTemplate(it) => text_search::write_template(cx, id, object, it),
        D::TextSearchDictionary(it) => text_search::write_dictionary(cx, id, object, it),
        D::TextSearchConfiguration(it) => text_search::write_configuration(cx, id, object, it),
        D::Statistics(it) => statistics::write(cx, id, object, it),
        D::Publication(it) => replication::write(cx, id, object, it),
        D::Subscription(it) => replication::write_subscription(cx, id, object, it),
        D::EventTrigger(it) => event_trigger::write(cx, id, object, it),
        D::ForeignDataWrapper(it) => foreign::write_wrapper(cx, id, object, it),
        D::ForeignServer(it) => foreign::write_server(cx, id, object, it),
        // Written with what they are part of.
        D::Membership(_)
        | D::UserMapping(_)
        | D::DomainConstraint(_)
        | D::Column(_)
        | D::DefaultExpr(_)
        | D::Constraint(_)
        | D::Index(_)
        | D::Trigger(_)
        | D::Policy(_)
        | D::Rule(_) => {}
        // Whether rows are data or part of the declaration is nothing that a database knows.
        D::Rows(_) => {}
    }
}

/// What is known and what was written so far.
struct Writer<'a> {
    catalog: &'a Catalog,
    config: &'a Config,
    unchecked: &'a BTreeSet<ObjectId>,
    names: Names,
    files: Files,
    documents: BTreeMap<String, Document>,
    /// Bodies of functions.
    beside: BTreeMap<String, String>,
    warnings: Vec<Diagnostic>,
}

impl Writer<'_> {
    /// Puts an object into the file of its place.
    fn put(
        &mut self,
        place: &Place,
        section: &'static str,
        key: impl Into<String>,
        value: impl Into<Node>,
    ) {
        self.document(place).put(section, key.into(), value.into());
    }

    /// The file of a place.
    fn document(&mut self, place: &Place) -> &mut Document {
        let path = self.files.path(place, self.config);
        let schema = place.schema().cloned();
        self.documents.entry(path).or_insert_with(|| Document::new(schema))
    }

    /// Where an object without a file of its own stands: in the file of its kind, by schema.
    fn place(id: &ObjectId, file: &'static str) -> Place {
        Place::OfSchema(schema_of(id), file)
    }

    /// The owner of what states none.
    fn default_owner(&self) -> Principal {
        self.config.owner.clone().map_or(Principal::Migrator, Principal::Role)
    }

    /// A role as owners, grantees and policies name it.
    fn role(principal: &Principal) -> String {
        match principal {
            Principal::Migrator => crate::read::CURRENT_USER.to_owned(),
            Principal::Public => "public".to_owned(),
            // These words alone mean somebody else.
            Principal::Role(name) if [crate::read::CURRENT_USER, "public"].contains(&&**name) => {
                format!("\"{name}\"")
            }
            Principal::Role(name) => name::member(name),
        }
    }

    /// Adds owner and comment to an object that has no privileges.
    fn stated(&self, map: &mut Map, object: &Object, default: &Principal) {
        if let Some(owner) = object.owner.as_ref().filter(|owner| *owner != default) {
            map.text("owner", Some(&Self::role(owner)));
        }
        grants::comment(map, object);
    }

    /// Says that something of an object has no place in the YAML.
    fn warn(&mut self, id: &ObjectId, what: &str) {
        let message = format!("{id}: {what}, which a declaration cannot say: it is left out");
        self.warnings.push(Diagnostic::warning("not-written", message));
    }
}

/// The schema of an object that has one.
fn schema_of(id: &ObjectId) -> Name {
    id.schema.clone().unwrap_or_else(|| Name::from("public"))
}
