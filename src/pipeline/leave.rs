//! Hazards that nobody has allowed.

use super::Failure;
use super::generate::Request;
use crate::diagnostic::Diagnostic;
use crate::hazard::Verdict;
use crate::plan::{Part, in_place};
use crate::render::phrase;
use std::collections::BTreeSet;

/// A finding for each hazard that needs leave and has none.
pub(super) fn unallowed(
    request: &Request<'_>,
    parts: &[Part],
    verdicts: &[Vec<Verdict>],
) -> Result<Vec<Diagnostic>, Failure> {
    let steps = parts.iter().flat_map(|part| &part.plan.steps).zip(verdicts.iter().flatten());
    let mut found = Vec::new();
    let mut said = BTreeSet::new();
    for (step, verdict) in steps {
        let harms = verdict.harms.iter();
        for harm in
            harms.filter(|it| it.hazard.needs_leave() && !request.allowed.contains(&it.hazard))
        {
            let hazard = harm.hazard.word();
            let message = format!("{}: {}", phrase(step), harm.why);
            if !said.insert((hazard, message.clone())) {
                continue;
            }
            let origin = request.declared.objects()?.origins.get(&in_place(step.id())).cloned();
            found.push(Diagnostic::error(hazard, message).at(origin).help(format!(
                "allow it this once by `--allow {hazard}`, or for good by `allow: [{hazard}]` in momni-db.yaml"
            )));
        }
    }
    Ok(found)
}
