//! The measurements as Markdown.

use super::clients::Waits;
use std::fmt::Write as _;
use std::time::Duration;

/// What a migration was to the others.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Ran {
        /// The command, from its start to its end.
        took: Duration,
        waits: Waits,
    },
    /// `generate` does not write it.
    Refused,
}

pub(crate) struct Row {
    pub(crate) form: &'static str,
    pub(crate) online: Outcome,
    pub(crate) naive: Outcome,
}

/// The longest that anybody may wait for an online form.
const AT_MOST: Duration = Duration::from_millis(200);

pub(crate) fn report(heading: &str, quiet: &Outcome, rows: &[Row]) -> String {
    let mut text = format!("{heading}\n\n{}\n\n", verdict(rows));
    text.push_str(
        "| change | online: s | longest wait: ms | 999 of 1,000: ms | in short: s | longest wait: ms | 999 of 1,000: ms |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let _ = writeln!(text, "| none: the clients alone |{} | | |", cells(quiet));
    for row in rows {
        let _ = writeln!(text, "| {} |{}{}", row.form, cells(&row.online), cells(&row.naive));
    }
    text
}

fn cells(outcome: &Outcome) -> String {
    let Outcome::Ran { took, waits } = outcome else {
        return " refused | | |".to_owned();
    };
    let milliseconds = |it: Duration| it.as_secs_f64() * 1000.0;
    format!(
        " {:.2} | {:.0} | {:.1} |",
        took.as_secs_f64(),
        milliseconds(waits.longest),
        milliseconds(waits.usual)
    )
}

/// The goal, judged by what was measured.
fn verdict(rows: &[Row]) -> String {
    let ran = rows.iter().filter_map(|row| match &row.online {
        Outcome::Ran { waits, .. } => Some((row.form, waits.longest)),
        Outcome::Refused => None,
    });
    let worst = ran.max_by_key(|(_, longest)| *longest);
    let Some((form, longest)) = worst else { return "No online form was measured.".to_owned() };
    format!(
        "The longest wait of any client for an online form is under {} ms: {} ({} ms: {form}).",
        AT_MOST.as_millis(),
        if longest < AT_MOST { "met" } else { "**not met**" },
        longest.as_millis()
    )
}
