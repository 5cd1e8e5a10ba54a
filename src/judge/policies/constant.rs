//! Conditions that do not depend on the row.

use super::super::access::Access;
use super::super::sql::{Kind, tokens};
use super::conditions;
use super::{Found, Needs, Rule, Subject};
use crate::catalog::{Definition, Policy};
use crate::diagnostic::Level;

pub(super) const OPEN: Rule = Rule {
    id: "open-policy",
    level: Level::Warning,
    needs: Needs::Built,
    about: "A policy of which the condition is always true, for a role that clients act as.",
    why: "It lets every row through: row security is on in name only. For reference data that everybody may read that is right, and worth a reason.",
    fixes: false,
    run: open,
};

pub(super) const DEAD: Rule = Rule {
    id: "idle-policy",
    level: Level::Warning,
    needs: Needs::Built,
    about: "A policy without effect: a permissive one that is always false, or a restrictive one that is always true.",
    why: "Permissive policies are joined by OR and restrictive ones by AND: it changes nothing, and whoever reads it thinks that it does.",
    fixes: false,
    run: idle,
};

/// What a condition of a policy always is: as PostgreSQL folds it, or by its words where it was not asked. NULL lets no row through.
fn always(subject: &Subject<'_>, id: &crate::catalog::ObjectId, text: &str) -> Option<bool> {
    let folded = subject.constant(id, text).map(|it| it.unwrap_or(false));
    folded.or_else(|| constant(text))
}

/// What a condition always is, where it names nothing.
fn constant(text: &str) -> Option<bool> {
    let tokens = tokens(text);
    let words: Vec<&str> =
        tokens.iter().filter(|it| !it.is_any(&["(", ")"])).map(|it| it.text).collect();
    match words.as_slice() {
        ["true"] => Some(true),
        ["false"] => Some(false),
        [left, "=", right] if is_literal(&tokens) => Some(left == right),
        [left, "<>", right] if is_literal(&tokens) => Some(left != right),
        _ => None,
    }
}

fn is_literal(tokens: &[super::super::sql::Token<'_>]) -> bool {
    tokens.iter().all(|it| matches!(it.kind, Kind::Number | Kind::Text | Kind::Sign))
}

fn worded<'a>(
    subject: &Subject<'a>,
) -> impl Iterator<Item = (&'a crate::catalog::ObjectId, &'a Policy)> {
    let built = subject.built;
    subject.policies().filter_map(move |(id, _, _)| match &built?.get(id)?.definition {
        Definition::Policy(policy) => Some((id, policy)),
        _ => None,
    })
}

fn open(subject: &Subject<'_>) -> Vec<Found> {
    let access = Access::of(subject);
    let mut found = Vec::new();
    for (id, policy) in worded(subject).filter(|(_, it)| it.permissive) {
        let Some(who) = policy.roles.iter().find(|who| access.is_client(who)) else { continue };
        for (key, text) in conditions(policy) {
            if always(subject, id, text) == Some(true) {
                let rows = if key == "using" { "row" } else { "new row" };
                let what =
                    format!("this condition is true for every {rows}, and clients act as {who}");
                let help = "state which rows are meant; for data that is everybody's, allow it with the reason";
                found.push(Found::on(id, what, help).at(key));
            }
        }
    }
    found
}

fn idle(subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (id, policy) in worded(subject) {
        let all: Vec<_> = conditions(policy).collect();
        if !all.is_empty()
            && all.iter().all(|(_, text)| always(subject, id, text) == Some(!policy.permissive))
        {
            let what = match policy.permissive {
                true => {
                    "this permissive policy lets no row through, so it adds nothing to the others"
                }
                false => {
                    "this restrictive policy lets every row through, so it takes nothing from the others"
                }
            };
            let help = match policy.permissive {
                true => "remove it, or make it restrictive: `permissive: false`",
                false => "remove it, or state which rows are meant",
            };
            found.push(Found::on(id, what, help).at(all[0].0));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::constant;

    #[test]
    fn constants_name_nothing() {
        assert_eq!(constant("true"), Some(true));
        assert_eq!(constant("(1 = 1)"), Some(true));
        assert_eq!(constant("(1 = 2)"), Some(false));
        assert_eq!(constant("(a = a)"), None);
        assert_eq!(constant("(true OR a)"), None);
    }
}
