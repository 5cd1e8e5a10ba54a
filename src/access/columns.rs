//! For which columns of a relation something holds.

use crate::catalog::Name;
use std::collections::BTreeSet;

/// For which columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Columns {
    /// For the relation as a whole, or an object without columns.
    #[default]
    All,
    /// For these alone.
    These(BTreeSet<Name>),
}

impl Columns {
    /// Those that are listed, where not all are meant.
    pub fn listed(&self) -> Option<&BTreeSet<Name>> {
        match self {
            Self::All => None,
            Self::These(names) => Some(names),
        }
    }

    /// Whether all of these are among them.
    pub(super) fn hold(&self, names: &BTreeSet<Name>) -> bool {
        self.listed().is_none_or(|listed| names.is_subset(listed))
    }
}
