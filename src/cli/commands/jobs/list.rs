//! Jobs as a table.

use crate::cli::document::{JobDocument, JobsDocument};

/// A line for each job, then one for each dead letter.
pub(super) fn table(document: &JobsDocument) -> String {
    if document.jobs.is_empty() {
        return "no job is declared, and none was ever run\n".to_owned();
    }
    let head = ["job", "schedule", "next", "last", "waiting", "dead"].map(str::to_owned);
    let rows: Vec<[String; 6]> = document.jobs.iter().map(row).collect();
    let width = |at: usize| {
        rows.iter().chain([&head]).map(|row| row[at].chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut text = format!("\x1b[1m{}\x1b[0m\n", line(&head));
    for (row, job) in rows.iter().zip(&document.jobs) {
        let is_bad = job.dead > 0 || job.last.as_ref().is_some_and(|it| it.state == "failed");
        match is_bad {
            true => text.push_str(&format!("\x1b[31m{}\x1b[0m\n", line(row))),
            false => text.push_str(&format!("{}\n", line(row))),
        }
    }
    if !document.dead.is_empty() {
        text.push_str(
            "\n\x1b[1mdead letters\x1b[0m (`momni-db jobs --retry JOB|ID` puts them back)\n",
        );
    }
    for dead in &document.dead {
        let code = dead.sqlstate.as_ref().map_or_else(String::new, |it| format!("{it} "));
        text.push_str(&format!(
            "{}: {} of {}, {} attempts: {code}{}\n",
            dead.id,
            dead.job,
            dead.due.as_deref().unwrap_or_default(),
            dead.attempts.unwrap_or_default(),
            dead.message.as_deref().unwrap_or_default()
        ));
    }
    text
}

fn row(job: &JobDocument) -> [String; 6] {
    let last = job.last.as_ref().map_or_else(
        || "-".to_owned(),
        |last| {
            let told = last.answer.as_ref().or(last.message.as_ref());
            let told: String = told.map_or_else(String::new, |it| {
                format!(": {}", it.lines().next().unwrap_or_default())
            });
            let told: String = told.chars().take(60).collect();
            format!("{} {}{told}", last.state, last.ended.as_deref().unwrap_or(&last.begun))
        },
    );
    let schedule = job.schedule.clone().unwrap_or_else(|| "not declared".to_owned());
    let next = job.next.first().cloned().unwrap_or_else(|| "-".to_owned());
    let waiting = match job.running {
        true => format!("{}, one runs", job.waiting),
        false => job.waiting.to_string(),
    };
    [job.name.clone(), schedule, next, last, waiting, job.dead.to_string()]
}
