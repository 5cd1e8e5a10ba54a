//! Who may do more, less, or the same to other rows, between two catalogs of one server.

use super::cell::{Cell, Verdict};
use super::columns::Columns;
use super::found::Found;
use super::matrix::is_shown;
use super::relevant::may_differ;
use super::roles::role_id;
use super::{Answer, Question, answer};
use crate::catalog::{Catalog, Definition, Kind, Name, ObjectId, Principal, Privilege};
use std::collections::{BTreeMap, BTreeSet};

/// One change of what a role may do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The role.
    pub role: Principal,
    /// The object; none where a function may do more than its text says, and where a role becomes a superuser, or ceases
    /// to be one.
    pub object: Option<ObjectId>,
    /// With whose rights, where not with the role's own.
    pub runs_as: Option<Principal>,
    /// More, less, or otherwise.
    pub turn: Turn,
    /// How far.
    pub extent: Extent,
    /// The operation.
    pub operation: Privilege,
    /// Of what is reached with the rights of another one: the functions and triggers that lead there.
    pub by: BTreeSet<ObjectId>,
    /// PUBLIC, or a role whose privileges it has: it gains or loses the same, or had it before.
    pub implied_by: Option<Principal>,
}

/// Whether a role may do more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It may now.
    Gains,
    /// It may no longer.
    Loses,
    /// It may still, for other rows.
    OtherRows,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// The whole operation.
    All,
    /// It holds for some rows; of what is lost, there was no more than that.
    SomeRows,
    /// Rows that policies kept or keep back.
    RestOfRows,
    /// These columns.
    Columns(BTreeSet<Name>),
}

/// What changes, by role and object. Types, languages and trigger functions, which no statement of a user names, count
/// only where objects are asked for by name.
pub fn changes(from: &Catalog, to: &Catalog, question: &Question) -> Vec<Change> {
    if question.objects.is_empty() && !may_differ(from, to) {
        return Vec::new();
    }
    let everybody = Question { roles: Vec::new(), ..question.clone() };
    let (before, after) = (answer(from, &everybody), answer(to, &everybody));
    let mut found = direct([from, to], &before, &after);
    found.extend(indirect(&before, &after));
    if question.objects.is_empty() {
        found.retain(|it| it.object.as_ref().is_none_or(|id| is_told([from, to], id)));
        found.extend(
            becoming(&before, &after).into_iter().filter(|it| question.is_of(it.operation)),
        );
    }
    let superusers = superusers(&before, &after);
    found.retain(|it| !superusers.contains_key(&it.role));
    found.extend(superusers.into_values().flatten());
    imply(&mut found, &before, &after);
    imply_by_owners(&mut found, [from, to], &after);
    found.retain(|it| question.is_about_role(&it.role));
    found.sort();
    found
}

fn is_told(catalogs: [&Catalog; 2], id: &ObjectId) -> bool {
    let is_trigger = |catalog: &Catalog| {
        matches!(catalog.get(id).map(|it| &it.definition), Some(Definition::Function(it))
            if matches!(it.returns.as_deref(), Some("trigger" | "event_trigger")))
    };
    is_shown(id.kind) && !catalogs.into_iter().any(is_trigger)
}

/// What is new belongs to its owner, who may do everything to it.
fn imply_by_owners(changes: &mut [Change], [from, to]: [&Catalog; 2], after: &Answer) {
    let has: BTreeMap<&Principal, &BTreeMap<Name, Vec<Name>>> =
        after.roles.iter().map(|it| (&it.role, &it.has)).collect();
    let gained = changes.iter_mut().filter(|it| it.turn == Turn::Gains && it.runs_as.is_none());
    for it in gained.filter(|it| it.implied_by.is_none()) {
        let Some(object) = it.object.as_ref().filter(|id| from.get(id).is_none()) else { continue };
        let Some(owner @ Principal::Role(name)) = to.get(object).and_then(|it| it.owner.as_ref())
        else {
            continue;
        };
        if it.role == *owner || has.get(&it.role).is_some_and(|has| has.contains_key(name)) {
            it.implied_by = Some(owner.clone());
        }
    }
}

