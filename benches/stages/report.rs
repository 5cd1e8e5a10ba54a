//! The measurements as Markdown, on the terminal and, when asked, in `docs/performance.md`.

use std::fmt::Write as _;
use std::path::Path;

/// One stage for one number of tables.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) stage: &'static str,
    pub(crate) seconds: f64,
    /// What it is held against, and how long that took.
    pub(crate) beside: Option<(&'static str, f64)>,
    /// The peak memory of the tool as a process.
    pub(crate) megabytes: Option<f64>,
}

impl Measured {
    /// A stage that is held against nothing.
    pub(crate) fn plain(stage: &'static str, seconds: f64) -> Self {
        Self { stage, seconds, beside: None, megabytes: None }
    }
}

/// A table: one line for each stage, three columns for each size.
pub(crate) fn table(sizes: &[(usize, Vec<Measured>)]) -> String {
    let mut text = String::from("| stage |");
    for (tables, _) in sizes {
        let _ = write!(text, " {tables} tables: s | ratio | MB |");
    }
    text.push_str("\n| --- |");
    text.push_str(&" ---: | --- | ---: |".repeat(sizes.len()));
    text.push('\n');
    let stages = sizes.first().map_or(&[][..], |(_, measured)| measured);
    for (n, first) in stages.iter().enumerate() {
        let _ = write!(text, "| {} |", first.stage);
        for (_, measured) in sizes {
            let it = &measured[n];
            let ratio = it.beside.map_or(String::new(), |(what, seconds)| {
                format!("{:.2} × `{what}`", it.seconds / seconds)
            });
            let memory = it.megabytes.map_or(String::new(), |mb| format!("{mb:.0}"));
            let _ = write!(text, " {:.3} | {ratio} | {memory} |", it.seconds);
        }
        text.push('\n');
    }
    text
}

const START: &str =
    "<!-- measured: `cargo bench --bench stages -- --write` writes between these lines -->\n";
const END: &str = "<!-- end of measured -->\n";

/// Puts the table between the two marks of the file.
pub(crate) fn write(file: &Path, table: &str) {
    let text = std::fs::read_to_string(file).expect("docs/performance.md");
    let start = text.find(START).expect("the first mark") + START.len();
    let end = text.find(END).expect("the second mark");
    let text = format!("{}\n{table}\n{}", &text[..start], &text[end..]);
    std::fs::write(file, text).expect("docs/performance.md can be written");
}
