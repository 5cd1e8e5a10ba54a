//! The measurements as Markdown.

use super::clients::Times;
use std::fmt::Write as _;
use std::time::Duration;

/// An operation with so many clients.
pub(crate) struct Row {
    pub(crate) operation: &'static str,
    pub(crate) clients: usize,
    pub(crate) functions: Times,
    pub(crate) plain: Times,
}

/// How many times as long as plain SQL a call may take, by half of the calls and by calls per second.
const AT_MOST: f64 = 1.3;

impl Row {
    /// The worse of both.
    fn ratio(&self) -> f64 {
        let half =
            self.functions.quantile(0.5).as_secs_f64() / self.plain.quantile(0.5).as_secs_f64();
        half.max(self.plain.per_second() / self.functions.per_second())
    }

    pub(crate) fn line(&self) -> String {
        let side = |it: &Times| {
            let (half, most) = (it.quantile(0.5), it.quantile(0.99));
            format!("{} | {} | {:.0}", ms(half), ms(most), it.per_second())
        };
        format!(
            "| {} | {} | {} | {} | {:.2} |",
            self.operation,
            self.clients,
            side(&self.functions),
            side(&self.plain),
            self.ratio()
        )
    }
}

pub(crate) fn report(heading: &str, rows: &[Row]) -> String {
    let mut text = format!("{heading}\n\n{}\n\n", verdict(rows));
    text.push_str(
        "| operation | clients | functions, p50: ms | p99: ms | calls per second | plain SQL, p50: ms | p99: ms | calls per second | times |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows {
        let _ = writeln!(text, "{}", row.line());
    }
    text
}

fn ms(it: Duration) -> String {
    format!("{:.2}", it.as_secs_f64() * 1_000.0)
}

fn verdict(rows: &[Row]) -> String {
    let Some(worst) = rows.iter().max_by(|a, b| a.ratio().total_cmp(&b.ratio())) else {
        return "Nothing was measured.".to_owned();
    };
    let met = if worst.ratio() <= AT_MOST { "met" } else { "**not met**" };
    format!(
        "A call of a function takes at most {AT_MOST} times as long as plain SQL: {met} ({:.2}: {} with {} clients).",
        worst.ratio(),
        worst.operation,
        worst.clients
    )
}
