//! `interval`.

use super::{Fault, end, take, through_sql};
use bytes::{BufMut, BytesMut};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// An `interval`: months, days and microseconds, which PostgreSQL keeps apart, since neither a month nor a day always has the
/// same length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Interval {
    /// Months; a year is twelve.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Microseconds.
    pub micros: i64,
}

impl Interval {
    /// Longer than every other one (PostgreSQL 17).
    pub const INFINITY: Self = Self { months: i32::MAX, days: i32::MAX, micros: i64::MAX };
    /// The other way (PostgreSQL 17).
    pub const NEG_INFINITY: Self = Self { months: i32::MIN, days: i32::MIN, micros: i64::MIN };

    /// So many months.
    pub const fn from_months(months: i32) -> Self {
        Self { months, days: 0, micros: 0 }
    }

    /// So many days.
    pub const fn from_days(days: i32) -> Self {
        Self { months: 0, days, micros: 0 }
    }

    /// So many microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        Self { months: 0, days: 0, micros }
    }

    fn read(mut raw: &[u8]) -> Result<Self, Fault> {
        let micros = i64::from_be_bytes(take(&mut raw)?);
        let days = i32::from_be_bytes(take(&mut raw)?);
        let months = i32::from_be_bytes(take(&mut raw)?);
        end(raw).map(|()| Self { months, days, micros })
    }

    fn write(&self, out: &mut BytesMut) -> Result<(), Fault> {
        out.put_i64(self.micros);
        out.put_i32(self.days);
        out.put_i32(self.months);
        Ok(())
    }
}

through_sql!(Interval, "interval");

impl From<Duration> for Interval {
    /// What is finer than microseconds is cut off, what is longer than an interval can hold is its longest.
    fn from(duration: Duration) -> Self {
        Self::from_micros(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Interval {
    /// As ISO 8601 has it: `P1M2DT3.5S`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::INFINITY => return f.write_str("infinity"),
            Self::NEG_INFINITY => return f.write_str("-infinity"),
            _ => {}
        }
        let sign = if self.micros < 0 { "-" } else { "" };
        let micros = self.micros.unsigned_abs();
        let fraction = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        let seconds = fraction.trim_end_matches('0').trim_end_matches('.');
        write!(f, "P{}M{}DT{sign}{seconds}S", self.months, self.days)
    }
}
