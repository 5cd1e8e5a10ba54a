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

#[cfg(test)]
mod tests {
    use super::time_span;

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
