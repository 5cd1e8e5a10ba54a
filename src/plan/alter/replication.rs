//! Publications and subscriptions.

use super::{Outcome, options};
use crate::catalog::{Publication, Subscription};
use crate::plan::Alteration;

pub(super) fn alter_publication(old: &Publication, new: &Publication) -> Outcome {
    if old.all_tables != new.all_tables {
        return Outcome::Replace;
    }
    let mut alterations = Vec::new();
    if old.tables != new.tables || old.schemas != new.schemas {
        let change = Alteration::PublicationObjects { from: old.clone(), to: new.clone() };
        alterations.push(change);
    }
    let same =
        Publication { tables: old.tables.clone(), schemas: old.schemas.clone(), ..new.clone() };
    if same != *old {
        alterations.push(Alteration::PublicationOptions { from: old.clone(), to: new.clone() });
    }
    alterations.into()
}

/// Two phases are decided on when the slot is made. A connection that may not be read is left alone.
pub(super) fn alter_subscription(old: &Subscription, new: &Subscription) -> Outcome {
    let two_phase = |it: &Subscription| it.options.contains_key("two_phase");
    if two_phase(old) != two_phase(new) {
        return Outcome::Replace;
    }
    let mut alterations = Vec::new();
    if let (Some(from), Some(to)) = (&old.connection, &new.connection)
        && from != to
    {
        alterations.push(Alteration::SubscriptionConnection(to.clone()));
    }
    if old.publications != new.publications {
        alterations.push(Alteration::SubscriptionPublications(new.publications.clone()));
    }
    if old.slot != new.slot {
        alterations.push(Alteration::SubscriptionSlot(new.slot.clone()));
    }
    if let Some(Alteration::Options { set, reset }) = options(&old.options, &new.options) {
        alterations.push(Alteration::SubscriptionOptions { set, reset });
    }
    alterations.into()
}
