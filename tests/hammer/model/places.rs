//! Who is where at each moment.

use super::{Booking, Model};
use crate::hammer::scene::{Age, CHILDREN, MINUTE};

/// All times are multiples of it, so what holds at each of these moments holds at every moment.
const STEP: i64 = 10 * MINUTE;

fn overlap(one: (i64, i64), other: (i64, i64)) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// Whether one child would be at two stays at once.
fn meet(one: &Booking, other: &Booking) -> bool {
    overlap((one.start, one.end), (other.start, other.end))
        && one.children.iter().any(|child| other.children.contains(child))
}

impl Model {
    /// The other bookings that take places of the same host while this one does.
    fn beside<'a>(&'a self, booking: &'a Booking) -> impl Iterator<Item = &'a Booking> {
        self.bookings.iter().filter(|other| {
            other.number != booking.number
                && other.host == booking.host
                && other.status.occupies()
                && overlap(other.occupied(), booking.occupied())
        })
    }

    /// What the places of a host have against a booking.
    pub(super) fn too_full(&self, booking: &Booking) -> Vec<&'static str> {
        let mut reasons = Vec::new();
        for other in self.beside(booking) {
            let one_party = booking.group.is_some() && booking.group == other.group;
            if !one_party && booking.exclusive && other.exclusive {
                reasons.push("23P01");
            }
            if !one_party && (booking.exclusive || other.exclusive) {
                reasons.push("MM204");
            }
        }
        let (from, until) = booking.occupied();
        let mut moment = from;
        while moment < until {
            let there = self
                .beside(booking)
                .filter(|other| other.occupied().0 <= moment && moment < other.occupied().1)
                .chain([booking])
                .flat_map(|stay| stay.children.iter().map(|child| CHILDREN[*child].0));
            if self.exceeds(booking, &there.collect::<Vec<_>>()) {
                reasons.push("MM204");
                break;
            }
            moment += STEP;
        }
        reasons
    }

    /// Whether so many are too many, for the places in all and for those of the ages that come.
    fn exceeds(&self, booking: &Booking, there: &[Age]) -> bool {
        let terms = &self.terms[booking.host];
        there.len() > terms.places
            || Age::ALL.iter().zip(&terms.capacities).any(|(age, capacity)| {
                let comes = booking.children.iter().any(|child| CHILDREN[*child].0 == *age);
                let places = capacity.map_or(0, |(places, _)| places);
                comes && there.iter().filter(|it| *it == age).count() > places
            })
    }

    /// Whether one of the children has a place with the same host meanwhile.
    pub(super) fn is_there(&self, booking: &Booking) -> bool {
        self.beside(booking).any(|other| meet(other, booking))
    }

    /// Whether one of the children is expected elsewhere while this booking lasts.
    pub(super) fn is_elsewhere(&self, booking: &Booking) -> bool {
        self.bookings.iter().any(|other| {
            other.number != booking.number && other.status.agreed() && meet(other, booking)
        })
    }
}
