//! Checks that an heir inherits and states itself too.

use crate::catalog::{Catalog, Constraint, Definition, Kind, Name, Object, ObjectId, QName};
use crate::plan::fold::comes_after;

/// Leaves to a new heir of such checks those that it can be made with.
pub(crate) fn leave_out_checks(to: &Catalog, id: &ObjectId, object: &mut Object) {
    if let Definition::Table(table) = &mut object.definition {
        let inherits = table.inherits.clone();
        table.restated.0.retain(|name, _| !with(to, id, &inherits, name).is_empty());
    }
}

/// What must be there before a new heir that is made with such checks.
pub(crate) fn needed_by_checks<'a>(
    to: &'a Catalog,
    id: &'a ObjectId,
) -> impl Iterator<Item = &'a ObjectId> {
    let table = to.table(&id.qname()).filter(|table| !table.inherits.is_empty());
    let checks = table.into_iter().flat_map(move |table| {
        table.restated.0.keys().flat_map(move |name| with(to, id, &table.inherits, name))
    });
    let needed = checks.flat_map(|(_, object)| &object.depends_on);
    needed.filter(|it| !matches!(it.kind, Kind::Column | Kind::Table))
}

/// The checks of this name that a new heir inherits where it can be made with one: nothing that they call needs the heir or
/// their own table, and they are validated.
fn with<'a>(
    to: &'a Catalog,
    id: &ObjectId,
    inherits: &[QName],
    name: &Name,
) -> Vec<(&'a ObjectId, &'a Object)> {
    let own = ObjectId::of_relation(Kind::Constraint, &id.qname(), name.clone());
    let mut above = Vec::new();
    inherits.iter().for_each(|parent| inherited(to, parent, name, &mut above));
    let is_plain = |(check, object): &(&ObjectId, &Object)| {
        let table = ObjectId::in_schema(Kind::Table, &check.relation_qname());
        let comes_before = |whole| !comes_after(to, |_| true, whole, check);
        comes_before(&table)
            && comes_before(id)
            && matches!(
                &object.definition,
                Definition::Constraint(Constraint { validated: true, .. })
            )
    };
    match to.get(&own).is_none() && above.iter().all(is_plain) {
        true => above,
        false => Vec::new(),
    }
}

fn inherited<'a>(
    to: &'a Catalog,
    table: &QName,
    name: &Name,
    found: &mut Vec<(&'a ObjectId, &'a Object)>,
) {
    let id = ObjectId::of_relation(Kind::Constraint, table, name.clone());
    found.extend(to.objects.get_key_value(&id).map(|(id, object)| (id, object.as_ref())));
    to.parents(table).for_each(|parent| inherited(to, parent, name, found));
}
