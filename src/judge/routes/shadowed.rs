//! A word in a path where another path has a parameter that may be that word.

use super::{Found, Needs, Routed, Rule, Subject, routed};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "shadowed-route",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A path with a word where another one has a parameter of text.",
    why: "`GET /tags/popular` goes before `GET /tags/{tag}`, so that the tag `popular` is never found. A parameter of another type cannot be the word.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let all = routed(subject);
    let mut found = Vec::new();
    for it in &all {
        let hidden =
            all.iter().find(|other| other.route.method == it.route.method && hides(it, other));
        if let Some(other) = hidden {
            let what = format!("{} hides a value of {}", it.request(), other.request());
            let help = "put the parameter below a word of its own, or the word elsewhere";
            found.push(Found::on(it.id, what, help).at("route").also(other.id, "what is hidden"));
        }
    }
    found
}

/// Whether the first path is what the second one is for some value.
fn hides(it: &Routed<'_>, other: &Routed<'_>) -> bool {
    let (one, two) = (it.route.parts(), other.route.parts());
    let mut parameters = other.route.parameters.iter();
    let mut narrower = false;
    one.len() == two.len()
        && one.iter().zip(&two).all(|(one, two)| match (one, two) {
            (one, Some(_)) => one == two,
            (one, None) => {
                let takes = parameters.next().is_some_and(|name| takes_words(other, name));
                narrower |= one.is_some();
                one.is_none() || takes
            }
        })
        && narrower
}

fn takes_words(it: &Routed<'_>, parameter: &str) -> bool {
    let args = &it.function.args;
    let named = |name: &str| name == parameter || name.ends_with(&format!("_{parameter}"));
    let arg = args.iter().find(|arg| arg.name.as_ref().is_some_and(|name| named(name)));
    arg.is_some_and(|arg| {
        ["text", "character varying", "varchar", "name", "citext"].contains(&&*arg.data_type)
    })
}
