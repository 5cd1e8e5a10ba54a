//! What is known of every rule, for reports that describe them.

use crate::diagnostic::About;
use crate::{check, judge, lint};

/// What the rule of this id is about; `None` for a fault that no rule finds.
pub(super) fn about(id: &str) -> Option<About> {
    let page = |file: &str| Some(format!("docs/{file}"));
    if let Some(rule) = judge::rule(id) {
        return Some(About {
            about: rule.about,
            why: Some(rule.why),
            page: page(&format!("check.md#{id}")),
        });
    }
    if let Some(rule) = check::RULES.iter().find(|rule| rule.id == id) {
        return Some(About { about: rule.about, why: None, page: None });
    }
    let rule = lint::RULES.iter().find(|rule| rule.id == id)?;
    Some(About { about: rule.about, why: None, page: page("lint.md") })
}
