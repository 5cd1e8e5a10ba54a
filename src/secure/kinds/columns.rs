//! The columns of the table in a condition that an author wrote.

use super::Column;
use crate::sql::{Kind, tokens};

/// The text with `t.` before each unqualified column of the table, where no other relation is in sight: an argument or a
/// returned column may have the same name, and PL/pgSQL would not know which one is meant.
pub fn own_columns(text: &str, columns: &[Column]) -> String {
    let tokens = tokens(text);
    let mut found = String::with_capacity(text.len());
    let (mut done, mut depth) = (0, 0_usize);
    // The depth at which a query begins: in it columns may be another relation's.
    let mut query: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        let sign = |at: usize| tokens.get(at).map_or("", |it| it.text);
        match token.text {
            "(" => depth += 1,
            ")" => {
                if query == Some(depth) {
                    query = None;
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if query.is_none() && matches!(&*token.word(), "select" | "with" | "values") {
            query = Some(depth);
        }
        let dotted = at > 0 && sign(at - 1) == ".";
        let free = query.is_none() && !dotted && !matches!(sign(at + 1), "." | "(");
        let name = token.name().filter(|_| free);
        let is_cast = at > 0 && token.kind == Kind::Word && sign(at - 1) == "::";
        if !is_cast && name.is_some_and(|name| columns.iter().any(|it| *it.name == *name)) {
            found.push_str(&text[done..token.at.start]);
            found.push_str("t.");
            done = token.at.start;
        }
    }
    found.push_str(&text[done..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Name;

    #[test]
    fn only_columns_in_sight_are_the_tables() {
        let column = |name: &str| Column {
            name: Name::from(name),
            data_type: "text".into(),
            null: false,
            default: None,
        };
        let columns = [column("id"), column("note")];
        for (text, expected) in [
            (
                "id = any (array(select f.id from f where id = note)) and note > ''",
                "t.id = any (array(select f.id from f where id = note)) and t.note > ''",
            ),
            (
                "x.id = f.note or \"note\"::note is null",
                "x.id = f.note or t.\"note\"::note is null",
            ),
            ("id(1) = lower(note)", "id(1) = lower(t.note)"),
        ] {
            assert_eq!(own_columns(text, &columns), expected);
        }
    }
}