/// The roles of which nothing is asked before or after, with what that changes.
fn superusers(before: &Answer, after: &Answer) -> BTreeMap<Principal, Option<Change>> {
    let of = |answer: &Answer| -> BTreeSet<Principal> {
        let superusers = answer.roles.iter().filter(|it| it.superuser);
        superusers.map(|it| it.role.clone()).collect()
    };
    let (old, new) = (of(before), of(after));
    let change = |role: &Principal| {
        let turn = match (old.contains(role), new.contains(role)) {
            (false, true) => Turn::Gains,
            (true, false) => Turn::Loses,
            _ => return None,
        };
        Some(Change {
            role: role.clone(),
            object: None,
            runs_as: None,
            turn,
            extent: Extent::All,
            operation: Privilege::Execute,
            by: BTreeSet::new(),
            implied_by: None,
        })
    };
    old.union(&new).map(|role| (role.clone(), change(role))).collect()
}

/// The roles that one may become by SET ROLE, or no longer.
fn becoming(before: &Answer, after: &Answer) -> Vec<Change> {
    fn pairs(answer: &Answer) -> BTreeSet<(&Principal, &Name)> {
        let roles = answer.roles.iter();
        roles.flat_map(|who| who.becomes.keys().map(|name| (&who.role, name))).collect()
    }
    let (old, new) = (pairs(before), pairs(after));
    let change = |turn: Turn| {
        move |(role, name): &(&Principal, &Name)| Change {
            role: (*role).clone(),
            object: Some(role_id(name)),
            runs_as: None,
            turn,
            extent: Extent::All,
            operation: Privilege::Set,
            by: BTreeSet::new(),
            implied_by: None,
        }
    };
    let gained = new.difference(&old).map(change(Turn::Gains));
    gained.chain(old.difference(&new).map(change(Turn::Loses))).collect()
}

/// Says of which changes another one says enough: what PUBLIC may, everybody may, and what a role may, whoever has its
/// privileges may.
fn imply(changes: &mut [Change], before: &Answer, after: &Answer) {
    let same: BTreeSet<(Principal, OwnedKey)> =
        changes.iter().map(|it| (it.role.clone(), key(it))).collect();
    let verdicts = |answer: &Answer| -> BTreeMap<(ObjectId, Privilege), (Verdict, Columns)> {
        let public = answer.cells.iter().filter(|it| it.role == Principal::Public);
        let allowed = public.filter(|it| it.verdict() != Verdict::Denied);
        allowed
            .map(|it| {
                let value = (it.verdict(), it.found.columns.clone());
                ((it.object.clone(), it.operation), value)
            })
            .collect()
    };
    let has = |answer: &Answer| -> BTreeMap<Principal, Vec<Name>> {
        let roles = answer.roles.iter();
        roles.map(|it| (it.role.clone(), it.has.keys().cloned().collect())).collect()
    };
    let (public, roles) = ([verdicts(before), verdicts(after)], [has(before), has(after)]);
    for it in changes.iter_mut().filter(|it| it.role != Principal::Public) {
        let key = key(it);
        let side = usize::from(it.turn != Turn::Loses);
        // A new role has from the first what PUBLIC had before.
        let public_has = it.runs_as.is_none()
            && it.object.as_ref().is_some_and(|object| {
                let public = public[side].get(&(object.clone(), it.operation));
                public.is_some_and(|(verdict, columns)| match &it.extent {
                    Extent::All | Extent::RestOfRows => {
                        *verdict == Verdict::Allowed && *columns == Columns::All
                    }
                    Extent::SomeRows => *columns == Columns::All,
                    Extent::Columns(names) => columns.hold(names),
                })
            });
        let above = roles[side].get(&it.role).into_iter().flatten();
        it.implied_by = match public_has && it.turn != Turn::OtherRows
            || same.contains(&(Principal::Public, key.clone()))
        {
            true => Some(Principal::Public),
            false => above
                .map(|name| Principal::Role(name.clone()))
                .find(|role| same.contains(&(role.clone(), key.clone()))),
        };
    }
}

type OwnedKey = (Option<ObjectId>, Option<Principal>, Privilege, Turn, Extent);

fn key(it: &Change) -> OwnedKey {
    (it.object.clone(), it.runs_as.clone(), it.operation, it.turn, it.extent.clone())
}

