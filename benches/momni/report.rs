//! The measurements as Markdown.

use super::clients::Times;
use std::fmt::Write as _;
use std::time::Duration;

/// An operation with so many clients.
pub(crate) struct Row {
    pub(crate) operation: &'static str,
    pub(crate) clients: usize,
    functions: Times,
    plain: Times,
    /// How many times as long as plain SQL a call takes.
    ratio: f64,
}

/// How many times as long as plain SQL a call may take, by half of the calls and by calls per second.
const AT_MOST: f64 = 1.3;

impl Row {
    /// What the turns of both sides took, the first of one beside the first of the other: they were taken one after the other, so what else the
    /// machine did in the meantime is the same to both. The ratio is the median of theirs, by half of the calls or by calls per second,
    /// whichever is worse.
    pub(crate) fn new(
        operation: &'static str,
        clients: usize,
        functions: &[Times],
        plain: &[Times],
    ) -> Self {
        let median = |ratio: fn(&Times, &Times) -> f64| {
            let mut all: Vec<f64> = functions
                .iter()
                .zip(plain)
                .map(|(functions, plain)| ratio(functions, plain))
                .collect();
            all.sort_unstable_by(f64::total_cmp);
            f64::midpoint(all[(all.len() - 1) / 2], all[all.len() / 2])
        };
        let half = median(|functions, plain| {
            functions.quantile(0.5).as_secs_f64() / plain.quantile(0.5).as_secs_f64()
        });
        let many = median(|functions, plain| plain.per_second() / functions.per_second());
        let (functions, plain) = (Times::of_turns(functions), Times::of_turns(plain));
        Self { operation, clients, functions, plain, ratio: half.max(many) }
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
            self.ratio
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
    let Some(worst) = rows.iter().max_by(|a, b| a.ratio.total_cmp(&b.ratio)) else {
        return "Nothing was measured.".to_owned();
    };
    let met = if worst.ratio <= AT_MOST { "met" } else { "**not met**" };
    format!(
        "A call of a function takes at most {AT_MOST} times as long as plain SQL: {met} ({:.2}: {} with {} clients).",
        worst.ratio, worst.operation, worst.clients
    )
}
