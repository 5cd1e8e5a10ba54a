//! Bookings from the hold to their end.

use super::{Code, EntryStatus, Made, Model, Party, Refused, Status, refuse};
use crate::hammer::scene::{AWAY, CHILDREN, DAY, FAMILIES, HOSTS, HOUR, MINUTE, hosts};

/// A booking.
#[derive(Debug, Clone)]
pub(crate) struct Booking {
    /// Its place among the bookings of the model.
    pub(crate) number: usize,
    /// Its key in the database.
    pub(crate) id: String,
    pub(crate) host: usize,
    pub(crate) family: usize,
    pub(crate) children: Vec<usize>,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) buffer: i64,
    /// Until when its places are kept while a longer stay is to be paid.
    pub(crate) held_until: Option<i64>,
    pub(crate) exclusive: bool,
    pub(crate) policy: &'static str,
    pub(crate) status: Status,
    /// Whether it was let go, or ran out, before the host was asked.
    pub(crate) unasked: bool,
    pub(crate) moved_by: Party,
    pub(crate) due: Option<i64>,
    pub(crate) group: Option<usize>,
    /// What an hour of all children costs.
    pub(crate) rate: i64,
    pub(crate) fee: Option<i64>,
    pub(crate) agreed_at: Option<i64>,
    pub(crate) check_in: Option<Code>,
    pub(crate) check_out: Option<Code>,
}

/// What a family asks for.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) family: usize,
    pub(crate) host: usize,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) children: Vec<usize>,
}

impl Booking {
    /// The stay and the time that stays empty after it.
    pub(crate) fn occupied(&self) -> (i64, i64) {
        (self.start, self.held_until.map_or(self.end, |it| it.max(self.end)) + self.buffer)
    }

    /// Whether the host was ever asked. Else it is nothing to them.
    pub(crate) fn was_asked(&self) -> bool {
        self.status != Status::Held && !self.unasked
    }

    /// In minor units, rounded half up.
    pub(crate) fn price(&self) -> i64 {
        (2 * self.rate * (self.end - self.start) + HOUR) / (2 * HOUR)
    }

    /// What the family owes if it cancels now.
    fn cancellation_fee(&self, now: i64) -> i64 {
        if !matches!(self.status, Status::Confirmed | Status::InProgress) {
            return 0;
        }
        let notice = self.start - now;
        let (grace, grace_notice, tiers): (i64, i64, &[(i64, i64)]) = match self.policy {
            "flexible" => (HOUR, 2 * HOUR, &[(24 * HOUR, 0), (0, 5000)]),
            "moderate" => (HOUR, 24 * HOUR, &[(5 * DAY, 0), (24 * HOUR, 5000), (0, 10000)]),
            _ => (24 * HOUR, 7 * DAY, &[(7 * DAY, 5000), (0, 10000)]),
        };
        let Some(agreed) = self.agreed_at else { return 0 };
        // Nobody cancels in the instant in which it was agreed on, so the end of the time of grace is after it.
        if now < agreed + grace && notice >= grace_notice {
            return 0;
        }
        let share = tiers.iter().find(|(least, _)| *least <= notice).map_or(10000, |it| it.1);
        (self.price() * share + 5000) / 10000
    }
}

impl Model {
    /// As which parties a user acts in what is of a family and a host.
    pub(super) fn parties(user: usize, family: usize, host: usize) -> Vec<Party> {
        let family = Self::created(user, family).then_some(Party::Family);
        let host = Self::hosts(user, host).then_some(Party::Host);
        family.into_iter().chain(host).collect()
    }

    /// Why a host may not be booked for a time by a user, whatever places there are.
    pub(super) fn refuse_stay(&self, ask: &Ask, user: usize) -> Refused {
        let terms = &self.terms[ask.host];
        let (lasts, now) = (ask.end - ask.start, self.now);
        let mut reasons = Vec::new();
        if !self.is_bookable(ask.host, user) {
            reasons.push("MM201");
        }
        let in_time = ask.start >= now + terms.notice && ask.end <= now + 180 * DAY;
        if lasts < terms.shortest || lasts > terms.longest || !in_time {
            reasons.push("MM203");
        }
        let away = ask.host + 1 == hosts().len() && ask.start < AWAY.1 && AWAY.0 < ask.end;
        if away || ask.end > now + 180 * DAY {
            reasons.push("MM202");
        }
        reasons
    }

    /// Whether the host belongs to the family.
    pub(super) fn own_house(host: usize, family: usize) -> bool {
        host == 0 && family == FAMILIES - 1
    }

    /// What is wrong with the ages, and what an hour costs.
    pub(super) fn rate(&self, ask: &Ask) -> Result<i64, Refused> {
        let capacity = |child: &usize| {
            let capacity = self.terms[ask.host].capacities[CHILDREN[*child].0 as usize];
            capacity.filter(|(places, _)| *places > 0)
        };
        let prices = ask.children.iter().map(|child| capacity(child).map(|it| it.1));
        prices.sum::<Option<i64>>().ok_or_else(|| vec!["MM205"])
    }

