//! DROP, by kind. What stands on an object has gone before it, or the statement fails. Only a type and the functions that
//! are its own stand on each other: there CASCADE is the one way.

use super::create::alter_table;
use super::name::{object, quoted, relation};
use super::privileges::target;
use crate::catalog::{Definition, Kind, ObjectId};

/// `cascade`: what the plan knows to go along cannot go before.
pub(super) fn drop(id: &ObjectId, definition: &Definition, cascade: bool) -> String {
    let name = quoted(&id.name);
    match id.kind {
        Kind::Column => alter_table(id, &format!("DROP COLUMN {name}")),
        Kind::DefaultExpr => alter_table(id, &format!("ALTER COLUMN {name} DROP DEFAULT")),
        Kind::Constraint => alter_table(id, &format!("DROP CONSTRAINT {name}")),
        Kind::DomainConstraint => {
            format!("ALTER DOMAIN {} DROP CONSTRAINT {name}", relation(id))
        }
        Kind::Membership => {
            let role = match definition {
                Definition::Membership(it) => quoted(&it.role),
                _ => String::new(),
            };
            format!("REVOKE {role} FROM {name}")
        }
        Kind::Subscription => super::replication::drop_subscription(id),
        Kind::Table if is_foreign(definition) => super::foreign::drop_table(id),
        _ if cascade => format!("DROP {} CASCADE", target(id)),
        Kind::Index => format!("DROP INDEX {}", object(id)),
        Kind::Role
        | Kind::Schema
        | Kind::Extension
        | Kind::BaseType
        | Kind::Enum
        | Kind::Domain
        | Kind::Composite
        | Kind::Sequence
        | Kind::Function
        | Kind::Table
        | Kind::View
        | Kind::MaterializedView
        | Kind::Trigger
        | Kind::Collation
        | Kind::Range
        | Kind::Aggregate
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
        | Kind::Rule
        | Kind::Policy => format!("DROP {}", target(id)),
        // Plans never drop these.
        Kind::Database | Kind::DefaultPrivileges | Kind::Rows => String::new(),
    }
}

/// While others write to the table.
pub(super) fn index_concurrently(id: &ObjectId) -> String {
    format!("DROP INDEX CONCURRENTLY {}", object(id))
}

fn is_foreign(definition: &Definition) -> bool {
    matches!(definition, Definition::Table(table) if table.foreign.is_some())
}
