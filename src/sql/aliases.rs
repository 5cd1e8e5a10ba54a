//! What a query calls its relations.

use super::{Token, dotted};

/// Words that follow a relation and are no alias.
const ENDS: [&str; 25] = [
    "cross",
    "except",
    "fetch",
    "for",
    "full",
    "group",
    "having",
    "inner",
    "intersect",
    "join",
    "left",
    "limit",
    "loop",
    "natural",
    "offset",
    "on",
    "order",
    "returning",
    "right",
    "set",
    "tablesample",
    "union",
    "using",
    "where",
    "window",
];

/// The name that a query calls the relation by whose name begins at a token: its alias, else the last part of the name.
pub(crate) fn alias(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let (name, mut end) = dotted(tokens, at)?;
    while tokens.get(end).is_some_and(|it| it.is_any(&["as", "*"])) {
        end += 1;
    }
    let next = tokens.get(end).filter(|it| !it.is_any(&ENDS)).and_then(Token::name);
    next.map(|it| it.into_owned()).or_else(|| name.last().cloned())
}

#[cfg(test)]
mod tests {
    use super::super::tokens;
    use super::*;

    #[test]
    fn a_relation_is_called_by_its_alias_or_its_name() {
        for (text, called) in [
            ("app.hosts", "hosts"),
            ("app.hosts h", "h"),
            ("app.hosts as \"H\"", "H"),
            ("app.hosts * h", "h"),
            ("app.hosts where id = 1", "hosts"),
            ("app.hosts set open = true", "hosts"),
            ("app.hosts loop", "hosts"),
            ("app.hosts, app.users u", "hosts"),
            ("hosts tablesample system (1)", "hosts"),
        ] {
            assert_eq!(alias(&tokens(text), 0).as_deref(), Some(called), "{text}");
        }
    }
}
