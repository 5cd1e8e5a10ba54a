//! Cron expressions of five fields, in a time zone.

use super::Moment;
use croner::parser::{CronParser, Seconds, Year};
use jiff::tz::{TimeZone, db};
use std::ops::Range;

/// The fields in their order, with what they hold.
const FIELDS: [(&str, &str); 5] = [
    ("minute", "0 to 59"),
    ("hour", "0 to 23"),
    ("day of the month", "1 to 31, or L for the last"),
    ("month", "1 to 12, or JAN to DEC"),
    ("day of the week", "0 to 7, where 0 and 7 are Sunday, or SUN to SAT"),
];

/// A cron expression in a time zone.
///
/// Where a day has the hour of a fixed time twice, it is due the first time; where it lacks that hour, at the first moment
/// after it. What is due by `*` or a step (every hour, every quarter of an hour) is due in each of two equal hours, and not
/// in one that is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Cron {
    /// As it was written.
    pub expression: String,
    /// The name of the time zone.
    pub zone: String,
    pattern: croner::Cron,
    time_zone: TimeZone,
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the expression, in bytes.
    pub place: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Cron {
    /// Reads an expression.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(expression: &str, zone: &str, time_zone: TimeZone) -> Result<Self, Vec<Fault>> {
        let fields = fields(expression);
        let whole = 0..expression.len();
        if fields.len() != FIELDS.len() {
            let message = match fields.len() {
                1 => "a schedule has 5 fields, and this has 1".to_owned(),
                count => format!("a schedule has 5 fields, and this has {count}"),
            };
            let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            let help = format!("write {}: `15 3 * * *` is every day at 3:15", names.join(", "));
            return Err(vec![Fault { place: whole, message, help }]);
        }
        let faults: Vec<Fault> =
            fields.iter().enumerate().filter_map(|(at, it)| field(expression, at, it)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let one = |message: String, help: &str| {
            vec![Fault { place: whole.clone(), message, help: help.to_owned() }]
        };
        let pattern = read(expression)
            .map_err(|error| one(error.to_string(), "write five fields: `15 3 * * *`"))?;
        let cron =
            Self { expression: expression.to_owned(), zone: zone.to_owned(), pattern, time_zone };
        match cron.next(Moment::UNIX_EPOCH) {
            Some(_) => Ok(cron),
            None => Err(one(
                format!("`{expression}` never comes: no month has such a day"),
                "name a day that some month has",
            )),
        }
    }

    /// The first due time after a moment; `None` where there is none for as long as calendars go.
    pub fn next(&self, after: Moment) -> Option<Moment> {
        let start = after.to_zoned(self.time_zone.clone());
        let next = self.pattern.find_next_occurrence(&start, false).ok()?.timestamp();
        (next > after).then_some(next)
    }

    /// The last due time up to a moment.
    pub fn last(&self, until: Moment) -> Option<Moment> {
        let start = until.to_zoned(self.time_zone.clone());
        let last = self.pattern.find_previous_occurrence(&start, true).ok()?.timestamp();
        (last <= until).then_some(last)
    }

    /// The time zone of that name.
    ///
    /// # Errors
    /// The nearest name, where there is one.
    pub fn zone(name: &str) -> Result<TimeZone, Option<String>> {
        let known = || db().available().map(|it| it.to_string());
        // Other programs know it by the exact name alone.
        if known().any(|it| it == name)
            && let Ok(zone) = TimeZone::get(name)
        {
            return Ok(zone);
        }
        let names: Vec<String> = known().collect();
        let near = crate::diagnostic::nearest(name, names.iter().map(String::as_str));
        // `Berlin` is nearer to other names than to the one that is meant.
        let tail = names
            .iter()
            .find(|it| it.rsplit('/').next().is_some_and(|tail| tail.eq_ignore_ascii_case(name)));
        Err(tail.cloned().or_else(|| near.map(str::to_owned)))
    }
}

fn read(expression: &str) -> Result<croner::Cron, croner::errors::CronError> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed);
    parser.build().parse(expression)
}

