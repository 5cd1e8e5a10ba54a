//! The measurements as Markdown.

use super::forms::Query;
use std::fmt::Write as _;
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) form: &'static str,
    pub(crate) query: Query,
    /// How many rows, and a text of one.
    pub(crate) seen: String,
    /// Sent as text: planned each time.
    pub(crate) planned: Times,
    /// Prepared once.
    pub(crate) prepared: Times,
    pub(crate) naive: Duration,
}

/// The same query, with the filter by hand and with the policy.
#[derive(Debug)]
pub(crate) struct Times {
    pub(crate) by_hand: Duration,
    pub(crate) in_short: Duration,
}

/// How many times as long as with the filter by hand a query over all rows of the caller may take.
const AT_MOST: f64 = 1.1;

impl Times {
    fn ratio(&self) -> f64 {
        self.in_short.as_secs_f64() / self.by_hand.as_secs_f64()
    }

    /// As cells of a row.
    fn cells(&self) -> String {
        format!("{} | {} | {:.2}", ms(self.by_hand), ms(self.in_short), self.ratio())
    }
}

impl Row {
    /// The worse of the two ways.
    fn ratio(&self) -> f64 {
        self.planned.ratio().max(self.prepared.ratio())
    }
}

pub(crate) fn report(heading: &str, rows: &[Row]) -> String {
    let mut text = format!("{heading}\n\n{}\n\n", verdict(rows));
    text.push_str(
        "| policy | query | rows | filter by hand: ms | policy in short: ms | times | prepared, by hand: ms | in short: ms | times | as most often written: ms |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows {
        let query = match row.query {
            Query::All => "all that the caller sees",
            Query::One => "one row, by its key",
        };
        let seen = row.seen.split(' ').next().unwrap_or_default();
        let _ = writeln!(
            text,
            "| `{}` | {query} | {seen} | {} | {} | {} |",
            row.form,
            row.planned.cells(),
            row.prepared.cells(),
            ms(row.naive)
        );
    }
    text
}

fn ms(it: Duration) -> String {
    let ms = it.as_secs_f64() * 1_000.0;
    if ms < 100.0 { format!("{ms:.2}") } else { format!("{ms:.0}") }
}

fn verdict(rows: &[Row]) -> String {
    let all = rows.iter().filter(|row| row.query == Query::All);
    let Some(worst) = all.max_by(|a, b| a.ratio().total_cmp(&b.ratio())) else {
        return "Nothing was measured.".to_owned();
    };
    let met = if worst.ratio() <= AT_MOST { "met" } else { "**not met**" };
    format!(
        "A policy in short takes a query over all rows that the caller sees at most {AT_MOST} times as long as the filter by hand: {met} ({:.2}: `{}`).",
        worst.ratio(),
        worst.form
    )
}