    /// Adds a booking that is held, if there are places.
    pub(super) fn hold(
        &mut self,
        ask: &Ask,
        by: Party,
        due: i64,
        group: Option<usize>,
    ) -> Result<usize, Refused> {
        // Who is named twice is there once.
        let mut ask = ask.clone();
        ask.children.sort_unstable();
        ask.children.dedup();
        let terms = &self.terms[ask.host];
        let rate = self.rate(&ask);
        let booking = Booking {
            number: self.bookings.len(),
            id: String::new(),
            host: ask.host,
            family: ask.family,
            children: ask.children,
            start: ask.start,
            end: ask.end,
            buffer: terms.buffer,
            held_until: None,
            exclusive: terms.exclusive,
            policy: terms.policy,
            status: Status::Held,
            unasked: false,
            moved_by: by,
            due: Some(due.min(ask.start)),
            group,
            rate: rate.clone().unwrap_or(0),
            fee: None,
            agreed_at: None,
            check_in: None,
            check_out: None,
        };
        let mut reasons = self.too_full(&booking);
        if self.is_there(&booking) {
            reasons.push("23P01");
        }
        reasons.extend(rate.err().into_iter().flatten());
        refuse(reasons)?;
        self.bookings.push(booking);
        Ok(self.bookings.len() - 1)
    }

    /// Only the creator of a family books, and for its children.
    pub(super) fn may_book(user: usize, ask: &Ask) -> Result<(), Refused> {
        if ask.children.is_empty() {
            return Err(vec!["22023"]);
        }
        if !Self::created(user, ask.family) || !Self::are_of(ask.family, &ask.children) {
            return Err(vec!["P0002"]);
        }
        Ok(())
    }

    /// `api.hold_booking`
    pub(crate) fn hold_booking(&mut self, user: usize, ask: &Ask) -> Result<Made, Refused> {
        Self::may_book(user, ask)?;
        if ask.end <= ask.start {
            return Err(vec!["22023"]);
        }
        self.let_go(ask.host);
        let mut reasons = self.refuse_stay(ask, user);
        if Self::own_house(ask.host, ask.family) {
            reasons.push("MM210");
        }
        let booking = self.hold(ask, Party::Family, self.now + 15 * MINUTE, None);
        reasons.extend(booking.clone().err().into_iter().flatten());
        refuse(reasons)?;
        Ok(Made { booking: booking.ok(), ..Made::default() })
    }

    /// `api.request_booking`
    pub(crate) fn request_booking(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let booking = &self.bookings[number];
        if !Self::created(user, booking.family) {
            return Err(vec!["P0002"]);
        }
        if booking.status == Status::Held && booking.due <= Some(self.now) {
            return Err(vec!["MM207"]);
        }
        self.step(number, Status::Requested, &[Party::Family])?;
        Ok(Made::default())
    }

    /// `api.accept_booking`
    pub(crate) fn accept_booking(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let booking = &self.bookings[number];
        if !Self::hosts(user, booking.host) || !booking.was_asked() {
            return Err(vec!["P0002"]);
        }
        let mut reasons = Vec::new();
        if booking.status == Status::Requested && booking.due <= Some(self.now) {
            reasons.push("MM207");
        }
        if !self.is_bookable(booking.host, booking.family) {
            reasons.push("MM201");
        }
        if booking.status != Status::Requested {
            reasons.push("MM206");
        }
        if booking.status == Status::Requested && self.is_elsewhere(booking) {
            reasons.push("23P01");
        }
        refuse(reasons)?;
        let answer = Some(self.agree(number, user).name().to_owned());
        Ok(Made { answer, ..Made::default() })
    }

    /// The host of a request agrees.
    pub(super) fn agree(&mut self, number: usize, user: usize) -> Status {
        let booking = &self.bookings[number];
        let to = if booking.price() == 0 { Status::Confirmed } else { Status::Accepted };
        let parties = Self::parties(user, booking.family, booking.host);
        self.step(number, to, &parties).expect("a request may be agreed to");
        to
    }

    /// `api.decline_booking`
    pub(crate) fn decline_booking(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let booking = &self.bookings[number];
        if !Self::hosts(user, booking.host) || !booking.was_asked() {
            return Err(vec!["P0002"]);
        }
        self.step(number, Status::Declined, &[Party::Host])?;
        Ok(Made::default())
    }

    /// `api.cancel_booking`
    pub(crate) fn cancel_booking(&mut self, user: usize, number: usize) -> Result<Made, Refused> {
        let booking = &self.bookings[number];
        let parties = Self::parties(user, booking.family, booking.host);
        if parties.is_empty() || parties == [Party::Host] && !booking.was_asked() {
            return Err(vec!["P0002"]);
        }
        self.step(number, Status::Cancelled, &parties)?;
        let answer = self.bookings[number].fee.map(|fee| fee.to_string());
        Ok(Made { answer, ..Made::default() })
    }

