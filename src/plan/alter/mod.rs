//! How an object of each kind changes in place, and when it cannot. One file per kind.

mod aggregate;
mod base_type;
pub(crate) mod column;
mod constraint;
mod event_trigger;
mod foreign;
mod function;
mod index;
mod operator;
mod policy;
mod range;
mod replication;
mod role;
pub(crate) mod sequence;
mod statistics;
pub(crate) mod table;
mod text_search;
mod trigger;
mod types;
mod view;

use super::{Alteration, partition};
use crate::catalog::{Attached, Catalog, Definition, Extension, Kind, Name, ObjectId, Options};

/// What it takes to make one definition into another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// Nothing.
    Same,
    /// These changes, in this order.
    Alter(Vec<Alteration>),
    /// PostgreSQL has no way but to drop it and make it again.
    Replace,
}

impl From<Vec<Alteration>> for Outcome {
    fn from(alterations: Vec<Alteration>) -> Self {
        if alterations.is_empty() { Self::Same } else { Self::Alter(alterations) }
    }
}

/// What it takes to make one definition into another of the same identity.
pub(crate) fn alter(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    old: &Definition,
    new: &Definition,
) -> Outcome {
    use Definition as D;
    // A view's columns and a partition key's may change while it reads the same, and a sequence's table.
    if old == new && !matches!(old, D::View(_) | D::Membership(_) | D::Table(_) | D::Sequence(_)) {
        return Outcome::Same;
    }
    match (old, new) {
        // Only what is said of it changes.
        (D::Schema(_), D::Schema(_)) => Outcome::Alter(Vec::new()),
        (D::Database(_), D::Database(_)) | (D::DefaultPrivileges(_), D::DefaultPrivileges(_)) => {
            Outcome::Same
        }
        (D::Role(old), D::Role(new)) => role::alter(old, new),
        (D::Membership(old), D::Membership(new)) => role::alter_membership(from, to, old, new),
        (D::Extension(old), D::Extension(new)) => extension(old, new),
        (D::BaseType(old), D::BaseType(new)) => base_type::alter(from, id, old, new),
        (D::Enum(old), D::Enum(new)) => types::alter_enum(old, new),
        (D::Domain(old), D::Domain(new)) => types::alter_domain(id, old, new),
        (D::DomainConstraint(old), D::DomainConstraint(new)) => {
            types::alter_domain_constraint(old, new)
        }
        (D::Composite(old), D::Composite(new)) => types::alter_composite(from, id, old, new),
        (D::Sequence(old), D::Sequence(new)) => sequence::alter(from, to, id, old, new),
        (D::Function(old), D::Function(new)) => function::alter(old, new),
        (D::Table(_), D::Table(_)) if partition::is_remade(from, to, id) => Outcome::Replace,
        (D::Table(old), D::Table(new)) => table::alter(from, old, new),
        (D::Column(old), D::Column(new)) => column::alter(from, to, id, old, new),
        (D::DefaultExpr(_), D::DefaultExpr(new)) => {
            Outcome::Alter(vec![Alteration::DefaultExpr(new.expression.clone())])
        }
        (D::Constraint(old), D::Constraint(new)) => constraint::alter(from, to, id, old, new),
        (D::Index(old), D::Index(new)) => index::alter(from, to, id, old, new),
        (D::View(old), D::View(new)) => view::alter(from, to, id, old, new),
        (D::MaterializedView(old), D::MaterializedView(new)) => {
            view::alter_materialized(from, id, old, new)
        }
        (D::Trigger(old), D::Trigger(new)) => trigger::alter(old, new),
        (D::Rule(old), D::Rule(new)) => trigger::alter_rule(old, new),
        (D::Policy(old), D::Policy(new)) => policy::alter(old, new),
        (D::Rows(old), D::Rows(new)) => super::rows::alter(to, id, old, new),
        (D::Range(old), D::Range(new)) => range::alter(old, new),
        (D::Aggregate(old), D::Aggregate(new)) => aggregate::alter(old, new),
        (D::Operator(old), D::Operator(new)) => operator::alter(to, old, new),
        (D::OperatorFamily(old), D::OperatorFamily(new)) => operator::alter_family(old, new),
        (D::Statistics(old), D::Statistics(new)) => statistics::alter(old, new),
        (D::EventTrigger(old), D::EventTrigger(new)) => event_trigger::alter(old, new),
        (D::TextSearchDictionary(old), D::TextSearchDictionary(new)) => {
            text_search::alter_dictionary(old, new)
        }
        (D::TextSearchConfiguration(old), D::TextSearchConfiguration(new)) => {
            text_search::alter_configuration(old, new)
        }
        // No privilege can be granted on an untrusted language, nor revoked.
        (D::Language(old), D::Language(new)) if old.trusted && !new.trusted => Outcome::Replace,
        (D::Language(_), D::Language(new)) => {
            Outcome::Alter(vec![Alteration::Language(new.clone())])
        }
        (D::Transform(_), D::Transform(new)) => {
            Outcome::Alter(vec![Alteration::Transform(new.clone())])
        }
        (D::ForeignDataWrapper(old), D::ForeignDataWrapper(new)) => {
            foreign::alter_wrapper(old, new)
        }
        (D::ForeignServer(old), D::ForeignServer(new)) => foreign::alter_server(old, new),
        (D::UserMapping(old), D::UserMapping(new)) => foreign::alter_mapping(old, new),
        (D::Publication(old), D::Publication(new)) => replication::alter_publication(old, new),
        (D::Subscription(old), D::Subscription(new)) => replication::alter_subscription(old, new),
        // One identity has one kind, so the pairs above are all there are.
        _ => Outcome::Replace,
    }
}

