//! How a scalar is spelled: plain where it is safe, in quotes, or as a block.

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Within brackets.
    Flow,
    /// Not within brackets.
    Block,
}

/// What of a scalar another reader could take for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Booleans, numbers, dates and null are put in quotes.
    Everything,
    /// Null is put in quotes.
    Null,
}

/// The scalar in one line.
pub(super) fn in_line(text: &str, guard: Guard, place: Place) -> String {
    let ambiguous = match guard {
        Guard::Everything => is_null(text) || is_boolean(text) || is_number(text),
        Guard::Null => is_null(text) || is_date(text),
    };
    if !ambiguous && is_plain(text, place) {
        return text.to_owned();
    }
    let printable = text.chars().all(is_printable);
    if printable && !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if printable {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    text.chars().for_each(|it| escape(it, &mut quoted));
    quoted.push('"');
    quoted
}

/// Lines of a literal block, and its header; `None` where a block cannot hold the text, or would not be read well.
pub(super) fn literal(text: &str) -> Option<(String, Vec<&str>)> {
    let fits = |it: char| is_printable(it) || it == '\n' || it == '\t';
    // Of several line breaks at its end a block keeps those that set the next entry apart as well.
    let ends = text.ends_with("\n\n") || text.trim().is_empty();
    if !text.contains('\n') || ends || !text.chars().all(fits) {
        return None;
    }
    let mut header = String::from("|");
    // The first line that is not empty tells the indentation, unless it is stated.
    let first = text.split('\n').find(|line| !line.is_empty()).unwrap_or_default();
    if first.starts_with([' ', '\t']) {
        header.push('2');
    }
    let mut lines: Vec<&str> = text.split('\n').collect();
    if lines.last() == Some(&"") {
        lines.pop();
    } else {
        header.push('-');
    }
    Some((header, lines))
}

/// The lines of a folded block, each no longer than `width` where it can be; `None` where folding would change the
/// text or leave it in one line.
pub(super) fn folded(text: &str, width: usize) -> Option<Vec<&str>> {
    if text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
        || !text.chars().all(is_printable)
    {
        return None;
    }
    let mut lines = Vec::new();
    let (mut start, mut last) = (0, None);
    for (at, _) in text.match_indices(' ') {
        let before = text[..at].ends_with(char::is_whitespace);
        let after = text[at + 1..].starts_with(char::is_whitespace);
        if before || after {
            continue;
        }
        if text[start..at].chars().count() > width
            && let Some(end) = last
            && end > start
        {
            lines.push(&text[start..end]);
            start = end + 1;
        }
        last = Some(at);
    }
    if text[start..].chars().count() > width
        && let Some(end) = last
        && end > start
    {
        lines.push(&text[start..end]);
        start = end + 1;
    }
    lines.push(&text[start..]);
    (lines.len() > 1).then_some(lines)
}

/// Whether a plain scalar reads back as it is.
fn is_plain(text: &str, place: Place) -> bool {
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`=<~";
    let Some(first) = text.chars().next() else { return false };
    // A dash begins a plain scalar when text follows: `-1` is SQL.
    let opens = match first {
        '-' => !text[1..].starts_with(|it: char| it.is_ascii_alphanumeric()),
        it => INDICATORS.contains(it),
    };
    let bracket = |it: char| place == Place::Flow && matches!(it, ',' | '[' | ']' | '{' | '}');
    !opens
        && text.chars().all(is_printable)
        && text == text.trim()
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.contains(bracket)
        && !text.starts_with("---")
        && !text.starts_with("...")
}

fn is_null(text: &str) -> bool {
    text.is_empty() || text == "~" || text.eq_ignore_ascii_case("null")
}

/// As YAML 1.1 has it, too.
fn is_boolean(text: &str) -> bool {
    const WORDS: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "y", "n"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Numbers, dates and times in the forms of YAML 1.1 and 1.2, and what looks like them.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let special = [".inf", ".nan"].iter().any(|word| unsigned.eq_ignore_ascii_case(word));
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    let number = digits.starts_with(|it: char| it.is_ascii_digit())
        && unsigned.chars().all(|it| {
            it.is_ascii_hexdigit()
                || matches!(it, 'x' | 'o' | '_' | '.' | '+' | '-' | ':' | 'T' | 'Z')
        });
    special || number
}

/// `2024-01-02`
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, it)| match at {
            4 | 7 => it == b'-',
            _ => it.is_ascii_digit(),
        })
}

/// What may stand in a file as it is. Line breaks, invisible marks and what turns the direction of text are escaped.
fn is_printable(it: char) -> bool {
    !it.is_control()
        && !matches!(
            it,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..
        )
        && u32::from(it) & 0xfffe != 0xfffe
}

fn escape(it: char, out: &mut String) {
    match it {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        it if is_printable(it) => out.push(it),
        it => {
            let code = u32::from(it);
            let text = match code {
                0..=0xff => format!("\\x{code:02x}"),
                0x100..=0xffff => format!("\\u{code:04x}"),
                _ => format!("\\U{code:08x}"),
            };
            out.push_str(&text);
        }
    }
}
