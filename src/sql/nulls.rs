//! What a condition says of NULL.

use super::{Groups, tokens};

/// Whether a condition is true of no row where a column is NULL: `column is not null` is one of those that it joins by AND.
pub(crate) fn says_not_null(condition: &str, column: &str) -> bool {
    let tokens = tokens(condition);
    let groups = Groups::of(&tokens);
    let outer: Vec<_> =
        (0..tokens.len()).filter(|at| groups.innermost(*at) == 0).map(|at| &tokens[at]).collect();
    // What stands in a CASE, or beside an OR, need not hold; the AND of BETWEEN joins no conditions.
    if outer.iter().any(|it| it.is_any(&["or", "case", "between"])) {
        return false;
    }
    let mut parts = outer.split(|it| it.is("and"));
    parts.any(|part| match part {
        [name, is, not, null] => {
            name.name().as_deref() == Some(column)
                && is.is("is")
                && not.is("not")
                && null.is("null")
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_condition_says_so() {
        for (condition, says) in [
            ("b is not null", true),
            ("a = 1 and B is not null and c is null", true),
            ("a = 1 and (b is not null)", false),
            ("a = 1 or b is not null", false),
            ("not b is not null", false),
            ("case when a and b is not null and c then d end", false),
            ("a in (select b from c where b is not null)", false),
            ("x.b is not null", false),
            ("\"b\" is not null", true),
            ("b is null", false),
            ("a between 1 and b is not null", false),
            ("a = '' and b is not null", true),
        ] {
            assert_eq!(says_not_null(condition, "b"), says, "{condition}");
        }
    }
}
