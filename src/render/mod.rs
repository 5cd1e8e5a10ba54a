//! From a plan to SQL. Nothing else in this crate spells DDL.
//!
//! Every name is qualified and quoted where PostgreSQL wants it; expressions are given back as they came.

mod aggregate;
mod alter;
mod base_type;
mod beside;
mod beside_back;
mod collation;
mod column;
mod constraint;
mod create;
mod data_step;
mod drop;
mod event_trigger;
mod file;
mod foreign;
mod function;
mod hazards;
mod index;
mod language;
mod name;
mod operator;
mod policy;
mod privileges;
mod range;
mod replication;
mod role;
mod rows;
mod rule;
mod sequence;
mod statistics;
mod summary;
mod table;
mod tablespace;
mod text_search;
mod trigger;
mod types;
mod undo;
mod view;
mod words;

pub use data_step::frame;
pub use file::{MigrationFile, TemplateError, migration};
pub use hazards::{hazards, lock, strongest};
pub use name::{literal, qualified, quoted};
pub use summary::phrase;
pub use tablespace::create_tablespace_in_place;
pub use undo::{GENERATED, GENERATED_UNDO, UndoFile, Undone, lost, undo};

use crate::catalog::{Definition, Kind, ObjectId};
use crate::plan::{Alteration, Change, Plan};

/// One SQL statement without its final semicolon, and the object that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The object, by its new name.
    pub id: ObjectId,
    /// The text.
    pub sql: String,
}

/// The statements that make an object by itself, without final semicolons: what it is, in SQL.
pub fn definition(id: &ObjectId, definition: &Definition) -> Vec<String> {
    create::create(id, definition, &[], &[])
}

/// The statements of a plan, in its order, for one transaction.
pub fn statements(plan: &Plan) -> Vec<Statement> {
    plan.steps.iter().flat_map(|it| step(it, false)).collect()
}

/// The statements of one step, in their order; `concurrently`: outside of a transaction, indexes come and go so.
pub fn step(change: &Change, concurrently: bool) -> Vec<Statement> {
    let texts = match change {
        Change::Create { id, object, .. }
            if concurrently && let Definition::Index(it) = &object.definition =>
        {
            index::create_index(id, it, true)
        }
        Change::Create { id, object, parts, not_null } => {
            create::create(id, &object.definition, parts, not_null)
        }
        Change::Shell { id } => vec![base_type::shell(id)],
        Change::Drop { id, .. } if concurrently && id.kind == Kind::Index => {
            vec![drop::index_concurrently(id)]
        }
        Change::Drop { id, definition, along } => {
            vec![drop::drop(id, definition, !along.is_empty())]
        }
        Change::Alter { id, alteration }
            if concurrently && matches!(**alteration, Alteration::Detach { .. }) =>
        {
            let detach = alter::alter(id, alteration).into_iter();
            detach.map(|it| it + " CONCURRENTLY").collect()
        }
        Change::Alter { id, alteration } => alter::alter(id, alteration),
        Change::Rename { from, to } if from.kind == Kind::Range => {
            range::rename(&from.qname(), &to.qname())
        }
        Change::Rename { from, to } => vec![alter::rename(from, to)],
        Change::Join { role } => vec![role::join(&role.name)],
        Change::SetOwner { id, owner } => vec![privileges::owner(id, owner)],
        Change::SetComment { id, foreign: true, comment } => {
            vec![foreign::comment(id, comment.as_deref())]
        }
        Change::SetComment { id, comment, .. } => {
            vec![privileges::comment(id, comment.as_deref())]
        }
        Change::Grant(it) => vec![privileges::grant(it)],
        Change::Revoke(it) => vec![privileges::revoke(it)],
    };
    texts.into_iter().map(|sql| Statement { id: change.id().clone(), sql }).collect()
}
