//! Privileges: those of an object, `grants:` and `revokes:`.

use super::acl::Class;
use super::{Place, Resolver, name};
use crate::catalog::{
    self, Catalog, Column, Definition, Kind, Name, ObjectId, Principal, Privilege, QName,
};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::{List, Text};
use crate::read::grammar::{File, Grants, On, PrivilegeWord};

/// What an object grants by its own `grants:`.
pub(super) fn add(cx: &mut Resolver<'_>, to: &mut catalog::Grants, class: Class, grants: &Grants) {
    for (role, privileges) in grants.iter() {
        let who = cx.grantee(role);
        let held = expand(cx, class, &privileges.privileges);
        let grantable = grantable(cx, &who, privileges.grantable, &role.span);
        give(to, &who, &held, grantable);
    }
}

fn give(to: &mut catalog::Grants, who: &Principal, privileges: &[Privilege], grantable: bool) {
    for privilege in privileges {
        *to.entry(who.clone()).or_default().entry(*privilege).or_insert(false) |= grantable;
    }
}

/// PUBLIC holds no grant options.
fn grantable(cx: &mut Resolver<'_>, who: &Principal, stated: Option<bool>, at: &Span) -> bool {
    if stated == Some(true) && *who == Principal::Public {
        let fault = Diagnostic::error("wrong-privilege", "PUBLIC cannot be given grant options")
            .at(at.clone())
            .help("name the roles that may pass the privilege on");
        cx.fault(fault);
        return false;
    }
    stated.unwrap_or(false)
}

/// The privileges that the words mean for a kind of object.
pub(super) fn expand(
    cx: &mut Resolver<'_>,
    class: Class,
    words: &[PrivilegeWord],
) -> Vec<Privilege> {
    let mut privileges = Vec::new();
    for word in words {
        match word.privilege {
            None => privileges.extend(class.all(cx.config.postgres)),
            Some(privilege) if class.has(privilege) => privileges.push(privilege),
            Some(privilege) => {
                let all: Vec<String> = class
                    .all(cx.config.postgres)
                    .iter()
                    .map(|it| format!("`{}`", it.word().to_lowercase()))
                    .collect();
                let fault = Diagnostic::error(
                    "wrong-privilege",
                    format!("{} has no privilege {}", class.word(), privilege.word()),
                )
                .at(word.span.clone())
                .help(format!("{} has {}", class.word(), all.join(", ")));
                cx.fault(fault);
            }
        }
    }
    privileges
}

/// Top-level `grants:`.
pub(super) fn grants(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for grant in &file.grants {
        let whom: Vec<(Principal, bool)> = grant
            .to
            .iter()
            .map(|text| {
                let who = cx.grantee(text);
                let grantable = grantable(cx, &who, grant.grantable, &text.span);
                (who, grantable)
            })
            .collect();
        for (ids, class) in objects(cx, place, &grant.on, &grant.privileges.span) {
            let privileges = expand(cx, class, &grant.privileges);
            for id in ids {
                for (who, grantable) in &whom {
                    if let Some(held) = held(cx, class, &id) {
                        give(held, who, &privileges, *grantable);
                    }
                }
            }
        }
    }
}

/// Top-level `revokes:`.
pub(super) fn revokes(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for revoke in &file.revokes {
        let whom: Vec<(Principal, Span)> =
            revoke.from.iter().map(|text| (cx.grantee(text), text.span.clone())).collect();
        for (ids, class) in objects(cx, place, &revoke.on, &revoke.privileges.span) {
            let privileges = expand(cx, class, &revoke.privileges);
            for (who, at) in &whom {
                let mut taken = false;
                for id in &ids {
                    let Some(all) = held(cx, class, id) else { continue };
                    let Some(held) = all.get_mut(who) else { continue };
                    for privilege in &privileges {
                        taken |= held.remove(privilege).is_some();
                    }
                    if held.is_empty() {
                        all.remove(who);
                    }
                }
                // It stands for functions to come, which PUBLIC may execute unless it is taken away.
                let standing = *who == Principal::Public
                    && class == Class::Function
                    && revoke.on.all_functions_in.span.is_some();
                if !taken && !standing && !ids.is_empty() && !privileges.is_empty() {
                    let fault = Diagnostic::warning(
                        "revokes-nothing",
                        format!("{who} holds none of these privileges here"),
                    )
                    .at(at.clone())
                    .help("remove it: what is neither built in nor granted is not held");
                    cx.fault(fault);
                }
            }
        }
    }
}

/// Who holds what on an object; where a sequence is spoken of and the object is a column, on the sequence beneath it.
fn held<'a>(
    cx: &'a mut Resolver<'_>,
    class: Class,
    id: &ObjectId,
) -> Option<&'a mut catalog::Grants> {
    let owner = (id.kind == Kind::Column).then(|| cx.table_owner(&id.relation_qname()));
    let object = cx.declared.catalog.objects.get_mut(id)?;
    match (&mut object.definition, owner) {
        (Definition::Column(it), Some(owner)) if class == Class::Sequence => {
            let built_in = || super::built_in(Class::Sequence, &owner, cx.config.postgres);
            Some(it.identity.as_mut()?.grants.get_or_insert_with(built_in))
        }
        _ => Some(&mut object.grants),
    }
}

