//! Many databases: a file that lists them, or a query that does.

use super::exit::Failure;
use super::options::Place;
use crate::connect::{Session, StatementError, Target};
use std::fs;
use std::path::Path;

/// What begins a line that is none.
const COMMENT: char = '#';

/// Where the databases are listed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Connection strings, with the number of their line.
    Lines(Vec<(usize, String)>),
    /// A query that gives one in each row, or the name of a database beside the one that is asked.
    Query(String),
}

/// Reads the file; one whose name ends in `.sql` is a query.
pub(super) fn list(path: &Path) -> Result<List, Failure> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| Failure::file("read", &shown, &error))?;
    if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("sql")) {
        return Ok(List::Query(text));
    }
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim().to_owned()));
    let lines: Vec<_> =
        lines.filter(|(_, line)| !line.is_empty() && !line.starts_with(COMMENT)).collect();
    Ok(List::Lines(lines))
}

/// The databases of a file, in its order.
pub(super) fn of_lines(
    lines: &[(usize, String)],
    path: &Path,
    place: &Place,
) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for (number, line) in lines {
        let target = Target::resolve(Some(line), &place.variables).map_err(|error| {
            let what = format!("{}:{number}: {}", path.display(), error.message);
            Failure::usage(what, error.help)
        })?;
        targets.push(target);
    }
    once(targets, path)
}

/// The databases that a query gives, in its order.
pub(super) async fn of_query(
    query: &str,
    path: &Path,
    session: &Session,
    asked: &Target,
    place: &Place,
) -> Result<Vec<Target>, Failure> {
    let shown = path.display().to_string();
    let failed = |error: StatementError| {
        crate::pipeline::Failure::Statement(Box::new(error.in_file(shown.clone())))
    };
    let rows = session.rows(query).await.map_err(failed)?;
    let mut targets = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let text = match <[Option<String>; 1]>::try_from(row) {
            Ok([Some(text)]) if !text.trim().is_empty() => text,
            _ => {
                let what = format!("row {} of `{shown}` is not one text", at + 1);
                let help =
                    "a row has one column, with a connection string or the name of a database";
                return Err(Failure::usage(what, help));
            }
        };
        let is_name = !text.contains("://") && !text.contains('=');
        let target = match is_name {
            true => asked.with_database(&text),
            false => Target::resolve(Some(&text), &place.variables),
        };
        let target = target.map_err(|error| {
            let what = format!("row {} of `{shown}`: {}", at + 1, error.message);
            Failure::usage(what, error.help)
        })?;
        targets.push(target);
    }
    once(targets, path)
}

/// Each database once, and one at least.
fn once(targets: Vec<Target>, path: &Path) -> Result<Vec<Target>, Failure> {
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = targets.iter().find(|it| !seen.insert(it.to_string())) {
        let what = format!("`{}` has {twice} twice", path.display());
        return Err(Failure::usage(what, "name each database once"));
    }
    if targets.is_empty() {
        let what = format!("`{}` names no database", path.display());
        return Err(Failure::usage(what, "write a connection string in each line"));
    }
    Ok(targets)
}
