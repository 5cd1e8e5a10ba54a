//! The password file, `~/.pgpass`.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Looks a password up. A file that others may read is not used: the second value says so, as libpq warns.
pub(super) fn look_up(
    file: &Path,
    host: &str,
    port: u16,
    database: &str,
    user: &str,
) -> (Option<String>, Option<String>) {
    let Ok(metadata) = fs::metadata(file) else { return (None, None) };
    if !metadata.is_file() {
        let warning = format!("the password file {} is not a plain file: not used", file.display());
        return (None, Some(warning));
    }
    if metadata.mode() & 0o077 != 0 {
        let warning = format!(
            "the password file {0} can be read by others: not used; run `chmod 0600 {0}`",
            file.display()
        );
        return (None, Some(warning));
    }
    let text = match fs::read(file) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            let warning = format!("the password file {} cannot be read: {error}", file.display());
            return (None, Some(warning));
        }
    };
    (find(&text, [host, &port.to_string(), database, user]), None)
}

/// The password of the first line whose four fields match; `*` matches anything.
fn find(text: &str, wanted: [&str; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut rest = line;
        for wanted in wanted {
            let (field, after) = field(rest)?;
            let wild = rest.starts_with("*:");
            if !wild && field != wanted {
                return None;
            }
            rest = after;
        }
        // The password ends at the line's end; a colon in it may be escaped and need not be.
        Some(unescape(rest)).filter(|password| !password.is_empty())
    })
}

/// The field up to the next colon that is not escaped, without its escapes, and what follows the colon.
fn field(text: &str) -> Option<(String, &str)> {
    let mut escaped = false;
    for (at, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ':' => return Some((unescape(&text[..at]), &text[at + 1..])),
            _ => {}
        }
    }
    None
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => plain.extend(chars.next()),
            char => plain.push(char),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn first_match_wins_and_escapes_are_read() {
        let file = "# localhost:5432:db:me:comment\n\
                    other:5432:db:me:no\n\
                    localhost:*:db:me:a\\:b\\\\c:d\n\
                    *:*:*:*:last\n";
        let look = |host, port| find(file, [host, port, "db", "me"]);
        assert_eq!(look("localhost", "5433").as_deref(), Some("a:b\\c:d"));
        assert_eq!(look("elsewhere", "5432").as_deref(), Some("last"));
        assert_eq!(find("a\\:b:1:db:me:x", ["a:b", "1", "db", "me"]).as_deref(), Some("x"));
        assert_eq!(find("a:1:db", ["a", "1", "db", "me"]), None);
        assert_eq!(find("\\*:1:db:me:x", ["a", "1", "db", "me"]), None);
    }
}
