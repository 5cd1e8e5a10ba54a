//! Tables; their columns, constraints and so on are objects of their own.

use super::{Outcome, foreign, options, tablespace};
use crate::catalog::{Catalog, Options, Table};
use crate::plan::Alteration;

/// Whether a storage parameter is one of the table that keeps the long values. PostgreSQL takes and forgets it as long
/// as no column can have such.
pub(crate) fn is_of_toast(option: &str) -> bool {
    option.starts_with("toast.")
}

/// By which index it is ordered, and what replication knows a row by, are set when all indexes are there.
pub(super) fn alter(from: &Catalog, old: &Table, new: &Table) -> Outcome {
    let mut alterations = Vec::new();
    if old.persistence != new.persistence {
        alterations.push(Alteration::Persistence(new.persistence));
    }
    if old.using != new.using {
        if from.major < 15 {
            return Outcome::Replace;
        }
        // A partitioned table has none of its own unless it is said.
        alterations.push(match (&new.using, &new.partition_by) {
            (None, Some(_)) => Alteration::TableUsingDefault,
            (using, _) => Alteration::TableUsing(using.clone()),
        });
    }
    alterations.extend(tablespace(&old.tablespace, &new.tablespace));
    let own = |it: &Table| -> Options {
        it.options.clone().into_iter().filter(|(name, _)| !is_of_toast(name)).collect()
    };
    alterations.extend(options(&own(old), &own(new)));
    if let (Some(old), Some(new)) = (&old.foreign, &new.foreign) {
        alterations.extend(foreign::options(&old.options, &new.options));
    }
    if old.row_security != new.row_security {
        alterations.push(Alteration::TableRowSecurity(new.row_security));
    }
    if old.force_row_security != new.force_row_security {
        alterations.push(Alteration::TableForceRowSecurity(new.force_row_security));
    }
    alterations.into()
}
