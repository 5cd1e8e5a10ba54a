//! The index: every name, and what it is the name of.

use super::known::Known;
use super::markdown::code;
use super::templates::Templates;
use crate::catalog::{Kind, QName};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where the page lies. `index.md` would be taken for the first page of a book.
pub(super) const PAGE: &str = "names.md";

#[derive(Serialize)]
struct View {
    letters: Vec<LetterView>,
}

#[derive(Serialize)]
struct LetterView {
    letter: String,
    names: Vec<NameView>,
}

#[derive(Serialize)]
struct NameView {
    name: String,
    /// What has the name, a link each.
    of: Vec<String>,
    more: usize,
}

/// How many objects of one name are shown.
const SHOWN: usize = 16;

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    // By the name as people look it up, then as it is written.
    let mut names: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    let mut columns: BTreeMap<&str, BTreeSet<QName>> = BTreeMap::new();
    for (id, _) in known.pages.iter() {
        let of = format!("{} {}", id.kind.word(), known.link(PAGE, id));
        names.entry((id.name.to_lowercase(), &id.name)).or_default().push(of);
    }
    for (id, _) in known.catalog.of_kind(Kind::Column) {
        let relation = known.relation_id(&id.relation_qname());
        if relation.is_some_and(|it| known.pages.has(&it)) {
            columns.entry(&id.name).or_default().insert(id.relation_qname());
        }
    }
    for (column, tables) in &columns {
        let more = tables.len().saturating_sub(SHOWN);
        let links: Vec<String> =
            tables.iter().take(SHOWN).map(|it| known.relation(PAGE, it)).collect();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let of = format!("column of {}{more}", links.join(", "));
        names.entry((column.to_lowercase(), column)).or_default().push(of);
    }
    for kind in [Kind::Policy, Kind::Trigger, Kind::Index, Kind::Constraint] {
        for (id, _) in known.catalog.of_kind(kind) {
            let of = format!("{} of {}", kind.word(), known.relation(PAGE, &id.relation_qname()));
            names.entry((id.name.to_lowercase(), &id.name)).or_default().push(of);
        }
    }
    let mut letters: BTreeMap<String, Vec<NameView>> = BTreeMap::new();
    for ((lower, name), of) in names {
        let first = lower.chars().next().filter(|it| it.is_alphabetic());
        let letter = first.map_or_else(|| "Other".to_owned(), |it| it.to_uppercase().collect());
        let more = of.len().saturating_sub(SHOWN);
        let of = of.into_iter().take(SHOWN).collect();
        letters.entry(letter).or_default().push(NameView { name: code(name), of, more });
    }
    let letters = letters.into_iter().map(|(letter, names)| LetterView { letter, names });
    templates.page(PAGE, &View { letters: letters.collect() })
}
