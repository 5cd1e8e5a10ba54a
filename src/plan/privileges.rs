//! Owner, comment and privileges: what every kind of object has.

use super::{Alteration, Change, Privileges, shell};
use crate::catalog::{
    Catalog, DefaultPrivileges, Definition, Grants, Identity, Kind, Name, Object, ObjectId,
    ObjectType, Principal, Privilege, QName, STANDARD_COMMENT, Schema, generated,
};
use std::collections::{BTreeMap, BTreeSet};

/// How an object is made: what comes with the table that it is part of is made by whoever makes that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comes {
    Alone,
    WithItsTable,
}

/// The steps that follow the creation of an object.
pub(crate) fn of_new(
    to: &Catalog,
    id: &ObjectId,
    new: &Object,
    comes: Comes,
    maintain: Maintain,
) -> Vec<Change> {
    let mut steps = Vec::new();
    let owner = new.owner.clone().unwrap_or(Principal::Migrator);
    if owner != Principal::Migrator {
        steps.push(Change::SetOwner { id: id.clone(), owner: owner.clone() });
    }
    if said(id, new).is_some() {
        steps.push(comment(id, new));
    }
    steps.extend(goes_with(id, &BTreeSet::new(), &new.goes_with));
    let initial = initial(to, id, new, &owner, &Principal::Migrator);
    steps.extend(difference(id, &new.definition, &initial, &new.grants, maintain));
    steps.extend(beneath(None, to, id, new, comes, maintain));
    steps
}

/// The steps that bring owner, comment and privileges of an object that stays to what they shall be.
pub(crate) fn between(
    (from, to): (&Catalog, &Catalog),
    id: &ObjectId,
    old: &Object,
    new: &Object,
    maintain: Maintain,
) -> Vec<Change> {
    let mut steps = Vec::new();
    let mut grants = old.grants.clone();
    if let Some(owner) = &new.owner
        && old.owner.as_ref() != Some(owner)
    {
        steps.push(Change::SetOwner { id: id.clone(), owner: owner.clone() });
        if let Some(old_owner) = &old.owner {
            grants = handed_over(&grants, old_owner, owner);
        }
    }
    if said(id, old) != said(id, new) {
        steps.push(comment(id, new));
    }
    steps.extend(goes_with(id, &old.goes_with, &new.goes_with));
    steps.extend(difference(id, &new.definition, &grants, &new.grants, maintain));
    steps.extend(beneath(Some((from, old)), to, id, new, Comes::Alone, maintain));
    steps
}

/// Comment and privileges of the sequence beneath an identity column, which belongs to the owner of the table. Where the table
/// is there before, the default privileges of its owner count for it, whoever makes it.
fn beneath(
    old: Option<(&Catalog, &Object)>,
    to: &Catalog,
    id: &ObjectId,
    new: &Object,
    comes: Comes,
    maintain: Maintain,
) -> Vec<Change> {
    let Some(identity) = identity(new) else { return Vec::new() };
    let owner = |catalog: &Catalog| {
        let table = catalog.get(&ObjectId::in_schema(Kind::Table, &id.relation_qname()));
        table.and_then(|table| table.owner.clone()).unwrap_or(Principal::Migrator)
    };
    let all = |identity: &Identity, owner: &Principal| {
        identity.grants.clone().unwrap_or_else(|| built_in(ObjectType::Sequences, owner))
    };
    let table = id.relation_qname();
    let given = || generated(&table.name, Some(&id.name), "seq");
    let name = identity.name.clone().unwrap_or_else(given);
    let sequence =
        ObjectId::in_schema(Kind::Sequence, &QName { schema: table.schema.clone(), name });
    let new_owner = owner(to);
    let before = old.and_then(|(from, old)| Some((owner(from), self::identity(old)?)));
    let (comment, grants) = match before {
        Some((old_owner, old)) => {
            let grants = handed_over(&all(old, &old_owner), &old_owner, &new_owner);
            (old.comment.as_ref(), grants)
        }
        None => {
            let maker = match comes {
                Comes::Alone => &new_owner,
                Comes::WithItsTable => &Principal::Migrator,
            };
            (None, initial(to, &sequence, new, &new_owner, maker))
        }
    };
    let mut steps = Vec::new();
    if comment != identity.comment.as_ref() {
        let comment = identity.comment.clone();
        steps.push(Change::SetComment { id: sequence.clone(), foreign: false, comment });
    }
    let wanted = all(identity, &new_owner);
    steps.extend(difference(&sequence, &new.definition, &grants, &wanted, maintain));
    steps
}

