//! What dropping an object means.

use super::judged::Judged;
use super::named::is_named;
use super::{Hazard, Mode, Work, access};
use crate::catalog::{Column, Definition, Kind, ObjectId};
use crate::plan::in_place;

pub(super) fn drop(id: &ObjectId, definition: &Definition, judged: &mut Judged<'_>) {
    let all = Mode::AccessExclusive;
    lose(id, definition, judged);
    match id.kind {
        Kind::Table => {
            let table = id.qname();
            judged.below(&table, all, Work::Catalogs);
            judged.tied(&table, all, Work::Catalogs);
            for parent in judged.relations.right_above(&table) {
                judged.on(&parent, all, Work::Catalogs);
                if let Some(default) = judged.relations.default_of(&parent).cloned() {
                    judged.on(&default, all, Work::Catalogs);
                }
            }
        }
        Kind::View | Kind::MaterializedView | Kind::Sequence => {
            judged.on(&id.qname(), all, Work::Catalogs);
        }
        Kind::Column | Kind::DefaultExpr | Kind::Index | Kind::Trigger => {
            judged.below(&id.relation_qname(), all, Work::Catalogs);
        }
        Kind::Constraint => {
            let table = id.relation_qname();
            judged.below(&table, all, Work::Catalogs);
            if let Some(referenced) = judged.relations.referenced(&table, &id.name).cloned() {
                judged.below(&referenced, all, Work::Catalogs);
            }
        }
        Kind::Policy => {
            judged.on(&id.relation_qname(), all, Work::Catalogs);
            if let Definition::Policy(it) = definition
                && judged.to.get(id).is_none()
            {
                access::policy(id, it, false, judged);
            }
        }
        Kind::Rule => judged.on(&id.relation_qname(), all, Work::Catalogs),
        Kind::Statistics => {
            if let Definition::Statistics(it) = definition {
                judged.on(&it.table, Mode::ShareUpdateExclusive, Work::Catalogs);
            }
        }
        Kind::Membership | Kind::Role => {
            if judged.to.get(id).is_none() {
                judged.harm(Hazard::DropsAccess, "what it gave is lost");
            }
        }
        Kind::Database
        | Kind::Schema
        | Kind::Extension
        | Kind::Language
        | Kind::AccessMethod
        | Kind::DefaultPrivileges
        | Kind::Collation
        | Kind::BaseType
        | Kind::Enum
        | Kind::Range
        | Kind::Domain
        | Kind::DomainConstraint
        | Kind::Composite
        | Kind::Function
        | Kind::Aggregate
        | Kind::Operator
        | Kind::OperatorFamily
        | Kind::OperatorClass
        | Kind::Cast
        | Kind::Transform
        | Kind::TextSearchParser
        | Kind::TextSearchTemplate
        | Kind::TextSearchDictionary
        | Kind::TextSearchConfiguration
        | Kind::Conversion
        | Kind::ForeignDataWrapper
        | Kind::ForeignServer
        | Kind::UserMapping
        | Kind::Rows
        | Kind::Publication
        | Kind::Subscription
        | Kind::EventTrigger => {}
    }
}

/// What is lost with it: data, and what clients named.
fn lose(id: &ObjectId, definition: &Definition, judged: &mut Judged<'_>) {
    let data = match definition {
        Definition::Table(it) if it.foreign.is_none() && it.partition_by.is_none() => {
            "its rows are lost"
        }
        Definition::Column(it) if it.generated.is_none() => "its values are lost",
        Definition::Sequence(_) => "nothing knows how far it had counted",
        Definition::Extension(_) => "tables of its own go along",
        _ => "",
    };
    let of_table = definition.kind() == Kind::Column;
    let is_seen = !of_table || judged.relations.is_old(&id.relation_qname());
    if !data.is_empty() && is_seen {
        judged.harm(Hazard::DataLoss, data);
    }
    let stays = judged.again.contains(&in_place(id)) || judged.to.get(&in_place(id)).is_some();
    if is_named(id.kind) && is_seen && !stays {
        judged.harm(Hazard::BreaksClient, "what names it fails");
    }
    if id.kind == Kind::DefaultExpr && is_needed(id, judged) {
        judged.harm(Hazard::BreaksClient, "an INSERT that leaves the column out fails");
    }
}

/// Whether the column of a default cannot be left out without it.
fn is_needed(id: &ObjectId, judged: &Judged<'_>) -> bool {
    let column = ObjectId { kind: Kind::Column, ..id.clone() };
    let is_there = |it: &Column| !it.null && it.identity.is_none() && it.generated.is_none();
    judged.to.get(id).is_none() && judged.to.column(&column).is_some_and(is_there)
}
