//! Who must make way: when an object goes or is made again, everything that stands on it does too.
//!
//! A column whose type changes disturbs what PostgreSQL refuses to carry along (views, policies, triggers, generated
//! columns) and its default, which may not cast by itself; indexes and constraints it carries along, but for those that it
//! would read as others than they are.

use super::aside::{becomes_type, put_aside};
use super::partition::{self, reaches_foreign};
use super::{Alteration, Fate, casts, held, is_table, relation_of, shell, torn};
use crate::catalog::{Catalog, Definition, Kind, ObjectId, Storage};
use std::collections::BTreeMap;

/// Spreads the fates to the dependents until nothing changes.
pub(crate) fn spread<'a>(
    from: &'a Catalog,
    to: &'a Catalog,
    fates: &mut BTreeMap<&'a ObjectId, Fate>,
) {
    if !fates.iter().any(|(id, fate)| disturbs(fate) || held::is_scanned(id, fate)) {
        return;
    }
    let dependents = dependents(from);
    let mut open: Vec<&ObjectId> = fates.keys().copied().collect();
    while let Some(id) = open.pop() {
        let Some(fate) = fates.get(id).cloned() else { continue };
        if let Some(domain) = held::made_again(from, to, id, &fate)
            && merge(fates, domain, Fate::Replace)
        {
            open.push(domain);
        }
        for &dependent in dependents.get(id).into_iter().flatten() {
            let Some((dependent, object)) = to.objects.get_key_value(dependent) else { continue };
            let definition = &object.definition;
            let verdict = match verdict((from, to), id, &fate, dependent, definition) {
                None if torn::is_torn(from, fates, dependent) => Fate::Replace,
                None => continue,
                Some(verdict) => verdict,
            };
            if merge(fates, dependent, verdict) {
                open.push(dependent);
            }
        }
        // What belongs to a relation that is made again is made again with it.
        if fate == Fate::Replace {
            for part in parts(from, id) {
                if let Some((part, _)) = to.objects.get_key_value(part)
                    && merge(fates, part, Fate::Replace)
                {
                    open.push(part);
                }
            }
        }
    }
}

fn disturbs(fate: &Fate) -> bool {
    match fate {
        Fate::Drop | Fate::Replace => true,
        Fate::Alter(alterations) => {
            stored(alterations).is_some()
                || is_retyped(alterations)
                || alterations.iter().any(|it| matches!(it, Alteration::ColumnExpression(_)))
        }
        Fate::Create => false,
    }
}

fn is_retyped(alterations: &[Alteration]) -> bool {
    alterations.iter().any(|it| matches!(it, Alteration::ColumnType { .. }))
}

/// How a base type stores values from now on.
fn stored(alterations: &[Alteration]) -> Option<Storage> {
    alterations.iter().find_map(|it| match it {
        Alteration::BaseType { from, to } if !from.is_shell() && from.storage != to.storage => {
            Some(to.storage)
        }
        _ => None,
    })
}

/// Columns that are there keep how they store values when their type changes that.
fn stored_otherwise(
    to: &Catalog,
    storage: Storage,
    dependent: &ObjectId,
    definition: &Definition,
) -> Option<Fate> {
    match definition {
        Definition::Column(column)
            if column.storage.is_none()
                && !column.data_type.ends_with("[]")
                && is_table(to, dependent) =>
        {
            Some(Fate::Alter(vec![Alteration::ColumnStorage(storage)]))
        }
        _ => None,
    }
}

/// What a dependent that is to stay has to do when the object it stands on has this fate.
fn verdict(
    (from, to): (&Catalog, &Catalog),
    id: &ObjectId,
    fate: &Fate,
    dependent: &ObjectId,
    definition: &Definition,
) -> Option<Fate> {
    match fate {
        Fate::Create => None,
        Fate::Alter(_) if !disturbs(fate) => None,
        Fate::Alter(alterations) if stored(alterations).is_some() => {
            stored_otherwise(to, stored(alterations)?, dependent, definition)
        }
        // Of a column that is computed anew PostgreSQL makes the same again as of one with another type.
        Fate::Alter(alterations) => match definition {
            _ if !is_retyped(alterations) && !is_made_again(definition) => None,
            Definition::View(_)
            | Definition::MaterializedView(_)
            | Definition::Policy(_)
            | Definition::Trigger(_)
            | Definition::Rule(_)
            | Definition::DefaultExpr(_)
            | Definition::Publication(_)
            | Definition::Function(_) => Some(Fate::Replace),
            Definition::Column(column) if column.generated.is_some() => Some(Fate::Replace),
            // PostgreSQL makes these again by itself, without what was set for them and, before 17, for whoever runs it.
            Definition::Statistics(_) => Some(Fate::Replace),
            Definition::Index(_) | Definition::Constraint(_)
                if partition::is_forgotten(to, dependent) || from.misread.contains(dependent) =>
            {
                Some(Fate::Replace)
            }
            Definition::Index(index) if !index.statistics.is_empty() => {
                let set = |(&place, &target): (&u16, &i32)| Alteration::IndexStatistics {
                    place,
                    target: Some(target),
                };
                Some(Fate::Alter(index.statistics.iter().map(set).collect()))
            }
            _ => None,
        },
        Fate::Drop | Fate::Replace => match definition {
            // A type or a collation is made again under the columns: they are converted, not lost.
            Definition::Column(column)
                if (put_aside(id.kind) || becomes_type(id, |id| to.get(id).is_some()))
                    && column.generated.is_none() =>
            {
                let old = from.column(dependent);
                let stays = old.is_some_and(|old| old.data_type == column.data_type);
                let by_name = stays && casts::goes_by_name(from, to, &column.data_type);
                let foreign = reaches_foreign(to, &dependent.relation_qname());
                Some(Fate::Alter(conversion(column, foreign, by_name)))
            }
            Definition::BaseType(new) if shell::does_without(from, to, (dependent, new), id) => {
                None
            }
            // CREATE OR REPLACE leaves what the old body alone needed.
            Definition::Function(_) if no_longer_needs(from, to, dependent, id) => None,
            // A foreign table cannot be given to another server.
            Definition::Table(table)
                if table.foreign.is_some() && id.kind == Kind::ForeignServer =>
            {
                Some(Fate::Replace)
            }
            // A table never goes because of what its parts stand on.
            Definition::Table(_) | Definition::Schema(_) | Definition::Role(_) => None,
            Definition::Rows(_) => None,
            // What goes is taken out of it.
            Definition::Publication(_) if *fate == Fate::Drop => None,
            _ => Some(Fate::Replace),
        },
    }
}

