//! The little that must be found in the text of a statement that the server worded: where a clause starts outside of
//! quotes, and where it ends. With `standard_conforming_strings` on, quotes within quotes are doubled and nothing else
//! escapes them, so a quote always toggles.

/// What lies between the quotes and parentheses of a statement: each byte with its depth.
pub(super) fn bare(text: &str) -> impl Iterator<Item = (usize, u8, usize)> {
    let mut quote = None;
    let mut depth = 0_usize;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(' | b'[') => {
                depth += 1;
                return Some((at, byte, depth - 1));
            }
            (None, b')' | b']') => {
                depth = depth.saturating_sub(1);
                return Some((at, byte, depth));
            }
            (None, _) => return Some((at, byte, depth)),
        }
        None
    })
}

/// What follows the first `clause` outside of quotes and parentheses, up to the parenthesis that closes the one that
/// `clause` ends with.
pub(super) fn parenthesised<'a>(text: &'a str, clause: &str) -> Option<&'a str> {
    let start = bare(text)
        .filter(|(_, _, depth)| *depth == 0)
        .find(|(at, ..)| text[*at..].starts_with(clause))
        .map(|(at, ..)| at + clause.len())?;
    let inside = &text[start..];
    let mut depth = 1_usize;
    for (at, byte, _) in bare(inside) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&inside[..at]);
        }
    }
    None
}

/// What stands before and after the first `clause` outside of quotes and parentheses.
pub(super) fn split<'a>(text: &'a str, clause: &str) -> Option<(&'a str, &'a str)> {
    let (at, ..) = bare(text)
        .filter(|(_, _, depth)| *depth == 0)
        .find(|(at, ..)| text.get(*at..).is_some_and(|rest| rest.starts_with(clause)))?;
    Some((&text[..at], &text[at + clause.len()..]))
}

/// The parts of a list between the commas outside of quotes and parentheses.
pub(super) fn elements(list: &str) -> Vec<&str> {
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, byte, depth) in bare(list) {
        if byte == b',' && depth == 0 {
            parts.push(list[start..at].trim());
            start = at + 1;
        }
    }
    parts.push(list[start..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::{elements, parenthesised};

    #[test]
    fn the_condition_of_a_trigger_is_found_behind_odd_names() {
        let text = "CREATE TRIGGER \"a WHEN (x\" AFTER UPDATE OF \"b WHEN (y)\" ON public.t FOR EACH ROW \
                    WHEN ((old.\")\" IS DISTINCT FROM ') EXECUTE FUNCTION ''f(')) EXECUTE FUNCTION public.f('z)')";
        assert_eq!(
            parenthesised(text, " WHEN ("),
            Some("(old.\")\" IS DISTINCT FROM ') EXECUTE FUNCTION ''f(')")
        );
        assert_eq!(
            parenthesised("CREATE TRIGGER a EXECUTE FUNCTION f(' WHEN (x)')", " WHEN ("),
            None
        );
    }

    #[test]
    fn a_list_is_split_outside_of_quotes_and_parentheses() {
        assert_eq!(
            elements("lower(a, b) COLLATE \"C,D\", ((x || ',') || ARRAY[1, 2]), c DESC"),
            ["lower(a, b) COLLATE \"C,D\"", "((x || ',') || ARRAY[1, 2])", "c DESC"]
        );
    }
}
