//! Console blocks of a Markdown text: what is typed after `$ ` (and `> ` for more lines of it), and what comes back.

use std::fmt::Write as _;

/// One command and what it prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exchange {
    /// The line of its `$ `, counted from 1.
    pub(crate) line: usize,
    pub(crate) command: String,
    pub(crate) output: String,
}

/// Every exchange of the section with this heading, in order.
pub(crate) fn exchanges(markdown: &str, heading: &str) -> Vec<Exchange> {
    let mut found: Vec<Exchange> = Vec::new();
    let (mut inside_section, mut inside_block, mut typing) = (false, false, false);
    for (n, line) in markdown.lines().enumerate() {
        if !inside_block && line.starts_with("## ") {
            inside_section = line == heading;
        } else if inside_section && line == "```console" {
            inside_block = true;
        } else if inside_block && line == "```" {
            inside_block = false;
        } else if inside_block {
            if let Some(command) = line.strip_prefix("$ ") {
                typing = true;
                found.push(Exchange {
                    line: n + 1,
                    command: command.to_owned(),
                    output: String::new(),
                });
            } else if let Some(last) = found.last_mut() {
                match line.strip_prefix('>').filter(|_| typing) {
                    Some(more) => {
                        last.command.push('\n');
                        last.command.push_str(more.strip_prefix(' ').unwrap_or(more));
                    }
                    None => {
                        typing = false;
                        last.output.push_str(line);
                        last.output.push('\n');
                    }
                }
            }
        }
    }
    found
}

/// One script of all commands; after each it prints a line that [`outputs`] knows.
pub(crate) fn script(exchanges: &[Exchange]) -> String {
    let mut script = String::from("exec 2>&1 </dev/null\n");
    for exchange in exchanges {
        // Writing to a string cannot fail.
        let _ = writeln!(script, "{}\necho '{MARK}'", exchange.command);
    }
    script
}

const MARK: &str = "--8<-- done";

/// What each command printed.
pub(crate) fn outputs(printed: &str) -> Vec<String> {
    let mut parts: Vec<String> = printed.split(&format!("{MARK}\n")).map(str::to_owned).collect();
    // Behind the last mark there is nothing, or what a script says that ended too early.
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts
}

/// The text with what truly varies replaced: times, dates, versions of the server.
pub(crate) fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        normal.push_str(before);
        let number: usize =
            from.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(from.len());
        let (digits, after) = from.split_at(number);
        let inside_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        match (unit(after), date(from)) {
            _ if inside_word => normal.push_str(digits),
            (_, Some(length)) => {
                normal.push_str("<date>");
                rest = &from[length..];
                continue;
            }
            (Some(unit), _) => {
                normal.push_str("<time>");
                rest = &after[unit..];
                continue;
            }
            _ if before.ends_with("PostgreSQL ") => normal.push_str("<version>"),
            _ => normal.push_str(digits),
        }
        rest = after;
    }
    normal + rest
}

/// How long the unit of time is that stands here: ` ms`, `s`.
fn unit(text: &str) -> Option<usize> {
    let spaces = usize::from(text.starts_with(' '));
    let rest = &text[spaces..];
    let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    matches!(&rest[..word], "ms" | "s" | "µs").then_some(spaces + word)
}

/// How long the date is that stands here: `2026-01-31`, with or without a time of day.
fn date(text: &str) -> Option<usize> {
    let shape = |text: &str, shape: &str| {
        text.len() >= shape.len()
            && text.bytes().zip(shape.bytes()).all(|(c, s)| {
                if s == b'0' { c.is_ascii_digit() } else { c == s || (s == b'T' && c == b' ') }
            })
    };
    if !shape(text, "0000-00-00") {
        return None;
    }
    if !shape(&text[10..], "T00:00") {
        return Some(10);
    }
    let time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | '+');
    Some(11 + text[11..].find(|c| !time(c)).unwrap_or(text.len() - 11))
}

/// The Markdown with the outputs of the section's commands replaced by these.
pub(crate) fn rewritten(markdown: &str, exchanges: &[Exchange], outputs: &[String]) -> String {
    let mut lines: Vec<String> = markdown.lines().map(|line| format!("{line}\n")).collect();
    for (exchange, output) in exchanges.iter().zip(outputs).rev() {
        let start = exchange.line - 1 + exchange.command.lines().count();
        let end = start + exchange.output.lines().count();
        lines.splice(start..end, [output.clone()]);
    }
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# x
```console
$ not this
```
## Tour
```console
$ cat > f <<'E'
> a
>
> b
> E
$ ls
f
> g
```
words
```yaml
$ nor: this
```
## Next
```console
$ nor this
```
";

    fn exchange(line: usize, command: &str, output: &str) -> Exchange {
        Exchange { line, command: command.into(), output: output.into() }
    }

    #[test]
    fn reads_the_exchanges_of_one_section() {
        let expected =
            [exchange(7, "cat > f <<'E'\na\n\nb\nE", ""), exchange(12, "ls", "f\n> g\n")];
        assert_eq!(exchanges(TEXT, "## Tour"), expected);
    }

    #[test]
    fn rewrites_outputs() {
        let outputs = ["one\n".to_owned(), "two\nthree\n".to_owned()];
        let text = rewritten(TEXT, &exchanges(TEXT, "## Tour"), &outputs);
        assert!(text.contains("> E\none\n$ ls\ntwo\nthree\n```\nwords"), "{text}");
        let again: Vec<String> =
            exchanges(&text, "## Tour").into_iter().map(|exchange| exchange.output).collect();
        assert_eq!(again, outputs);
    }

    #[test]
    fn what_varies_is_named_and_nothing_else() {
        for (text, expected) in [
            ("done in 1.25 s", "done in <time>"),
            ("12ms, 7 ms", "<time>, <time>"),
            ("PostgreSQL 15.18 (Debian)", "PostgreSQL <version> (Debian)"),
            ("PostgreSQL 18, started", "PostgreSQL <version>, started"),
            ("at 2026-01-31T10:11:12.5Z!", "at <date>!"),
            ("at 2026-01-31 10:11:12", "at <date>"),
            ("on 2026-01-31, 2 tables", "on <date>, 2 tables"),
            ("V1__init.sql, 3 steps, int4 s", "V1__init.sql, 3 steps, int4 s"),
            ("", ""),
        ] {
            assert_eq!(normal(text), expected);
        }
    }

    #[test]
    fn every_command_gives_one_output() {
        assert_eq!(outputs("a\n--8<-- done\n--8<-- done\n"), ["a\n", ""]);
        assert_eq!(outputs("a\n--8<-- done\nbash: oh"), ["a\n", "bash: oh"]);
    }
}
