//! A column that gets a type in which its values are stored otherwise: one of the new type is made beside it, a trigger keeps
//! it in step, the rows that are there get its values in batches, its indexes are built, and then it takes the old one's
//! name.

use super::super::{has_relatives, has_rows};
use super::beside::{Built, built};
use super::dependants::{has_its_rows_taken, may_be_updated, of_column};
use super::{
    Alteration, Catalog, Change, Definition, Kind, Name, ObjectId, Part, Plan, QName, alter,
    column, in_batches, key,
};
use crate::catalog::{Column, Identity, Object, Position, Timing};
use crate::digest::sha256;
use crate::plan::casts::BY_NAME;
use crate::plan::{Beside, Kept, Values, is_constrained, new_name, stored};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn parts(reached: &mut Catalog, to: &Catalog, plan: &Plan, table: &QName) -> Vec<Part> {
    ways(reached, to, plan, table).unwrap_or_default()
}

fn ways(reached: &mut Catalog, to: &Catalog, plan: &Plan, table: &QName) -> Option<Vec<Part>> {
    let mut gone = BTreeSet::new();
    let columns: Vec<Beside> = plan
        .steps
        .iter()
        .filter_map(|step| {
            let (beside, of) = beside(reached, to, table, step)?;
            gone.extend(of);
            Some(beside)
        })
        .collect();
    let Ways { now, fill, before, tests, last } =
        ways_of(reached, to, plan, table, columns, &gone)?;
    let tests = Part::of(tests);
    Some(vec![Part::of(now), fill, Part::outside(before), tests, Part::of(last)])
}

/// What is done to one table, by the part in which it is done.
pub(super) struct Ways {
    pub(super) now: Vec<Change>,
    pub(super) fill: Part,
    pub(super) before: Vec<Change>,
    pub(super) tests: Vec<Change>,
    pub(super) last: Vec<Change>,
}

/// The ways of some columns of a table; `None` where there is something in the way. `gone` goes with the old columns.
pub(super) fn ways_of(
    reached: &mut Catalog,
    to: &Catalog,
    plan: &Plan,
    table: &QName,
    columns: Vec<Beside>,
    gone: &BTreeSet<ObjectId>,
) -> Option<Ways> {
    let along = key(reached, table)?;
    let is_plain = |catalog: &Catalog| {
        !has_relatives(catalog, table)
            && catalog.table(table).is_some_and(|it| it.of_type.is_none())
    };
    if columns.is_empty()
        || !has_rows(reached, to, table)
        || !is_plain(reached)
        || !is_plain(to)
        || !may_be_updated(reached, table)
        || has_its_rows_taken(reached, table)
        // A cast that comes or goes is none that a trigger could count on.
        || plan.steps.iter().any(|it| it.id().kind == Kind::Cast)
    {
        return None;
    }
    let stem = format!("{}_{:.8}", table.name, sha256(table.to_string()));
    let trigger = Name::from(format!("zz_{}", new_name(&stem)));
    if has_later_trigger(reached, table, &trigger) {
        return None;
    }
    let new: BTreeMap<Name, Name> =
        columns.iter().map(|it| (it.column.clone(), it.new.clone())).collect();
    let types = |name: &Name| {
        let id = column(table, name);
        let of = |catalog: &Catalog| catalog.column(&id).map(|it| it.data_type.clone());
        new.contains_key(name) || of(reached) == of(to)
    };
    let all = reached.columns(table).into_iter().map(|it| it.0.name.clone());
    let there: BTreeSet<Name> = all.filter(types).collect();
    let Built { before, after, objects } = built(to, gone, &there, &new)?;
    let id = ObjectId::in_schema(Kind::Table, table);
    let function = QName { schema: table.schema.clone(), name: new_name(&table.name) };
    let kept = Kept { function, trigger, columns, key: along.key.clone() };
    let each = || kept.columns.iter().map(|it| (column(table, &it.column), it));
    let mut now: Vec<Change> =
        each().map(|(id, it)| alter(&id, Alteration::ColumnBeside(it.clone()))).collect();
    now.push(alter(&id, Alteration::BesideKeep(kept.clone())));
    let fill = in_batches(alter(&id, Alteration::BesideFill(kept.clone())), &along);
    let tests = each()
        .filter_map(|(id, it)| Some(alter(&id, Alteration::BesideTest(it.not_null.clone()?))))
        .collect();
    let mut last = vec![alter(&id, Alteration::BesideForget(kept.clone()))];
    last.extend(each().map(|(id, it)| alter(&id, Alteration::BesideTake(it.clone()))));
    last.extend(after);
    for id in gone {
        reached.objects.remove(id);
    }
    for it in &kept.columns {
        put_in_place(reached, to, table, it);
    }
    for (id, object) in objects {
        reached.insert(id, object);
    }
    Some(Ways { now, fill, before, tests, last })
}

