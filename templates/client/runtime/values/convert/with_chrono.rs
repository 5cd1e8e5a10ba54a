use super::NotThere;
use crate::runtime::values::timestamp::UNIX_MICROS;
use crate::runtime::values::{Date, Time, Timestamp, Timestamptz};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

impl From<NaiveDate> for Date {
    fn from(it: NaiveDate) -> Self {
        // chrono counts from the first day of year 1, which is 730,120 days before 2000-01-01.
        Self::from_days(it.num_days_from_ce() - 730_120)
    }
}

impl TryFrom<Date> for NaiveDate {
    type Error = NotThere;

    fn try_from(it: Date) -> Result<Self, NotThere> {
        let day = it.ymd().and_then(|(year, month, day)| Self::from_ymd_opt(year, month, day));
        day.ok_or(NotThere("chrono::NaiveDate"))
    }
}

impl From<NaiveTime> for Time {
    /// What is finer than microseconds is cut off, and a leap second is the one before it.
    fn from(it: NaiveTime) -> Self {
        let micros = (it.nanosecond() / 1_000).min(999_999);
        Self::new(it.hour(), it.minute(), it.second(), micros).unwrap_or_default()
    }
}

impl TryFrom<Time> for NaiveTime {
    type Error = NotThere;

    fn try_from(it: Time) -> Result<Self, NotThere> {
        let (seconds, micros) = (it.micros() / 1_000_000, it.micros() % 1_000_000);
        let seconds = u32::try_from(seconds).ok();
        let nanos = u32::try_from(micros * 1_000).ok();
        let time = seconds
            .zip(nanos)
            .and_then(|(seconds, nanos)| Self::from_num_seconds_from_midnight_opt(seconds, nanos));
        time.ok_or(NotThere("chrono::NaiveTime"))
    }
}

impl From<NaiveDateTime> for Timestamp {
    /// What is finer than microseconds is cut off.
    fn from(it: NaiveDateTime) -> Self {
        Self::from_micros(it.and_utc().timestamp_micros() - UNIX_MICROS)
    }
}

impl TryFrom<Timestamp> for NaiveDateTime {
    type Error = NotThere;

    fn try_from(it: Timestamp) -> Result<Self, NotThere> {
        let moment = DateTime::try_from(Timestamptz::from_micros(it.micros()));
        moment.map(|it| it.naive_utc()).map_err(|_| NotThere("chrono::NaiveDateTime"))
    }
}

impl From<DateTime<Utc>> for Timestamptz {
    /// What is finer than microseconds is cut off.
    fn from(it: DateTime<Utc>) -> Self {
        Self::from_micros(it.timestamp_micros() - UNIX_MICROS)
    }
}

impl TryFrom<Timestamptz> for DateTime<Utc> {
    type Error = NotThere;

    fn try_from(it: Timestamptz) -> Result<Self, NotThere> {
        let micros = it.micros().checked_add(UNIX_MICROS);
        let moment = micros.filter(|_| it.is_finite()).and_then(Self::from_timestamp_micros);
        moment.ok_or(NotThere("chrono::DateTime"))
    }
}
