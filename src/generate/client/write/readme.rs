//! `README.md`.

use crate::generate::client::model::Model;
use crate::generate::{MARK, Source};
use std::fmt::Write;

/// What somebody reads first.
pub(in crate::generate::client) fn readme(source: &Source<'_>, model: &Model) -> String {
    let name = &source.config.build.client_name;
    let database = &source.config.name;
    let mut text = format!(
        "<!-- {MARK}. -->\n# {name}\n\nCalls the functions of the database `{database}`, with types. `cargo doc --open` shows it.\n\n"
    );
    let _ = write!(
        text,
        "```toml\n[dependencies]\n{name} = {{ path = \"…/{}\" }}\n```\n\n{}\n\n| module | functions |\n| --- | --- |\n",
        source.config.build.client_folder,
        example(source, model),
    );
    for (area, functions) in &model.areas {
        let names: Vec<String> = functions.iter().map(|it| format!("`{}`", it.rust)).collect();
        let _ = writeln!(text, "| `{area}` | {} |", names.join(", "));
    }
    text
}

/// That of the crate's documentation, without what only a test needs.
fn example(source: &Source<'_>, model: &Model) -> String {
    let text = super::library::example(source, model).replace("```no_run", "```rust");
    let seen: Vec<&str> = text.lines().filter(|it| !it.starts_with("# ")).collect();
    seen.join("\n")
}
