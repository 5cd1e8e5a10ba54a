//! The directives of a data step.
//!
//! ```text
//! -- momni-db: batches of 5000 over app.bookings by id
//! -- momni-db: rate = 20000/s
//! -- momni-db: pause = 50ms
//! -- momni-db: max_lag = 10s
//! -- momni-db: batch_time = 200ms
//! ```

use crate::connect::statement::split;
use crate::read::time_span;
use std::ops::Range;
use std::time::Duration;

/// How long a batch is to take at most, where the file does not say: rows that it changes are locked so long.
const BATCH_TIME: Duration = Duration::from_millis(200);

/// How far standbys may be behind, where the file does not say.
const MAX_LAG: Duration = Duration::from_secs(10);

/// How the statement of a file is run over a table in batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batches {
    /// Where the directive stands in the file.
    pub(super) at: Range<usize>,
    /// The most rows of one batch.
    pub size: u32,
    /// The table, as the file words it.
    pub table: String,
    /// The columns of the key, as the file words them.
    pub key: Vec<String>,
    /// The most rows in a second.
    pub rate: Option<u32>,
    /// Between two batches.
    pub pause: Duration,
    /// How far a standby may be behind before the step waits for it; zero for as far as it likes.
    pub max_lag: Duration,
    /// Whether the file says so.
    pub(super) lag_is_stated: bool,
    /// How long a batch is to take at most; zero for as long as it takes.
    pub batch_time: Duration,
}

impl Batches {
    /// Where the directive stands in the file.
    pub(in crate::apply) fn place(&self) -> Range<usize> {
        self.at.clone()
    }
}

/// `of 5000 over app.bookings by id`.
pub(in crate::apply) fn batches(text: &str, at: Range<usize>) -> Option<Batches> {
    let text = text.trim_end_matches(';');
    let [count, over] = split(text, "over").try_into().ok()?;
    let [table, key] = split(over, "by").try_into().ok()?;
    let size = count.trim().strip_prefix("of")?.trim().replace('_', "").parse().ok()?;
    let key: Vec<String> = split(key, ",").into_iter().map(|it| it.trim().to_owned()).collect();
    if size == 0 || table.trim().is_empty() || key.iter().any(String::is_empty) {
        return None;
    }
    Some(Batches {
        at,
        size,
        table: table.trim().to_owned(),
        key,
        rate: None,
        pause: Duration::ZERO,
        max_lag: MAX_LAG,
        lag_is_stated: false,
        batch_time: BATCH_TIME,
    })
}

/// What a data step may say beside its batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::apply) enum Setting {
    Rate,
    Pause,
    MaxLag,
    BatchTime,
}

impl Setting {
    pub(in crate::apply) const ALL: [Self; 4] =
        [Self::Rate, Self::Pause, Self::MaxLag, Self::BatchTime];

    pub(in crate::apply) fn word(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Pause => "pause",
            Self::MaxLag => "max_lag",
            Self::BatchTime => "batch_time",
        }
    }

    pub(in crate::apply) fn example(self) -> &'static str {
        match self {
            Self::Rate => "20000/s",
            Self::Pause => "50ms",
            Self::MaxLag => "10s",
            Self::BatchTime => "200ms",
        }
    }

    /// Takes the value over; `None` when it is none.
    pub(in crate::apply) fn set(self, value: &str, batches: &mut Batches) -> Option<()> {
        match self {
            Self::Rate => {
                let rate = value.trim().strip_suffix("/s")?.trim().parse().ok()?;
                batches.rate = Some(rate).filter(|it| *it > 0);
                batches.rate?;
            }
            Self::Pause => batches.pause = time_span(value)?,
            Self::MaxLag => {
                (batches.max_lag, batches.lag_is_stated) = (time_span(value)?, true);
            }
            Self::BatchTime => batches.batch_time = time_span(value)?,
        }
        Some(())
    }
}
