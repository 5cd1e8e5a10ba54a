//! The way of a booking, as `docs/momni/bookings.md` draws it.

/// Where a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Held,
    Requested,
    Accepted,
    Confirmed,
    InProgress,
    Completed,
    Declined,
    Expired,
    Cancelled,
    NoShow,
}

/// As what somebody moves something. Who may act as several acts as the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Party {
    Family,
    Host,
    System,
}

impl Party {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Host => "host",
            Self::System => "system",
        }
    }
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Requested => "requested",
            Self::Accepted => "accepted",
            Self::Confirmed => "confirmed",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::NoShow => "no_show",
        }
    }

    /// Whether a booking takes places.
    pub(crate) fn occupies(self) -> bool {
        use Status::{Accepted, Confirmed, Held, InProgress, Requested};
        matches!(self, Held | Requested | Accepted | Confirmed | InProgress)
    }

    /// Whether host and family have agreed to a stay that is not over.
    pub(crate) fn agreed(self) -> bool {
        matches!(self, Self::Accepted | Self::Confirmed | Self::InProgress)
    }

    /// Whether somebody may move a booking from here to there.
    pub(crate) fn may_become(self, to: Self, by: Party) -> bool {
        use Party::{Family, Host, System};
        use Status::*;
        match (self, to) {
            (Held, Requested) => matches!(by, Family | System),
            (Held | Requested | Accepted, Expired) => by == System,
            (Held, Cancelled) => by == Family,
            (Requested, Accepted | Confirmed | Declined) => by == Host,
            (Requested, Cancelled) => matches!(by, Family | System),
            (Accepted, Confirmed) => by == System,
            (Accepted | Confirmed, Cancelled) => true,
            (Confirmed, InProgress) => by == Host,
            (Confirmed, NoShow) => by == System,
            (InProgress, Completed) => matches!(by, Host | System),
            _ => false,
        }
    }
}
