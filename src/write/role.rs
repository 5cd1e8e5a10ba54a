//! Roles, with the roles that they are members of. A password is never read, so none can be written.

use super::Writer;
use super::files::Place;
use super::grants::comment;
use super::name::member;
use super::text::kept;
use super::yaml::{Map, Node};
use crate::catalog::{
    Catalog, Definition, Kind, Membership, Name, Object, ObjectId, Options, Role,
};

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Role) {
    let Role {
        login,
        inherit,
        superuser,
        create_db,
        create_role,
        replication,
        bypass_rls,
        connection_limit,
        valid_until,
        settings: of_role,
    } = it;
    let mut map = Map::new();
    map.flag("login", *login, false);
    map.flag("inherit", *inherit, true);
    map.flag("superuser", *superuser, false);
    map.flag("create_db", *create_db, false);
    map.flag("create_role", *create_role, false);
    map.flag("replication", *replication, false);
    map.flag("bypass_rls", *bypass_rls, false);
    map.number("connection_limit", (*connection_limit != -1).then_some(connection_limit));
    map.text("valid_until", valid_until.as_deref());
    map.map("settings", settings(of_role));
    map.list("member_of", memberships(cx.catalog, &id.name));
    comment(&mut map, object);
    cx.put(&Place::Whole("roles"), "roles", member(&id.name), map);
}

/// Settings and storage parameters.
pub(super) fn settings(settings: &Options) -> Map {
    let mut map = Map::new();
    for (name, value) in settings {
        map.set(name.clone(), Node::sql(kept(value)));
    }
    map
}

fn memberships(catalog: &Catalog, role: &Name) -> Vec<Node> {
    let all = catalog.of_kind(Kind::Membership);
    let own = all.filter_map(|(_, object)| match &object.definition {
        Definition::Membership(it) if it.member == *role => Some(it),
        _ => None,
    });
    own.map(|it| {
        let Membership { role, member: _, admin, inherit, set } = it;
        let mut map = Map::new();
        map.text("role", Some(&member(role)));
        map.flag("admin", *admin, false);
        map.some("inherit", inherit.map(Node::from));
        map.some("set", set.map(Node::from));
        map.brief("role")
    })
    .collect()
}
