//! A column with a default that each row has its own of: the column comes empty, with the default for rows that come, and
//! those that are there get theirs in batches. NOT NULL comes afterwards, as ever.

use super::super::has_rows;
use super::dependants::may_be_updated;
use super::{
    Alteration, Catalog, Change, Definition, Kind, Part, Plan, QName, alter, in_batches, key,
};
use crate::catalog::{Column, Object, ObjectId};
use crate::plan::{is_constant, is_constrained};

pub(super) fn parts(reached: &mut Catalog, to: &Catalog, plan: &Plan, table: &QName) -> Vec<Part> {
    let none = Vec::new;
    let Some(along) = key(reached, table) else { return none() };
    if !has_rows(reached, to, table)
        || super::super::has_relatives(reached, table)
        || super::super::has_relatives(to, table)
        || !may_be_updated(reached, table)
    {
        return none();
    }
    let mut now = Vec::new();
    let mut columns = Vec::new();
    for step in &plan.steps {
        let Change::Create { id, object, parts, .. } = step else { continue };
        if id.kind != Kind::Column || id.relation_qname() != *table {
            continue;
        }
        let Definition::Column(column) = &object.definition else { continue };
        let Some((default, expression)) = default(parts) else { continue };
        let is_plain = column.generated.is_none() && column.identity.is_none();
        // What it stands on must be there by now.
        let is_there = |it: &ObjectId| reached.get(it).is_some_and(|old| Some(old) == to.get(it));
        let all_there = |it: &Object| it.depends_on.iter().all(|it| it == id || is_there(it));
        if is_constant(expression)
            || !is_plain
            || is_constrained(to, &column.data_type)
            || !all_there(object)
            || !all_there(&default.1)
        {
            continue;
        }
        let empty = Column { null: true, not_null: None, ..column.clone() };
        let bare = Object {
            definition: empty.into(),
            comment: None,
            grants: Default::default(),
            ..(**object).clone()
        };
        let create = |id: &ObjectId, object: &Object| Change::Create {
            id: id.clone(),
            object: Box::new(object.clone()),
            parts: Vec::new(),
            not_null: Vec::new(),
        };
        let of_default = Object { comment: None, ..default.1.clone() };
        now.extend([create(id, &bare), create(&default.0, &of_default)]);
        columns.push(id.name.clone());
        reached.insert(id.clone(), bare);
        reached.insert(default.0.clone(), of_default);
    }
    if columns.is_empty() {
        return none();
    }
    let id = ObjectId::in_schema(Kind::Table, table);
    // Each by itself: one that is not empty any more keeps its value.
    let fills = columns.into_iter().map(|column| {
        let fill = Alteration::FillDefaults { columns: vec![column], key: along.key.clone() };
        in_batches(alter(&id, fill), &along)
    });
    std::iter::once(Part::of(now)).chain(fills).collect()
}

pub(super) fn default(parts: &[(ObjectId, Object)]) -> Option<(&(ObjectId, Object), &str)> {
    parts.iter().find_map(|part| match &part.1.definition {
        Definition::DefaultExpr(it) => Some((part, it.expression.as_str())),
        _ => None,
    })
}
