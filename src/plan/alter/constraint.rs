//! Constraints of tables.

use super::{Outcome, attachment, tablespace};
use crate::catalog::{Catalog, Constraint, ConstraintBody, ObjectId};
use crate::plan::Alteration;

pub(super) fn alter(
    from: &Catalog,
    to: &Catalog,
    id: &ObjectId,
    old: &Constraint,
    new: &Constraint,
) -> Outcome {
    // Only foreign keys can change when they are checked.
    let foreign_key = matches!(new.body, ConstraintBody::ForeignKey { .. });
    let deferral = (old.deferrable, old.initially_deferred);
    let new_deferral = (new.deferrable, new.initially_deferred);
    // Only of a foreign key can be changed whether it is enforced; it is then validated.
    let enforced = old.not_enforced != new.not_enforced;
    if old.body != new.body
        || (enforced && (!foreign_key || (!new.not_enforced && !new.validated)))
        || (!enforced && old.validated && !new.validated)
        || (deferral != new_deferral && !foreign_key)
    {
        return Outcome::Replace;
    }
    let mut alterations = Vec::new();
    match attachment(from, to, id, old.attached.as_ref(), new.attached.as_ref()) {
        Outcome::Replace => return Outcome::Replace,
        Outcome::Same => {}
        Outcome::Alter(attach) => alterations.extend(attach),
    }
    alterations.extend(tablespace(&old.tablespace, &new.tablespace));
    if old.index_comment != new.index_comment {
        alterations.push(Alteration::IndexComment(new.index_comment.clone()));
    }
    if deferral != new_deferral {
        alterations.push(Alteration::ConstraintDeferrable {
            deferrable: new.deferrable,
            initially_deferred: new.initially_deferred,
        });
    }
    if enforced {
        alterations.push(Alteration::ConstraintEnforced(!new.not_enforced));
    } else if !old.validated && new.validated {
        alterations.push(Alteration::ConstraintValidate);
    }
    alterations.into()
}
