//! Regular expressions: PostgreSQL's, as JSON Schema reads them (ECMA-262).

/// The same expression for JSON Schema; `None` where it says something that ECMA-262 has no words for.
pub(super) fn ecma(pattern: &str) -> Option<String> {
    if pattern.starts_with("***") || pattern.contains("(?") && has_options(pattern) {
        return None;
    }
    let mut found = String::new();
    let mut rest = pattern.chars().peekable();
    while let Some(it) = rest.next() {
        match it {
            '\\' => found.push_str(&escape(rest.next()?)?),
            '[' => {
                found.push('[');
                if rest.next_if_eq(&'^').is_some() {
                    found.push('^');
                }
                let mut first = true;
                loop {
                    let next = rest.next()?;
                    match next {
                        // At the beginning it means itself.
                        ']' if first => found.push_str("\\]"),
                        ']' => break,
                        '[' => match rest.next_if(|it| ":.=".contains(*it)) {
                            Some(':') => found.push_str(class(&mut rest)?),
                            Some(_) => return None,
                            None => found.push_str("\\["),
                        },
                        '\\' => found.push_str(&escape(rest.next()?)?),
                        other => found.push(other),
                    }
                    first = false;
                }
                found.push(']');
            }
            // In PostgreSQL it matches the end of a line, too.
            '.' => found.push_str(r"[\s\S]"),
            other => found.push(other),
        }
    }
    Some(found)
}

/// Whether it has embedded options or lookbehind that not every reader of JSON Schema knows: all but `(?:`, `(?=`, `(?!`.
fn has_options(pattern: &str) -> bool {
    pattern.split("(?").skip(1).any(|rest| !rest.starts_with([':', '=', '!']))
}

fn escape(it: char) -> Option<String> {
    match it {
        'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'n' | 'r' | 't' | 'f' | 'v' => Some(format!("\\{it}")),
        'y' => Some("\\b".to_owned()),
        it if it.is_ascii_punctuation() => Some(format!("\\{it}")),
        _ => None,
    }
}

/// A class within brackets, after `[:`. What letters are is a matter of the locale: these have no words.
fn class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<&'static str> {
    let mut name = String::new();
    loop {
        match rest.next()? {
            ':' => break,
            it => name.push(it),
        }
    }
    rest.next_if_eq(&']')?;
    match &*name {
        "digit" => Some("0-9"),
        "xdigit" => Some("0-9A-Fa-f"),
        "space" => Some("\\s"),
        "cntrl" => Some("\\u0000-\\u001f\\u007f-\\u009f"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::ecma;

    #[test]
    fn what_both_know_is_translated() {
        for (pattern, wanted) in [
            ("^[A-Z]{2}$", "^[A-Z]{2}$"),
            ("^[^@[:space:]]+@x$", r"^[^@\s]+@x$"),
            ("(^\\s|\\s$)", r"(^\s|\s$)"),
            ("^.{1,3}$", r"^[\s\S]{1,3}$"),
            ("[]a[]", r"[\]a\[]"),
            (r"^\+[1-9]\d+$", r"^\+[1-9]\d+$"),
        ] {
            assert_eq!(ecma(pattern).as_deref(), Some(wanted), "{pattern}");
        }
        for other in
            ["[[:alpha:]]", "(?i)a", r"\mword\M", r"(a)\1", "[[.a.]]", "[a", "***=a", r"\A"]
        {
            assert_eq!(ecma(other), None, "{other}");
        }
    }
}