/// The objects that `on:` names, by class. What is not declared is a mention that `check` reports.
fn objects(
    cx: &mut Resolver<'_>,
    place: &Place,
    on: &On,
    at: &Option<Span>,
) -> Vec<(Vec<ObjectId>, Class)> {
    let mut found = Vec::new();
    let mut take = |ids: Vec<ObjectId>, class: Class, stated: bool| {
        if stated {
            found.push((ids, class));
        }
    };
    let mut relations = Vec::new();
    for text in &on.tables {
        let name = cx.relation(place, text);
        relations.extend(name.and_then(|name| relation_id(&cx.declared.catalog, &name)));
    }
    let schemas = on.schemas.iter().filter_map(|text| cx.schema(text));
    let schemas = schemas.map(|name| ObjectId::global(Kind::Schema, name)).collect();
    take(schemas, Class::Schema, on.schemas.span.is_some());
    relations.extend(all_in(cx, &on.all_tables_in, &RELATIONS));
    take(relations, Class::Table, on.tables.span.is_some() || on.all_tables_in.span.is_some());
    let mut columns = Vec::new();
    for (relation, list) in on.columns.iter() {
        if let Some(relation) = cx.relation(place, relation) {
            columns.extend(column_ids(cx, &relation, list));
        }
    }
    take(columns, Class::Column, !on.columns.is_empty());
    let mut sequences: Vec<ObjectId> = Vec::new();
    for text in &on.sequences {
        sequences.extend(match cx.identity(place, text) {
            Some(column) => Some(column),
            None => cx.sequence(place, text).map(|name| ObjectId::in_schema(Kind::Sequence, &name)),
        });
    }
    sequences.extend(all_in(cx, &on.all_sequences_in, &[Kind::Sequence]));
    let stated = on.sequences.span.is_some() || on.all_sequences_in.span.is_some();
    take(sequences, Class::Sequence, stated);
    let mut functions: Vec<ObjectId> = Vec::new();
    for text in &on.functions {
        functions.extend(cx.function_id(place, text));
    }
    functions.extend(all_in(cx, &on.all_functions_in, &[Kind::Function, Kind::Aggregate]));
    let stated = on.functions.span.is_some() || on.all_functions_in.span.is_some();
    take(functions, Class::Function, stated);
    let types = on.types.iter().filter_map(|text| cx.type_of(place, text));
    let types: Vec<QName> = types.collect();
    let types = types.iter().filter_map(|name| type_id(&cx.declared.catalog, name)).collect();
    take(types, Class::Type, on.types.span.is_some());
    for (kind, class, names) in [
        (Kind::Language, Class::Language, &on.languages),
        (Kind::ForeignDataWrapper, Class::ForeignDataWrapper, &on.foreign_data_wrappers),
        (Kind::ForeignServer, Class::ForeignServer, &on.servers),
    ] {
        take(declared(cx, kind, names), class, names.span.is_some());
    }
    let database = vec![super::schema::database_id()];
    take(database, Class::Database, on.database == Some(true));
    if found.is_empty() {
        let fault = Diagnostic::error("missing-key", "`on:` names no object")
            .at(at.clone())
            .help("name some: `on: { tables: [families] }`, `on: { schemas: [api] }`, `on: { database: true }`");
        cx.fault(fault);
    }
    found
}

/// Objects of a kind that belongs to the database as a whole.
fn declared(cx: &mut Resolver<'_>, kind: Kind, names: &List<Text>) -> Vec<ObjectId> {
    let (rule, word, section) = match kind {
        Kind::ForeignDataWrapper => {
            ("unknown-wrapper", "foreign data wrapper", "foreign_data_wrappers")
        }
        Kind::ForeignServer => ("unknown-server", "server", "servers"),
        _ => ("unknown-language", "language", "languages"),
    };
    let mut found = Vec::new();
    for text in names {
        let Some(name) = cx.member_name(text) else { continue };
        let id = ObjectId::global(kind, name);
        if cx.declared.catalog.objects.contains_key(&id) {
            found.push(id);
            continue;
        }
        let fault = Diagnostic::error(rule, format!("there is no {word} {text}"))
            .at(text.span.clone())
            .help(format!(
                "declare it under `{section}:`; those of the server and of extensions are none of a project"
            ));
        cx.fault(fault);
    }
    found
}

const RELATIONS: [Kind; 3] = [Kind::Table, Kind::View, Kind::MaterializedView];
const TYPES: [Kind; 5] = [Kind::BaseType, Kind::Enum, Kind::Range, Kind::Domain, Kind::Composite];

