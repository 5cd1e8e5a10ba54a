//! What is made again because of what it is made of, told before the fates of all objects are known.

use super::alter::{Outcome, alter};
use crate::catalog::{Catalog, Definition, Kind, ObjectId};

/// Whether a type, a collation, a function or an operator goes, or is made again, or what it stands on.
pub(crate) fn is_made_again(from: &Catalog, to: &Catalog, id: &ObjectId) -> bool {
    below(from, to, id, &mut Vec::new())
}

/// Whether a column gets another type or collation, or the same made again.
pub(crate) fn is_retyped(from: &Catalog, to: &Catalog, column: &ObjectId) -> bool {
    let (Some(old), Some(new)) = (from.get(column), to.get(column)) else { return false };
    let (Definition::Column(before), Definition::Column(after)) =
        (&old.definition, &new.definition)
    else {
        return false;
    };
    before.data_type != after.data_type
        || before.collation != after.collation
        || old.depends_on.iter().any(|it| is_made_again(from, to, it))
}

fn below<'a>(
    from: &'a Catalog,
    to: &Catalog,
    id: &'a ObjectId,
    seen: &mut Vec<&'a ObjectId>,
) -> bool {
    let is_worked_with = matches!(
        id.kind,
        Kind::Collation
            | Kind::BaseType
            | Kind::Enum
            | Kind::Range
            | Kind::Domain
            | Kind::Composite
            | Kind::Function
            | Kind::Operator
            | Kind::OperatorClass
    );
    if !is_worked_with || seen.contains(&id) {
        return false;
    }
    seen.push(id);
    let Some(old) = from.get(id) else { return false };
    let Some(new) = to.get(id) else { return true };
    alter(from, to, id, &old.definition, &new.definition) == Outcome::Replace
        || old.depends_on.iter().any(|needed| below(from, to, needed, seen))
}
