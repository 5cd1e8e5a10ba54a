//! How a run that failed is tried again.

use std::time::Duration;

/// How a run that failed is tried again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retries {
    /// How often.
    pub max: u32,
    /// The wait before the first time.
    pub first: Duration,
    /// Each further wait is so many times as long; at least 1.
    pub factor: f64,
    /// No wait is longer.
    pub longest: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            max: 5,
            first: Duration::from_secs(10),
            factor: 2.0,
            longest: Duration::from_secs(3600),
        }
    }
}

impl Retries {
    /// The wait after so many attempts, of which the first is 1; `None` where it is not tried again. `jitter` is between 0 and
    /// 1: the wait is between three quarters and five quarters of what it would be, so that runs that failed together are not
    /// tried again together.
    pub fn wait(&self, attempts: u32, jitter: f64) -> Option<Duration> {
        if attempts > self.max {
            return None;
        }
        let steps = i32::try_from(attempts.saturating_sub(1)).unwrap_or(i32::MAX);
        let longest = self.longest.as_secs_f64();
        let wait = (self.first.as_secs_f64() * self.factor.powi(steps)).min(longest);
        Some(Duration::from_secs_f64(wait * (0.75 + 0.5 * jitter.clamp(0.0, 1.0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_the_longest() {
        let retries = Retries { max: 6, longest: Duration::from_secs(100), ..Retries::default() };
        let waits: Vec<_> =
            (1..=7).map(|it| retries.wait(it, 0.5).map(|it| it.as_secs())).collect();
        let want = [Some(10), Some(20), Some(40), Some(80), Some(100), Some(100), None];
        assert_eq!(waits, want);
        assert_eq!(retries.wait(1, 0.0), Some(Duration::from_millis(7500)));
        assert_eq!(retries.wait(1, 9.0), Some(Duration::from_millis(12_500)));
        let never = Retries { max: 0, ..retries };
        assert_eq!(never.wait(1, 0.5), None);
        let many = Retries { max: u32::MAX, ..retries };
        assert_eq!(many.wait(u32::MAX, 0.5), Some(Duration::from_secs(100)));
    }
}