fn relation_id(catalog: &Catalog, name: &QName) -> Option<ObjectId> {
    RELATIONS
        .into_iter()
        .map(|kind| ObjectId::in_schema(kind, name))
        .find(|id| catalog.objects.contains_key(id))
}

fn type_id(catalog: &Catalog, name: &QName) -> Option<ObjectId> {
    TYPES
        .into_iter()
        .map(|kind| ObjectId::in_schema(kind, name))
        .find(|id| catalog.objects.contains_key(id))
}

/// Every declared object of some kinds in some schemas.
fn all_in(cx: &mut Resolver<'_>, schemas: &List<Text>, kinds: &[Kind]) -> Vec<ObjectId> {
    let schemas: Vec<Name> = schemas.iter().filter_map(|text| cx.schema(text)).collect();
    let catalog = &cx.declared.catalog;
    let ids = kinds.iter().flat_map(|kind| catalog.of_kind(*kind)).map(|(id, _)| id);
    ids.filter(|id| id.schema.as_ref().is_some_and(|it| schemas.contains(it))).cloned().collect()
}

/// Columns of a table or a view. Those of a view become objects when privileges are on them.
fn column_ids(cx: &mut Resolver<'_>, relation: &QName, list: &List<Text>) -> Vec<ObjectId> {
    let table = ObjectId::in_schema(Kind::Table, relation);
    let is_view = !cx.declared.catalog.objects.contains_key(&table)
        && relation_id(&cx.declared.catalog, relation).is_some();
    let mut ids = Vec::new();
    for text in list {
        let Some(name) = (if is_view { cx.member_name(text) } else { cx.column(relation, text) })
        else {
            continue;
        };
        let id = ObjectId::of_relation(Kind::Column, relation, name);
        if is_view && !cx.declared.catalog.objects.contains_key(&id) {
            let last = cx.declared.catalog.columns(relation).len();
            let position = i32::try_from(last + 1).unwrap_or(i32::MAX);
            cx.add(id.clone(), super::view::column_object(position), &text.span);
        }
        ids.push(id);
    }
    ids
}

impl Resolver<'_> {
    /// Who owns a table, and with it the sequences beneath its identity columns.
    pub(super) fn table_owner(&self, table: &QName) -> Principal {
        let table = self.declared.catalog.get(&ObjectId::in_schema(Kind::Table, table));
        table.and_then(|table| table.owner.clone()).unwrap_or(Principal::Migrator)
    }

    /// The identity column that has the sequence of this name beneath it. A declared sequence goes first.
    fn identity(&self, place: &Place, text: &Text) -> Option<ObjectId> {
        let (schema, name) = name::qualified(text).ok()?;
        let declared = self.names.sequences.get(&name);
        let declared = declared.is_some_and(|in_schemas| match &schema {
            Some(schema) => in_schemas.contains(schema),
            None => true,
        });
        if declared {
            return None;
        }
        let schemas: Vec<&Name> = match &schema {
            Some(schema) => vec![schema],
            None => std::iter::once(&place.schema).chain(&self.config.search_path).collect(),
        };
        let found =
            self.declared.catalog.of_kind(Kind::Column).filter(|(id, object)| {
                match &object.definition {
                    Definition::Column(Column { identity: Some(it), .. }) => {
                        let table = id.relation.as_deref().unwrap_or_default();
                        match &it.name {
                            Some(stated) => *stated == name,
                            None => catalog::generated(table, Some(&id.name), "seq") == name,
                        }
                    }
                    _ => false,
                }
            });
        let rank = |id: &ObjectId| {
            let own = id.schema.as_ref()?;
            schemas.iter().position(|schema| *schema == own)
        };
        found.map(|(id, _)| id).filter(|id| rank(id).is_some()).min_by_key(|id| rank(id)).cloned()
    }

    /// A function, or an aggregate of that name.
    fn routine_id(&self, name: &QName, args: &str) -> ObjectId {
        let function = ObjectId::function(name, args);
        let aggregate = ObjectId { kind: Kind::Aggregate, ..function.clone() };
        if self.declared.catalog.objects.contains_key(&aggregate) { aggregate } else { function }
    }

    /// The function that a name means; a fault when it means several.
    pub(super) fn function_id(&mut self, place: &Place, text: &Text) -> Option<ObjectId> {
        let (name, args) = self.function(place, text)?;
        let known = self.names.functions.get(&name)?;
        match (args, &known[..]) {
            (Some(args), _) => Some(self.routine_id(&name, &args)),
            (None, [one]) => Some(self.routine_id(&name, one)),
            (None, several) => {
                let written: Vec<String> =
                    several.iter().map(|args| format!("`{}({args})`", name.name)).collect();
                let fault = Diagnostic::error(
                    "ambiguous-function",
                    format!("there are {} functions {name}", several.len()),
                )
                .at(text.span.clone())
                .help(format!("write which one is meant: {}", written.join(" or ")));
                self.fault(fault);
                None
            }
        }
    }
}
