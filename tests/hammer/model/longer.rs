//! Wishes to stay longer.

use super::{Made, Model, Refused, Status, refuse};

/// Where a wish stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WishStatus {
    Requested,
    Accepted,
    Declined,
    Withdrawn,
    Expired,
}

impl WishStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
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
        if self.wishes.iter().any(|it| it.booking == booking && it.status == WishStatus::Requested)
        {
            reasons.push("23505");
        }
        refuse(reasons)?;
        self.wishes.push(Wish { id: String::new(), booking, end, status: WishStatus::Requested });
        Ok(Made { wish: Some(self.wishes.len() - 1), ..Made::default() })
    }

    /// `api.withdraw_extension`
    pub(crate) fn withdraw_extension(&mut self, user: usize, wish: usize) -> Result<Made, Refused> {
        let family = self.bookings[self.wishes[wish].booking].family;
        self.answer(wish, WishStatus::Withdrawn, Self::created(user, family))
    }

    /// `api.decline_extension`
    pub(crate) fn decline_extension(&mut self, user: usize, wish: usize) -> Result<Made, Refused> {
        let host = self.bookings[self.wishes[wish].booking].host;
        self.answer(wish, WishStatus::Declined, Self::hosts(user, host))
    }

    /// `api.accept_extension`
    pub(crate) fn accept_extension(&mut self, user: usize, wish: usize) -> Result<Made, Refused> {
        let Wish { booking, end, .. } = self.wishes[wish];
        let host = self.bookings[booking].host;
        self.answer(wish, WishStatus::Accepted, Self::hosts(user, host))?;
        self.let_go(host);
        if !self.bookings[booking].status.agreed() || self.bookings[booking].end >= end {
            return Err(vec!["MM206"]);
        }
        self.bookings[booking].end = end;
        self.set_due(booking);
        self.books.stay_moves(booking, end, self.now);
        let longer = &self.bookings[booking];
        let mut reasons = self.too_full(longer);
        if self.is_elsewhere(longer) {
            reasons.push("23P01");
        }
        if !self.is_bookable(host, user) {
            reasons.push("MM201");
        }
        refuse(reasons)?;
        Ok(Made { answer: Some(longer.price().to_string()), ..Made::default() })
    }

    fn answer(&mut self, wish: usize, to: WishStatus, may: bool) -> Result<Made, Refused> {
        let wish = &mut self.wishes[wish];
        if !may {
            return Err(vec!["P0002"]);
        }
        if wish.status != WishStatus::Requested {
            return Err(vec!["MM206"]);
        }
        wish.status = to;
        Ok(Made::default())
    }

    /// What the host has not answered when a stay is over has run out.
    pub(super) fn wishes_end(&mut self, booking: usize) {
        assert!(!self.bookings[booking].status.occupies(), "{:?}", Status::Held);
        for wish in &mut self.wishes {
            if wish.booking == booking && wish.status == WishStatus::Requested {
                wish.status = WishStatus::Expired;
            }
        }
    }
}