/// Where the fields stand.
fn fields(expression: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for field in expression.split_whitespace() {
        let start = field.as_ptr() as usize - expression.as_ptr() as usize;
        found.push(start..start + field.len());
    }
    found
}

/// What is wrong with one field, whatever the others are.
fn field(expression: &str, at: usize, place: &Range<usize>) -> Option<Fault> {
    let text = &expression[place.clone()];
    let mut alone = ["*"; 5];
    alone[at] = text;
    let (name, holds) = FIELDS[at];
    let is_wrong = text.split(',').any(str::is_empty) || read(&alone.join(" ")).is_err();
    is_wrong.then(|| Fault {
        place: place.clone(),
        message: format!("`{text}` is no {name} of a schedule"),
        help: format!("it holds {holds}, `*`, lists `1,5`, ranges `1-5`, steps `*/5`"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{moment, utc};
    use super::*;

    fn cron(expression: &str, zone: &str) -> Cron {
        Cron::parse(expression, zone, Cron::zone(zone).unwrap()).unwrap()
    }

    #[track_caller]
    fn due(expression: &str, zone: &str, after: &str, want: &[&str]) {
        let cron = cron(expression, zone);
        let mut now = moment(after).unwrap();
        for want in want {
            let next = cron.next(now).unwrap();
            assert_eq!(utc(next), *want, "{expression} after {}", utc(now));
            assert_eq!(cron.last(next), Some(next), "{expression} at {want}");
            now = next;
        }
    }

    #[test]
    fn a_fixed_time_is_due_once_on_a_day_that_lacks_its_hour() {
        // In Berlin 2026-03-29 has no 02:30: it is due at 03:00 summer time, which is 01:00 UTC.
        let want = ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"];
        due("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z", &want);
        // In New York 2026-03-08 has none.
        let want = ["2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"];
        due("30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", &want);
    }

    #[test]
    fn a_fixed_time_is_due_once_on_a_day_that_has_its_hour_twice() {
        // In Berlin 02:30 comes at 00:30 UTC, and again at 01:30 UTC.
        let want = ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"];
        due("30 2 * * *", "Europe/Berlin", "2026-10-23T12:00:00Z", &want);
    }

    #[test]
    fn every_hour_is_every_hour_of_real_time() {
        let want = ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"];
        due("0 * * * *", "Europe/Berlin", "2026-10-24T23:00:00Z", &want);
        let want = ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"];
        due("0 * * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", &want);
    }

    #[test]
    fn days_of_the_month_or_of_the_week() {
        let want = ["2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", "2026-12-07T00:00:00Z"];
        due("0 0 1 * MON", "UTC", "2026-11-29T00:00:00Z", &want);
        due("0 0 L * *", "UTC", "2026-02-01T00:00:00Z", &["2026-02-28T00:00:00Z"]);
        due("0 0 29 2 *", "UTC", "2026-02-01T00:00:00Z", &["2028-02-29T00:00:00Z"]);
    }

    #[test]
    fn every_wrong_field_is_told() {
        let zone = || Cron::zone("UTC").unwrap();
        let faults = |text: &str| Cron::parse(text, "UTC", zone()).unwrap_err();
        let places = |text: &str| {
            faults(text).into_iter().map(|it| text[it.place].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(places("61  25 * 13 8"), ["61", "25", "13", "8"]);
        assert_eq!(places("5-1 * * * *"), ["5-1"]);
        for text in ["", "@daily", "* * * *", "* * * * * *", "0 0 30 2 *"] {
            assert_eq!(places(text), [text], "{text}");
        }
        for text in ["é * * * *", "*/0 * * * *", "1, * * * *", "99999999999999999999 * * * *"] {
            assert!(!faults(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn zones_are_known_by_name() {
        assert!(Cron::zone("Europe/Berlin").is_ok());
        assert_eq!(Cron::zone("Berlin").unwrap_err().as_deref(), Some("Europe/Berlin"));
        assert_eq!(Cron::zone("Europe/Berln").unwrap_err().as_deref(), Some("Europe/Berlin"));
        assert!(Cron::zone("../../etc/passwd").is_err());
    }
}
