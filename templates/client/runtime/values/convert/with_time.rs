use super::NotThere;
use crate::runtime::values::calendar::UNIX_DAYS;
use crate::runtime::values::timestamp::UNIX_MICROS;
use crate::runtime::values::{Date, Time, Timestamp, Timestamptz};
use time::{Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// The Julian day of 2000-01-01.
const JULIAN: i32 = 2_440_588 + UNIX_DAYS;

impl From<time::Date> for Date {
    fn from(it: time::Date) -> Self {
        Self::from_days(it.to_julian_day() - JULIAN)
    }
}

impl TryFrom<Date> for time::Date {
    type Error = NotThere;

    fn try_from(it: Date) -> Result<Self, NotThere> {
        let day = || {
            let (year, month, day) = it.ymd()?;
            let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
            Self::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
        };
        day().ok_or(NotThere("time::Date"))
    }
}

impl From<time::Time> for Time {
    /// What is finer than microseconds is cut off.
    fn from(it: time::Time) -> Self {
        let (hour, minute, second, micros) = it.as_hms_micro();
        Self::new(hour.into(), minute.into(), second.into(), micros).unwrap_or_default()
    }
}

impl TryFrom<Time> for time::Time {
    type Error = NotThere;

    fn try_from(it: Time) -> Result<Self, NotThere> {
        let time = || {
            let seconds = it.micros() / 1_000_000;
            let part = |it: i64| u8::try_from(it).ok();
            let micros = u32::try_from(it.micros() % 1_000_000).ok()?;
            let (hour, minute) = (part(seconds / 3_600)?, part(seconds / 60 % 60)?);
            Self::from_hms_micro(hour, minute, part(seconds % 60)?, micros).ok()
        };
        time().ok_or(NotThere("time::Time"))
    }
}

fn moment(micros: i64) -> Option<OffsetDateTime> {
    let nanos = (i128::from(micros) + i128::from(UNIX_MICROS)) * 1_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()
}

fn micros(it: OffsetDateTime) -> i64 {
    // The years of the crate `time` are far within what PostgreSQL holds; what its feature `large-dates` adds is one of the
    // infinities.
    let micros = it.unix_timestamp_nanos().div_euclid(1_000) - i128::from(UNIX_MICROS);
    i64::try_from(micros).unwrap_or(if micros < 0 { i64::MIN } else { i64::MAX })
}

impl From<PrimitiveDateTime> for Timestamp {
    /// What is finer than microseconds is cut off.
    fn from(it: PrimitiveDateTime) -> Self {
        Self::from_micros(micros(it.assume_utc()))
    }
}

impl TryFrom<Timestamp> for PrimitiveDateTime {
    type Error = NotThere;

    fn try_from(it: Timestamp) -> Result<Self, NotThere> {
        let moment = moment(it.micros()).filter(|_| it.is_finite());
        let moment = moment.map(|it| it.to_offset(UtcOffset::UTC));
        moment.map(|it| Self::new(it.date(), it.time())).ok_or(NotThere("time::PrimitiveDateTime"))
    }
}

impl From<OffsetDateTime> for Timestamptz {
    /// What is finer than microseconds is cut off.
    fn from(it: OffsetDateTime) -> Self {
        Self::from_micros(micros(it))
    }
}

impl TryFrom<Timestamptz> for OffsetDateTime {
    type Error = NotThere;

    fn try_from(it: Timestamptz) -> Result<Self, NotThere> {
        moment(it.micros()).filter(|_| it.is_finite()).ok_or(NotThere("time::OffsetDateTime"))
    }
}
