//! Spans of time in words: `500ms`, `5min`.

use std::time::Duration;

/// A whole number and a unit that PostgreSQL knows, or a bare zero; `None` for anything else. A bare number would be
/// milliseconds to PostgreSQL and seconds to most people.
pub fn time_span(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..digits].parse().ok()?;
    let milliseconds = match text[digits..].trim_start() {
        "" if number == 0 => 0,
        "ms" => 1,
        "s" => 1000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let span = number.checked_mul(milliseconds)?;
    // PostgreSQL keeps its limits as milliseconds in an int4.
    i32::try_from(span).ok()?;
    Some(Duration::from_millis(span))
}

/// The same with units in words and longer ones, as people write how often something is done: `5 minutes`, `1 hour`, `7d`.
pub(super) fn time_span_in_words(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..digits].parse().ok()?;
    let seconds = match text[digits..].trim_start() {
        "s" | "second" | "seconds" => 1,
        "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        "week" | "weeks" => 604_800,
        _ => return time_span(text),
    };
    let span = number.checked_mul(seconds)?;
    // A bound that no arithmetic with moments comes near: a hundred years.
    (span <= 3_155_760_000).then(|| Duration::from_secs(span))
}

#[cfg(test)]
mod tests {
    use super::{time_span, time_span_in_words};

    #[test]
    fn units_in_words() {
        for (text, seconds) in [
            ("5 minutes", Some(300)),
            ("1 hour", Some(3600)),
            ("7d", Some(604_800)),
            ("2 weeks", Some(1_209_600)),
            ("90s", Some(90)),
            ("0", Some(0)),
            ("5", None),
            ("often", None),
            ("99999999999999999999 days", None),
            ("99999999 weeks", None),
        ] {
            let found = time_span_in_words(text).map(|span| span.as_secs());
            assert_eq!(found, seconds, "{text:?}");
        }
    }

    #[test]
    fn numbers_and_units() {
        for (text, milliseconds) in [
            ("500ms", Some(500)),
            (" 30 s ", Some(30_000)),
            ("5min", Some(300_000)),
            ("2h", Some(7_200_000)),
            ("0", Some(0)),
            ("30", None),
            ("5 minutes", None),
            ("-1s", None),
            ("", None),
            ("99999d", None),
        ] {
            let found = time_span(text).map(|span| span.as_millis());
            assert_eq!(found, milliseconds, "{text:?}");
        }
    }
}
