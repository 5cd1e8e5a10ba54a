//! What a plan changes, in words.

use crate::catalog::{Kind, ObjectId};
use crate::plan::{Alteration, Change, Plan, in_place};
use std::collections::{BTreeMap, BTreeSet};

/// What changes: first how much of what, then each object of the kinds that people look for. What is taken down and put
/// back is neither dropped nor created.
pub(super) fn summary(plan: &Plan) -> Vec<String> {
    let again = plan.made_again();
    let mut counts: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    let mut named = Vec::new();
    let coming_or_going: BTreeSet<&ObjectId> = plan
        .steps
        .iter()
        .filter(|step| matches!(step, Change::Create { .. } | Change::Drop { .. }))
        .map(Change::id)
        .collect();
    for step in &plan.steps {
        if let Change::Drop { along, .. } = step {
            for id in along.iter().filter(|id| !again.contains(*id)) {
                *counts.entry(("drop", id.kind)).or_default() += 1;
                named.push(format!("drop {id}"));
            }
        }
        let (verb, kind) = match step {
            Change::Create { id, parts, .. } => {
                let verb = |id: &ObjectId| if again.contains(id) { "make again" } else { "create" };
                for (part, _) in parts {
                    *counts.entry((verb(part), part.kind)).or_default() += 1;
                }
                (verb(id), id.kind)
            }
            Change::Drop { id, .. } if again.contains(&in_place(id)) => {
                named.push(format!("make again {}", in_place(id)));
                continue;
            }
            Change::Drop { id, .. } => ("drop", id.kind),
            // A means: NOT NULL is there.
            Change::Alter { alteration, .. }
                if matches!(
                    **alteration,
                    Alteration::NotNullForget(_) | Alteration::BesideForget(_)
                ) =>
            {
                continue;
            }
            // It gets its body, or is rid of it.
            Change::Alter { id, alteration }
                if matches!(**alteration, Alteration::Function(_))
                    && coming_or_going.contains(id) =>
            {
                continue;
            }
            Change::Alter { id, alteration } => (verb(alteration), id.kind),
            Change::Rename { from, to } if again.contains(from) && in_place(to) == *from => {
                continue;
            }
            Change::Rename { from, to } => {
                named.push(format!("rename {from} to {}", to.name));
                continue;
            }
            // Means, not ends.
            Change::Join { .. } | Change::Shell { .. } => continue,
            Change::SetOwner { id, .. } => ("change owner of", id.kind),
            Change::SetComment { id, .. } => ("comment on", id.kind),
            Change::Grant(it) => ("grant on", it.id.kind),
            Change::Revoke(it) => ("revoke on", it.id.kind),
        };
        *counts.entry((verb, kind)).or_default() += 1;
        if matches!(step, Change::Drop { .. } | Change::Alter { .. }) {
            let line = format!("{verb} {}", step.id());
            if !named.contains(&line) {
                named.push(line);
            }
        }
    }
    let counted = counts.into_iter().map(|((verb, kind), count)| {
        let word = if count == 1 { kind.word().to_owned() } else { plural(kind) };
        format!("{verb} {count} {word}")
    });
    counted.chain(named).collect()
}

fn verb(alteration: &Alteration) -> &'static str {
    match alteration {
        Alteration::KeyIndex(_) => "build index of",
        Alteration::KeyUsing(_) => "create",
        Alteration::ConstraintValidate => "validate",
        Alteration::NotNullSuppose(_) => "check not null of",
        Alteration::NotNullTest(_) | Alteration::BesideTest(_) => "validate not null of",
        Alteration::ColumnBeside(_) => "make anew beside it",
        Alteration::BesideKeep(_) => "keep in step columns of",
        Alteration::BesideFill(_) | Alteration::FillDefaults { .. } => "fill columns of",
        Alteration::BesideTake(_) => "put in its place",
        Alteration::BesideReturn(_) => "bring back columns of",
        _ => "alter",
    }
}

fn plural(kind: Kind) -> String {
    match kind {
        Kind::Policy => "policies".into(),
        Kind::Index => "indexes".into(),
        Kind::TextSearchDictionary => "text search dictionaries".into(),
        Kind::Statistics => "statistics".into(),
        Kind::OperatorClass => "operator classes".into(),
        Kind::OperatorFamily => "operator families".into(),
        Kind::DefaultPrivileges | Kind::Rows => kind.word().into(),
        kind => format!("{}s", kind.word()),
    }
}

/// What a step does, in a few words: `drop column public.bookings.note`.
pub fn phrase(step: &Change) -> String {
    match step {
        Change::Create { id, .. } | Change::Shell { id } => format!("create {id}"),
        Change::Drop { id, .. } => format!("drop {}", in_place(id)),
        Change::Alter { id, alteration } => format!("{} {id}", verb(alteration)),
        Change::Rename { from, to } => format!("rename {from} to {}", to.name),
        Change::Join { role } => format!("join {role}"),
        Change::SetOwner { id, .. } => format!("change owner of {id}"),
        Change::SetComment { id, .. } => format!("comment on {id}"),
        Change::Grant(it) => format!("grant on {}", it.id),
        Change::Revoke(it) => format!("revoke on {}", it.id),
    }
}
