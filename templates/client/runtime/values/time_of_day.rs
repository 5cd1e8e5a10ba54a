//! `time` and `timetz`.

use super::calendar::MICROS_PER_DAY;
use super::parse::{digits, micros};
use super::{Fault, ParseError, end, take, through_sql, through_text};
use bytes::{BufMut, BytesMut};
use std::fmt;
use std::str::FromStr;

/// A `time` without time zone: microseconds of a day, 24:00:00 included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

impl Time {
    /// Hour, minute, second and microseconds. `None` where there is no such time.
    pub fn new(hour: u32, minute: u32, second: u32, micros: u32) -> Option<Self> {
        if minute > 59 || second > 59 || micros > 999_999 || hour > 24 {
            return None;
        }
        let seconds = i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second);
        Self::from_micros(seconds * 1_000_000 + i64::from(micros))
    }

    /// So many microseconds after midnight; `None` beyond 24:00:00.
    pub fn from_micros(micros: i64) -> Option<Self> {
        (0..=MICROS_PER_DAY).contains(&micros).then_some(Self(micros))
    }

    /// The microseconds after midnight.
    pub const fn micros(self) -> i64 {
        self.0
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

through_sql!(Time, "time");
through_text!(Time);

/// `hour:minute:second`, and what there is of a fraction.
pub(super) fn write_time(f: &mut fmt::Formatter<'_>, micros: i64) -> fmt::Result {
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    write!(f, "{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)?;
    if fraction == 0 {
        return Ok(());
    }
    let text = format!("{fraction:06}");
    write!(f, ".{}", text.trim_end_matches('0'))
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_time(f, self.0)
    }
}

impl FromStr for Time {
    type Err = ParseError;

    /// `07:30`, `07:30:15` or `07:30:15.25`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        read_time(text).ok_or(ParseError::new("a time as 07:30:15.25"))
    }
}

pub(super) fn read_time(text: &str) -> Option<Time> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':').map(|it| digits(it).and_then(|it| u32::try_from(it).ok()));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, u32::try_from(micros(fraction)?).ok()?)
}

/// A `time with time zone`: a time of day and how far its zone is from UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timetz {
    /// The time of day in its zone.
    pub time: Time,
    /// Seconds east of UTC.
    pub offset: i32,
}

impl Timetz {
    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let time = Time(i64::from_be_bytes(take(&mut raw)?));
        // PostgreSQL counts to the west.
        let offset = -i32::from_be_bytes(take(&mut raw)?);
        end(raw).map(|()| Self { time, offset })
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_i64(self.time.0);
        out.put_i32(-self.offset);
        Ok(())
    }
}

through_sql!(Timetz, "timetz");
through_text!(Timetz);

impl fmt::Display for Timetz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let offset = self.offset.unsigned_abs();
        write!(f, "{}{sign}{:02}:{:02}", self.time, offset / 3_600, offset / 60 % 60)?;
        if offset.is_multiple_of(60) { Ok(()) } else { write!(f, ":{:02}", offset % 60) }
    }
}

impl FromStr for Timetz {
    type Err = ParseError;

    /// `07:30:15+02:00`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = || {
            let at = text.rfind(['+', '-'])?;
            let time = read_time(&text[..at])?;
            Some(Self { time, offset: read_offset(&text[at..])? })
        };
        read().ok_or(ParseError::new("a time with its zone as 07:30:15+02:00"))
    }
}

/// Seconds east of UTC, of `+02`, `+02:00` or `-02:30:15`.
pub(super) fn read_offset(text: &str) -> Option<i32> {
    let west = text.starts_with('-');
    let mut parts = text.strip_prefix(['+', '-'])?.split(':').map(digits);
    let hours = parts.next()??;
    let minutes = parts.next().unwrap_or(Some(0))?;
    let seconds = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || hours > 15 || minutes > 59 || seconds > 59 {
        return None;
    }
    let offset = i32::try_from(hours * 3_600 + minutes * 60 + seconds).ok()?;
    Some(if west { -offset } else { offset })
}
