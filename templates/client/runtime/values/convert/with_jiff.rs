use super::NotThere;
use crate::runtime::values::timestamp::UNIX_MICROS;
use crate::runtime::values::{Date, Interval, Time, Timestamp, Timestamptz};
use jiff::Span;
use jiff::civil;

impl TryFrom<Date> for civil::Date {
    type Error = NotThere;

    fn try_from(it: Date) -> Result<Self, NotThere> {
        let day = || {
            let (year, month, day) = it.ymd()?;
            let year = i16::try_from(year).ok()?;
            Self::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        day().ok_or(NotThere("jiff::civil::Date"))
    }
}

impl From<civil::Date> for Date {
    fn from(it: civil::Date) -> Self {
        let part = |it: i8| u32::try_from(it).unwrap_or(1);
        // Every day of jiff is one of PostgreSQL's calendar.
        Self::new(it.year().into(), part(it.month()), part(it.day())).unwrap_or(Self::NEG_INFINITY)
    }
}

impl From<civil::Time> for Time {
    /// What is finer than microseconds is cut off.
    fn from(it: civil::Time) -> Self {
        let part = |it: i8| u32::try_from(it).unwrap_or(0);
        let micros = u32::try_from(it.subsec_nanosecond() / 1_000).unwrap_or(0);
        Self::new(part(it.hour()), part(it.minute()), part(it.second()), micros).unwrap_or_default()
    }
}

impl TryFrom<Time> for civil::Time {
    type Error = NotThere;

    fn try_from(it: Time) -> Result<Self, NotThere> {
        let time = || {
            let seconds = it.micros() / 1_000_000;
            let part = |it: i64| i8::try_from(it).ok();
            let nanos = i32::try_from(it.micros() % 1_000_000 * 1_000).ok()?;
            let (hour, minute) = (part(seconds / 3_600)?, part(seconds / 60 % 60)?);
            Self::new(hour, minute, part(seconds % 60)?, nanos).ok()
        };
        time().ok_or(NotThere("jiff::civil::Time"))
    }
}

impl From<civil::DateTime> for Timestamp {
    /// What is finer than microseconds is cut off.
    fn from(it: civil::DateTime) -> Self {
        Self::new(it.date().into(), it.time().into()).unwrap_or(Self::NEG_INFINITY)
    }
}

impl TryFrom<Timestamp> for civil::DateTime {
    type Error = NotThere;

    fn try_from(it: Timestamp) -> Result<Self, NotThere> {
        let (date, time) = it.parts().ok_or(NotThere("jiff::civil::DateTime"))?;
        Ok(Self::from_parts(date.try_into()?, time.try_into()?))
    }
}

impl From<jiff::Timestamp> for Timestamptz {
    /// What is finer than microseconds is cut off.
    fn from(it: jiff::Timestamp) -> Self {
        Self::from_micros(it.as_nanosecond().div_euclid(1_000) as i64 - UNIX_MICROS)
    }
}

impl TryFrom<Timestamptz> for jiff::Timestamp {
    type Error = NotThere;

    fn try_from(it: Timestamptz) -> Result<Self, NotThere> {
        let micros = it.micros().checked_add(UNIX_MICROS).filter(|_| it.is_finite());
        // From microseconds alone jiff does not make those of its last second.
        let moment = |micros: i64| {
            let nanos = i32::try_from(micros.rem_euclid(1_000_000) * 1_000).ok()?;
            Self::new(micros.div_euclid(1_000_000), nanos).ok()
        };
        micros.and_then(moment).ok_or(NotThere("jiff::Timestamp"))
    }
}

impl TryFrom<Interval> for Span {
    type Error = NotThere;

    fn try_from(it: Interval) -> Result<Self, NotThere> {
        // A span has one sign for all of its parts: what is set last would turn the others.
        let signs = [i64::from(it.months), i64::from(it.days), it.micros].map(i64::signum);
        if signs.contains(&1) && signs.contains(&-1) {
            return Err(NotThere("jiff::Span"));
        }
        let span = Self::new().try_months(it.months).and_then(|span| span.try_days(it.days));
        let span = span.and_then(|span| span.try_microseconds(it.micros));
        span.map_err(|_| NotThere("jiff::Span"))
    }
}
