//! Row-security policies.

use super::Writer;
use super::condition::{Operands, condition};
use super::grants::comment;
use super::name::member;
use super::yaml::{Map, Node};
use crate::catalog::{Definition, Kind, Policy, PolicyCommand, Principal, QName};

pub(super) fn of_table(cx: &Writer<'_>, table: &QName) -> Map {
    let mut policies = Map::block();
    let operands = Operands::of_relation(cx.catalog, table);
    let plain = |it: &String| condition(it, &operands);
    for (id, object) in cx.catalog.of_relation(Kind::Policy, table) {
        let Definition::Policy(it) = &object.definition else { continue };
        let Policy { permissive, command, roles, using, with_check } = it;
        let mut map = Map::new();
        let command = match command {
            PolicyCommand::All => None,
            PolicyCommand::Select => Some("select"),
            PolicyCommand::Insert => Some("insert"),
            PolicyCommand::Update => Some("update"),
            PolicyCommand::Delete => Some("delete"),
        };
        map.some("for", command.map(Node::word));
        if roles.iter().any(|role| *role != Principal::Public) {
            map.set("to", Node::texts(roles.iter().map(Writer::role)));
        }
        map.sql("using", using.as_ref().map(plain).as_deref());
        map.sql("with_check", with_check.as_ref().map(plain).as_deref());
        map.flag("permissive", *permissive, true);
        comment(&mut map, object);
        policies.set(member(&id.name), map);
    }
    policies
}
