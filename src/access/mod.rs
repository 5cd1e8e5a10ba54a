//! Who may do what: from a catalog, for each role, object and operation, whether it is allowed, for which rows, and why.
//!
//! The rules are PostgreSQL's: privileges count by the roles whose privileges one has without SET ROLE, policies bind by
//! the same roles, a view asks for its owner's rights unless it is `security_invoker`, and so does a definer function.
//! What the server itself answers to each question is compared with this by the tests, cell by cell.

mod answer;
mod body;
mod cell;
mod change;
mod columns;
mod found;
mod function;
mod glob;
mod gone;
mod judged;
mod lines;
mod markdown;
mod matrix;
mod needs;
mod operations;
mod privileges;
mod reach;
mod relation;
mod relevant;
mod roles;
mod rows;
mod summary;
mod told;
mod view;

pub(crate) use body::{search_path, source};
pub(crate) use roles::Roles;

pub use answer::{Answer, Who, answer, answer_of_rights};
pub use body::{Touched, touched_by_functions};
pub use cell::{Cell, Verdict};
pub use change::{Change, Extent, Turn, changes};
pub use columns::Columns;
pub use found::{Behind, Found, Missing, Way};
pub use gone::{Fate, Gone, gone, keep_undeclared, lines_of_gone, without_renames};
pub use lines::lines;
pub use markdown::markdown;
pub use matrix::matrix;
pub use operations::operations;
pub use reach::Reached;
pub use rows::{Bound, Condition, Rows, Seen, Unbound};
pub use summary::summary;
pub use told::{of_missing, of_reached, of_way, tell};

use crate::catalog::{Kind, Name, ObjectId, Principal, Privilege};
use glob::matches;

/// What is asked about.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// These roles, `public` for PUBLIC; empty: all that the catalog knows, and PUBLIC.
    pub roles: Vec<Name>,
    /// Objects whose name, with or without its schema, is like one of these (`*` is anything); empty: all.
    pub objects: Vec<String>,
    /// These operations; empty: all.
    pub operations: Vec<Privilege>,
}

impl Question {
    /// Whether it is about a role.
    pub fn is_about_role(&self, role: &Principal) -> bool {
        let named = |name: &str| self.roles.iter().any(|it| it.as_str() == name);
        self.roles.is_empty()
            || match role {
                Principal::Public => named("public"),
                Principal::Role(name) => named(name),
                Principal::Migrator => false,
            }
    }

    /// Whether it is about an object.
    pub fn is_about(&self, object: &ObjectId) -> bool {
        if self.objects.is_empty() {
            return true;
        }
        let whole = named(object);
        self.objects.iter().any(|like| matches(like, &whole) || matches(like, &object.name))
    }

    /// Whether it is about an operation.
    pub fn is_of(&self, operation: Privilege) -> bool {
        self.operations.is_empty() || self.operations.contains(&operation)
    }
}

/// The name of an object without its kind: `app.bookings`, `api.book(uuid)`, `database`.
pub fn named(id: &ObjectId) -> String {
    if id.kind == Kind::Database {
        return "database".into();
    }
    let args = id.args.as_ref().map_or_else(String::new, |it| format!("({it})"));
    match &id.schema {
        Some(schema) => format!("{schema}.{}{args}", id.name),
        None => format!("{}{args}", id.name),
    }
}
