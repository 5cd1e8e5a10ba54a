//! New heirs that state a column for which a table above has a default, and they have none.

use crate::catalog::{Catalog, DefaultExpr, Definition, Kind, Object, ObjectId};

/// Lets such an heir say so: without a word it would take over the default.
pub(crate) fn state_no_defaults(to: &Catalog, parts: &mut Vec<(ObjectId, Object)>) {
    let default = |column: &ObjectId| ObjectId { kind: Kind::DefaultExpr, ..column.clone() };
    let is_left_out = |(id, object): &&(ObjectId, Object)| {
        let Definition::Column(column) = &object.definition else { return false };
        let of_parent = |parent| ObjectId::of_relation(Kind::DefaultExpr, parent, id.name.clone());
        column.also_own.0
            && to.get(&default(id)).is_none()
            && to.parents(&id.relation_qname()).any(|it| to.get(&of_parent(it)).is_some())
    };
    let none = || Object::new(DefaultExpr { expression: "NULL".to_owned() });
    let stated: Vec<_> = parts.iter().filter(is_left_out).map(|(id, _)| default(id)).collect();
    parts.extend(stated.into_iter().map(|id| (id, none())));
}
