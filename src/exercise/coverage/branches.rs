//! The branches of a condition: what stands between the ORs at its top, in the server's words.

use crate::connect::statement::split;

/// The branches; one where there is no OR at the top.
pub(super) fn branches(condition: &str) -> Vec<String> {
    let inner = without_parentheses(condition.trim());
    let found = split(inner, "or").into_iter();
    found.map(|it| it.trim().to_owned()).collect()
}

/// The text without a pair of parentheses around all of it.
fn without_parentheses(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('(').and_then(|it| it.strip_suffix(')')) else {
        return text;
    };
    let (mut depth, mut quote) = (0_usize, None);
    for character in inner.chars() {
        match (quote, character) {
            (Some(open), it) if it == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return text,
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::branches;

    #[test]
    fn only_what_is_at_the_top_is_a_branch() {
        assert_eq!(branches("((a = 1) OR (b OR c) OR d)"), ["(a = 1)", "(b OR c)", "d"]);
        assert_eq!(branches("(a = ')') AND (b OR c)"), ["(a = ')') AND (b OR c)"]);
        assert_eq!(branches("a"), ["a"]);
    }
}
