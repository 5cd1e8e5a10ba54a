//! Wishes to stay longer.

use super::{Booking, Made, Model, Refused, Status, refuse};
use crate::hammer::scene::{DAY, HOUR};

/// Where a wish stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WishStatus {
    Requested,
    /// To be paid.
    Agreed,
    Accepted,
    Declined,
    Withdrawn,
    Expired,
}

impl WishStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Agreed => "agreed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// A wish.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) id: String,
    pub(crate) booking: usize,
    pub(crate) end: i64,
    pub(crate) status: WishStatus,
    /// What it costs more, and until when that is to be paid.
    pub(crate) owed: Option<(i64, i64)>,
}

impl Wish {
    /// Whether nothing has become of it yet.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.status, WishStatus::Requested | WishStatus::Agreed)
    }
}

impl Model {
    /// `api.request_extension`
    pub(crate) fn request_extension(
        &mut self,
        user: usize,
        booking: usize,
        end: i64,
    ) -> Result<Made, Refused> {
        let asked = &self.bookings[booking];
        if !Self::created(user, asked.family) {
            return Err(vec!["P0002"]);
        }
        let mut reasons = Vec::new();
        if !asked.status.agreed() {
            reasons.push("MM206");
        }
        if end <= asked.end {
            reasons.push("MM214");
        }
        if self.wishes.iter().any(|it| it.booking == booking && it.is_live()) {
            reasons.push("23505");
        }
        refuse(reasons)?;
        let (id, status) = (String::new(), WishStatus::Requested);
        self.wishes.push(Wish { id, booking, end, status, owed: None });
        Ok(Made { wish: Some(self.wishes.len() - 1), ..Made::default() })
    }

    /// `api.withdraw_extension`
    pub(crate) fn withdraw_extension(&mut self, user: usize, wish: usize) -> Result<Made, Refused> {
        let family = self.bookings[self.wishes[wish].booking].family;
        self.end_wish(wish, WishStatus::Withdrawn, Self::created(user, family))
    }

    /// `api.decline_extension`
    pub(crate) fn decline_extension(&mut self, user: usize, wish: usize) -> Result<Made, Refused> {
        let host = self.bookings[self.wishes[wish].booking].host;
        self.end_wish(wish, WishStatus::Declined, Self::hosts(user, host))
    }

    /// `api.accept_extension`
    pub(crate) fn accept_extension(&mut self, user: usize, wish: usize) -> Result<Made, Refused> {
        let Wish { booking, end, status, .. } = self.wishes[wish];
        let host = self.bookings[booking].host;
        if !Self::hosts(user, host) {
            return Err(vec!["P0002"]);
        }
        if status != WishStatus::Requested {
            return Err(vec!["MM206"]);
        }
        self.let_go(host);
        let stay = &self.bookings[booking];
        if !stay.status.agreed() || stay.end >= end {
            return Err(vec!["MM206"]);
        }
        let (is_paid, costs) = (stay.status != Status::Accepted, stay.price());
        let mut longer = stay.clone();
        longer.end = end;
        let mut reasons = self.too_full(&longer);
        if self.is_elsewhere(&longer) {
            reasons.push("23P01");
        }
        if !self.is_bookable(host, longer.family) {
            reasons.push("MM201");
        }
        refuse(reasons)?;
        let price = longer.price();
        if is_paid && price > costs {
            // Not after the stay is over by itself.
            let due = end.min(self.now + DAY).min(self.bookings[booking].end + 2 * HOUR);
            if due <= self.now {
                return Err(vec!["MM206"]);
            }
            self.bookings[booking].held_until = Some(end);
            self.wishes[wish].status = WishStatus::Agreed;
            self.wishes[wish].owed = Some((price - costs, due));
        } else {
            self.wishes[wish].status = WishStatus::Accepted;
            self.make_longer(booking, end);
        }
        Ok(Made { answer: Some(price.to_string()), ..Made::default() })
    }

    /// A stay is longer.
    fn make_longer(&mut self, booking: usize, end: i64) {
        let stay = &mut self.bookings[booking];
        stay.end = end;
        stay.held_until = None;
        self.set_due(booking);
        self.books.stay_moves(booking, end, self.now);
    }