fn no_longer_needs(from: &Catalog, to: &Catalog, id: &ObjectId, needed: &ObjectId) -> bool {
    let (Some(old), Some(new)) = (from.get(id), to.get(id)) else { return false };
    // A type may become one of another kind under its name.
    let is_it = |it: &ObjectId| it.name == needed.name && it.schema == needed.schema;
    // On PostgreSQL 15 a function depends on a transform of its types in its language unasked, and anew while it is there.
    needed.kind != Kind::Transform
        && old.definition != new.definition
        && !new.depends_on.iter().any(is_it)
}

/// What PostgreSQL makes again by itself.
fn is_made_again(definition: &Definition) -> bool {
    matches!(
        definition,
        Definition::Statistics(_) | Definition::Index(_) | Definition::Constraint(_)
    )
}

/// What is set for the column is lost with its type.
pub(super) fn conversion(
    column: &crate::catalog::Column,
    foreign: bool,
    by_name: bool,
) -> Vec<Alteration> {
    let through = match column.data_type.ends_with("[]") {
        _ if by_name => casts::BY_NAME,
        true => "text[]",
        false => "text",
    };
    let mut alterations = vec![Alteration::ColumnType {
        foreign,
        data_type: column.data_type.clone(),
        collation: column.collation.clone(),
        through: Some(through),
    }];
    alterations.extend(column.storage.map(Alteration::ColumnStorage));
    if column.compression.is_some() {
        alterations.push(Alteration::ColumnCompression(column.compression.clone()));
    }
    alterations
}

/// Takes the graver of two fates; says whether anything changed.
pub(super) fn merge<'a>(
    fates: &mut BTreeMap<&'a ObjectId, Fate>,
    id: &'a ObjectId,
    fate: Fate,
) -> bool {
    match (fates.get_mut(id), fate) {
        (None, fate) => {
            fates.insert(id, fate);
            true
        }
        (Some(Fate::Create | Fate::Drop | Fate::Replace), _) => false,
        (Some(old @ Fate::Alter(_)), Fate::Replace) => {
            *old = Fate::Replace;
            true
        }
        (Some(Fate::Alter(old)), Fate::Alter(new)) => {
            // A column may be converted and get another type at once.
            let own = old.iter_mut().find_map(|it| match it {
                Alteration::ColumnType { through, .. } => Some(through),
                _ => None,
            });
            let conversion = new.iter().find_map(|it| match it {
                Alteration::ColumnType { through, .. } => *through,
                _ => None,
            });
            match own {
                Some(through) => {
                    *through = through.or(conversion);
                    false
                }
                None => {
                    let before = old.len();
                    // A new type comes first: with it what is set for the column is lost.
                    let place = if is_retyped(&new) { 0 } else { before };
                    old.splice(place..place, new);
                    let mut seen: Vec<Alteration> = Vec::new();
                    old.retain(|it| {
                        let is_new = !seen.contains(it);
                        seen.push(it.clone());
                        is_new
                    });
                    old.len() > before
                }
            }
        }
        (Some(Fate::Alter(_)), Fate::Create | Fate::Drop) => false,
    }
}

fn dependents(from: &Catalog) -> BTreeMap<&ObjectId, Vec<&ObjectId>> {
    let mut dependents: BTreeMap<&ObjectId, Vec<&ObjectId>> = BTreeMap::new();
    for (id, object) in &from.objects {
        for needed in &object.depends_on {
            dependents.entry(needed).or_default().push(id);
        }
        if id.kind == Kind::DefaultExpr {
            let column = ObjectId::of_relation(Kind::Column, &id.relation_qname(), id.name.clone());
            if let Some((column, _)) = from.objects.get_key_value(&column) {
                dependents.entry(column).or_default().push(id);
            }
        }
    }
    dependents
}

fn parts<'a>(from: &'a Catalog, id: &ObjectId) -> Vec<&'a ObjectId> {
    if !super::RELATIONS.contains(&id.kind) {
        return Vec::new();
    }
    let relation = id.qname();
    let kinds = [
        Kind::Column,
        Kind::DefaultExpr,
        Kind::Constraint,
        Kind::DomainConstraint,
        Kind::Index,
        Kind::Trigger,
        Kind::Rule,
        Kind::Policy,
    ];
    let owned = from.of_kind(Kind::Sequence).filter(|(_, object)| {
        super::ownership::owner(&object.definition)
            .is_some_and(|it| it.relation_qname() == relation)
    });
    let owned: Vec<&ObjectId> = owned.map(|(id, _)| id).collect();
    kinds
        .into_iter()
        .flat_map(|kind| from.of_relation(kind, &relation).map(|(id, _)| id).collect::<Vec<_>>())
        .filter_map(|part| from.objects.get_key_value(part).map(|(part, _)| part))
        .filter(|part| relation_of(from, part).as_ref() == Some(id))
        .chain(owned)
        .collect()
}
