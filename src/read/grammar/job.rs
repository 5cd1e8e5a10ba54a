//! Functions that are called by the clock.

use crate::read::decode::{At, Map, Raw, Text, mapping, words};
use crate::schedule::{CatchUp, Overlap};

mapping! {
    "a job", allow,
    /// A function that is called by the clock. See `docs/jobs.md`.
    struct Job {
        /// What it is for.
        comment: Option<Text>,
        /// The function or procedure; where several have its name, with the types of its arguments: `clean(interval)`.
        function: Text,
        /// The arguments by name, the same in every run. Default: none.
        args: Map<Raw>,
        /// When, as a cron expression of five fields: minute, hour, day of the month, month, day of the week. `15 3 * * *` is
        /// every day at 3:15. Either this or `every`.
        schedule: Option<Text>,
        /// The time zone of the schedule: `Europe/Berlin`. Default: that of `jobs` in momni-db.yaml, else `UTC`.
        time_zone: Option<Text>,
        /// How often: `5 minutes`. Counted from 1970-01-01 00:00 UTC on, so that it is the same for everybody who counts.
        every: Option<Text>,
        /// How long a run may take: `30s`. It is ended then, and has failed. Default: 1 hour.
        timeout: Option<Text>,
        /// How a run that failed is tried again.
        retries: Option<Retries>,
        /// What becomes of due times that passed while nobody ran jobs. Default: `one`.
        catch_up: Option<At<CatchUp>>,
        /// What becomes of a due time that comes while an earlier run is not over, be it under way or to be tried again. Default:
        /// `skip`; with `catch_up: all`, `queue`.
        overlap: Option<At<Overlap>>,
        /// The role that it runs as, which whoever runs jobs must be a member of. Default: whoever runs jobs.
        role: Option<Text>,
        /// Whether it runs. Default: true.
        enabled: Option<bool>,
    }
}

mapping! {
    "retries",
    /// How a run that failed is tried again. What failed to the end lies among the dead letters: `momni-db jobs --retry`.
    struct Retries {
        /// How often it is tried again. Default: 5.
        max: Option<At<u32>>,
        /// The wait before the first time: `10s`. Default: 10 seconds.
        first: Option<Text>,
        /// Each further wait is so many times as long. Default: 2.
        factor: Option<At<f32>>,
        /// No wait is longer: `1h`. Default: 1 hour.
        longest: Option<Text>,
    }
}

words! {
    CatchUp as "CatchUp", "what is caught up with" {
        "none" => Self::None, "Nothing: what was missed is left out.";
        "one" => Self::One, "One run stands for all that were missed.";
        "all" => Self::All, "A run for each due time that was missed.";
    }
}

words! {
    Overlap as "Overlap", "what happens to overlapping runs" {
        "skip" => Self::Skip, "A due time that comes while an earlier run is not over is left out.";
        "queue" => Self::Queue, "It waits until the earlier run is over.";
    }
}