/// What counts the rows of an identity column.
pub(crate) fn identity(object: &Object) -> Option<&Identity> {
    match &object.definition {
        Definition::Column(column) => column.identity.as_ref(),
        _ => None,
    }
}

/// Which extensions take the object along when they go.
fn goes_with(id: &ObjectId, from: &BTreeSet<Name>, to: &BTreeSet<Name>) -> Vec<Change> {
    let step = |extension: &Name, depends: bool| Change::Alter {
        id: id.clone(),
        alteration: Box::new(Alteration::DependsOnExtension {
            extension: extension.clone(),
            depends,
        }),
    };
    let gone = from.difference(to).map(|it| step(it, false));
    gone.chain(to.difference(from).map(|it| step(it, true))).collect()
}

fn comment(id: &ObjectId, new: &Object) -> Change {
    let foreign = matches!(&new.definition, Definition::Table(table) if table.foreign.is_some());
    Change::SetComment { id: id.clone(), foreign, comment: said(id, new).map(str::to_owned) }
}

/// What is said of an object. Of `public` that is what every new database says, unless it has a comment of its own or none.
fn said<'a>(id: &ObjectId, object: &'a Object) -> Option<&'a str> {
    let standard = match &object.definition {
        Definition::Schema(Schema { uncommented: false }) if *id.name == *"public" => {
            Some(STANDARD_COMMENT)
        }
        _ => None,
    };
    object.comment.as_deref().or(standard)
}

/// OWNER TO hands the old owner's own privileges on to the new one.
pub(crate) fn handed_over(grants: &Grants, from: &Principal, to: &Principal) -> Grants {
    let mut grants = grants.clone();
    if let Some(moved) = grants.remove(from) {
        let held = grants.entry(to.clone()).or_default();
        for (privilege, grantable) in moved {
            *held.entry(privilege).or_default() |= grantable;
        }
    }
    grants
}

/// Default privileges that are no longer declared go back to the built-in ones.
pub(crate) fn default_privileges_gone(id: &ObjectId, old: &Object) -> Vec<Change> {
    let Definition::DefaultPrivileges(defaults) = &old.definition else { return Vec::new() };
    let to = built_in_defaults(defaults);
    difference(id, &old.definition, &old.grants, &to, Maintain::Unknown)
}

/// An object right after it is made by whoever runs the migration.
pub(super) fn made(catalog: &Catalog, id: &ObjectId, definition: &Definition) -> Object {
    let migrator = Principal::Migrator;
    let object = Object { owner: Some(migrator.clone()), ..Object::new(definition.clone()) };
    let grants = initial(catalog, id, &object, &migrator, &migrator);
    Object { grants, ..object }
}

/// What an object is granted by its creation alone, which makes it one of the `maker`.
fn initial(
    to: &Catalog,
    id: &ObjectId,
    new: &Object,
    owner: &Principal,
    maker: &Principal,
) -> Grants {
    if let Definition::DefaultPrivileges(defaults) = &new.definition {
        return built_in_defaults(defaults);
    }
    if id.kind == Kind::Language {
        let usage = BTreeMap::from([(Privilege::Usage, false)]);
        return BTreeMap::from([(owner.clone(), usage.clone()), (Principal::Public, usage)]);
    }
    if matches!(id.kind, Kind::ForeignDataWrapper | Kind::ForeignServer) {
        return BTreeMap::from([(owner.clone(), BTreeMap::from([(Privilege::Usage, false)]))]);
    }
    let Some(on) = object_type(id.kind) else { return Grants::new() };
    let mut grants = built_in(on, maker);
    // What a role makes is subject to its own default privileges, but for a type that is only promised.
    let all = to.of_kind(Kind::DefaultPrivileges).filter(|_| !shell::is_shell(new));
    for (defaults_id, object) in all {
        let Definition::DefaultPrivileges(defaults) = &object.definition else { continue };
        if defaults.role != *maker || defaults.on != on {
            continue;
        }
        if defaults_id.schema.is_none() {
            grants = object.grants.clone();
        } else if defaults_id.schema == id.schema {
            for (grantee, privileges) in &object.grants {
                grants.entry(grantee.clone()).or_default().extend(privileges);
            }
        }
    }
    if owner == maker { grants } else { handed_over(&grants, maker, owner) }
}

