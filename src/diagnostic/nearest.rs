//! The nearest of the known words to one that is not known.

/// The known word that was most likely meant; `None` when none is near.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let length = word.chars().count();
    // One letter of three may be wrong.
    let most = length.div_ceil(3).min(length.saturating_sub(1));
    known
        .filter(|known| known.chars().count().abs_diff(length) <= most)
        .map(|known| {
            let distance = strsim::osa_distance(&lower, &known.to_lowercase());
            // Halves, so that what starts alike comes first among equals.
            (
                distance * 2
                    + usize::from(!known.starts_with(&lower[..lower.ceil_char_boundary(1)])),
                known,
            )
        })
        .filter(|(distance, _)| *distance <= 2 * most + 1)
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let near = |word| nearest(word, ["columns", "comment", "checks", "indexes"].into_iter());
        assert_eq!(near("column"), Some("columns"));
        assert_eq!(near("Columns"), Some("columns"));
        assert_eq!(near("index"), Some("indexes"));
        assert_eq!(near("constraints"), None);
        assert_eq!(near(""), None);
        assert_eq!(nearest("b", ["a", "c"].into_iter()), None);
        assert_eq!(nearest("iid", ["id", "name"].into_iter()), Some("id"));
    }
}
