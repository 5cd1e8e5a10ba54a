//! Domains, with their checks.

use super::Writer;
use super::condition::{Operands, condition};
use super::grants::{Target, comment};
use super::name::{member, of_sql};
use super::yaml::{Map, Node};
use crate::catalog::{Definition, Domain, DomainConstraint, Kind, Object, ObjectId};
use crate::read::Class;

pub(super) fn write(cx: &mut Writer<'_>, id: &ObjectId, object: &Object, it: &Domain) {
    let Domain { base, null, default, collation, not_null, not_null_comment } = it;
    let place = Writer::place(id, "domains");
    let mut map = Map::new();
    map.text("type", Some(&cx.names.data_type(&super::schema_of(id), base)));
    let mut constraint = Map::new();
    constraint.text("name", not_null.as_ref().map(|it| member(it)).as_deref());
    let comment = not_null_comment.as_deref().map(super::text::kept);
    constraint.text("comment", comment.as_deref());
    map.flag("null", *null, constraint.is_empty());
    if !constraint.is_empty() {
        map.set("not_null", constraint.brief("name"));
    }
    let default = default.as_deref();
    map.sql("default", default.map(|it| super::expression::default(it, base)));
    map.text("collation", collation.as_deref().map(of_sql).as_deref());
    map.map("checks", checks(cx, id, base));
    let target = Target::new(Class::Type, "types", member(&id.name));
    cx.owned(&mut map, &place, object, &cx.default_owner(), &target);
    cx.put(&place, "domains", member(&id.name), map.brief("type"));
}

fn checks(cx: &Writer<'_>, id: &ObjectId, base: &str) -> Map {
    let operands = Operands::of_domain(cx.catalog, base);
    let mut checks = Map::new();
    for (id, object) in cx.catalog.of_relation(Kind::DomainConstraint, &id.qname()) {
        let Definition::DomainConstraint(it) = &object.definition else { continue };
        let DomainConstraint { check, validated } = it;
        let mut map = Map::new();
        map.set("expression", Node::sql(condition(check, &operands)));
        map.flag("validated", *validated, true);
        comment(&mut map, object);
        checks.set(member(&id.name), map.brief("expression"));
    }
    checks
}
