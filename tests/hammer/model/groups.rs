//! Families that come together.

use super::{Ask, Made, Model, Party, Refused, Status, refuse};

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupStatus {
    Gathering,
    Requested,
    Cancelled,
    Expired,
}

impl GroupStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gathering => "gathering",
            Self::Requested => "requested",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }
}

/// A group.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) host: usize,
    pub(crate) family: usize,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) closes: i64,
    pub(crate) status: GroupStatus,
}

impl Model {
    /// `api.create_booking_group`
    pub(crate) fn create_group(
        &mut self,
        user: usize,
        ask: &Ask,
        open_for: i64,
    ) -> Result<Made, Refused> {
        Self::may_book(user, ask)?;
        if ask.end <= ask.start {
            return Err(vec!["22023"]);
        }
        self.let_go(ask.host);
        let mut reasons = self.refuse_stay(ask, user);
        let number = self.groups.len();
        let closes = (self.now + open_for).min(ask.start - self.terms[ask.host].notice);
        if closes <= self.now {
            reasons.push("MM203");
        }
        self.groups.push(Group {
            id: String::new(),
            code: String::new(),
            host: ask.host,
            family: ask.family,
            start: ask.start,
            end: ask.end,
            closes,
            status: GroupStatus::Gathering,
        });
        if Self::own_house(ask.host, ask.family) {
            reasons.push("MM210");
        }
        let booking = self.hold(ask, Party::Family, closes, Some(number));
        reasons.extend(booking.clone().err().into_iter().flatten());
        refuse(reasons)?;
        Ok(Made { booking: booking.ok(), group: Some(number), ..Made::default() })
    }

    /// `api.join_booking_group`; no group for a code that opens none.
    pub(crate) fn join_group(
        &mut self,
        user: usize,
        group: Option<usize>,
        family: usize,
        children: &[usize],
    ) -> Result<Made, Refused> {
        let found = group.map(|number| self.groups[number].clone());
        let (host, start, end) = found.as_ref().map_or((0, 0, 1), |it| (it.host, it.start, it.end));
        let ask = Ask { family, host, start, end, children: children.to_vec() };
        Self::may_book(user, &ask)?;
        let (Some(found), Some(number)) = (found, group) else { return Err(vec!["MM213"]) };
        if found.status != GroupStatus::Gathering || found.closes <= self.now {
            return Err(vec!["MM213"]);
        }
        let mut reasons = Vec::new();
        if !self.is_bookable(host, user) {
            reasons.push("MM201");
        }
        if Self::own_house(host, family) {
            reasons.push("MM210");
        }
        if self
            .bookings
            .iter()
            .any(|it| it.group == group && it.family == family && it.status.occupies())
        {
            reasons.push("MM215");
        }
        self.let_go(host);
        let booking = self.hold(&ask, Party::Family, found.closes, Some(number));
        reasons.extend(booking.clone().err().into_iter().flatten());
        refuse(reasons)?;
        Ok(Made { booking: booking.ok(), ..Made::default() })
    }

    /// `api.request_booking_group`
    pub(crate) fn request_group(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let group = &self.groups[number];
        if !Self::created(user, group.family) {
            return Err(vec!["P0002"]);
        }
        if group.status != GroupStatus::Gathering {
            return Err(vec!["MM206"]);
        }
        if group.closes <= self.now {
            return Err(vec!["MM207"]);
        }
        self.groups[number].status = GroupStatus::Requested;
        let held = self.of_group(number, Status::Held);
        for booking in &held {
            self.step(*booking, Status::Requested, &[Party::System])?;
        }
        Ok(Made { answer: Some(held.len().to_string()), ..Made::default() })
    }

    /// `api.cancel_booking_group`
    pub(crate) fn cancel_group(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let group = &self.groups[number];
        if !Self::created(user, group.family) {
            return Err(vec!["P0002"]);
        }
        if group.status != GroupStatus::Gathering {
            return Err(vec!["MM206"]);
        }
        self.groups[number].status = GroupStatus::Cancelled;
        // One after the other: those who wait are asked after each.
        for booking in self.of_group(number, Status::Held) {
            if self.bookings[booking].status == Status::Held {
                self.step(booking, Status::Expired, &[Party::System])?;
            }
        }
        Ok(Made::default())
    }

    /// `api.accept_booking_group`
    pub(crate) fn accept_group(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let host = self.groups[number].host;
        let mut asking = self.of_group(number, Status::Requested);
        asking.retain(|it| self.bookings[*it].due > Some(self.now));
        if !Self::hosts(user, host) || asking.is_empty() {
            return Err(vec!["P0002"]);
        }
        for booking in &asking {
            if !self.is_bookable(host, self.bookings[*booking].family) {
                return Err(vec!["MM201"]);
            }
            if self.is_elsewhere(&self.bookings[*booking]) {
                return Err(vec!["23P01"]);
            }
            self.agree(*booking, user);
        }
        Ok(Made { answer: Some(asking.len().to_string()), ..Made::default() })
    }

    /// `app.expire_groups`
    pub(crate) fn expire_groups(&mut self) -> usize {
        let now = self.now;
        let due = |it: &&mut Group| it.status == GroupStatus::Gathering && it.closes <= now;
        self.groups.iter_mut().filter(due).map(|it| it.status = GroupStatus::Expired).count()
    }

    /// The bookings of a group, in the order of their keys.
    fn of_group(&self, group: usize, status: Status) -> Vec<usize> {
        let ours = self.bookings.iter().filter(|it| it.group == Some(group) && it.status == status);
        let mut ours: Vec<_> = ours.collect();
        ours.sort_by(|one, other| one.id.cmp(&other.id));
        ours.iter().map(|it| it.number).collect()
    }
}
