//! Names that PostgreSQL gives to constraints and indexes without one.

use super::Name;

/// The most bytes that a name holds (NAMEDATALEN - 1).
const MAX: usize = 63;

/// `<table>_<column>_<label>`: the longer of the two names is cut until all fits, as PostgreSQL does it.
pub fn generated(table: &str, column: Option<&str>, label: &str) -> Name {
    let overhead = label.len() + 1 + usize::from(column.is_some());
    let available = MAX.saturating_sub(overhead);
    let (mut first, mut second) = (table.len(), column.map_or(0, str::len));
    while first + second > available {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let mut name = cut(table, first).to_owned();
    if let Some(column) = column {
        name.push('_');
        name.push_str(cut(column, second));
    }
    name.push('_');
    name.push_str(label);
    Name::from(name)
}

/// At most so many bytes, and no half character.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

#[cfg(test)]
mod tests {
    use super::generated;

    /// As PostgreSQL 15 named them.
    #[test]
    fn long_names_are_cut_as_postgresql_cuts_them() {
        assert_eq!(&*generated("families", None, "pkey"), "families_pkey");
        assert_eq!(&*generated("a", Some("b"), "check"), "a_b_check");
        let (table, column) = ("t".repeat(40), "c".repeat(40));
        let name = generated(&table, Some(&column), "fkey");
        assert_eq!(&*name, format!("{}_{}_fkey", "t".repeat(29), "c".repeat(28)));
        assert_eq!(name.len(), 63);
        let name = generated(&table, Some(&column), "key");
        assert_eq!(&*name, format!("{}_{}_key", "t".repeat(29), "c".repeat(29)));
        // Two bytes each: the last half character goes.
        let name = generated(&"é".repeat(31), Some(&"ö".repeat(31)), "key");
        assert_eq!(&*name, format!("{}_{}_key", "é".repeat(14), "ö".repeat(14)));
        let name = generated(&"é".repeat(40), None, "pkey");
        assert_eq!(&*name, format!("{}_pkey", "é".repeat(29)));
    }
}
