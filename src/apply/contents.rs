//! What a migration file holds, refused where PostgreSQL would take it for something else.

use super::migrations::span;
use crate::diagnostic::Diagnostic;
use std::io;
use std::path::Path;

/// PostgreSQL takes no message over 1 GB, and needs several times the size of a statement to parse it.
const MAX_SIZE: u64 = 256 * 1024 * 1024;

/// The text of a file that the server will take.
pub(super) fn contents(folder: &Path, name: &str) -> Result<String, Box<Diagnostic>> {
    let path = folder.join(name);
    let fault = |rule, at: usize, length: usize, what: String, help: &str| {
        Box::new(Diagnostic::error(rule, what).at(span(name, at, at + length)).help(help))
    };
    let unreadable = |error: io::Error| {
        let help = "restore the file, or give the user who runs momni-db the right to read it";
        fault("migration-unreadable", 0, 0, format!("cannot read `{name}`: {error}"), help)
    };
    let size = std::fs::metadata(&path).map_err(unreadable)?.len();
    if size > MAX_SIZE {
        let what = format!("`{name}` has {size} bytes; a migration may have {MAX_SIZE}");
        return Err(fault("migration-size", 0, 0, what, "split it into several migrations"));
    }
    let bytes = std::fs::read(&path).map_err(unreadable)?;
    if bytes.is_empty() {
        let help = "restore the file: a write was perhaps cut short";
        return Err(fault("migration-empty", 0, 0, format!("`{name}` is empty"), help));
    }
    let encoding = |at, length, what: String| {
        let help = "save it as UTF-8 without a byte order mark";
        fault("migration-encoding", at, length, what, help)
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(encoding(0, 2, format!("`{name}` is UTF-16")));
    }
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        let what = "begins with a byte order mark, which PostgreSQL takes for a syntax error";
        return Err(encoding(0, 3, format!("`{name}` {what}")));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let what =
            format!("byte {} of `{name}` is NUL, which PostgreSQL takes for the end", at + 1);
        return Err(encoding(at, 1, what));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..at];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = at - before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1) + 1;
        encoding(at, 1, format!("`{name}` is not UTF-8: line {line}, byte {column} of it"))
    })
}
