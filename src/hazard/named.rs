//! Names and comments.

use super::judged::Judged;
use super::{Hazard, Mode, Work};
use crate::catalog::{Kind, ObjectId};
use crate::plan::{NEW, in_place};

pub(super) fn rename(from: &ObjectId, to: &ObjectId, judged: &mut Judged<'_>) {
    let all = Mode::AccessExclusive;
    match from.kind {
        Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence => {
            judged.on(&from.qname(), all, Work::Catalogs);
        }
        Kind::Column | Kind::Constraint | Kind::Trigger => {
            judged.below(&from.relation_qname(), all, Work::Catalogs);
        }
        Kind::Rule | Kind::Policy => judged.on(&from.relation_qname(), all, Work::Catalogs),
        Kind::Index => {
            judged.on(&from.relation_qname(), Mode::ShareUpdateExclusive, Work::Catalogs);
        }
        _ => {}
    }
    // What waits under another name comes back, or goes: the step that drops it says so.
    let is_new = from.name.starts_with(NEW);
    if !is_new && is_named(from.kind) && in_place(to) == *to && in_place(from) == *from {
        judged.harm(Hazard::BreaksClient, "what names it by its old name fails");
    }
}

/// Whether statements name such an object.
pub(super) fn is_named(kind: Kind) -> bool {
    match kind {
        Kind::Database
        | Kind::Role
        | Kind::Schema
        | Kind::Collation
        | Kind::BaseType
        | Kind::Enum
        | Kind::Range
        | Kind::Domain
        | Kind::Composite
        | Kind::Sequence
        | Kind::Function
        | Kind::Aggregate
        | Kind::Operator
        | Kind::TextSearchDictionary
        | Kind::TextSearchConfiguration
        | Kind::Table
        | Kind::Column
        | Kind::View
        | Kind::MaterializedView
        | Kind::Publication => true,
        Kind::Membership
        | Kind::Extension
        | Kind::Language
        | Kind::AccessMethod
        | Kind::DefaultPrivileges
        | Kind::DomainConstraint
        | Kind::OperatorFamily
        | Kind::OperatorClass
        | Kind::Cast
        | Kind::Transform
        | Kind::TextSearchParser
        | Kind::TextSearchTemplate
        | Kind::Conversion
        | Kind::ForeignDataWrapper
        | Kind::ForeignServer
        | Kind::UserMapping
        | Kind::DefaultExpr
        | Kind::Constraint
        | Kind::Index
        | Kind::Statistics
        | Kind::Trigger
        | Kind::Rule
        | Kind::Policy
        | Kind::Rows
        | Kind::Subscription
        | Kind::EventTrigger => false,
    }
}

pub(super) fn comment(id: &ObjectId, judged: &mut Judged<'_>) {
    let mode = Mode::ShareUpdateExclusive;
    match id.kind {
        Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence => {
            judged.on(&id.qname(), mode, Work::Catalogs);
        }
        Kind::Column | Kind::Index => judged.on(&id.relation_qname(), mode, Work::Catalogs),

        _ => {}
    }
}
