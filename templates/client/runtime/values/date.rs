//! `date`.

use super::calendar::{from_days, to_days};
use super::parse::digits;
use super::{Fault, ParseError, end, take, through_sql, through_text};
use bytes::{BufMut, BytesMut};
use std::fmt;
use std::str::FromStr;

/// A `date`: a day from 4713 BC to 5874897, or one of the two infinities.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// Later than every other day.
    pub const INFINITY: Self = Self(i32::MAX);
    /// Earlier than every other day.
    pub const NEG_INFINITY: Self = Self(i32::MIN);

    /// A day of the Gregorian calendar. Year 0 is 1 BC. `None` where there is no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let days = i32::try_from(to_days(year, month, day)?).ok()?;
        Some(Self(days)).filter(|it| it.is_finite())
    }

    /// So many days after 2000-01-01. The least and the greatest number are the infinities.
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// The days after 2000-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// Whether it is a day.
    pub const fn is_finite(self) -> bool {
        self.0 != i32::MAX && self.0 != i32::MIN
    }

    /// Year (0 is 1 BC), month and day; `None` for an infinity.
    pub fn ymd(self) -> Option<(i32, u32, u32)> {
        self.is_finite().then(|| from_days(i64::from(self.0)))
    }

    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let days = i32::from_be_bytes(take(&mut raw)?);
        end(raw).map(|()| Self(days))
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_i32(self.0);
        Ok(())
    }
}

through_sql!(Date, "date");
through_text!(Date);

/// The day as `-0044-03-15` in ISO 8601, where year 0 is there, without its sign but for PostgreSQL's ` BC`.
pub(super) fn write_day(f: &mut fmt::Formatter<'_>, days: i64) -> Result<bool, fmt::Error> {
    let (year, month, day) = from_days(days);
    let before = year <= 0;
    let shown = if before { 1 - i64::from(year) } else { i64::from(year) };
    write!(f, "{shown:04}-{month:02}-{day:02}")?;
    Ok(before)
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::INFINITY => f.write_str("infinity"),
            Self::NEG_INFINITY => f.write_str("-infinity"),
            Self(days) => {
                let before = write_day(f, i64::from(days))?;
                if before { f.write_str(" BC") } else { Ok(()) }
            }
        }
    }
}

/// The days after 2000-01-01 of `2024-02-29`; `before` says that the year is one before Christ.
pub(super) fn read_day(text: &str, before: bool) -> Option<i64> {
    let mut parts = text.split('-').map(digits);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || (before && year == 0) {
        return None;
    }
    let year = if before { 1 - year } else { year };
    to_days(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

impl FromStr for Date {
    type Err = ParseError;

    /// `2024-02-29`, `0044-03-15 BC`, `infinity` or `-infinity`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        const EXPECTED: ParseError = ParseError::new("a date as 2024-02-29");
        match text {
            "infinity" => Ok(Self::INFINITY),
            "-infinity" => Ok(Self::NEG_INFINITY),
            _ => {
                let (day, before) = text.strip_suffix(" BC").map_or((text, false), |it| (it, true));
                let days = read_day(day, before).and_then(|it| i32::try_from(it).ok());
                days.map(Self).filter(|it| it.is_finite()).ok_or(EXPECTED)
            }
        }
    }
}
