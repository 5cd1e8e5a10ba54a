//! Decisions by what a user may write.

use super::super::names::{body_key, source};
use super::super::sql::tokens;
use super::conditions;
use super::{Found, Needs, Rule, Subject};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "user-metadata",
    level: Level::Error,
    needs: Needs::Declared,
    about: "A policy or a function that reads `user_metadata`, which users write themselves.",
    why: "In the tokens of Supabase's Auth and its like, `user_metadata` is what the user sends with a profile change: a role that stands there is one \
          that the user has given themselves. What only a server writes stands in `app_metadata`, or in a table.",
    fixes: false,
    run,
};

const WORDS: [&str; 2] = ["user_metadata", "raw_user_meta_data"];

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let policies = subject.policies().flat_map(|(id, _, policy)| {
        conditions(policy).map(move |(key, text)| (id, key, text)).collect::<Vec<_>>()
    });
    let functions =
        subject.functions().filter_map(|(id, _, it)| Some((id, body_key(it), source(it)?)));
    let mut found = Vec::new();
    for (id, key, text) in policies.chain(functions) {
        for token in tokens(text) {
            let word = token.inside().or_else(|| token.name().is_some().then_some(token.text));
            if let Some(word) = word.and_then(|it| WORDS.into_iter().find(|word| *word == it)) {
                let what = format!("`{word}` is what the user has written: it decides nothing");
                let help = "ask a table, or a claim that only the server writes";
                found.push(Found::on(id, what, help).at(key).around(word));
            }
        }
    }
    found
}
