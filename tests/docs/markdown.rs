//! That what is written is Markdown that holds together: links lead somewhere, tables have their columns, code ends.

use crate::projects::{CASES, pages, root};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// The lines of a page outside of blocks of code, and whether every block ends.
fn prose(page: &str) -> (Vec<&str>, bool) {
    let (mut lines, mut fence) = (Vec::new(), None::<String>);
    for line in page.lines() {
        let ticks: String = line.chars().take_while(|it| *it == '`').collect();
        match &fence {
            Some(open) => {
                if line == open {
                    fence = None;
                }
            }
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => lines.push(line),
        }
    }
    (lines, fence.is_none())
}

/// A line without its spans of code and without what is escaped.
fn bare(line: &str) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(next) = rest.chars().next() {
        let behind = &rest[next.len_utf8()..];
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        if next == '\\' {
            rest = behind.chars().next().map_or("", |it| &behind[it.len_utf8()..]);
        } else if ticks > 0 {
            let fence = &rest[..ticks];
            let mut end = None;
            let mut at = ticks;
            while let Some(found) = rest[at..].find('`') {
                let start = at + found;
                let run = rest[start..].len() - rest[start..].trim_start_matches('`').len();
                if run == ticks {
                    end = Some(start + run);
                    break;
                }
                at = start + run;
            }
            assert!(end.is_some(), "a span of code has no end ({fence}): {line}");
            out.push('c');
            rest = &rest[end.unwrap()..];
        } else {
            out.push(next);
            rest = behind;
        }
    }
    out
}

/// The targets of the links of a line.
pub(crate) fn targets(line: &str) -> Vec<String> {
    let bare = bare(line);
    let mut found = Vec::new();
    for (at, _) in bare.match_indices("](") {
        let rest = &bare[at + 2..];
        found.push(rest[..rest.find(')').expect("a link has an end")].to_owned());
    }
    found
}

/// A path without `..`.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => assert!(out.pop(), "{} leads out", path.display()),
            part => out.push(part),
        }
    }
    out
}

/// As code in HTML shows a name.
pub(crate) fn in_html(name: &str) -> String {
    let mut out = String::new();
    for it in name.chars() {
        match it.is_ascii_punctuation() && !".,()'\"-".contains(it) {
            true => out.push_str(&format!("&#{};", u32::from(it))),
            false => out.push(it),
        }
    }
    out
}

#[test]
fn links_lead_somewhere() {
    for project in CASES {
        let pages = pages(project);
        let folder = Path::new("docs/reference");
        let (mut dangling, mut count) = (BTreeMap::new(), 0);
        let mut reached = BTreeSet::from(["README.md".to_owned()]);
        for (page, text) in pages.iter().filter(|(page, _)| page.ends_with(".md")) {
            for target in prose(text).0.into_iter().flat_map(targets) {
                count += 1;
                let to = plain(&folder.join(page).parent().unwrap().join(&target));
                let inside = to.strip_prefix(folder).map(|it| it.to_str().unwrap().to_owned());
                let there = match &inside {
                    Ok(inside) => pages.contains_key(inside),
                    // Another file of the project; the OpenAPI document is made beside the reference.
                    Err(_) => {
                        root(project).join(&to).is_file() || to == Path::new("docs/openapi.json")
                    }
                };
                if !there {
                    dangling.insert((page, target), to);
                } else if let Ok(inside) = inside {
                    reached.insert(inside);
                }
            }
        }
        assert!(dangling.is_empty(), "{project}: {dangling:#?}");
        assert!(count > 50, "{project}: {count} links are too few to be all");
        let lost: Vec<&String> = pages.keys().filter(|it| !reached.contains(*it)).collect();
        assert!(lost.is_empty(), "{project}: nothing leads to {lost:#?}");
    }
}

#[test]
fn tables_have_their_columns_and_code_ends() {
    for project in CASES {
        let mut rows = 0;
        for (page, text) in pages(project).iter().filter(|(page, _)| page.ends_with(".md")) {
            let (lines, whole) = prose(text);
            assert!(whole, "{project} {page}: a block of code has no end");
            let mut columns = None;
            for line in lines {
                if !line.starts_with('|') {
                    bare(line);
                    columns = None;
                    continue;
                }
                // A pipe ends a cell wherever it stands, in code too, and no page escapes one.
                let here = line.matches('|').count();
                assert_eq!(*columns.get_or_insert(here), here, "{project} {page}: {line}");
                line.trim_matches('|').split('|').for_each(|cell| drop(bare(cell)));
                rows += 1;
            }
        }
        assert!(rows > 50, "{project}: {rows} rows are too few to be all");
    }
}

#[test]
fn nothing_that_was_written_becomes_markup() {
    for (page, text) in
        pages("tests/cases/docs/odd").iter().filter(|(page, _)| page.ends_with(".md"))
    {
        for line in prose(text).0.into_iter().skip(1) {
            let bare = bare(line);
            let tags = bare.match_indices('<').map(|(at, _)| &bare[at..]);
            let own =
                ["<br>", "<code>", "</code>", "<details>", "</details>", "<summary>", "</summary>"];
            for tag in tags {
                assert!(own.iter().any(|it| tag.starts_with(it)), "{page}: {line}");
            }
            // `**` and `_` around words are nobody's; an asterisk that is one stands behind a backslash.
            assert!(!bare.contains('*'), "{page}: {line}");
        }
    }
}
