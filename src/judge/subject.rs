//! What the rules look at.

use super::{Constant, Needs, Remark};
use crate::catalog::{
    Catalog, Column, Constraint, ConstraintBody, Definition, Function, Index, Kind, Name, Object,
    ObjectId, Policy, QName, Role, Table, Trigger, View,
};
use crate::schedule::Job;
use crate::secure::Secured;
use std::collections::{BTreeMap, BTreeSet};

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The declared catalog: expressions are the author's words.
    pub declared: &'a Catalog,
    /// The same in a server's words, where it was built.
    pub built: Option<&'a Catalog>,
    /// Conditions that PostgreSQL has found to be the same for every row.
    pub constants: &'a [Constant],
    /// What surrounds functions, by function: a subset of the declared ones.
    pub secured: &'a BTreeMap<&'a ObjectId, &'a Secured>,
    /// What plpgsql_check says of the bodies, where it was asked.
    pub remarks: Option<&'a [Remark]>,
    /// The jobs.
    pub jobs: &'a [Job],
    /// Keys that a declaration leaves out although it matters that they are said, by object: `on_delete`.
    pub unsaid: &'a BTreeSet<(ObjectId, &'static str)>,
    /// How unqualified names resolve.
    pub search_path: &'a [Name],
}

macro_rules! each {
    ($($(#[doc = $doc:literal])* $name:ident, $kind:ident, $type:ty;)*) => {
        impl<'a> Subject<'a> {
            $($(#[doc = $doc])*
            pub(super) fn $name(&self) -> impl Iterator<Item = (&'a ObjectId, &'a Object, &'a $type)> + use<'a> {
                self.declared.of_kind(Kind::$kind).filter_map(|(id, object)| match &object.definition {
                    Definition::$kind(it) => Some((id, object, it)),
                    _ => None,
                })
            })*
        }
    };
}

each! {
    /// The declared tables.
    tables, Table, Table;
    /// The declared columns.
    columns, Column, Column;
    /// The declared constraints.
    constraints, Constraint, Constraint;
    /// The declared policies.
    policies, Policy, Policy;
    /// The declared functions and procedures.
    functions, Function, Function;
    /// The declared views.
    views, View, View;
    /// The declared roles.
    roles, Role, Role;
    /// The declared triggers.
    triggers, Trigger, Trigger;
}

impl<'a> Subject<'a> {
    /// Whether what a rule looks at is at hand.
    pub fn has(&self, needs: Needs) -> bool {
        match needs {
            Needs::Declared => true,
            Needs::Built => self.built.is_some(),
            Needs::Examined => self.remarks.is_some(),
        }
    }

    /// What a condition always is, where PostgreSQL says that it does not depend on the row.
    pub(super) fn constant(&self, on: &ObjectId, condition: &str) -> Option<Option<bool>> {
        let mut all = self.constants.iter();
        all.find(|it| it.on == *on && it.condition == condition).map(|it| it.value)
    }

    /// A declared table.
    pub(super) fn table(&self, name: &QName) -> Option<(&'a Object, &'a Table)> {
        let object = self.declared.get(&ObjectId::in_schema(Kind::Table, name))?;
        match &object.definition {
            Definition::Table(table) => Some((object, table)),
            _ => None,
        }
    }

    /// A declared schema.
    pub(super) fn schema(&self, name: &Name) -> Option<&'a Object> {
        self.declared.get(&ObjectId::global(Kind::Schema, name.clone()))
    }

    /// A declared column.
    pub(super) fn column(&self, table: &QName, name: &str) -> Option<&'a Column> {
        self.declared.column(&ObjectId::of_relation(Kind::Column, table, name))
    }

    /// The constraints of a table.
    pub(super) fn constraints_of(
        &self,
        table: &QName,
    ) -> impl Iterator<Item = (&'a ObjectId, &'a Constraint)> + use<'a> {
        self.declared.of_relation(Kind::Constraint, table).filter_map(|(id, object)| match &object
            .definition
        {
            Definition::Constraint(it) => Some((id, it)),
            _ => None,
        })
    }

    /// The policies of a table.
    pub(super) fn policies_of(&self, table: &QName) -> impl Iterator<Item = &'a Policy> + use<'a> {
        self.declared.of_relation(Kind::Policy, table).filter_map(|(_, object)| {
            match &object.definition {
                Definition::Policy(it) => Some(it),
                _ => None,
            }
        })
    }

    /// The indexes of a table that no constraint stands on.
    pub(super) fn indexes_of(
        &self,
        table: &QName,
    ) -> impl Iterator<Item = (&'a ObjectId, &'a Index)> + use<'a> {
        self.declared.of_relation(Kind::Index, table).filter_map(|(id, object)| {
            match &object.definition {
                Definition::Index(it) => Some((id, it)),
                _ => None,
            }
        })
    }

    /// The columns that the keys of a table and its whole indexes begin with, each in its order. An index that holds only some of the rows
    /// finds those alone.
    pub(super) fn index_keys(&self, table: &QName) -> Vec<Vec<String>> {
        let mut keys = Vec::new();
        for (_, it) in self.constraints_of(table) {
            match &it.body {
                ConstraintBody::PrimaryKey { columns, .. }
                | ConstraintBody::Unique { columns, .. } => {
                    keys.push(columns.iter().map(ToString::to_string).collect());
                }
                ConstraintBody::Exclusion { elements, predicate: None, .. } => {
                    keys.push(elements.iter().map(|it| it.element.expression.clone()).collect());
                }
                _ => {}
            }
        }
        for (_, it) in self.indexes_of(table).filter(|(_, it)| it.predicate.is_none()) {
            keys.push(it.elements.iter().map(|it| column_of(&it.expression)).collect());
        }
        keys
    }

    /// The tables, partitions aside: what is wrong with a partition is wrong with its table.
    pub(super) fn whole_tables(
        &self,
    ) -> impl Iterator<Item = (&'a ObjectId, &'a Object, &'a Table)> + use<'a> {
        self.tables().filter(|(_, _, table)| table.partition_of.is_none())
    }
}

/// The column of an element of an index, where it is one: `name` of `name desc`.
fn column_of(element: &str) -> String {
    let word = element.split_whitespace().next().unwrap_or_default();
    word.trim_matches('"').to_owned()
}
