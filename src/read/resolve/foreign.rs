//! Foreign data wrappers, servers, user mappings; what makes a table a foreign one.

use super::acl::Class;
use super::{Place, Resolver};
use crate::catalog::{
    Foreign, ForeignDataWrapper, ForeignServer, Kind, Name, Object, ObjectId, Options, Principal,
    UserMapping, is_secret,
};
use crate::check::Wanted;
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Map, Sql, Text};
use crate::read::grammar::{self, File};

pub(super) fn foreign(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    for (key, it) in file.foreign_data_wrappers.iter() {
        wrapper(cx, place, key, it);
    }
    for (key, it) in file.servers.iter() {
        server(cx, key, it);
    }
}

/// Only a superuser owns one, so that the project's owner is none by itself.
fn wrapper(cx: &mut Resolver<'_>, place: &Place, key: &Text, it: &grammar::ForeignDataWrapper) {
    let Some(name) = cx.member_name(key) else { return };
    let definition = ForeignDataWrapper {
        handler: it.handler.as_ref().map(|text| cx.routine(place, text)),
        validator: it.validator.as_ref().map(|text| cx.routine(place, text)),
        options: options(cx, &it.options),
    };
    let owner = it.owner.as_ref().map_or(Principal::Migrator, |text| cx.role(text));
    let object =
        cx.owned(definition, Class::ForeignDataWrapper, owner, it.comment.as_ref(), &it.grants);
    let id = ObjectId::global(Kind::ForeignDataWrapper, name);
    if cx.add(id.clone(), object, &key.span) {
        cx.renamed(&id, it.renamed_from.as_ref());
    }
}

fn server(cx: &mut Resolver<'_>, key: &Text, it: &grammar::ForeignServer) {
    let Some(name) = cx.member_name(key) else { return };
    let Some(wrapper) = cx.member_name(&it.wrapper) else { return };
    let definition = ForeignServer {
        wrapper,
        server_type: it.r#type.as_ref().map(|text| text.to_string()),
        version: it.version.as_ref().map(|text| text.to_string()),
        options: options(cx, &it.options),
    };
    let owner = cx.owner(it.owner.as_ref());
    let object = cx.owned(definition, Class::ForeignServer, owner, it.comment.as_ref(), &it.grants);
    let id = ObjectId::global(Kind::ForeignServer, name.clone());
    if !cx.add(id.clone(), object, &key.span) {
        return;
    }
    cx.renamed(&id, it.renamed_from.as_ref());
    for (user, it) in it.user_mappings.iter() {
        let who = match &**user {
            "current_user" => Principal::Migrator,
            _ => cx.grantee(user),
        };
        let user_name = match &who {
            Principal::Migrator => Name::from(""),
            Principal::Public => Name::from("public"),
            Principal::Role(role) => role.clone(),
        };
        let options = Some(options(cx, it));
        let id = ObjectId {
            relation: Some(name.clone()),
            ..ObjectId::global(Kind::UserMapping, user_name)
        };
        let mapping = UserMapping { server: name.clone(), user: who, options };
        cx.add(id, Object::new(mapping), &user.span);
    }
}

/// Where the rows of a table are.
pub(super) fn table(cx: &mut Resolver<'_>, it: &grammar::Foreign) -> Option<Foreign> {
    let server = cx.member_name(&it.server)?;
    cx.mention(&it.server.span, Wanted::Server(server.clone()));
    Some(Foreign { server, options: options(cx, &it.options) })
}

/// Options without secrets: what holds one is a fault.
pub(super) fn options(cx: &mut Resolver<'_>, map: &Map<Sql>) -> Options {
    for (key, value) in map.iter().filter(|(key, value)| is_secret(key, value)) {
        cx.facts.secrets.push(value.span.clone());
        let fault = Diagnostic::error("secret", format!("option {key} holds a secret"))
            .at(key.span.clone())
            .help("remove it: whoever has the secret sets it by hand, and the migrations leave it as it is");
        cx.fault(fault);
    }
    map.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}
