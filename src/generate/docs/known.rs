//! What the pages are made from, worked out once.

use super::calls::Calls;
use super::errors::{Raised, raised};
use super::markdown::{code, sentence, text};
use super::pages::{Pages, code_link, link, relative};
use crate::access::{Answer, Question, Reached, Touched, Verdict, answer, touched_by_functions};
use crate::catalog::{
    Catalog, Constraint, ConstraintBody, Definition, Kind, Name, Object, ObjectId, Principal,
    Privilege, QName,
};
use crate::generate::{Api, Areas, Source, api};
use crate::read::Objects;
use std::collections::{BTreeMap, BTreeSet};

/// What the pages are made from.
pub(super) struct Known<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) objects: &'a Objects,
    pub(super) areas: Areas,
    pub(super) pages: Pages,
    pub(super) form: Form,
    /// Who may do what. What is denied, which is most of it, is left out.
    pub(super) answer: Answer,
    /// What clients may call.
    pub(super) api: Api<'a>,
    /// What the bodies of functions do.
    pub(super) touched: BTreeMap<ObjectId, Touched>,
    /// The functions that do something to a relation, and what.
    pub(super) touching: BTreeMap<ObjectId, BTreeMap<ObjectId, BTreeSet<Privilege>>>,
    /// The functions that call a function.
    pub(super) callers: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    /// Who calls functions besides.
    pub(super) calls: Calls<'a>,
    /// What the bodies of functions raise.
    pub(super) raised: Raised,
    /// The foreign keys, by the table that they are of.
    pub(super) keys: BTreeMap<QName, Vec<ForeignKey<'a>>>,
    /// The foreign keys, by the table that they refer to.
    pub(super) keys_to: BTreeMap<QName, Vec<ForeignKey<'a>>>,
    /// What is allowed, by object: roles, operations.
    pub(super) allowed: BTreeMap<ObjectId, Vec<usize>>,
    /// What is reached with the rights of others, by relation: places in `answer.reached`.
    pub(super) reached: BTreeMap<ObjectId, Vec<usize>>,
    /// The tables of which a type is the type of a column, the functions with an argument of it …
    pub(super) used: BTreeMap<ObjectId, BTreeSet<ObjectId>>,
    /// The types of the project by the words that PostgreSQL has for them.
    types: BTreeMap<String, ObjectId>,
}

/// For whom pages are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A folder of the project, among its other files.
    Folder,
    /// A book by itself: files of the project are named, but no links lead there.
    Book,
}

/// A foreign key.
#[derive(Debug, Clone, Copy)]
pub(super) struct ForeignKey<'a> {
    pub(super) id: &'a ObjectId,
    pub(super) object: &'a Object,
    pub(super) constraint: &'a Constraint,
    pub(super) columns: &'a [Name],
    pub(super) to: &'a QName,
    pub(super) to_columns: &'a [Name],
    /// A row refers to a row or to none.
    pub(super) optional: bool,
    /// At most one row refers to a row.
    pub(super) single: bool,
}

