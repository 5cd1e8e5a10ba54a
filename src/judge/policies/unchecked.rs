//! Policies that say nothing about new rows.

use super::{Found, Needs, Rule, Subject};
use crate::catalog::PolicyCommand;
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "policy-without-check",
    level: Level::Warning,
    needs: Needs::Declared,
    about: "A policy for INSERT, UPDATE or all commands that has no `with_check`.",
    why: "Without it PostgreSQL judges the new row by `using`, which was written for the old one: an owner who may change a row may then hand it \
          to somebody else wherever `using` looks at another column, and a later change of `using` changes both. An INSERT policy without it lets nobody in.",
    fixes: false,
    run,
};

fn run(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, _, policy) in subject.policies().filter(|(_, _, it)| it.with_check.is_none()) {
        let command = match policy.command {
            PolicyCommand::All => "every command",
            PolicyCommand::Insert => "INSERT",
            PolicyCommand::Update => "UPDATE",
            PolicyCommand::Select | PolicyCommand::Delete => continue,
        };
        let what = match policy.command {
            PolicyCommand::Insert => {
                "this policy for INSERT has no `with_check`: it lets no row in".to_owned()
            }
            _ => format!(
                "this policy for {command} says nothing of the new row: PostgreSQL judges it by `using`"
            ),
        };
        found.push(Found::on(id, what, "state `with_check`: what a row must be after the change"));
    }
    found
}
