//! Text in Markdown that means what it says, whatever is in it.
//!
//! Views hold text that is safe in a paragraph. What stands in a cell of a table goes through [`cell`] besides: a pipe there ends the
//! cell, within code too.

use std::fmt::Write;

/// What an author wrote, as text: no character of it makes emphasis, a link, a heading or HTML. Code in backquotes stays code,
/// and an empty line parts paragraphs.
pub(super) fn text(said: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in said.lines().chain([""]) {
        match line.trim() {
            "" if lines.is_empty() => {}
            "" => paragraphs.push(paragraph(&std::mem::take(&mut lines).join(" "))),
            line => lines.push(line),
        }
    }
    paragraphs.join("\n\n")
}

/// The first sentence of what an author wrote, as text.
pub(super) fn sentence(said: &str) -> String {
    let first = said.split("\n\n").map(str::trim).find(|it| !it.is_empty()).unwrap_or_default();
    let end = first
        .match_indices(". ")
        .map(|(at, _)| at)
        // `e.g. this` and `i.e. that` end nothing.
        .find(|at| first[at + 2..].starts_with(|it: char| !it.is_lowercase()));
    text(end.map_or(first, |end| &first[..=end]))
}

fn paragraph(said: &str) -> String {
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(said.len() + 8);
    let mut before = ' ';
    let mut rest = said.as_str();
    while let Some(next) = rest.chars().next() {
        if next == '`'
            && let Some((inside, after)) = span(rest)
        {
            out.push_str(&code(inside));
            (rest, before) = (after, '`');
            continue;
        }
        let behind = &rest[next.len_utf8()..];
        let inside_word = before.is_alphanumeric() && behind.starts_with(char::is_alphanumeric);
        let special = matches!(next, '\\' | '*' | '[' | ']' | '<' | '>' | '&' | '~' | '`' | '$')
            || (next == '_' && !inside_word);
        if special || (out.is_empty() && opens_block(&said)) {
            out.push('\\');
        }
        if !next.is_control() {
            out.push(next);
        }
        (rest, before) = (behind, next);
    }
    if let Some((number, dot)) = ordinal(&out) {
        out = format!("{number}\\{}", &out[dot..]);
    }
    out
}

/// Whether a line begins what is no paragraph: a heading, a list, a rule.
fn opens_block(line: &str) -> bool {
    line.starts_with(['#', '+', '-', '=', '|', ':'])
}

/// `1. ` and `1) ` begin a list: the number, and where the sign after it stands.
fn ordinal(line: &str) -> Option<(&str, usize)> {
    let digits = line.find(|it: char| !it.is_ascii_digit())?;
    let after = line[digits..].strip_prefix(['.', ')'])?;
    (digits > 0 && (after.is_empty() || after.starts_with(' '))).then(|| (&line[..digits], digits))
}

/// A span of code that a text begins with: what is in it, and what follows.
fn span(rest: &str) -> Option<(&str, &str)> {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let mut at = ticks;
    while let Some(found) = rest[at..].find('`') {
        let start = at + found;
        let run = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        if run == ticks {
            return Some((&rest[ticks..start], &rest[start + run..]));
        }
        at = start + run;
    }
    None
}

/// A span of code in one line.
pub(super) fn code(said: &str) -> String {
    let mut said: String = said.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    if said.trim().is_empty() {
        said = "\u{a0}".to_owned();
    }
    let fence = fence_of(&said, 1);
    let pad = if said.starts_with(['`', ' ']) || said.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{said}{pad}{fence}")
}

/// A block of code.
pub(super) fn block(language: &str, said: &str) -> String {
    let fence = fence_of(said, 3);
    format!("{fence}{language}\n{}\n{fence}", said.trim_matches('\n'))
}

/// Backquotes, more than stand together anywhere in a text.
fn fence_of(said: &str, least: usize) -> String {
    let runs = said.split(|it| it != '`').map(str::len);
    "`".repeat(runs.max().map_or(least, |run| if run < least { least } else { run + 1 }))
}

/// Markdown of a paragraph as it stands in a cell of a table.
pub(super) fn cell(said: &str) -> String {
    let said = said.replace("\n\n", "<br>").replace('\n', " ");
    let mut out = String::with_capacity(said.len());
    let mut rest = said.as_str();
    while let Some(next) = rest.chars().next() {
        let behind = &rest[next.len_utf8()..];
        match next {
            '`' => {
                if let Some((inside, after)) = span(rest) {
                    match inside.contains('|') {
                        // A backslash before a pipe would be shown, and one without ends the cell.
                        true => out.push_str(&html_code(inside)),
                        false => out.push_str(&rest[..rest.len() - after.len()]),
                    }
                    rest = after;
                    continue;
                }
                out.push('`');
            }
            '\\' => {
                let length = behind.chars().next().map_or(0, char::len_utf8);
                match behind.starts_with('|') {
                    true => out.push_str("&#124;"),
                    false => out.push_str(&rest[..1 + length]),
                }
                rest = &behind[length..];
                continue;
            }
            '|' => out.push_str("&#124;"),
            _ => out.push(next),
        }
        rest = behind;
    }
    out
}

/// Code as HTML of which no character means anything in Markdown.
fn html_code(inside: &str) -> String {
    let padded = inside.starts_with(' ') && inside.ends_with(' ') && inside.contains('`');
    let inside = if padded { &inside[1..inside.len() - 1] } else { inside };
    let mut out = String::from("<code>");
    for it in inside.chars() {
        match it.is_ascii_punctuation() && !matches!(it, '.' | ',' | '(' | ')' | '\'' | '"' | '-') {
            true => {
                let _ = write!(out, "&#{};", u32::from(it));
            }
            false => out.push(it),
        }
    }
    out + "</code>"
}

/// Text in HTML, within attributes too.
pub(super) fn html(said: &str) -> String {
    let mut out = String::with_capacity(said.len());
    for it in said.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            it if it.is_control() => out.push(' '),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_the_author_wrote() {
        assert_eq!(text("Says *no* to <b> & [x](y)."), r"Says \*no\* to \<b\> \& \[x\](y).");
        assert_eq!(
            text("See app.user_roles, _this_ and `a*b`."),
            "See app.user_roles, \\_this\\_ and `a*b`."
        );
        assert_eq!(text("one\n  two\n\n\nthree"), "one two\n\nthree");
        assert_eq!(text("# no heading"), r"\# no heading");
        assert_eq!(text("1. no list"), r"1\. no list");
        assert_eq!(text("2.00"), "2.00");
        assert_eq!(text("a ` alone"), r"a \` alone");
        assert_eq!(text("``a`b``"), "``a`b``");
        assert_eq!(text(""), "");
    }

    #[test]
    fn a_sentence_ends_with_its_point() {
        assert_eq!(sentence("One. Two."), "One.");
        assert_eq!(sentence("Units, e.g. metres. Two."), "Units, e.g. metres.");
        assert_eq!(sentence("No point"), "No point");
    }

    #[test]
    fn code_may_hold_backquotes() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(block("sql", "a\n```\nb"), "````sql\na\n```\nb\n````");
    }

    #[test]
    fn a_pipe_does_not_end_a_cell() {
        assert_eq!(cell("a | b"), "a &#124; b");
        assert_eq!(cell("`a || b`"), "<code>a &#124;&#124; b</code>");
        assert_eq!(cell(r"`a \| b`"), "<code>a &#92;&#124; b</code>");
        assert_eq!(cell("`a*b`"), "`a*b`");
        assert_eq!(cell(r"\| and \\"), r"&#124; and \\");
        assert_eq!(cell("a\n\nb\nc"), "a<br>b c");
    }
}