impl<'a> Known<'a> {
    pub(super) fn of(source: &'a Source<'a>, form: Form) -> Self {
        let catalog = source.catalog;
        let areas = Areas::of(source.objects, &source.config.declarations);
        let names = shown(catalog).map(|(id, _)| areas.area(id)).collect();
        let pages = Pages::of(catalog, &names);
        let mut answer = answer(catalog, &Question::default());
        answer.cells.retain(|cell| cell.verdict() != Verdict::Denied);
        answer.cells.shrink_to_fit();
        let (mut allowed, mut reached) =
            (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (at, cell) in answer.cells.iter().enumerate() {
            allowed.entry(cell.object.clone()).or_default().push(at);
        }
        for (at, it) in answer.reached.iter().enumerate() {
            if let Some(relation) = &it.relation {
                reached.entry(relation.clone()).or_default().push(at);
            }
        }
        let touched = touched_by_functions(catalog);
        let (mut touching, mut callers) =
            (BTreeMap::<_, BTreeMap<_, BTreeSet<_>>>::new(), BTreeMap::<_, BTreeSet<_>>::new());
        for (function, it) in &touched {
            for (relation, operation) in &it.relations {
                let of = touching.entry(relation.clone()).or_default();
                of.entry(function.clone()).or_default().insert(*operation);
            }
            for called in it.calls.iter().filter(|it| *it != function) {
                callers.entry(called.clone()).or_default().insert(function.clone());
            }
        }
        let (keys, keys_to) = foreign_keys(catalog);
        let types = types(catalog);
        let used = used(catalog, &types);
        Self {
            api: api(catalog, &source.config.build.api),
            objects: source.objects,
            source,
            catalog,
            areas,
            pages,
            form,
            answer,
            touched,
            touching,
            callers,
            calls: Calls::of(catalog, source.objects),
            raised: raised(catalog),
            keys,
            keys_to,
            allowed,
            reached,
            used,
            types,
        }
    }

    /// A link to the page of an object, its name as code. An object without a page is named.
    pub(super) fn link(&self, from: &str, id: &ObjectId) -> String {
        code_link(from, self.pages.page(id), &self.pages.name(id))
    }

    /// A link to a relation of which the kind does not matter.
    pub(super) fn relation(&self, from: &str, name: &QName) -> String {
        let id = self.relation_id(name);
        let id = id.unwrap_or_else(|| ObjectId::in_schema(Kind::Table, name));
        self.link(from, &id)
    }

    /// The identity of a relation.
    pub(super) fn relation_id(&self, name: &QName) -> Option<ObjectId> {
        let kinds = [Kind::Table, Kind::View, Kind::MaterializedView];
        let ids = kinds.into_iter().map(|kind| ObjectId::in_schema(kind, name));
        ids.into_iter().find(|id| self.catalog.get(id).is_some())
    }

    /// A link to a role.
    pub(super) fn role(&self, from: &str, role: &Principal) -> String {
        match role {
            Principal::Role(name) => self.link(from, &ObjectId::global(Kind::Role, name.clone())),
            Principal::Public => "everybody".to_owned(),
            Principal::Migrator => "whoever migrates".to_owned(),
        }
    }

    /// Roles with commas between them.
    pub(super) fn roles<'r>(
        &self,
        from: &str,
        roles: impl IntoIterator<Item = &'r Principal>,
    ) -> String {
        roles.into_iter().map(|it| self.role(from, it)).collect::<Vec<_>>().join(", ")
    }

    /// A type, with a link where it is one of the project.
    pub(super) fn data_type(&self, from: &str, words: &str) -> String {
        let page = type_of(&self.types, words).and_then(|id| self.pages.page(id));
        code_link(from, page, words)
    }

    /// The type of the project that words name.
    pub(super) fn type_named(&self, words: &str) -> Option<&ObjectId> {
        type_of(&self.types, words)
    }

    /// A link to an area.
    pub(super) fn area(&self, from: &str, area: &str) -> String {
        match self.pages.area(area) {
            Some(to) => link(from, to, &text(area)),
            None => text(area),
        }
    }

    /// The name of the area of an object.
    pub(super) fn area_name(&self, id: &ObjectId) -> Option<&str> {
        let area = self.areas.area(id);
        self.pages.area_key(area)
    }

    /// The file that declares an object: a link where one can lead there.
    pub(super) fn declared_in(&self, from: &str, id: &ObjectId) -> Option<String> {
        let file = &self.objects.origins.get(id)?.file;
        Some(self.file(from, file))
    }

    /// A file of the project: a link where one can lead there.
    pub(super) fn file(&self, from: &str, file: &str) -> String {
        let plain = |it: char| it.is_ascii_alphanumeric() || "_.-/".contains(it);
        if self.form == Form::Book || !file.chars().all(plain) {
            return code(file);
        }
        let from = format!("{}/{from}", self.source.config.build.docs_folder);
        format!("[{}]({})", code(file), relative(&from, file))
    }

    /// The first sentence of the comment of an object.
    pub(super) fn brief(&self, id: &ObjectId) -> String {
        self.catalog.get(id).and_then(|it| it.comment.as_deref()).map(sentence).unwrap_or_default()
    }

    /// What a role reaches of a relation with the rights of others.
    pub(super) fn reached_of(&self, relation: &ObjectId) -> impl Iterator<Item = &Reached> {
        self.reached.get(relation).into_iter().flatten().map(|at| &self.answer.reached[*at])
    }
}

