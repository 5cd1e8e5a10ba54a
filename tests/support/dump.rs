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

/// A column definition, or a comment, without a name that PostgreSQL 18 gave to its NOT NULL: it stays when a table or a column is
/// renamed, or a partition is detached, and the model takes no notice of it.
pub(crate) fn without_given_name(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let given = |name: &str| {
        name.trim_end_matches('"')
            .trim_end_matches(|it: char| it.is_ascii_digit())
            .ends_with("_not_null")
    };
    let null = |word: &str| word.trim_end_matches(';') == "NULL";
    let at = words
        .windows(4)
        .position(|it| it[0] == "CONSTRAINT" && given(it[1]) && it[2] == "NOT" && null(it[3]));
    match (at, &words[..]) {
        (Some(at), _) => [&words[..at], &words[at + 2..]].concat().join(" "),
        (None, ["COMMENT", "ON", "CONSTRAINT", name, rest @ ..]) if given(name) => {
            format!("COMMENT ON NOT NULL {}", rest.join(" "))
        }
        (None, _) => line.to_owned(),
    }
}
