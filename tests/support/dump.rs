//! What has no meaning in what `pg_dump` writes.

/// Views that are promised first, by columns that are null: which ones of a circle are, follows from their age.
pub(crate) fn without_promised_views(text: &str) -> String {
    let mut lines = text.lines().peekable();
    let mut kept = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with("CREATE VIEW ") && lines.peek() == Some(&"SELECT") {
            lines.by_ref().find(|line| line.ends_with(';'));
            continue;
        }
        kept.push(line.replacen("CREATE OR REPLACE VIEW ", "CREATE VIEW ", 1));
    }
    kept.join("\n")
}

/// Options of views that say yes or no: PostgreSQL keeps the word.
pub(crate) fn with_one_word(line: &str) -> String {
    let Some((before, after)) =
        line.split_once(" WITH (").filter(|_| line.starts_with("CREATE VIEW"))
    else {
        return line.to_owned();
    };
    let words = [("'on'", "'true'"), ("'1'", "'true'"), ("=yes", "='true'"), ("=off", "='false'")];
    let words = words.into_iter().chain([("=no", "='false'"), ("'0'", "'false'")]);
    let after = words.fold(after.to_owned(), |line, (from, to)| line.replace(from, to));
    format!("{before} WITH ({after}")
}

/// The commands that an event trigger is for, in any order.
pub(crate) fn with_sorted_tags(line: &str) -> String {
    let tags = line.strip_prefix("WHEN TAG IN (").and_then(|line| line.strip_suffix(')'));
    let Some(tags) = tags else { return line.to_owned() };
    let mut tags: Vec<&str> = tags.split(", ").collect();
    tags.sort_unstable();
    format!("WHEN TAG IN ({})", tags.join(", "))
}
