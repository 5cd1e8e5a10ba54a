//! Roles and memberships.

use super::{Resolver, comment_of};
use crate::catalog::{Kind, Membership, Name, Object, ObjectId, Options, Role};
use crate::check::Wanted;
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Map, Sql, Text};
use crate::read::grammar::{self, File};

pub(super) fn roles(cx: &mut Resolver<'_>, file: &File) {
    for entry in &file.roles.0 {
        let key = &entry.key;
        let Some(name) = cx.member_name(key) else { continue };
        let id = ObjectId::global(Kind::Role, name.clone());
        let roles = cx.declared.scope.roles.get_or_insert_default();
        roles.insert(name.clone());
        match &entry.value {
            Some(role) => one(cx, key, name, role),
            None => {
                cx.facts.lost.insert(id);
            }
        }
    }
}

fn one(cx: &mut Resolver<'_>, key: &Text, name: Name, role: &grammar::Role) {
    if matches!(&*name, "public" | "none") || name.starts_with("pg_") {
        let fault = Diagnostic::error("bad-name", format!("PostgreSQL keeps the role name {name} to itself"))
            .at(key.span.clone())
            .help("choose another name; a predefined role (`pg_…`) and `public` are used without being declared");
        return cx.fault(fault);
    }
    let id = ObjectId::global(Kind::Role, name.clone());
    if role.absent == Some(true) {
        if cx.declared.origins.insert(id, key.span.clone()).is_some() {
            let fault = Diagnostic::error(
                "duplicate-name",
                format!("role {name} is declared a second time"),
            )
            .at(key.span.clone())
            .help("a role is either declared or declared absent");
            cx.fault(fault);
        }
        cx.declared.intent.absent_roles.insert(name);
        return;
    }
    let plain = Role::default();
    let mut object = Object::new(Role {
        login: role.login.unwrap_or(plain.login),
        inherit: role.inherit.unwrap_or(plain.inherit),
        superuser: role.superuser.unwrap_or(plain.superuser),
        create_db: role.create_db.unwrap_or(plain.create_db),
        create_role: role.create_role.unwrap_or(plain.create_role),
        replication: role.replication.unwrap_or(plain.replication),
        bypass_rls: role.bypass_rls.unwrap_or(plain.bypass_rls),
        connection_limit: role.connection_limit.unwrap_or(plain.connection_limit),
        valid_until: role.valid_until.as_ref().map(|text| text.to_string()),
        settings: settings(&role.settings),
    });
    object.comment = comment_of(role.comment.as_ref());
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, role.renamed_from.as_ref());
    for member_of in &role.member_of {
        let Some(of) = cx.member_name(&member_of.role) else { continue };
        cx.mention(&member_of.role.span, Wanted::Role(of.clone()));
        let id = ObjectId {
            relation: Some(of.clone()),
            ..ObjectId::global(Kind::Membership, name.clone())
        };
        let membership = Membership {
            role: of,
            member: name.clone(),
            admin: member_of.admin.unwrap_or(false),
            inherit: member_of.inherit,
            set: member_of.set,
        };
        cx.add(id, Object::new(membership), &member_of.role.span);
    }
}

/// Settings: the values as they are written, but for the line break that ends a block.
pub(super) fn settings(map: &Map<Text>) -> Options {
    let value = |text: &Text| text.strip_suffix('\n').unwrap_or(text).to_owned();
    map.iter().map(|(key, text)| (key.to_string(), value(text))).collect()
}

/// Storage parameters: the values as they are written.
pub(super) fn options(map: &Map<Sql>) -> Options {
    map.iter().map(|(key, value)| (key.to_string(), value.trim().to_owned())).collect()
}
