//! Measurements in `docs/performance.md`: each benchmark has its part between two marks.

use std::path::Path;

const END: &str = "<!-- end of measured -->\n";

/// Puts the report of a benchmark between its marks.
pub(crate) fn write(benchmark: &str, report: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
    let text = std::fs::read_to_string(&file).expect("docs/performance.md");
    let options = if benchmark.contains(" -- ") { "" } else { " --" };
    let mark = format!(
        "<!-- measured: `cargo bench --bench {benchmark}{options} --write` writes between these lines -->\n"
    );
    let start = text.find(&mark).expect("the first mark") + mark.len();
    let end = start + text[start..].find(END).expect("the second mark");
    let text = format!("{}\n{report}\n{}", &text[..start], &text[end..]);
    std::fs::write(file, text).expect("docs/performance.md can be written");
}
