//! The database itself, schemas, extensions.

use super::acl::{Class, built_in};
use super::{Place, Resolver, comment_of};
use crate::catalog::{Database, Extension, Kind, Name, Object, ObjectId, Principal, Schema};
use crate::diagnostic::Diagnostic;
use crate::read::decode::Text;
use crate::read::grammar::{self, File};

/// The database is always there. It belongs to the migrating role.
pub(super) fn database(cx: &mut Resolver<'_>) {
    let mut object = Object::new(Database::default());
    object.owner = Some(Principal::Migrator);
    object.grants = built_in(Class::Database, &Principal::Migrator, cx.config.postgres);
    cx.declared.catalog.insert(database_id(), object);
}

pub(super) fn database_id() -> ObjectId {
    ObjectId::global(Kind::Database, "")
}

pub(super) fn schemas(cx: &mut Resolver<'_>, _: &Place, file: &File) {
    if let Some(comment) = file.database.as_ref().and_then(|it| it.comment.as_ref()) {
        database_comment(cx, comment);
    }
    for (key, schema) in file.schemas.iter() {
        let Some(name) = cx.member_name(key) else { continue };
        one(cx, key, name, schema);
    }
    for (key, extension) in file.extensions.iter() {
        let Some(name) = cx.member_name(key) else { continue };
        extension_of(cx, key, name, extension);
    }
}

fn database_comment(cx: &mut Resolver<'_>, text: &Text) {
    let id = database_id();
    if let Some(first) = cx.declared.origins.insert(id.clone(), text.span.clone()) {
        let fault = Diagnostic::error("duplicate-name", "the database has a comment already");
        let fault = fault.at(text.span.clone()).also(first, "first here");
        return cx.fault(fault.help("remove one of the two"));
    }
    if let Some(object) = cx.declared.catalog.objects.get_mut(&id) {
        object.comment = comment_of(Some(text));
    }
}

fn one(cx: &mut Resolver<'_>, key: &Text, name: Name, schema: &grammar::Schema) {
    if schema.absent == Some(true) {
        if &*name == "public" {
            cx.declared.public_absent = true;
            cx.facts.public_absent = Some(key.span.clone());
        } else {
            let fault = Diagnostic::error("absent", format!("schema {name} cannot be declared absent"))
                .at(key.span.clone())
                .help("a schema that is not declared is dropped; only `public`, which every new database has, is declared absent");
            cx.fault(fault);
        }
        return;
    }
    cx.declared.public_owned |= &*name == "public" && schema.owner.is_some();
    let id = ObjectId::global(Kind::Schema, name);
    let owner = cx.owner(schema.owner.as_ref());
    let comment = schema.comment.as_ref();
    let uncommented = *id.name == *"public" && comment.is_some_and(|text| text.is_empty());
    let object = cx.owned(Schema { uncommented }, Class::Schema, owner, comment, &schema.grants);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, schema.renamed_from.as_ref());
}

fn extension_of(cx: &mut Resolver<'_>, key: &Text, name: Name, extension: &grammar::Extension) {
    let schema = extension.schema.as_ref().and_then(|text| cx.schema(text));
    match &schema {
        Some(schema) => {
            cx.facts.extension_schemas.insert(schema.clone());
        }
        None => cx.facts.extension_schemas.extend(cx.config.search_path.iter().cloned()),
    }
    if let Some(version) = &extension.version {
        cx.declared.scope.pinned_extensions.insert(name.clone());
        if version.is_empty() {
            cx.fault(
                Diagnostic::error("bad-name", "a version is not empty")
                    .at(version.span.clone())
                    .help("leave the key out to take whatever the server ships"),
            );
        }
    }
    let version = extension.version.as_ref().map(|version| version.to_string());
    let mut object = Object::new(Extension { schema, version });
    object.comment = comment_of(extension.comment.as_ref());
    cx.add(ObjectId::global(Kind::Extension, name), object, &key.span);
}