/// The objects that areas consist of: those that stand alone and lie in a schema, partitions left out.
pub(super) fn shown(catalog: &Catalog) -> impl Iterator<Item = (&ObjectId, &Object)> {
    let kinds = [
        Kind::Table,
        Kind::View,
        Kind::MaterializedView,
        Kind::Function,
        Kind::Enum,
        Kind::Domain,
        Kind::Composite,
        Kind::Range,
        Kind::BaseType,
    ];
    let all = kinds.into_iter().flat_map(|kind| catalog.of_kind(kind));
    all.filter(|(_, object)| {
        !matches!(&object.definition, Definition::Table(it) if it.partition_of.is_some())
    })
}

type Keys<'a> = BTreeMap<QName, Vec<ForeignKey<'a>>>;

fn foreign_keys(catalog: &Catalog) -> (Keys<'_>, Keys<'_>) {
    let mut unique: BTreeMap<QName, Vec<BTreeSet<&Name>>> = BTreeMap::new();
    for (id, object) in catalog.of_kind(Kind::Constraint) {
        if let Definition::Constraint(it) = &object.definition
            && let ConstraintBody::PrimaryKey { columns, .. }
            | ConstraintBody::Unique { columns, .. } = &it.body
        {
            unique.entry(id.relation_qname()).or_default().push(columns.iter().collect());
        }
    }
    let (mut keys, mut keys_to) = (Keys::new(), Keys::new());
    for (id, object) in catalog.of_kind(Kind::Constraint) {
        let Definition::Constraint(it) = &object.definition else { continue };
        let ConstraintBody::ForeignKey { columns, references, referenced_columns, .. } = &it.body
        else {
            continue;
        };
        let table = id.relation_qname();
        let optional = columns.iter().any(|name| {
            let column = ObjectId::of_relation(Kind::Column, &table, name.clone());
            catalog.column(&column).is_some_and(|it| it.null)
        });
        let own: BTreeSet<&Name> = columns.iter().collect();
        let single =
            unique.get(&table).is_some_and(|keys| keys.iter().any(|it| it.is_subset(&own)));
        let key = ForeignKey {
            id,
            object,
            constraint: it,
            columns,
            to: references,
            to_columns: referenced_columns,
            optional,
            single,
        };
        keys.entry(table).or_default().push(key);
        keys_to.entry(references.clone()).or_default().push(key);
    }
    (keys, keys_to)
}

/// The types of a project by the words that PostgreSQL has for them.
fn types(catalog: &Catalog) -> BTreeMap<String, ObjectId> {
    let kinds = [
        Kind::Enum,
        Kind::Domain,
        Kind::Composite,
        Kind::Range,
        Kind::BaseType,
        Kind::Table,
        Kind::View,
        Kind::MaterializedView,
    ];
    let all = kinds.into_iter().flat_map(|kind| catalog.of_kind(kind));
    all.map(|(id, _)| (crate::render::qualified(&id.qname()), id.clone())).collect()
}

/// The type of the project that words name, an array of it or a set of it too.
fn type_of<'t>(types: &'t BTreeMap<String, ObjectId>, words: &str) -> Option<&'t ObjectId> {
    let words = words.strip_prefix("SETOF ").unwrap_or(words);
    let words = words.trim_end_matches("[]");
    let bare = || words.find('(').and_then(|at| types.get(&words[..at]));
    types.get(words).or_else(bare)
}

/// Where types are used.
fn used(
    catalog: &Catalog,
    types: &BTreeMap<String, ObjectId>,
) -> BTreeMap<ObjectId, BTreeSet<ObjectId>> {
    let mut used: BTreeMap<ObjectId, BTreeSet<ObjectId>> = BTreeMap::new();
    let mut add = |words: &str, by: ObjectId| {
        if let Some(id) = type_of(types, words) {
            used.entry(id.clone()).or_default().insert(by);
        }
    };
    for (id, object) in catalog.iter() {
        match &object.definition {
            Definition::Column(it) => add(&it.data_type, id.clone()),
            Definition::Function(it) => {
                let returns = it.returns.iter().map(String::as_str);
                for words in it.args.iter().map(|it| it.data_type.as_str()).chain(returns) {
                    add(words, id.clone());
                }
            }
            Definition::Domain(it) => add(&it.base, id.clone()),
            Definition::Range(it) => add(&it.subtype, id.clone()),
            Definition::Composite(it) => {
                it.attributes.iter().for_each(|it| add(&it.data_type, id.clone()));
            }
            _ => {}
        }
    }
    used
}
