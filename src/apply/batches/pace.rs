//! How large batches are, how fast they follow one another, and how far they have come.

use super::directive::Batches;
use std::fmt;
use std::time::Duration;

/// The rows of the first batch, if so many are allowed: how long they take is not known yet.
const FIRST: u64 = 500;

/// How much of the rate that is told comes from the last batch, in hundredths.
const NEWEST: f64 = 0.2;

/// The size of the next batch, and the pause before it.
#[derive(Debug, Clone)]
pub(super) struct Pace {
    most: u64,
    rate: Option<u32>,
    pause: Duration,
    batch_time: Duration,
    size: u64,
}

impl Pace {
    pub(super) fn new(batches: &Batches) -> Self {
        // No more than a second's worth: the rate is no average over minutes.
        let most = batches.rate.map_or(batches.size, |rate| rate.min(batches.size)).into();
        let size = match batches.batch_time.is_zero() {
            true => most,
            false => FIRST.min(most),
        };
        Self {
            most,
            rate: batches.rate,
            pause: batches.pause,
            batch_time: batches.batch_time,
            size,
        }
    }

    /// How many rows the next batch has at most.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// A batch has taken so long: the next one is as large as its time allows, and comes after this pause.
    pub(super) fn after(&mut self, rows: u64, took: Duration) -> Duration {
        if !self.batch_time.is_zero() {
            if took > self.batch_time {
                self.size = (self.size / 2).max(1);
            } else if took < self.batch_time / 2 && rows >= self.size {
                self.size = (self.size * 2).min(self.most);
            }
        }
        let due = self.rate.map_or(Duration::ZERO, |rate| {
            Duration::from_secs_f64(rows as f64 / f64::from(rate)).saturating_sub(took)
        });
        due.max(self.pause)
    }
}

/// How far a data step has come.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BatchProgress {
    /// The rows that batches have gone over, in all runs.
    pub rows: u64,
    /// How many there may be, as the server's statistics had it when the step was begun; zero where they did not know.
    pub total: u64,
    /// Rows in a second.
    pub rate: f64,
}

impl BatchProgress {
    /// In hundredths; `None` where nobody knows how many rows there are. Never all of it before the end.
    pub fn percent(&self) -> Option<u64> {
        (self.total > 0).then(|| (self.rows.saturating_mul(100) / self.total).min(99))
    }

    /// Until the end, if it goes on like this.
    pub fn left(&self) -> Option<Duration> {
        let rows = self.total.checked_sub(self.rows).filter(|it| *it > 0)?;
        (self.rate > 0.0)
            .then(|| Duration::try_from_secs_f64(rows as f64 / self.rate).ok())
            .flatten()
    }

    /// So many rows more, pauses included.
    pub(super) fn add(&mut self, rows: u64, took: Duration) {
        let rate = rows as f64 / took.as_secs_f64().max(1e-6);
        self.rate = match self.rate > 0.0 {
            true => self.rate * (1.0 - NEWEST) + rate * NEWEST,
            false => rate,
        };
        self.rows += rows;
    }
}

impl fmt::Display for BatchProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows", self.rows)?;
        if let Some(percent) = self.percent() {
            write!(f, " of about {} ({percent} %)", self.total)?;
        }
        write!(f, ", {:.0} rows/s", self.rate)?;
        match self.left().map(|it| it.as_secs()) {
            None => Ok(()),
            Some(seconds @ 0..120) => write!(f, ", {seconds} s left"),
            Some(seconds @ 120..7200) => write!(f, ", {} min left", seconds / 60),
            Some(seconds) => write!(f, ", {} h left", seconds / 3600),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::super::directive::batches;
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    #[test]
    fn a_batch_grows_and_shrinks_with_its_time() {
        let mut pace = Pace::new(&batches("of 3000 over a by b", 0..0).unwrap());
        assert_eq!(pace.size(), 500);
        pace.after(500, MS(20));
        pace.after(1000, MS(40));
        assert_eq!(pace.size(), 2000);
        pace.after(2000, MS(50));
        assert_eq!(pace.size(), 3000);
        pace.after(3000, MS(150));
        assert_eq!(pace.size(), 3000);
        pace.after(3000, MS(201));
        assert_eq!(pace.size(), 1500);
        for _ in 0..20 {
            pace.after(1, MS(900));
        }
        assert_eq!(pace.size(), 1);
    }

    #[test]
    fn a_rate_is_kept_by_pauses() {
        let mut stated = batches("of 5000 over a by b", 0..0).unwrap();
        (stated.rate, stated.pause) = (Some(1000), MS(30));
        let mut pace = Pace::new(&stated);
        assert_eq!(pace.after(500, MS(100)), MS(400));
        assert_eq!(pace.after(10, MS(100)), MS(30));
        for _ in 0..9 {
            let size = pace.size();
            pace.after(size, MS(1));
        }
        assert_eq!(pace.size(), 1000);
    }

    #[test]
    fn how_far_it_is_in_words() {
        let mut progress = BatchProgress { rows: 0, total: 10_000, rate: 0.0 };
        progress.add(1000, MS(500));
        assert_eq!(progress.to_string(), "1000 rows of about 10000 (10 %), 2000 rows/s, 4 s left");
        progress.add(9500, MS(500));
        assert_eq!(progress.to_string(), "10500 rows of about 10000 (99 %), 5400 rows/s");
        let unknown = BatchProgress { rows: 5, total: 0, rate: 2.0 };
        assert_eq!(unknown.to_string(), "5 rows, 2 rows/s");
    }
}
