//! Which values are tried for the columns that are left to the tool, and which next after an error.

use crate::catalog::{Catalog, ConstraintBody, Definition, Kind, Name, ObjectId, QName};
use crate::connect::StatementError;
use crate::exercise::sample::{quoted_words, samples};
use crate::exercise::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// What is tried for the columns that are left to the tool.
pub(super) struct Odometer {
    pub(super) samples: BTreeMap<Name, Vec<String>>,
    pub(super) at: BTreeMap<Name, usize>,
    /// The columns that constraints complained of, which are varied.
    pub(super) varied: BTreeSet<Name>,
}

impl Odometer {
    /// The next combination of what is varied; `false` after the last.
    pub(super) fn advance(&mut self) -> bool {
        for name in &self.varied {
            let count = self.samples.get(name).map_or(0, Vec::len);
            let at = self.at.entry(name.clone()).or_default();
            *at += 1;
            if *at < count {
                return true;
            }
            *at = 0;
        }
        false
    }
}

/// Has samples for a column.
pub(super) fn take(
    catalog: &Catalog,
    world: &mut World,
    table: &QName,
    name: &Name,
    odometer: &mut Odometer,
) {
    if odometer.samples.contains_key(name) {
        return;
    }
    let id = ObjectId::of_relation(Kind::Column, table, name.clone());
    let Some(column) = catalog.column(&id) else { return };
    world.count += 1;
    let mut found = samples(catalog, &column.data_type, name, world.count);
    for (_, object) in catalog.of_relation(Kind::Constraint, table) {
        if let Definition::Constraint(it) = &object.definition
            && let ConstraintBody::Check { expression, .. } = &it.body
            && names(expression).contains(name)
        {
            let words = quoted_words(expression).into_iter().filter(|it| !found.contains(it));
            let words: Vec<String> = words.collect();
            found.extend(words);
        }
    }
    odometer.samples.insert(name.clone(), found);
}

/// What to try after an error.
pub(super) enum Next {
    /// The same values, and the first samples of columns that were left to their defaults before.
    Same,
    /// The next combination.
    Another,
    /// No other value will do.
    Nothing,
}

/// Whether other values may do, after an error: the columns that it speaks of are varied.
pub(super) fn vary(
    catalog: &Catalog,
    world: &mut World,
    table: &QName,
    stated: &[(Name, String)],
    error: &StatementError,
    odometer: &mut Odometer,
) -> Next {
    let named = |what: &str| {
        error.objects.iter().find(|(it, _)| *it == what).map(|(_, name)| Name::from(name))
    };
    let is_free = |name: &Name| !stated.iter().any(|(it, _)| it == name);
    let before = odometer.samples.len();
    match error.sqlstate.as_deref() {
        Some("23514") => match named("constraint").and_then(|it| condition(catalog, table, it)) {
            Some(expression) => {
                let names = names(expression);
                let mut is_free_here = false;
                for (id, _, column) in catalog.columns(table) {
                    let may_vary = column.generated.is_none() && is_free(&id.name);
                    if may_vary && names.contains(&id.name) {
                        take(catalog, world, table, &id.name, odometer);
                        odometer.varied.insert(id.name.clone());
                        is_free_here = true;
                    }
                }
                if !is_free_here {
                    return Next::Nothing;
                }
            }
            // A domain's: whatever column has it.
            None => odometer.varied.extend(odometer.samples.keys().cloned()),
        },
        Some("23502") => {
            let Some(name) = named("column").filter(is_free) else { return Next::Nothing };
            take(catalog, world, table, &name, odometer);
        }
        Some("22001" | "22P02" | "22003" | "22007" | "22008" | "22023" | "22026" | "23505") => {
            odometer.varied.extend(odometer.samples.keys().cloned());
        }
        _ => return Next::Nothing,
    }
    match (odometer.samples.len() > before, odometer.varied.is_empty()) {
        (true, _) => Next::Same,
        (false, false) => Next::Another,
        (false, true) => Next::Nothing,
    }
}

/// The condition of a check of a table.
fn condition<'c>(catalog: &'c Catalog, table: &QName, name: Name) -> Option<&'c String> {
    match &catalog.get(&ObjectId::of_relation(Kind::Constraint, table, name))?.definition {
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::Check { expression, .. } => Some(expression),
            _ => None,
        },
        _ => None,
    }
}

/// The names in a condition, as they may be columns.
fn names(expression: &str) -> Vec<Name> {
    crate::connect::statement::names(expression).iter().map(Name::from).collect()
}
