//! Text of which the reader leaves out the line break that ends a block.

/// The text with its last line break twice, since one does not count.
pub(super) fn kept(text: &str) -> String {
    match text.ends_with('\n') {
        true => format!("{text}\n"),
        false => text.to_owned(),
    }
}
