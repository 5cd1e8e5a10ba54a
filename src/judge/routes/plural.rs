//! Names of collections.

use super::{Found, Needs, Routed, Rule, Subject, routed};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "singular-collection",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A collection in a path whose name is a singular.",
    why: "Where many are found the name is a plural, `/families` and `/families/{id}`: so it is everywhere, and nobody looks it up. A singular is for what there is one \
          of: `/families/{id}/address`.",
    fixes: false,
    run,
};

/// Words that are plurals without an s, or have none.
const PLURALS: [&str; 30] = [
    "people",
    "children",
    "men",
    "women",
    "mice",
    "feet",
    "teeth",
    "geese",
    "media",
    "data",
    "criteria",
    "metadata",
    "news",
    "series",
    "species",
    "staff",
    "equipment",
    "information",
    "feedback",
    "history",
    "software",
    "music",
    "furniture",
    "content",
    "money",
    "advice",
    "research",
    "traffic",
    "health",
    "progress",
];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for it in routed(subject) {
        let Some(word) = collections(&it).into_iter().find(|word| !is_plural(word)) else {
            continue;
        };
        let what = format!("`{word}` in {} is a singular, and there are many", it.request());
        let help = format!("call it `{}`", plural(word));
        found.push(Found::on(it.id, what, help).at("route"));
    }
    found
}

/// The words before a parameter, and the last one where rows are given.
fn collections<'r>(it: &Routed<'r>) -> Vec<&'r str> {
    let parts = it.route.parts();
    let mut found: Vec<&str> = parts
        .windows(2)
        .filter_map(|pair| match pair {
            [Some(word), None] => Some(*word),
            _ => None,
        })
        .collect();
    if let Some(Some(last)) = parts.last()
        && it.gives_rows()
    {
        found.push(last);
    }
    found
}

fn is_plural(word: &str) -> bool {
    let last = word.rsplit(['-', '_', '.']).next().unwrap_or(word).to_ascii_lowercase();
    let is_version =
        last.strip_prefix('v').is_some_and(|rest| rest.chars().all(|it| it.is_ascii_digit()));
    let ends = |end: &str| last.ends_with(end);
    is_version
        || PLURALS.contains(&&*last)
        || (ends("s") && !ends("ss") && !ends("us") && !ends("is"))
        || ends("statuses")
}

fn plural(word: &str) -> String {
    let before = |count: usize| &word[..word.len() - count];
    let vowel = |it: Option<char>| it.is_some_and(|it| "aeiou".contains(it));
    if word.ends_with("child") {
        format!("{word}ren")
    } else if word.ends_with("person") {
        format!("{}people", before(6))
    } else if word.ends_with('y') && !vowel(word.chars().rev().nth(1)) {
        format!("{}ies", before(1))
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_known() {
        for word in
            ["families", "children", "access-entries", "v1", "people", "addresses", "statuses"]
        {
            assert!(is_plural(word), "{word}");
        }
        for (word, wanted) in [
            ("family", "families"),
            ("child", "children"),
            ("address", "addresses"),
            ("status", "statuses"),
            ("day", "days"),
            ("user-role", "user-roles"),
        ] {
            assert!(!is_plural(word), "{word}");
            assert_eq!(plural(word), wanted);
        }
    }
}
