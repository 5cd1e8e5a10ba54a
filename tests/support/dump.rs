//! What `pg_dump` writes, without what has no meaning.

/// Storage parameters in the order of their names.
pub(crate) fn sorted_options(line: &str) -> String {
    let options = line.split_once("WITH (").and_then(|(before, rest)| {
        let (options, after) = rest.split_once(')')?;
        let mut options: Vec<&str> = options.split(", ").collect();
        options.sort();
        Some(format!("{before}WITH ({}){after}", options.join(", ")))
    });
    options.unwrap_or_else(|| line.to_owned())
}