fn direct([from, to]: [&Catalog; 2], before: &Answer, after: &Answer) -> Vec<Change> {
    type At<'c> = (&'c Principal, &'c ObjectId, Privilege);
    fn by_place(answer: &Answer) -> BTreeMap<At<'_>, &Cell> {
        answer.cells.iter().map(|it| ((&it.role, &it.object, it.operation), it)).collect()
    }
    let (old, new) = (by_place(before), by_place(after));
    let places: BTreeSet<At<'_>> = old.keys().chain(new.keys()).copied().collect();
    let none = Found::default();
    let mut found = Vec::new();
    for (role, object, operation) in places {
        let of = |cells: &BTreeMap<At<'_>, &Cell>| {
            let cell = cells.get(&(role, object, operation));
            cell.map_or((Verdict::Denied, none.clone()), |it| (it.verdict(), it.found.clone()))
        };
        for (turn, extent) in turns([from, to], object, &of(&old), &of(&new)) {
            found.push(Change {
                role: role.clone(),
                object: Some(object.clone()),
                runs_as: None,
                turn,
                extent,
                operation,
                by: BTreeSet::new(),
                implied_by: None,
            });
        }
    }
    found
}

fn turns(
    catalogs: [&Catalog; 2],
    object: &ObjectId,
    (was, old): &(Verdict, Found),
    (is, new): &(Verdict, Found),
) -> Vec<(Turn, Extent)> {
    let whole = |verdict: &Verdict, found: &Found| match (&found.columns, verdict) {
        (Columns::These(names), _) => Extent::Columns(names.clone()),
        (_, Verdict::SomeRows) => Extent::SomeRows,
        _ => Extent::All,
    };
    match (was, is) {
        (Verdict::Denied, Verdict::Denied) => return Vec::new(),
        (Verdict::Denied, _) => return vec![(Turn::Gains, whole(is, new))],
        (_, Verdict::Denied) => return vec![(Turn::Loses, whole(was, old))],
        _ => {}
    }
    let mut found = Vec::new();
    let columns = |found: &Found, catalog: &Catalog| match &found.columns {
        Columns::These(names) => names.clone(),
        Columns::All => {
            let all = catalog.of_relation(Kind::Column, &object.qname());
            all.map(|(id, _)| id.name.clone()).collect()
        }
    };
    if old.columns != new.columns {
        let (had, has) = (columns(old, catalogs[0]), columns(new, catalogs[1]));
        for (turn, names) in [(Turn::Gains, &has - &had), (Turn::Loses, &had - &has)] {
            if !names.is_empty() {
                found.push((turn, Extent::Columns(names)));
            }
        }
    }
    match (was, is) {
        (Verdict::SomeRows, Verdict::Allowed) => found.push((Turn::Gains, Extent::RestOfRows)),
        (Verdict::Allowed, Verdict::SomeRows) => found.push((Turn::Loses, Extent::RestOfRows)),
        (Verdict::SomeRows, Verdict::SomeRows) if conditions(old) != conditions(new) => {
            found.push((Turn::OtherRows, Extent::SomeRows));
        }
        _ => {}
    }
    found
}

/// The conditions of an operation itself, in SQL. What it reads besides is told of SELECT.
fn conditions(found: &Found) -> Vec<Option<String>> {
    let rows = &found.rows;
    let mut all: Vec<Option<String>> = [&rows.using, &rows.check]
        .into_iter()
        .map(|it| it.condition().map(super::Condition::sql))
        .collect();
    all.extend(found.behind.iter().flat_map(|it| conditions(&it.found)));
    all
}

fn indirect(before: &Answer, after: &Answer) -> Vec<Change> {
    type At<'c> = (&'c Principal, &'c Option<ObjectId>, Privilege, &'c Principal);
    fn by_place(answer: &Answer) -> BTreeMap<At<'_>, &BTreeSet<ObjectId>> {
        let reached = answer.reached.iter();
        reached.map(|it| ((&it.role, &it.relation, it.operation, &it.runs_as), &it.by)).collect()
    }
    let (old, new) = (by_place(before), by_place(after));
    let mut found = Vec::new();
    for (these, those, turn) in [(&new, &old, Turn::Gains), (&old, &new, Turn::Loses)] {
        for ((role, object, operation, runs_as), by) in these {
            if !those.contains_key(&(*role, *object, *operation, *runs_as)) {
                found.push(Change {
                    role: (*role).clone(),
                    object: (*object).clone(),
                    runs_as: Some((*runs_as).clone()),
                    turn,
                    extent: Extent::All,
                    operation: *operation,
                    by: (*by).clone(),
                    implied_by: None,
                });
            }
        }
    }
    found
}
