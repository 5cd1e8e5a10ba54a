//! What an object needs.

use crate::catalog::{
    Catalog, Column, ConstraintBody, Definition, Kind, Object, ObjectId, Principal,
};
use crate::plan::{partition, relation_of, whole};

/// Everything that an object needs: what the server recorded, and what goes without saying.
pub(super) fn needs(catalog: &Catalog, id: &ObjectId, object: &Object) -> Vec<ObjectId> {
    let mut needs: Vec<ObjectId> = object.depends_on.iter().cloned().collect();
    if let Some(schema) = &id.schema {
        needs.push(ObjectId::global(Kind::Schema, schema.clone()));
    }
    needs.extend(relation_of(catalog, id));
    needs.extend(whole::columns(catalog, id, object).into_iter().cloned());
    // A domain gets no check any more when there is an expression with an array of it.
    let domains = object.depends_on.iter().filter(|it| it.kind == Kind::Domain);
    for domain in domains.filter(|it| whole::uses_arrays(object, it)) {
        let checks = catalog.of_relation(Kind::DomainConstraint, &domain.qname());
        let checks = checks.filter(|(_, check)| !check.depends_on.contains(id));
        needs.extend(checks.map(|(check, _)| check.clone()));
    }
    let mut role = |principal: &Principal| {
        if let Principal::Role(name) = principal {
            needs.push(ObjectId::global(Kind::Role, name.clone()));
        }
    };
    object.owner.iter().for_each(&mut role);
    object.grants.keys().for_each(&mut role);
    match &object.definition {
        Definition::Column(Column { identity: Some(identity), .. }) => {
            identity.grants.iter().flat_map(|grants| grants.keys()).for_each(&mut role);
        }
        Definition::Policy(policy) => policy.roles.iter().for_each(&mut role),
        Definition::DefaultPrivileges(defaults) => role(&defaults.role),
        Definition::UserMapping(mapping) => role(&mapping.user),
        Definition::Membership(membership) => {
            role(&Principal::Role(membership.role.clone()));
            role(&Principal::Role(membership.member.clone()));
        }
        Definition::Extension(extension) => {
            needs.extend(
                extension.schema.iter().map(|it| ObjectId::global(Kind::Schema, it.clone())),
            );
        }
        Definition::DefaultExpr(_) => {
            needs.push(ObjectId::of_relation(Kind::Column, &id.relation_qname(), id.name.clone()));
        }
        Definition::Constraint(constraint) => {
            if let ConstraintBody::ForeignKey { references, .. } = &constraint.body {
                needs.push(ObjectId::in_schema(Kind::Table, references));
            }
        }
        Definition::Rows(_) => needs.extend(rows_need(catalog, id)),
        Definition::Table(table) => {
            let parent = table.partition_of.as_ref();
            needs.extend(parent.map(|of| ObjectId::in_schema(Kind::Table, &of.parent)));
            needs.extend(table.inherits.iter().map(|it| ObjectId::in_schema(Kind::Table, it)));
            needs.extend(partition::needed_by_checks(catalog, id).cloned());
        }
        _ => {}
    }
    needs
}

/// Rows need their table, the key that they are kept by, and the rows that they refer to.
fn rows_need(catalog: &Catalog, id: &ObjectId) -> Vec<ObjectId> {
    let table = id.qname();
    let mut needs = vec![ObjectId::in_schema(Kind::Table, &table)];
    for kind in [Kind::Column, Kind::DefaultExpr, Kind::Constraint] {
        for (part, object) in catalog.of_relation(kind, &table) {
            needs.push(part.clone());
            if let Definition::Constraint(constraint) = &object.definition
                && let ConstraintBody::ForeignKey { references, .. } = &constraint.body
                && *references != table
            {
                needs.push(ObjectId::in_schema(Kind::Rows, references));
            }
        }
    }
    needs
}

/// The rows that a foreign key refers to: where both go, the key goes first. It does not need them to be made.
pub(super) fn referred(id: &ObjectId, object: &Object) -> Option<ObjectId> {
    let Definition::Constraint(constraint) = &object.definition else { return None };
    let ConstraintBody::ForeignKey { references, .. } = &constraint.body else { return None };
    (*references != id.relation_qname()).then(|| ObjectId::in_schema(Kind::Rows, references))
}
