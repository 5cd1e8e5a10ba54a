//! Tables; their columns, constraints and so on are objects of their own.

use super::{Outcome, options};
use crate::catalog::Table;
use crate::plan::Alteration;

pub(super) fn alter(old: &Table, new: &Table) -> Outcome {
    let mut alterations = Vec::new();
    if old.persistence != new.persistence {
        alterations.push(Alteration::TablePersistence(new.persistence));
    }
    alterations.extend(options(&old.options, &new.options));
    if old.row_security != new.row_security {
        alterations.push(Alteration::TableRowSecurity(new.row_security));
    }
    if old.force_row_security != new.force_row_security {
        alterations.push(Alteration::TableForceRowSecurity(new.force_row_security));
    }
    alterations.into()
}
