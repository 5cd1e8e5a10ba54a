//! An enum that loses labels, or gets them in another order: it is made anew under another name, its columns are made anew
//! beside the old ones, and all get their names at once.

use super::dependants::of_column;
use super::retype::{Ways, is_plain, named, ways_of};
use super::{Catalog, Change, Definition, Kind, Name, ObjectId, Part, Plan, QName};
use crate::plan::privileges::made;
use crate::plan::{Beside, aside_name, in_place, new_name};
use std::collections::{BTreeMap, BTreeSet};

/// The enums that a plan makes again.
pub(super) fn again(plan: &Plan) -> impl Iterator<Item = &ObjectId> {
    let created = plan.steps.iter().filter_map(|step| match step {
        Change::Create { id, .. } if id.kind == Kind::Enum => Some(id),
        _ => None,
    });
    created.filter(|id| {
        let is =
            |step: &Change| matches!(step, Change::Drop { id: old, .. } if in_place(old) == **id);
        plan.steps.iter().any(is)
    })
}

pub(super) fn parts(reached: &mut Catalog, to: &Catalog, plan: &Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    for id in again(plan) {
        let mut next = reached.clone();
        if let Some(of) = ways(&mut next, to, plan, id) {
            parts.extend(of);
            *reached = next;
        }
    }
    parts
}

fn ways(reached: &mut Catalog, to: &Catalog, plan: &Plan, id: &ObjectId) -> Option<Vec<Part>> {
    let object = to.get(id)?;
    // Words that need no quotes.
    let is_word = id.name.chars().all(|it| it.is_ascii_lowercase() || it == '_');
    let aside = ObjectId { name: new_name(&id.name), ..id.clone() };
    let mut tables: BTreeMap<QName, (Vec<Beside>, BTreeSet<ObjectId>)> = BTreeMap::new();
    let users = reached.iter().filter(|(_, it)| it.depends_on.contains(id));
    let mut users: BTreeSet<ObjectId> = users.map(|(id, _)| id.clone()).collect();
    for column in users.iter().filter(|it| it.kind == Kind::Column) {
        let (old, new) = (reached.column(column)?, to.column(column)?);
        let before = old.data_type.strip_suffix(id.name.as_str())?.strip_suffix('.')?;
        let is_of = before.trim_matches('"') == id.schema.as_deref()?;
        if !is_word || !is_of || old.data_type != new.data_type || !is_plain(old) || !is_plain(new)
        {
            return None;
        }
        let table = column.relation_qname();
        let (columns, gone) = tables.entry(table.clone()).or_default();
        gone.extend(of_column(reached, &table, &column.name)?);
        columns.push(Beside {
            data_type: format!("{before}.{}", aside.name),
            through: Some("text"),
            renewed: true,
            ..named(&column.name, new)
        });
    }
    // Whatever else there is stands on the type itself.
    users.retain(|it| {
        let of = tables.get(&it.relation_qname());
        let is_column = |name: &Name| of.is_some_and(|it| it.0.iter().any(|it| it.column == *name));
        match it.kind {
            Kind::Column | Kind::DefaultExpr => !is_column(&it.name),
            _ => !of.is_some_and(|of| of.1.contains(it)),
        }
    });
    if !users.is_empty() || tables.is_empty() {
        return None;
    }
    let bare = made(reached, id, &object.definition);
    let create = |id: &ObjectId| Change::Create {
        id: id.clone(),
        object: Box::new(bare.clone()),
        parts: Vec::new(),
        not_null: Vec::new(),
    };
    let (mut now, mut fills, mut before) = (vec![create(&aside)], Vec::new(), Vec::new());
    let (mut tests, mut last) = (Vec::new(), Vec::new());
    for (table, (columns, gone)) in tables {
        let of = ways_of(reached, to, plan, &table, columns, &gone)?;
        let Ways { now: first, fill, before: built, tests: tested, last: taken } = of;
        now.extend(first);
        fills.push(fill);
        before.extend(built);
        tests.extend(tested);
        last.extend(taken);
    }
    let old = reached.get(id)?.clone();
    let gone = ObjectId { name: aside_name(&id.name), ..id.clone() };
    last.push(Change::Rename { from: id.clone(), to: gone.clone() });
    last.push(Change::Rename { from: aside, to: id.clone() });
    let definition = Box::new(old.definition);
    last.push(Change::Drop { id: gone, definition, along: Vec::new() });
    let Definition::Enum(_) = &bare.definition else { return None };
    // Whoever makes it owns it, and has its privileges.
    reached.insert(id.clone(), bare);
    let mut parts = vec![Part::of(now)];
    parts.extend(fills);
    parts.extend([Part::outside(before), Part::of(tests), Part::of(last)]);
    Some(parts.into_iter().filter(|it| !it.plan.is_empty()).collect())
}
