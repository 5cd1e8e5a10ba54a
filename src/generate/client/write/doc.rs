//! Doc comments.

use std::fmt::Write;

/// Lines are no longer than this.
const WIDTH: usize = 96;

/// Doc comments of paragraphs, each of which is broken into lines. Lists and headings stay as they are.
#[derive(Debug, Default)]
pub(super) struct Doc(Vec<String>);

impl Doc {
    /// Adds a text of the database: what has a meaning in Markdown has none there.
    pub(super) fn said(mut self, text: &str) -> Self {
        for paragraph in text.split("\n\n") {
            self.0.push(escaped(paragraph));
        }
        self
    }

    /// Adds a paragraph.
    pub(super) fn told(mut self, text: impl Into<String>) -> Self {
        self.0.push(text.into());
        self
    }

    /// Adds a paragraph if there is one.
    pub(super) fn perhaps(self, text: Option<String>) -> Self {
        match text {
            Some(text) => self.told(text),
            None => self,
        }
    }

    /// The attributes.
    pub(super) fn text(&self) -> String {
        self.attributes("#[doc")
    }

    /// The same as comments, for what is not laid out any more, this deep.
    pub(super) fn comment(&self, depth: usize) -> String {
        let mut text = String::new();
        for (at, paragraph) in self.0.iter().enumerate() {
            let between = (at > 0).then(String::new);
            for line in between.into_iter().chain(lines(paragraph)) {
                let space = if line.is_empty() { "" } else { " " };
                let _ = writeln!(text, "{:1$}///{space}{line}", "", depth * 4);
            }
        }
        text
    }

    /// The attributes of what they stand in.
    pub(super) fn inner(&self) -> String {
        self.attributes("#![doc")
    }

    fn attributes(&self, begin: &str) -> String {
        let mut text = String::new();
        for (at, paragraph) in self.0.iter().enumerate() {
            if at > 0 {
                let _ = writeln!(text, "{begin} = \"\"]");
            }
            for line in lines(paragraph) {
                let _ = writeln!(text, "{begin} = {:?}]", format!(" {line}"));
            }
        }
        text
    }
}

/// A text without a meaning in Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for it in text.chars() {
        if matches!(it, '<' | '>' | '[' | ']' | '*' | '`' | '\\' | '#') {
            escaped.push('\\');
        }
        escaped.push(if it == '\r' { ' ' } else { it });
    }
    escaped
}

fn lines(paragraph: &str) -> Vec<String> {
    if paragraph.starts_with("```") {
        return paragraph.lines().map(str::to_owned).collect();
    }
    let mut made = Vec::new();
    for line in paragraph.lines() {
        let mut current = String::new();
        for word in line.split_whitespace() {
            if !current.is_empty() && current.chars().count() + word.chars().count() >= WIDTH {
                made.push(std::mem::take(&mut current));
                if line.starts_with("- ") {
                    current.push_str("  ");
                }
            }
            if !current.trim().is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        made.push(current);
    }
    made
}

/// One line of a list about something with a name.
pub(super) fn item(name: &str, said: Option<&str>) -> String {
    match said {
        Some(said) => format!("- `{name}`: {}", escaped(&said.replace('\n', " "))),
        None => format!("- `{name}`"),
    }
}
