//! What a declaration says beyond the state: how far the catalog reaches, and how to get there.

use super::as_pairs;
use super::{Name, ObjectId, Row, RowsSpec};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far an introspection reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The roles of the cluster that are read; `None` for all but the predefined ones. A role that is named here is
    /// never taken for the migrating role.
    pub roles: Option<BTreeSet<Name>>,
    /// Extensions whose version is part of the comparison.
    pub pinned_extensions: BTreeSet<Name>,
    /// Tables whose rows are read.
    pub rows: Vec<RowsSpec>,
}

impl Scope {
    /// Everything but rows.
    pub fn everything() -> Self {
        Self { roles: None, pinned_extensions: BTreeSet::new(), rows: Vec::new() }
    }
}

/// What a plan may do that two catalogs alone do not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// From the new identity to the old one (`renamed_from`).
    #[serde(with = "as_pairs")]
    pub renames: BTreeMap<ObjectId, ObjectId>,
    /// Roles that are to be dropped (`absent: true`).
    pub absent_roles: BTreeSet<Name>,
    /// Tables whose rows that are not declared are deleted (`only: true`).
    pub exclusive_rows: BTreeSet<ObjectId>,
    /// Rows that must not be there, by the values of their keys (`absent:`).
    #[serde(with = "as_pairs")]
    pub absent_rows: BTreeMap<ObjectId, BTreeSet<Row>>,
    /// Of each enum, from the new label to the old one (`renamed_from`).
    #[serde(with = "as_pairs")]
    pub renamed_labels: BTreeMap<ObjectId, BTreeMap<String, String>>,
    /// Of each composite type, from the new attribute to the old one (`renamed_from`).
    #[serde(with = "as_pairs")]
    pub renamed_attributes: BTreeMap<ObjectId, BTreeMap<String, String>>,
}

impl Intent {
    /// Whether anything had another name.
    pub fn states_renames(&self) -> bool {
        let Self { renames, renamed_labels, renamed_attributes, .. } = self;
        !renames.is_empty() || !renamed_labels.is_empty() || !renamed_attributes.is_empty()
    }
}