/// The column that is made beside one that changes its type by this step, and what goes with the old one.
fn beside(
    reached: &Catalog,
    to: &Catalog,
    table: &QName,
    step: &Change,
) -> Option<(Beside, BTreeSet<ObjectId>)> {
    let Change::Alter { id, alteration } = step else { return None };
    let Alteration::ColumnType { foreign: false, data_type, collation, through } = &**alteration
    else {
        return None;
    };
    if id.relation_qname() != *table || *through == Some(BY_NAME) {
        return None;
    }
    let (old, new) = (reached.column(id)?, to.column(id)?);
    // Where it is the type itself that is another one, the old one and the new one have one name.
    let is_written_anew = old.data_type != *data_type
        && !Values::of(stored(reached, &old.data_type)).stay(&Values::of(stored(to, data_type)));
    let is_there = |it: &ObjectId| {
        let same = |old: &Object, new: &Object| old.definition == new.definition;
        matches!((reached.get(it), to.get(it)), (Some(old), Some(new)) if same(old, new))
    };
    let types = to.get(id)?.depends_on.iter().filter(|it| it.relation.is_none());
    let identity = |it: &Column| it.identity.is_some();
    if !is_plain(old)
        || !is_plain(new)
        || identity(old) != identity(new)
        || !is_written_anew
        || is_constrained(to, data_type)
        || !{ types }.all(is_there)
    {
        return None;
    }
    let gone = of_column(reached, table, &id.name)?;
    let beside = Beside {
        data_type: data_type.clone(),
        collation: collation.clone(),
        through: *through,
        ..named(&id.name, new)
    };
    Some((beside, gone))
}

/// The names of what is made beside a column; all else is as in the end.
pub(super) fn named(column: &Name, new: &Column) -> Beside {
    let is_word = column.chars().all(|it| it.is_ascii_lowercase() || it == '_');
    let stem = match is_word {
        true => column.to_string(),
        false => format!("column_{:.8}", sha256(column.as_str())),
    };
    Beside {
        column: column.clone(),
        new: new_name(&stem),
        data_type: new.data_type.clone(),
        collation: new.collation.clone(),
        through: None,
        renewed: false,
        identity: new.identity.clone(),
        not_null: (!new.null).then(|| new_name(&format!("{stem}_not_null"))),
    }
}

/// Whether it is not computed, and its NOT NULL is as it comes by itself.
pub(super) fn is_plain(it: &Column) -> bool {
    it.generated.is_none() && it.not_null.is_none()
}

/// Whether a trigger that may change a row fires after ours: they fire in the order of their names.
fn has_later_trigger(catalog: &Catalog, table: &QName, ours: &Name) -> bool {
    catalog.of_relation(Kind::Trigger, table).any(|(id, object)| match &object.definition {
        Definition::Trigger(it) => it.timing == Timing::Before && id.name >= *ours,
        _ => false,
    })
}

/// The column as it is when the new one has taken its place: bare.
fn put_in_place(reached: &mut Catalog, to: &Catalog, table: &QName, it: &Beside) {
    let id = column(table, &it.column);
    let last = reached.columns(table).iter().map(|it| it.2.position.0).max().unwrap_or_default();
    // A type that is made anew has its own name by then.
    let data_type = match to.column(&id).filter(|_| it.renewed) {
        Some(new) => new.data_type.clone(),
        None => it.data_type.clone(),
    };
    let bare = Column {
        position: Position(last + 1),
        data_type,
        null: it.not_null.is_none(),
        // What is said about the sequence comes with the rest.
        identity: it.identity.clone().map(|it| Identity { comment: None, grants: None, ..it }),
        collation: it.collation.clone(),
        ..Column::default()
    };
    let depends_on = to.get(&id).map(|it| it.depends_on.clone()).unwrap_or_default();
    let object = Object { depends_on, ..Object::new(bare) };
    reached.insert(id.clone(), object);
    reached.objects.remove(&ObjectId { kind: Kind::DefaultExpr, ..id });
}
