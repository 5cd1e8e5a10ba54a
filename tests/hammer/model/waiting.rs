//! The waitlist of a host.

use super::{Ask, Made, Model, Party, Refused, refuse};
use crate::hammer::scene::HOUR;

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryStatus {
    Waiting,
    Offered,
    Taken,
    Passed,
    Withdrawn,
    Expired,
}

impl EntryStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Taken => "taken",
            Self::Passed => "passed",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// A family that waits. They are in the order of coming.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    /// Who put the family there.
    pub(crate) user: usize,
    pub(crate) ask: Ask,
    pub(crate) status: EntryStatus,
    /// The booking that is offered.
    pub(crate) booking: Option<usize>,
}

impl Model {
    /// `api.join_waitlist`
    pub(crate) fn join_waitlist(&mut self, user: usize, ask: &Ask) -> Result<Made, Refused> {
        Self::may_book(user, ask)?;
        if ask.end <= ask.start {
            return Err(vec!["22023"]);
        }
        self.let_go(ask.host);
        let mut reasons = self.refuse_stay(ask, user);
        if Self::own_house(ask.host, ask.family) {
            reasons.push("MM210");
        }
        if self.entries.iter().any(|it| {
            it.status == EntryStatus::Waiting
                && it.ask.host == ask.host
                && it.ask.family == ask.family
                && it.ask.start < ask.end
                && ask.start < it.ask.end
        }) {
            reasons.push("23P01");
        }
        refuse(reasons)?;
        let mut ask = ask.clone();
        ask.children.sort_unstable();
        ask.children.dedup();
        let status = EntryStatus::Waiting;
        self.entries.push(Entry {
            id: String::new(),
            user,
            ask: ask.clone(),
            status,
            booking: None,
        });
        let made = Made { entry: Some(self.entries.len() - 1), ..Made::default() };
        self.promote(ask.host);
        Ok(made)
    }

    /// `api.leave_waitlist`
    pub(crate) fn leave_waitlist(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let entry = &mut self.entries[number];
        if !Self::created(user, entry.ask.family) {
            return Err(vec!["P0002"]);
        }
        if entry.status != EntryStatus::Waiting {
            return Err(vec!["MM206"]);
        }
        entry.status = EntryStatus::Withdrawn;
        Ok(Made::default())
    }

    /// `app.promote_waitlist`
    pub(crate) fn promote_waitlist(&mut self) -> usize {
        (0..self.terms.len())
            .map(|host| if self.waits(host) { self.promote(host) } else { 0 })
            .sum()
    }

    fn waits(&self, host: usize) -> bool {
        self.entries.iter().any(|it| it.ask.host == host && it.status == EntryStatus::Waiting)
    }

    /// Offers what is free to those who wait, in the order of coming; how many offers.
    pub(super) fn promote(&mut self, host: usize) -> usize {
        if !self.waits(host) {
            return 0;
        }
        self.let_go(host);
        let mut offers = 0;
        for number in 0..self.entries.len() {
            let entry = &self.entries[number];
            if entry.ask.host != host || entry.status != EntryStatus::Waiting {
                continue;
            }
            if entry.ask.start <= self.now {
                self.entries[number].status = EntryStatus::Expired;
                continue;
            }
            let (ask, user) = (entry.ask.clone(), entry.user);
            if !self.refuse_stay(&ask, user).is_empty() {
                continue;
            }
            let due = self.now + 2 * HOUR;
            if let Ok(booking) = self.hold(&ask, Party::System, due, None) {
                let entry = &mut self.entries[number];
                entry.status = EntryStatus::Offered;
                entry.booking = Some(booking);
                offers += 1;
            }
        }
        offers
    }

    /// An offer was answered, or ran out.
    pub(super) fn offer_ends(&mut self, booking: usize, became: EntryStatus) {
        for entry in &mut self.entries {
            if entry.booking == Some(booking) && entry.status == EntryStatus::Offered {
                entry.status = became;
            }
        }
    }
}