    /// `api.pay_extension`
    pub(crate) fn pay_extension(&mut self, user: usize, wish: usize) -> Result<Made, Refused> {
        let Wish { booking, end, status, owed, .. } = self.wishes[wish];
        let stay = &self.bookings[booking];
        if !Self::created(user, stay.family) {
            return Err(vec!["P0002"]);
        }
        let host = stay.host;
        let running =
            self.books.payments.iter().find(|it| it.wish == Some(wish) && it.is_to_come());
        if let Some(payment) = running {
            return Ok(Made { answer: Some(payment.id.clone()), ..Made::default() });
        }
        let in_time = |it: &(i64, i64)| status == WishStatus::Agreed && it.1 > self.now;
        let Some((amount, _)) = owed.filter(in_time) else {
            return Err(vec!["MM304"]);
        };
        let mut longer = stay.clone();
        longer.end = end;
        if self.is_elsewhere(&longer) {
            return Err(vec!["23P01"]);
        }
        if !self.stands(host, longer.family) {
            return Err(vec!["MM304"]);
        }
        self.books.open_payment((booking, Some(wish)), user, host, amount, end);
        Ok(Made { payment: Some(self.books.payments.len() - 1), ..Made::default() })
    }

    /// What a longer stay costs more is paid: whether the stay is longer. Otherwise the wish has run out.
    pub(super) fn extension_paid(&mut self, wish: usize) -> bool {
        let Wish { booking, end, status, .. } = self.wishes[wish];
        if status != WishStatus::Agreed {
            return false;
        }
        let is_longer = self.attempt(|model| {
            let Booking { host, family, .. } = model.bookings[booking];
            // First, or it would run out itself.
            model.wishes[wish].status = WishStatus::Accepted;
            model.let_go(host);
            let mut longer = model.bookings[booking].clone();
            longer.end = end;
            if model.is_elsewhere(&longer) || !model.stands(host, family) {
                return Err(vec![]);
            }
            model.make_longer(booking, end);
            Ok(())
        });
        if is_longer.is_err() {
            self.put_wish(wish, WishStatus::Expired);
        }
        is_longer.is_ok()
    }

    /// `app.expire_extensions`
    pub(crate) fn expire_extensions(&mut self) -> usize {
        self.expire_wishes(None)
    }

    /// What was not paid in time runs out, with one host or with all.
    pub(super) fn expire_wishes(&mut self, host: Option<usize>) -> usize {
        let agreed = self.wishes.iter().enumerate().filter(|it| it.1.status == WishStatus::Agreed);
        let mut over: Vec<_> = agreed
            .filter_map(|(number, it)| Some((self.bookings[it.booking].host, it.owed?.1, number)))
            .filter(|(at, due, _)| *due <= self.now && host.is_none_or(|host| host == *at))
            .collect();
        over.sort_unstable();
        let mut expired = 0;
        for (_, _, wish) in over {
            // Those who are asked let go of what has run out, too.
            if self.wishes[wish].status == WishStatus::Agreed {
                self.put_wish(wish, WishStatus::Expired);
                expired += 1;
            }
        }
        expired
    }

    fn end_wish(&mut self, wish: usize, to: WishStatus, may: bool) -> Result<Made, Refused> {
        if !may {
            return Err(vec!["P0002"]);
        }
        if !self.wishes[wish].is_live() {
            return Err(vec!["MM206"]);
        }
        self.put_wish(wish, to);
        Ok(Made::default())
    }

    /// A wish comes to nothing: what was kept for it is free, and what was not paid is called off.
    fn put_wish(&mut self, wish: usize, to: WishStatus) {
        let Wish { booking, status, .. } = self.wishes[wish];
        self.wishes[wish].status = to;
        if status != WishStatus::Agreed {
            return;
        }
        let payment =
            self.books.payments.iter().position(|it| it.wish == Some(wish) && it.is_to_come());
        if let Some(payment) = payment {
            self.books.cancel_payment(payment, self.now);
        }
        let stay = &mut self.bookings[booking];
        if stay.status.occupies() {
            stay.held_until = None;
            let host = stay.host;
            self.promote(host);
        }
    }

    /// What is open when a stay is over has run out.
    pub(super) fn wishes_end(&mut self, booking: usize) {
        assert!(!self.bookings[booking].status.occupies(), "{:?}", Status::Held);
        for wish in 0..self.wishes.len() {
            if self.wishes[wish].booking == booking && self.wishes[wish].is_live() {
                self.put_wish(wish, WishStatus::Expired);
            }
        }
    }
}
