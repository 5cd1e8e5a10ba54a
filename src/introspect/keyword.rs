//! The server's keywords, which decide what `quote_ident` quotes.

use super::stage::Stage;
use rustc_hash::FxHashSet;

pub(super) const STAGE: Stage = Stage {
    name: "keywords",
    sql: |_| "SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'".to_owned(),
    read: |build, row| {
        build.keywords.0.insert(row.take()?);
        Ok(())
    },
};

/// Words that are no identifiers without quotes everywhere.
#[derive(Default)]
pub(super) struct Keywords(FxHashSet<String>);

impl Keywords {
    #[cfg(test)]
    pub(super) fn of<const N: usize>(words: [&str; N]) -> Self {
        Self(words.map(str::to_owned).into_iter().collect())
    }

    /// What `quote_ident` gives.
    pub(super) fn quoted(&self, name: &str) -> String {
        let mut bytes = name.bytes();
        let plain = bytes.next().is_some_and(|it| it.is_ascii_lowercase() || it == b'_')
            && bytes.all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
        if plain && !self.0.contains(name) { name.to_owned() } else { always_quoted(name) }
    }
}

/// A name in quotes, whatever it is.
pub(super) fn always_quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::Keywords;

    #[test]
    fn quotes_what_sql_would_read_differently() {
        let keywords = Keywords::of(["user"]);
        let cases = [
            ("a_1", "a_1"),
            ("user", "\"user\""),
            ("User", "\"User\""),
            ("1a", "\"1a\""),
            ("a b", "\"a b\""),
            ("a\"b", "\"a\"\"b\""),
            ("é", "\"é\""),
            ("", "\"\""),
        ];
        for (name, quoted) in cases {
            assert_eq!(keywords.quoted(name), quoted);
        }
    }
}