/// What it takes to make an index, or that of a key, part of another one of its parent. Where that is made by the same
/// plan, it is found and attached.
fn attachment(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    old: Option<&Attached>,
    new: Option<&Attached>,
) -> Outcome {
    match (old, new) {
        (None, Some(new)) => {
            let table = ObjectId::in_schema(Kind::Table, &id.relation_qname());
            let of = partition::table(to, &table).and_then(|table| table.partition_of.as_ref());
            let Some(parent) = of.map(|of| &of.parent) else { return Outcome::Same };
            let parent = ObjectId::of_relation(id.kind, parent, new.to.clone());
            let definition = |catalog: &Catalog| {
                let mut definition = catalog.get(&parent)?.definition.clone();
                // It may become complete by this part.
                if let Definition::Index(index) = &mut definition {
                    index.valid = true;
                }
                Some(definition)
            };
            match definition(from) == definition(to) {
                true => Outcome::Alter(vec![Alteration::IndexAttach(parent.qname())]),
                false => Outcome::Same,
            }
        }
        (old, new) if old == new => Outcome::Same,
        _ => Outcome::Replace,
    }
}

/// A version or schema that the declaration leaves open is none of ours.
fn extension(old: &Extension, new: &Extension) -> Outcome {
    let mut alterations = Vec::new();
    if let Some(schema) = &new.schema
        && old.schema.as_ref() != Some(schema)
    {
        alterations.push(Alteration::ExtensionSchema(schema.clone()));
    }
    if let Some(version) = &new.version
        && old.version.as_ref() != Some(version)
    {
        alterations.push(Alteration::ExtensionVersion(version.clone()));
    }
    alterations.into()
}

/// Where a table or an index lies.
fn tablespace(from: &Option<Name>, to: &Option<Name>) -> Option<Alteration> {
    (from != to).then(|| Alteration::Tablespace(to.clone()))
}

/// Storage parameters and view options: those that are set, and those that are taken back. PostgreSQL puts what is set
/// after the rest; where the order would not be that of the new ones, all are set.
pub(crate) fn options(from: &Options, to: &Options) -> Option<Alteration> {
    if from == to {
        return None;
    }
    let stays = |(name, value): &(&String, &String)| from.get(name) == Some(*value);
    let kept = from.iter().filter(|(name, value)| to.get(name) == Some(*value));
    let changed = to.iter().filter(|parameter| !stays(parameter));
    let in_order = kept.chain(changed).map(|(name, _)| name).eq(to.keys());
    let set = to.iter().filter(|parameter| !in_order || !stays(parameter));
    let set = set.map(|(name, value)| (name.clone(), value.clone())).collect();
    let reset = from.keys().filter(|name| !to.contains_key(name)).cloned().collect();
    Some(Alteration::Options { set, reset })
}
