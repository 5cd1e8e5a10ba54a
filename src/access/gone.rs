//! Roles that are declared no longer. A role belongs to the cluster: unless it is declared absent it stays there, with its
//! memberships, and loses what it was granted.

use super::{Change, Turn};
use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, Principal};
use std::collections::{BTreeMap, BTreeSet};

/// A role that is declared no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The role.
    pub role: Name,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a role that is declared no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is dropped, or is not there.
    Goes,
    /// It is there, with the memberships that it had.
    Stays,
    /// It has this name.
    Renamed(Name),
}

/// Adds to a declared state the roles of an earlier one that nobody drops: those that are neither declared absent nor have
/// another name now.
pub fn keep_undeclared(
    now: &mut Catalog,
    before: &Catalog,
    absent: &BTreeSet<Name>,
    renames: &BTreeMap<ObjectId, ObjectId>,
) {
    let is_renamed = |name: &Name| renamed(renames, name).is_some();
    let stays = |name: &Name| !absent.contains(name) && !is_renamed(name);
    let declared = roles(now);
    let kept: BTreeSet<Name> =
        roles(before).into_iter().filter(|it| !declared.contains(it) && stays(it)).collect();
    for (id, object) in &before.objects {
        let is_kept = match &object.definition {
            Definition::Role(_) => kept.contains(&id.name),
            Definition::Membership(it) => {
                let both = [&it.role, &it.member];
                both.iter().any(|it| kept.contains(*it))
                    && both.iter().all(|it| {
                        kept.contains(*it) || declared.contains(*it) || it.starts_with("pg_")
                    })
            }
            _ => false,
        };
        if is_kept {
            now.objects.entry(id.clone()).or_insert_with(|| object.clone());
        }
    }
}

/// The changes without those that are a role's new name alone.
pub fn without_renames(
    changes: Vec<Change>,
    renames: &BTreeMap<ObjectId, ObjectId>,
) -> Vec<Change> {
    // As whoever has the name now, and gained.
    let under_new_name = |it: &Change| {
        let renamed_role = |role: &Principal| match role {
            Principal::Role(name) => renamed(renames, name).cloned().map(Principal::Role),
            _ => None,
        };
        let role = renamed_role(&it.role)?;
        let runs_as = it.runs_as.as_ref().map(|it| renamed_role(it).unwrap_or_else(|| it.clone()));
        let turn = if it.turn == Turn::Loses { Turn::Gains } else { it.turn };
        Some(Change { role, runs_as, turn, implied_by: None, ..it.clone() })
    };
    let plain = |it: &Change| Change { implied_by: None, ..it.clone() };
    let gained: BTreeSet<Change> = changes.iter().map(plain).collect();
    let lost = changes.iter().filter(|it| it.turn == Turn::Loses);
    let same: BTreeSet<Change> =
        lost.filter_map(under_new_name).filter(|it| gained.contains(it)).collect();
    let is_same = |it: &Change| {
        same.contains(&plain(it))
            || it.turn == Turn::Loses && under_new_name(it).is_some_and(|it| same.contains(&it))
    };
    changes.into_iter().filter(|it| !is_same(it)).collect()
}

/// The roles that were there and are not, or are declared no longer while these changes take something from them.
pub fn gone(
    [before, now]: [&Catalog; 2],
    declared: &BTreeSet<Name>,
    renames: &BTreeMap<ObjectId, ObjectId>,
    changes: &[Change],
) -> Vec<Gone> {
    let is_there = roles(now);
    let all = roles(before).into_iter().filter(|it| !declared.contains(it));
    all.filter_map(|role| {
        let fate = match (is_there.contains(&role), renamed(renames, &role)) {
            (true, _) => Fate::Stays,
            (false, Some(name)) => Fate::Renamed(name.clone()),
            (false, None) => Fate::Goes,
        };
        let is_about = |it: &Change| it.role == Principal::Role(role.clone());
        (fate != Fate::Stays || changes.iter().any(is_about)).then_some(Gone { role, fate })
    })
    .collect()
}

/// A line for each.
pub fn lines_of_gone(all: &[Gone]) -> Vec<String> {
    let line = |Gone { role, fate }: &Gone| match fate {
        Fate::Goes => format!("role {role} goes, with all that it may"),
        Fate::Stays => {
            format!("role {role} is declared no longer: it stays, and so do its memberships")
        }
        Fate::Renamed(name) => format!("role {role} is called {name}"),
    };
    all.iter().map(line).collect()
}

fn roles(catalog: &Catalog) -> BTreeSet<Name> {
    catalog.of_kind(Kind::Role).map(|(id, _)| id.name.clone()).collect()
}

fn renamed<'r>(renames: &'r BTreeMap<ObjectId, ObjectId>, old: &Name) -> Option<&'r Name> {
    let mut all = renames.iter();
    all.find(|(_, from)| from.kind == Kind::Role && from.name == *old).map(|(to, _)| &to.name)
}