    /// `api.quote_cancellation`
    pub(crate) fn quote_cancellation(&self, user: usize, number: usize) -> Result<Made, Refused> {
        let booking = &self.bookings[number];
        let family = Self::created(user, booking.family) || Self::belongs(user, booking.family);
        let host = Self::hosts(user, booking.host) && booking.was_asked();
        if !family && !host {
            return Err(vec!["P0002"]);
        }
        let answer = Some(booking.cancellation_fee(self.now).to_string());
        Ok(Made { answer, ..Made::default() })
    }

    /// Moves a booking, and does what follows from it.
    pub(super) fn step(
        &mut self,
        number: usize,
        to: Status,
        parties: &[Party],
    ) -> Result<(), Refused> {
        let from = self.bookings[number].status;
        let mover = parties.iter().copied().find(|party| from.may_become(to, *party));
        self.put(number, to, mover.ok_or_else(|| vec!["MM206"])?);
        self.follow(number, from);
        Ok(())
    }

    /// Writes where a booking stands now.
    fn put(&mut self, number: usize, to: Status, by: Party) {
        let now = self.now;
        let booking = &mut self.bookings[number];
        let fee = booking.cancellation_fee(now);
        let let_go = matches!(to, Status::Cancelled | Status::Expired);
        booking.unasked |= booking.status == Status::Held && let_go;
        booking.status = to;
        booking.moved_by = by;
        if to.agreed() && to != Status::InProgress {
            booking.agreed_at.get_or_insert(now);
        }
        booking.fee = match to {
            Status::Cancelled if by == Party::Family => Some(fee),
            Status::Cancelled => Some(0),
            Status::NoShow => Some(booking.price()),
            _ => booking.fee,
        };
        self.set_due(number);
    }

    /// Until when what a booking is now lasts.
    pub(super) fn set_due(&mut self, number: usize) {
        let now = self.now;
        let booking = &mut self.bookings[number];
        booking.due = match booking.status {
            Status::Held => Some((now + 15 * MINUTE).min(booking.start)),
            Status::Requested | Status::Accepted => Some((now + DAY).min(booking.start)),
            Status::Confirmed => Some((booking.start + 2 * HOUR).min(booking.end)),
            Status::InProgress => Some(booking.end + 2 * HOUR),
            _ => None,
        };
    }

    /// What follows from it that a booking has moved.
    fn follow(&mut self, number: usize, from: Status) {
        let booking = &self.bookings[number];
        let (to, host) = (booking.status, booking.host);
        let over = from.occupies() && !to.occupies();
        if over {
            self.wishes_end(number);
        }
        self.money_follows(number);
        if from == Status::Held || over {
            let became =
                if to == Status::Requested { EntryStatus::Taken } else { EntryStatus::Passed };
            self.offer_ends(number, became);
        }
        if over {
            self.promote(host);
        }
    }

    /// What has run out with a host lets its places go: bookings, and then longer stays that were not paid.
    pub(super) fn let_go(&mut self, host: usize) {
        self.expire_with(host);
        self.expire_wishes(Some(host));
    }

    /// All bookings that have run out with a host, and then those who wait are asked.
    fn expire_with(&mut self, host: usize) -> usize {
        let due: Vec<usize> =
            self.due(&[Status::Held, Status::Requested, Status::Accepted], Some(host));
        let from: Vec<Status> = due.iter().map(|number| self.bookings[*number].status).collect();
        for number in &due {
            self.put(*number, Status::Expired, Party::System);
        }
        for (number, from) in due.iter().zip(from) {
            self.follow(*number, from);
        }
        due.len()
    }

    /// What is due, in the order in which it became so.
    pub(crate) fn due(&self, statuses: &[Status], host: Option<usize>) -> Vec<usize> {
        let mut due: Vec<&Booking> = self
            .bookings
            .iter()
            .filter(|it| statuses.contains(&it.status) && it.due.is_some_and(|at| at <= self.now))
            .filter(|it| host.is_none_or(|host| it.host == host))
            .collect();
        due.sort_by_key(|it| (it.host, it.due));
        due.iter().map(|it| it.number).collect()
    }

    /// `app.expire_bookings`
    pub(crate) fn expire_bookings(&mut self) -> usize {
        (0..self.terms.len()).map(|host| self.expire_with(host)).sum()
    }

    /// `app.mark_no_shows` and `app.complete_stays`
    pub(crate) fn move_due(&mut self, from: Status, to: Status) -> usize {
        let due = self.due(&[from], None);
        for number in &due {
            // Those who wait are asked after each.
            self.step(*number, to, &[Party::System]).expect("it may");
        }
        due.len()
    }

    /// `app.cancel_bookings_of_host`
    pub(crate) fn cancel_bookings_of_host(&mut self, host: usize) -> usize {
        self.let_go(host);
        if self.listed[host] {
            return 0;
        }
        let ours: Vec<usize> = self
            .bookings
            .iter()
            .filter(|it| it.host == host)
            .filter(|it| {
                matches!(it.status, Status::Requested | Status::Accepted | Status::Confirmed)
            })
            .map(|it| it.number)
            .collect();
        for number in &ours {
            self.step(*number, Status::Cancelled, &[Party::System]).expect("it may");
        }
        ours.len()
    }

    /// The user who is a host.
    pub(crate) fn user_of(host: usize) -> usize {
        HOSTS + host
    }
}
