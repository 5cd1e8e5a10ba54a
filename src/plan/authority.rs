//! What a migrating role lacks when it is no superuser.
//!
//! PostgreSQL lets a role give an object away only as a member of the new owner, and only to an owner who may create
//! in the object's schema. So the migrating role joins the owners, for good: the next migration and the comparison
//! after it need it too, and who may create a role may join it anyway. CREATE on a schema is lent to owners for the
//! length of the migration.

use super::{Change, Plan, Privileges};
use crate::catalog::{Catalog, Kind, Name, Object, ObjectId, Principal, Privilege};
use std::collections::BTreeSet;

/// The steps with what they take, for a file of their own.
pub fn with_authority(from: &Catalog, to: &Catalog, plan: Plan) -> Plan {
    if plan.steps.iter().all(|step| of_the_cluster(step.id().kind)) {
        return plan;
    }
    let owners = from.iter().chain(to.iter()).filter_map(|(_, object)| owner(object));
    let mut owners: BTreeSet<Name> = owners.cloned().collect();
    let made: BTreeSet<Name> = plan.steps.iter().filter_map(creates_role).cloned().collect();
    // Another file of the same plan makes a role that is new and not made here, and joins it.
    let has = |catalog: &Catalog, role: &Name| {
        catalog.get(&ObjectId::global(Kind::Role, role.clone())).is_some()
    };
    owners.retain(|role| made.contains(role) || has(from, role) || !has(to, role));
    let mut steps: Vec<Change> = owners.difference(&made).map(joins).collect();
    let mut lent = BTreeSet::new();
    for step in plan.steps {
        if let Some((schema, owner)) = lacks_create(to, &step)
            && lent.insert((schema.clone(), owner.clone()))
        {
            steps.push(Change::Grant(create_on(schema, owner)));
        }
        let joined = creates_role(&step).and_then(|role| owners.take(role));
        steps.push(step);
        steps.extend(joined.as_ref().map(joins));
    }
    steps.extend(lent.into_iter().map(|(schema, owner)| Change::Revoke(create_on(schema, owner))));
    Plan { steps }
}

fn of_the_cluster(kind: Kind) -> bool {
    matches!(kind, Kind::Database | Kind::Role | Kind::Membership)
}

/// The roles that PostgreSQL brings along are joined by nobody.
fn owner(object: &Object) -> Option<&Name> {
    match &object.owner {
        Some(Principal::Role(role)) if !role.starts_with("pg_") => Some(role),
        _ => None,
    }
}

fn creates_role(step: &Change) -> Option<&Name> {
    match step {
        Change::Create { id, .. } if id.kind == Kind::Role => Some(&id.name),
        _ => None,
    }
}

fn joins(role: &Name) -> Change {
    Change::Join { role: ObjectId::global(Kind::Role, role.clone()) }
}

/// The schema of an object and the role that it is given to, where that role may not create. A schema that is not
/// declared is left alone.
fn lacks_create(to: &Catalog, step: &Change) -> Option<(Name, Name)> {
    let Change::SetOwner { id, owner: new_owner @ Principal::Role(role) } = step else {
        return None;
    };
    let schema = id.schema.as_ref()?;
    let declared = to.get(&ObjectId::global(Kind::Schema, schema.clone()))?;
    let granted = declared.grants.get(new_owner);
    let may = owner(declared) == Some(role)
        || granted.is_some_and(|it| it.contains_key(&Privilege::Create));
    (!may).then(|| (schema.clone(), role.clone()))
}

fn create_on(schema: Name, owner: Name) -> Privileges {
    Privileges {
        id: ObjectId::global(Kind::Schema, schema),
        privileges: vec![Privilege::Create],
        grantees: vec![Principal::Role(owner)],
        grantable: false,
        default_privileges: None,
    }
}
