//! Findings that somebody allows, with the reason.

use super::{Finding, Settings, Subject, level_of, rule};
use crate::diagnostic::{Diagnostic, Span};

/// The id of the finding that an `allow` allows nothing.
pub const STALE: &str = "allows-nothing";

/// Leave to break a rule somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The rule's id.
    pub rule: &'static str,
    /// Why; never empty.
    pub reason: String,
    /// Where it is said.
    pub at: Span,
    /// How far it reaches.
    pub reach: Reach,
}

/// How far an [`Allow`] reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// To what is declared within the mapping that says it: the name of the mapping, and the mapping.
    Within(Span, Span),
    /// To objects whose name (`app.users`, `app.users.email`) is like `on`, and of their findings to those whose message is like
    /// `message` where it is given; `*` is any part.
    Named {
        /// The name.
        on: String,
        /// The message.
        message: Option<String>,
    },
}

impl Allow {
    fn covers(&self, finding: &Finding, origin: Option<&Span>) -> bool {
        self.rule == finding.rule
            && match (&self.reach, origin) {
                (Reach::Within(name, body), Some(origin)) => {
                    holds(name, origin) || holds(body, origin)
                }
                (Reach::Within(..), None) => false,
                (Reach::Named { on, message }, _) => {
                    is_like(&path(finding), on)
                        && message.as_ref().is_none_or(|it| is_like(&finding.message, it))
                }
            }
    }
}

fn holds(outer: &Span, inner: &Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// `app.users.email`: schema, relation and name, as far as there are such.
fn path(finding: &Finding) -> String {
    let id = &finding.on;
    let parts = [id.schema.as_deref(), id.relation.as_deref(), Some(&*id.name)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(".")
}

fn is_like(text: &str, pattern: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return text == pattern };
    let Some(rest) = text.strip_prefix(before) else { return false };
    rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| is_like(&rest[at..], after))
}

/// The findings that nobody allows, and a warning for each `allow` of a rule that was asked which allows none. `origin` says where the
/// name of a finding's object stands.
pub fn allowed(
    findings: Vec<Finding>,
    allows: &[Allow],
    settings: &Settings,
    subject: &Subject<'_>,
    origin: impl Fn(&Finding) -> Option<Span>,
) -> (Vec<Finding>, Vec<Diagnostic>) {
    let all: Vec<&Allow> = allows.iter().chain(&settings.allow).collect();
    let mut used = vec![false; all.len()];
    let mut left = Vec::new();
    for finding in findings {
        let place = origin(&finding);
        let mut is_allowed = false;
        for (allow, used) in all.iter().zip(&mut used) {
            if allow.covers(&finding, place.as_ref()) {
                (*used, is_allowed) = (true, true);
            }
        }
        if !is_allowed {
            left.push(finding);
        }
    }
    // A trait is read once for every table: what it allows is used where one of them needs it.
    let is_used =
        |allow: &Allow| all.iter().zip(&used).any(|(other, used)| *used && other.at == allow.at);
    let was_asked = |allow: &Allow| {
        rule(allow.rule)
            .is_some_and(|rule| subject.has(rule.needs) && level_of(rule, settings).is_some())
    };
    let stale = all.iter().filter(|allow| was_asked(allow) && !is_used(allow));
    let mut stale: Vec<Diagnostic> = stale
        .map(|allow| {
            let what = format!("nothing here breaks the rule {}: nothing is allowed", allow.rule);
            Diagnostic::warning(STALE, what).at(allow.at.clone()).help("remove it")
        })
        .collect();
    stale.dedup();
    (left, stale)
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_is_any_part_of_a_name() {
        assert!(is_like("app.users", "app.users") && is_like("app.users", "app.*"));
        assert!(is_like("app.users.email", "*.email") && is_like("app.users", "*"));
        assert!(is_like("app.users", "app.users*") && is_like("a.b.c", "a.*.c"));
        assert!(!is_like("app.users", "app.user") && !is_like("app.users", "api.*"));
    }
}
