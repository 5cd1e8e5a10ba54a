//! What becomes of a run that did not come to a good end: it waits, or it is a dead letter.

use super::tables::{DEAD, QUEUE};
use crate::render::literal;
use crate::schedule::Retries;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A run that broke off.
#[derive(Debug)]
pub(super) struct Broken<'a> {
    /// Its number in the queue.
    pub(super) queued: &'a str,
    pub(super) retries: Retries,
    /// Which attempt it was, from 1.
    pub(super) attempt: u32,
    pub(super) sqlstate: Option<&'a str>,
    pub(super) message: &'a str,
}

/// The wait, where it is tried again, and the statement that settles it.
pub(super) fn settle(broken: &Broken<'_>, clock: &str) -> (Option<Duration>, String) {
    let Broken { queued, retries, attempt, sqlstate, message } = broken;
    let wait = retries.wait(*attempt, random());
    let sql = match wait {
        Some(wait) => format!(
            "update {QUEUE} set run = null, not_before = {clock} + {} * interval '1 millisecond' where id = {queued};\n",
            wait.as_millis()
        ),
        None => format!(
            "with gone as (delete from {QUEUE} where id = {queued} returning id, job, due, attempts)
             insert into {DEAD} (id, job, due, attempts, died, sqlstate, message)
             select id, job, due, attempts, {clock}, {}, {} from gone;\n",
            nullable(*sqlstate),
            literal(message)
        ),
    };
    (wait, sql)
}

/// A literal, or NULL.
pub(super) fn nullable(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), literal)
}

/// Between 0 and 1. What is random is the standard library's hash key.
fn random() -> f64 {
    (RandomState::new().hash_one(0) >> 11) as f64 / (1_u64 << 53) as f64
}
