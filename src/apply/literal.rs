//! Strings in statements of our own, in a session that may read backslashes in either way.

/// A string of SQL, however strings are read.
pub(super) fn literal(text: &str) -> String {
    let text = text.replace('\'', "''").replace('\\', "\\\\");
    format!(" E'{text}'")
}
