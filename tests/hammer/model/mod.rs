//! What must come of an operation, reckoned in Rust and from the documentation alone: nothing here asks the database.
//!
//! Times are seconds since the test began. The clock of the model stands still but when an operation lets time pass.

mod groups;
mod handover;
mod longer;
mod money;
mod orders;
mod payouts;
mod places;
mod reports;
mod status;
mod stays;
mod waiting;

pub(crate) use groups::{Group, GroupStatus};
pub(crate) use handover::Code;
pub(crate) use longer::{Wish, WishStatus};
pub(crate) use money::{
    Attempt, AttemptStatus, Books, Payment, PaymentStatus, Refund, RefundStatus,
};
pub(crate) use orders::{Dispute, DisputeStatus, Order, OrderStatus, Ordered};
pub(crate) use payouts::{Payout, PayoutStatus};
pub(crate) use reports::{Meaning, Report};
pub(crate) use status::{Party, Status};
pub(crate) use stays::{Ask, Booking};
pub(crate) use waiting::{Entry, EntryStatus};

use super::scene::{self, CHILDREN, FAMILIES, HOSTS, PARENT, Terms};

/// Why an operation is refused: any of these SQLSTATEs, as more than one thing may be wrong.
pub(crate) type Refused = Vec<&'static str>;

/// What an operation made, for the database to say its keys.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) booking: Option<usize>,
    pub(crate) group: Option<usize>,
    pub(crate) entry: Option<usize>,
    pub(crate) wish: Option<usize>,
    pub(crate) payment: Option<usize>,
    pub(crate) attempt: Option<usize>,
    pub(crate) order: Option<usize>,
    /// Whether an order was carried out at once, as the database says it.
    pub(crate) done: Option<&'static str>,
    pub(crate) dispute: Option<usize>,
    /// The number or the word that is answered.
    pub(crate) answer: Option<String>,
}

/// All that is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    /// The moment.
    pub(crate) now: i64,
    pub(crate) terms: Vec<Terms>,
    /// Whether each host is listed.
    pub(crate) listed: Vec<bool>,
    /// Users that have nothing to do with a host: user and host.
    pub(crate) blocks: Vec<(usize, usize)>,
    pub(crate) bookings: Vec<Booking>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) groups: Vec<Group>,
    pub(crate) wishes: Vec<Wish>,
    pub(crate) books: Books,
}

impl Model {
    /// The scene as it begins.
    pub(crate) fn new() -> Self {
        let terms = scene::hosts();
        Self { listed: vec![true; terms.len()], terms, ..Self::default() }
    }

    /// Does something as a whole or not at all.
    pub(crate) fn attempt<T>(
        &mut self,
        deed: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let before = self.clone();
        let done = deed(self);
        if done.is_err() {
            *self = before;
        }
        done
    }

    /// Whether a user created a family.
    pub(crate) fn created(user: usize, family: usize) -> bool {
        user < FAMILIES && user == family
    }

    /// Whether a user belongs to a family without having created it.
    pub(crate) fn belongs(user: usize, family: usize) -> bool {
        (user, family) == (PARENT, 0) || (user, family) == (HOSTS, FAMILIES - 1)
    }

    /// Whether these children belong to a family.
    pub(crate) fn are_of(family: usize, children: &[usize]) -> bool {
        children.iter().all(|child| CHILDREN[*child].1.contains(&family))
    }

    /// Whether a user is a host.
    pub(crate) fn hosts(user: usize, host: usize) -> bool {
        user == HOSTS + host
    }

    /// Whether a user may book a host.
    pub(crate) fn is_bookable(&self, host: usize, user: usize) -> bool {
        self.listed[host] && self.stands(host, user)
    }

    /// Whether what a host agreed to stands: also while the host is not listed.
    pub(crate) fn stands(&self, host: usize, user: usize) -> bool {
        !self.blocks.contains(&(user, host))
    }
}

/// Refuses where something is wrong.
fn refuse(reasons: Refused) -> Result<(), Refused> {
    if reasons.is_empty() { Ok(()) } else { Err(reasons) }
}