/// Which default privileges concern a kind; `None` for kinds without privileges of their own.
fn object_type(kind: Kind) -> Option<ObjectType> {
    match kind {
        Kind::Schema => Some(ObjectType::Schemas),
        Kind::BaseType | Kind::Enum | Kind::Domain | Kind::Composite | Kind::Range => {
            Some(ObjectType::Types)
        }
        Kind::Sequence => Some(ObjectType::Sequences),
        Kind::Function | Kind::Aggregate => Some(ObjectType::Functions),
        Kind::Table | Kind::View | Kind::MaterializedView => Some(ObjectType::Tables),
        Kind::Database
        | Kind::Role
        | Kind::Membership
        | Kind::Extension
        | Kind::DefaultPrivileges
        | Kind::DomainConstraint
        | Kind::Column
        | Kind::DefaultExpr
        | Kind::Constraint
        | Kind::Index
        | Kind::Trigger
        | Kind::Rule
        | Kind::Policy
        | Kind::Collation
        | Kind::Operator
        | Kind::OperatorFamily
        | Kind::OperatorClass
        | Kind::Cast
        | Kind::Statistics
        | Kind::EventTrigger
        | Kind::TextSearchParser
        | Kind::TextSearchTemplate
        | Kind::TextSearchDictionary
        | Kind::TextSearchConfiguration
        | Kind::Language
        | Kind::AccessMethod
        | Kind::Transform
        | Kind::Conversion
        | Kind::ForeignDataWrapper
        | Kind::ForeignServer
        | Kind::UserMapping
        | Kind::Publication
        | Kind::Subscription
        | Kind::Rows => None,
    }
}

/// PostgreSQL's `acldefault`.
fn built_in(on: ObjectType, owner: &Principal) -> Grants {
    let mut grants: Grants =
        BTreeMap::from([(owner.clone(), all(on).map(|it| (it, false)).collect())]);
    let everybody = match on {
        ObjectType::Functions => Some(Privilege::Execute),
        ObjectType::Types => Some(Privilege::Usage),
        ObjectType::Tables
        | ObjectType::Sequences
        | ObjectType::Schemas
        | ObjectType::LargeObjects => None,
    };
    if let Some(privilege) = everybody {
        grants.entry(Principal::Public).or_default().insert(privilege, false);
    }
    grants
}

/// Without a schema default privileges replace the built-in ones; within one they add to them.
fn built_in_defaults(defaults: &DefaultPrivileges) -> Grants {
    match defaults.schema {
        None => built_in(defaults.on, &defaults.role),
        Some(_) => Grants::new(),
    }
}

fn all(on: ObjectType) -> impl Iterator<Item = Privilege> {
    use Privilege as P;
    let all: &[Privilege] = match on {
        ObjectType::Tables => &[
            P::Select,
            P::Insert,
            P::Update,
            P::Delete,
            P::Truncate,
            P::References,
            P::Trigger,
            P::Maintain,
        ],
        ObjectType::Sequences => &[P::Select, P::Update, P::Usage],
        ObjectType::Functions => &[P::Execute],
        ObjectType::Types => &[P::Usage],
        ObjectType::Schemas => &[P::Usage, P::Create],
        ObjectType::LargeObjects => &[P::Select, P::Update],
    };
    all.iter().copied()
}

