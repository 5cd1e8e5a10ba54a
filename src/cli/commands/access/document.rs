//! The answer as a document.

use super::role;
use crate::access::{
    Answer, Bound, Change, Condition, Extent, Fate, Found, Gone, Rows, Seen, Turn, Unbound,
    Verdict, Way, Who, named, of_missing,
};
use crate::catalog::{Name, ObjectId};
use crate::cli::document::{
    AccessChangeDocument, AccessDocument, BehindDocument, CellDocument, ConditionDocument,
    FateDocument, FiredDocument, FoundDocument, GoneDocument, PolicyDocument, ReachedDocument,
    RoleDocument, TurnDocument, UnboundDocument, VerdictDocument, WayDocument,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn answered(of: String, answer: &Answer) -> AccessDocument {
    let cells = answer.cells.iter().map(|cell| CellDocument {
        role: role(&cell.role),
        kind: cell.object.kind.word(),
        object: named(&cell.object),
        operation: cell.operation.word(),
        found: found(&cell.found),
        by_set_role: paths(&cell.by_set_role),
        runs_as: cell.runs_as.as_ref().map(role),
        fires: cell
            .fires
            .iter()
            .map(|(trigger, runs_as)| FiredDocument {
                trigger: trigger.to_string(),
                runs_as: role(runs_as),
            })
            .collect(),
    });
    let reached = answer.reached.iter().map(|it| ReachedDocument {
        role: role(&it.role),
        relation: it.relation.as_ref().map(named),
        operation: it.operation.word(),
        runs_as: role(&it.runs_as),
        by: ids(&it.by),
        found: found(&it.found),
    });
    AccessDocument {
        of,
        roles: answer.roles.iter().map(who).collect(),
        cells: cells.collect(),
        reached: reached.collect(),
        changes: None,
        gone: Vec::new(),
    }
}

pub(super) fn changed(of: String, changes: &[Change], gone: &[Gone]) -> AccessDocument {
    let changes = changes.iter().map(|it| AccessChangeDocument {
        role: role(&it.role),
        object: it.object.as_ref().map(ToString::to_string),
        operation: it.operation.word(),
        turn: match it.turn {
            Turn::Gains => TurnDocument::Gains,
            Turn::Loses => TurnDocument::Loses,
            Turn::OtherRows => TurnDocument::OtherRows,
        },
        columns: match &it.extent {
            Extent::Columns(columns) => Some(names(columns)),
            _ => None,
        },
        some_rows: matches!(it.extent, Extent::SomeRows | Extent::RestOfRows),
        runs_as: it.runs_as.as_ref().map(role),
        by: ids(&it.by),
        implied_by: it.implied_by.as_ref().map(role),
    });
    AccessDocument {
        of,
        roles: Vec::new(),
        cells: Vec::new(),
        reached: Vec::new(),
        changes: Some(changes.collect()),
        gone: gone.iter().map(gone_role).collect(),
    }
}

fn gone_role(Gone { role, fate }: &Gone) -> GoneDocument {
    let (fate, now) = match fate {
        Fate::Goes => (FateDocument::Goes, None),
        Fate::Stays => (FateDocument::Stays, None),
        Fate::Renamed(name) => (FateDocument::Renamed, Some(name.to_string())),
    };
    GoneDocument { role: role.to_string(), fate, now }
}

fn who(it: &Who) -> RoleDocument {
    RoleDocument {
        role: role(&it.role),
        login: it.login,
        superuser: it.superuser,
        bypass_rls: it.bypass_rls,
        has: paths(&it.has),
        becomes: paths(&it.becomes),
    }
}

fn found(it: &Found) -> FoundDocument {
    let Rows { using, check, reads, unbound } = &it.rows;
    FoundDocument {
        verdict: match it.verdict() {
            Verdict::Denied => VerdictDocument::Denied,
            Verdict::SomeRows => VerdictDocument::SomeRows,
            Verdict::Allowed => VerdictDocument::Allowed,
        },
        columns: it.columns.listed().map(names),
        missing: it.missing.iter().map(of_missing).collect(),
        ways: it.ways.iter().map(way).collect(),
        unbound: unbound.as_ref().map(|it| match it {
            Unbound::Bypass => UnboundDocument::Bypass,
            Unbound::Owner(_) => UnboundDocument::Owner,
        }),
        using: condition(using),
        check: condition(check),
        reads: condition(reads),
        behind: it
            .behind
            .iter()
            .map(|it| BehindDocument {
                relation: it.relation.to_string(),
                role: role(&it.role),
                found: Box::new(found(&it.found)),
            })
            .collect(),
        instead: it.instead.iter().map(ToString::to_string).collect(),
    }
}

fn way(it: &Way) -> WayDocument {
    match it {
        Way::Superuser => WayDocument { by: "superuser", to: None, path: Vec::new(), on: None },
        Way::Predefined { path } => {
            WayDocument { by: "predefined", to: None, path: names(path), on: None }
        }
        Way::Grant { to, path, on } => WayDocument {
            by: "grant",
            to: Some(role(to)),
            path: names(path),
            on: Some(on.to_string()),
        },
    }
}

fn condition(seen: &Seen) -> Option<ConditionDocument> {
    match seen {
        Seen::All => None,
        Seen::None => Some(ConditionDocument { sql: "false".into(), policies: Vec::new() }),
        Seen::Where(it) => Some(ConditionDocument { sql: it.sql(), policies: policies(it) }),
    }
}

fn policies(it: &Condition) -> Vec<PolicyDocument> {
    let policy = |permissive: bool| {
        move |it: &Bound| PolicyDocument {
            name: it.policy.name.to_string(),
            permissive,
            expression: it.expression.clone(),
            comment: it.comment.clone(),
            path: names(&it.path),
        }
    };
    let permissive = it.permissive.iter().map(policy(true));
    permissive.chain(it.restrictive.iter().map(policy(false))).collect()
}

fn paths(of: &BTreeMap<Name, Vec<Name>>) -> Vec<Vec<String>> {
    of.values().map(names).collect()
}

fn names<'n>(names: impl IntoIterator<Item = &'n Name>) -> Vec<String> {
    names.into_iter().map(ToString::to_string).collect()
}

fn ids(ids: &BTreeSet<ObjectId>) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
