//! When a job is due.

use super::Cron;
use std::fmt;
use std::time::Duration;

/// A moment, to the microsecond, as PostgreSQL keeps them.
pub type Moment = jiff::Timestamp;

/// When a job is due.
#[derive(Debug, Clone, PartialEq)]
pub enum Rhythm {
    /// By the calendar.
    Cron(Box<Cron>),
    /// Whenever so many whole seconds, at least one, have passed since 1970-01-01 00:00 UTC.
    Every(Duration),
}

impl Rhythm {
    /// The first due time after a moment.
    pub fn next(&self, after: Moment) -> Option<Moment> {
        match self {
            Self::Cron(cron) => cron.next(after),
            Self::Every(span) => {
                let step = seconds(*span);
                let next = whole(after).div_euclid(step).checked_add(1)?.checked_mul(step)?;
                Moment::from_second(next).ok()
            }
        }
    }

    /// The last due time up to a moment.
    pub fn last(&self, until: Moment) -> Option<Moment> {
        match self {
            Self::Cron(cron) => cron.last(until),
            Self::Every(span) => {
                let step = seconds(*span);
                Moment::from_second(whole(until).div_euclid(step) * step).ok()
            }
        }
    }

    /// The due times after the first moment and up to the second, the earliest first, at most so many.
    pub fn between(&self, after: Moment, until: Moment, most: usize) -> Vec<Moment> {
        let mut found = Vec::new();
        let mut at = after;
        while found.len() < most {
            match self.next(at).filter(|next| *next <= until) {
                Some(next) => found.push(next),
                None => break,
            }
            at = found.last().copied().unwrap_or(until);
        }
        found
    }
}

/// As it is written in the YAML.
impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cron(cron) => write!(f, "{} {}", cron.expression, cron.zone),
            Self::Every(span) => write!(f, "every {}", words(*span)),
        }
    }
}

fn seconds(span: Duration) -> i64 {
    i64::try_from(span.as_secs()).unwrap_or(i64::MAX).max(1)
}

/// Whole seconds since 1970, towards the past.
fn whole(at: Moment) -> i64 {
    at.as_microsecond().div_euclid(1_000_000)
}

/// `5 minutes`, in the largest unit that goes into it.
pub fn words(span: Duration) -> String {
    let seconds = span.as_secs();
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let (size, unit) =
        units.into_iter().find(|(size, _)| seconds.is_multiple_of(*size)).unwrap_or((1, "second"));
    match seconds / size {
        1 => format!("1 {unit}"),
        count => format!("{count} {unit}s"),
    }
}

/// The moment that a text of RFC 3339 means.
pub fn moment(text: &str) -> Option<Moment> {
    text.parse().ok()
}

/// A moment as RFC 3339 in UTC, to the second: `2026-03-29T01:00:00Z`.
pub fn utc(at: Moment) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_so_often_is_counted_from_1970() {
        let every = Rhythm::Every(Duration::from_secs(300));
        let at = |text: &str| moment(text).unwrap();
        let next = |text: &str| every.next(at(text)).map(utc).unwrap();
        assert_eq!(next("2026-01-01T00:00:00Z"), "2026-01-01T00:05:00Z");
        assert_eq!(next("2026-01-01T00:04:59.999999Z"), "2026-01-01T00:05:00Z");
        assert_eq!(
            every.last(at("2026-01-01T00:05:00Z")).map(utc).unwrap(),
            "2026-01-01T00:05:00Z"
        );
        assert_eq!(next("1969-12-31T23:58:00.5Z"), "1970-01-01T00:00:00Z");
        let some = every.between(at("2026-01-01T00:00:00Z"), at("2026-01-01T01:00:00Z"), 5);
        assert_eq!(some.len(), 5);
        let all = every.between(at("2026-01-01T00:00:00Z"), at("2026-01-01T01:00:00Z"), 500);
        assert_eq!((all.len(), utc(all[11])), (12, "2026-01-01T01:00:00Z".to_owned()));
    }

    #[test]
    fn spans_in_words() {
        for (seconds, want) in [
            (1, "1 second"),
            (90, "90 seconds"),
            (300, "5 minutes"),
            (3600, "1 hour"),
            (172_800, "2 days"),
        ] {
            assert_eq!(words(Duration::from_secs(seconds)), want);
        }
    }
}