/// MAINTAIN exists since PostgreSQL 17.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Maintain {
    /// The server does not know it.
    Unknown,
    /// The server knows it, and the declaration does not speak of it.
    Implied,
    /// Both catalogs speak of it: who does not hold it there does not hold it.
    Stated,
}

pub(crate) fn know_maintain(from: &Catalog, to: &Catalog) -> Maintain {
    let speaks = || {
        let held = to.objects.values().flat_map(|object| object.grants.values());
        held.into_iter().any(|held| held.contains_key(&Privilege::Maintain))
    };
    match from.major >= 17 {
        false => Maintain::Unknown,
        true if to.major >= 17 || (to.major == 0 && speaks()) => Maintain::Stated,
        true => Maintain::Implied,
    }
}

/// A declaration and an older server do not speak of MAINTAIN: whoever holds the other seven privileges of a table there
/// holds all, and whoever holds none of them holds none.
fn of_one_version(from: &Grants, to: &Grants, maintain: Maintain) -> (Grants, Grants) {
    let knows = |grants: &Grants| grants.values().any(|it| it.contains_key(&Privilege::Maintain));
    if knows(from) == knows(to) {
        return (from.clone(), to.clone());
    }
    let without = |grants: &Grants, other: &Grants| {
        let mut grants = grants.clone();
        for (grantee, privileges) in &mut grants {
            let holds = other.get(grantee).is_some_and(|held| !held.is_empty());
            if holds || maintain == Maintain::Unknown {
                privileges.remove(&Privilege::Maintain);
            }
        }
        grants.retain(|_, privileges| !privileges.is_empty());
        grants
    };
    (without(from, to), without(to, from))
}

/// GRANT and REVOKE from one set of privileges to another, grantees with the same ones in one statement.
fn difference(
    id: &ObjectId,
    definition: &Definition,
    from: &Grants,
    to: &Grants,
    maintain: Maintain,
) -> Vec<Change> {
    let (from, to) = match maintain {
        Maintain::Stated => (from.clone(), to.clone()),
        maintain => of_one_version(from, to, maintain),
    };
    let default_privileges = match definition {
        Definition::DefaultPrivileges(defaults) => Some(defaults.clone()),
        _ => None,
    };
    let mut revoke: Collected = BTreeMap::new();
    let mut revoke_option: Collected = BTreeMap::new();
    let mut grant: Collected = BTreeMap::new();
    let mut grant_option: Collected = BTreeMap::new();
    let grantees: BTreeSet<&Principal> = from.keys().chain(to.keys()).collect();
    for grantee in grantees {
        let none = BTreeMap::new();
        let old = from.get(grantee).unwrap_or(&none);
        let new = to.get(grantee).unwrap_or(&none);
        let pick = |wanted: &dyn Fn(Option<bool>, Option<bool>) -> bool| -> Vec<Privilege> {
            Privilege::ALL
                .into_iter()
                .filter(|it| wanted(old.get(it).copied(), new.get(it).copied()))
                .collect()
        };
        let add = |collected: &mut Collected, privileges: Vec<Privilege>| {
            if !privileges.is_empty() {
                collected.entry(privileges).or_default().push(grantee.clone());
            }
        };
        add(&mut revoke, pick(&|old, new| old.is_some() && new.is_none()));
        add(&mut revoke_option, pick(&|old, new| old == Some(true) && new == Some(false)));
        add(&mut grant, pick(&|old, new| old.is_none() && new == Some(false)));
        add(&mut grant_option, pick(&|old, new| old != Some(true) && new == Some(true)));
    }
    let privileges = |collected: Collected, grantable: bool| {
        let default_privileges = default_privileges.clone();
        collected.into_iter().map(move |(privileges, grantees)| Privileges {
            id: id.clone(),
            privileges,
            grantees,
            grantable,
            default_privileges: default_privileges.clone(),
        })
    };
    privileges(revoke, false)
        .chain(privileges(revoke_option, true))
        .map(Change::Revoke)
        .chain(privileges(grant, false).chain(privileges(grant_option, true)).map(Change::Grant))
        .collect()
}

type Collected = BTreeMap<Vec<Privilege>, Vec<Principal>>;
