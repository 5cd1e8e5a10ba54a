//! `timestamp` and `timestamptz`.

use super::calendar::MICROS_PER_DAY;
use super::date::{read_day, write_day};
use super::time_of_day::{read_offset, read_time, write_time};
use super::{Date, Fault, ParseError, Time, end, take, through_sql, through_text};
use bytes::{BufMut, BytesMut};
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// 2000-01-01 in microseconds after 1970-01-01.
pub(super) const UNIX_MICROS: i64 = 946_684_800_000_000;

/// A `timestamp` without time zone: microseconds, from 4713 BC to 294276, or one of the two infinities.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A `timestamp with time zone`: a moment in microseconds, from 4713 BC to 294276, or one of the two infinities. PostgreSQL
/// keeps no zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamptz(i64);

macro_rules! timestamp {
    ($type:ident, $name:literal) => {
        impl $type {
            /// Later than every other one.
            pub const INFINITY: Self = Self(i64::MAX);
            /// Earlier than every other one.
            pub const NEG_INFINITY: Self = Self(i64::MIN);

            /// So many microseconds after 2000-01-01 00:00:00. The least and the greatest number are the infinities.
            pub const fn from_micros(micros: i64) -> Self {
                Self(micros)
            }

            /// The microseconds after 2000-01-01 00:00:00.
            pub const fn micros(self) -> i64 {
                self.0
            }

            /// Whether it is no infinity.
            pub const fn is_finite(self) -> bool {
                self.0 != i64::MAX && self.0 != i64::MIN
            }

            /// Its day and time of day (for a moment: in UTC); `None` for an infinity.
            pub fn parts(self) -> Option<(Date, Time)> {
                let day = i32::try_from(self.0.div_euclid(MICROS_PER_DAY)).ok()?;
                let time = Time::from_micros(self.0.rem_euclid(MICROS_PER_DAY))?;
                self.is_finite().then_some((Date::from_days(day), time))
            }

            /// A time of a day (for a moment: in UTC); `None` beyond what PostgreSQL can hold, and for infinite days.
            pub fn new(date: Date, time: Time) -> Option<Self> {
                let start = i64::from(date.days()).checked_mul(MICROS_PER_DAY)?;
                let micros = start.checked_add(time.micros())?;
                date.is_finite().then_some(Self(micros))
            }

            fn read(mut raw: &[u8]) -> Result<Self, Fault> {
                let micros = i64::from_be_bytes(take(&mut raw)?);
                end(raw).map(|()| Self(micros))
            }

            fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
                out.put_i64(self.0);
                Ok(())
            }
        }

        through_sql!($type, $name);
        through_text!($type);
    };
}

timestamp!(Timestamp, "timestamp");
timestamp!(Timestamptz, "timestamptz");

fn show(f: &mut fmt::Formatter<'_>, micros: i64, zone: &str) -> fmt::Result {
    match micros {
        i64::MAX => f.write_str("infinity"),
        i64::MIN => f.write_str("-infinity"),
        _ => {
            let before = write_day(f, micros.div_euclid(MICROS_PER_DAY))?;
            f.write_str("T")?;
            write_time(f, micros.rem_euclid(MICROS_PER_DAY))?;
            f.write_str(zone)?;
            if before { f.write_str(" BC") } else { Ok(()) }
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, self.0, "")
    }
}

impl fmt::Display for Timestamptz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, self.0, "Z")
    }
}

/// Microseconds of `2024-02-29T07:30:15`, and what stands after the time.
fn read(text: &str) -> Option<(i64, &str)> {
    let (text, before) = text.strip_suffix(" BC").map_or((text, false), |it| (it, true));
    let at = text.find(['T', ' '])?;
    let clock = &text[at + 1..];
    let zone = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
    let day = read_day(&text[..at], before)?;
    let time = read_time(&clock[..zone])?;
    let micros = day.checked_mul(MICROS_PER_DAY)?.checked_add(time.micros())?;
    Some((micros, &clock[zone..]))
}

impl FromStr for Timestamp {
    type Err = ParseError;

    /// `2024-02-29T07:30:15.25`, with ` BC` behind it for a year before Christ, `infinity` or `-infinity`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        match (text, read(text)) {
            ("infinity", _) => Ok(Self::INFINITY),
            ("-infinity", _) => Ok(Self::NEG_INFINITY),
            (_, Some((micros, ""))) => Ok(Self(micros)),
            _ => Err(ParseError::new("a timestamp as 2024-02-29T07:30:15")),
        }
    }
}

impl FromStr for Timestamptz {
    type Err = ParseError;

    /// `2024-02-29T07:30:15.25Z` or with an offset as `+02:00`, with ` BC` behind it for a year before Christ, `infinity` or
    /// `-infinity`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let expected = ParseError::new("a moment as 2024-02-29T07:30:15Z");
        match (text, read(text)) {
            ("infinity", _) => Ok(Self::INFINITY),
            ("-infinity", _) => Ok(Self::NEG_INFINITY),
            (_, Some((micros, "Z"))) => Ok(Self(micros)),
            (_, Some((micros, zone))) => {
                let offset = read_offset(zone).ok_or(expected.clone())?;
                let moment = micros.checked_sub(i64::from(offset) * 1_000_000);
                moment.map(Self).ok_or(expected)
            }
            _ => Err(expected),
        }
    }
}

impl From<SystemTime> for Timestamptz {
    /// What is finer than microseconds is cut off; what is beyond is infinite.
    fn from(time: SystemTime) -> Self {
        let whole = |it: Duration| i64::try_from(it.as_micros()).ok();
        let micros = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => whole(after).unwrap_or(i64::MAX),
            Err(before) => whole(before.duration()).map_or(i64::MIN, |it| -it),
        };
        match micros {
            i64::MAX => Self::INFINITY,
            _ => Self(micros.saturating_sub(UNIX_MICROS)),
        }
    }
}
