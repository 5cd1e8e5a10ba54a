//! What a partition or an heir has of a column, a default or a trigger when its table gets it, or changes it.

use crate::catalog::{Catalog, Column, Definition, NotNull, Object, ObjectId, Options};
use crate::plan::Alteration;
use crate::plan::alter::column::usual_storage;
use crate::plan::partition::not_null::states_not_null;

/// What a partition gets of something of its parent's.
pub(super) fn copied(object: &Object) -> Object {
    let mut copy = Object::new(object.definition.clone());
    copy.depends_on.clone_from(&object.depends_on);
    if let Definition::Column(column) = &mut copy.definition {
        let is_passed_on = |it: &NotNull| !it.no_inherit;
        *column = Column {
            identity: None,
            options: Options::new(),
            foreign_options: Options::new(),
            null: !column.whole_not_null().is_some_and(is_passed_on),
            not_null: column.not_null.clone().filter(is_passed_on).and_then(unsaid),
            ..column.clone()
        };
    }
    copy
}

/// A partition that is made does not take over statistics targets; one that is there when they are set does. Its NOT NULL is
/// validated, since it has no rows.
pub(super) fn as_made(mut object: Object) -> Object {
    if let Definition::Column(column) = &mut object.definition {
        column.statistics = None;
        validated(column);
    }
    object
}

/// The heir that is made states its NOT NULL under its name.
pub(super) fn with_stated_not_null(to: &Catalog, mut made: Object, id: &ObjectId) -> Object {
    if let Some(new) = to.column(id)
        && let Definition::Column(column) = &mut made.definition
        && states_not_null(to, id, new)
    {
        column.not_null = new.not_null.clone().and_then(unsaid);
    }
    made
}

/// A NOT NULL that is not validated is made again when the column changes its type, and with it that of a partition. One
/// that gets a name which the server would give has such a name in a child, too.
pub(super) fn with_not_null_of(
    mut object: Object,
    of_parent: &Object,
    alterations: &[Alteration],
) -> Object {
    let (Definition::Column(column), Definition::Column(of_parent)) =
        (&mut object.definition, &of_parent.definition)
    else {
        return object;
    };
    let of_parent = of_parent.not_null.clone().unwrap_or(NotNull::USUAL);
    for alteration in alterations {
        match alteration {
            Alteration::ColumnType { .. } if !of_parent.validated => {
                let mut not_null = column.not_null.take().unwrap_or_else(|| of_parent.clone());
                not_null.validated = false;
                column.not_null = Some(not_null);
            }
            Alteration::NotNullRename { .. } if of_parent.name.is_none() => {
                let not_null = column.not_null.take().map(|it| NotNull { name: None, ..it });
                column.not_null = not_null.and_then(NotNull::unusual);
            }
            _ => {}
        }
    }
    object
}

/// What becomes of something of a partition when that of its parent changes so.
pub(super) fn altered(to: &Catalog, object: &Object, alterations: &[Alteration]) -> Object {
    let mut object = object.clone();
    for alteration in alterations {
        match (&mut object.definition, alteration) {
            (Definition::Column(it), Alteration::ColumnType { data_type, collation, .. }) => {
                it.data_type.clone_from(data_type);
                it.collation.clone_from(collation);
                (it.storage, it.compression) = (None, None);
            }
            (Definition::Column(it), Alteration::ColumnStorage(storage)) => {
                it.storage = (*storage != usual_storage(to, &it.data_type)).then_some(*storage);
            }
            (Definition::Column(it), Alteration::ColumnStatistics(target)) => {
                it.statistics = *target;
            }
            // What is NOT NULL already keeps its name.
            (Definition::Column(it), Alteration::ColumnNotNull(not_null)) => {
                if it.null && it.not_null.is_none() {
                    it.not_null = unsaid(not_null.clone());
                }
                it.null = false;
            }
            (Definition::Column(it), Alteration::NotNullRename { to, .. }) => {
                it.not_null.get_or_insert(NotNull::USUAL).name = Some(to.clone());
            }
            (Definition::Column(it), Alteration::NotNullValidate(_)) => validated(it),
            // What the table states itself stays.
            (Definition::Column(it), Alteration::ColumnNull(true)) if it.own_not_null.0 => {}
            (Definition::Column(it), Alteration::ColumnNull(null)) => {
                it.null = *null;
                it.not_null = None;
            }
            (Definition::Column(it), Alteration::ColumnDropExpression) => it.generated = None,
            (Definition::Column(it), Alteration::ColumnExpression(expression)) => {
                if let Some(generated) = &mut it.generated {
                    generated.expression.clone_from(expression);
                }
            }
            (Definition::DefaultExpr(it), Alteration::DefaultExpr(expression)) => {
                it.expression.clone_from(expression);
            }
            (Definition::Trigger(it), Alteration::TriggerEnabled(enabled)) => {
                it.enabled = *enabled;
            }
            _ => {}
        }
    }
    object
}

fn validated(column: &mut Column) {
    let not_null = column.not_null.take().map(|it| NotNull { validated: true, ..it });
    column.not_null = not_null.and_then(NotNull::unusual);
}

/// A NOT NULL without its comment, which nothing passes on.
fn unsaid(it: NotNull) -> Option<NotNull> {
    NotNull { comment: None, ..it }.unusual()
}
