//! Handing children over.

use super::{Made, Model, Party, Refused, Status};
use crate::hammer::scene::{HOUR, PARENT};

/// How many wrong codes a code survives, less one.
const ATTEMPTS: usize = 5;

/// A code that a family has made.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) code: String,
    expires: i64,
    attempts: usize,
}

impl Model {
    /// `api.make_handover_code`: the database says the code afterwards.
    pub(crate) fn make_code(
        &mut self,
        user: usize,
        booking: usize,
        check_in: bool,
    ) -> Result<Made, Refused> {
        let (now, booking) = (self.now, &mut self.bookings[booking]);
        let answers_for =
            Self::created(user, booking.family) || user == PARENT && booking.family == 0;
        if !answers_for {
            return Err(vec!["P0002"]);
        }
        if booking.status != if check_in { Status::Confirmed } else { Status::InProgress } {
            return Err(vec!["MM206"]);
        }
        let code = Some(Code { code: String::new(), expires: now + 12 * HOUR, attempts: 0 });
        *(if check_in { &mut booking.check_in } else { &mut booking.check_out }) = code;
        Ok(Made::default())
    }

    /// `api.check_in` and `api.check_out`, with the right code or a wrong one.
    pub(crate) fn hand_over(
        &mut self,
        user: usize,
        number: usize,
        check_in: bool,
        right: bool,
    ) -> Result<Made, Refused> {
        let (now, booking) = (self.now, &mut self.bookings[number]);
        if !Self::hosts(user, booking.host) || !booking.was_asked() {
            return Err(vec!["P0002"]);
        }
        if booking.status != if check_in { Status::Confirmed } else { Status::InProgress } {
            return Err(vec!["MM206"]);
        }
        if check_in && now < booking.start - HOUR {
            return Err(vec!["MM209"]);
        }
        let code = if check_in { &mut booking.check_in } else { &mut booking.check_out };
        let good = code.as_mut().filter(|it| it.expires > now && it.attempts < ATTEMPTS);
        let opens = good.is_some_and(|code| {
            code.attempts += usize::from(!right);
            right
        });
        if opens {
            let to = if check_in { Status::InProgress } else { Status::Completed };
            self.step(number, to, &[Party::Host])?;
        }
        let answer = if opens { "t" } else { "f" };
        Ok(Made { answer: Some(answer.to_owned()), ..Made::default() })
    }
}
