//! Domains whose values are held within others.
//!
//! PostgreSQL looks through the columns of a domain when it gets a check or NOT NULL, but not into arrays, composites and
//! ranges: where a column has such, it refuses. The domain is made again then, and what is made of it. No server before 18
//! does so either where an expression works with an array of the domain.

use super::{Alteration, Fate, is_table, relation_of, whole};
use crate::catalog::{Catalog, Definition, Kind, ObjectId};

/// Whether PostgreSQL looks at the values of a domain for this.
pub(crate) fn is_scanned(id: &ObjectId, fate: &Fate) -> bool {
    match (id.kind, fate) {
        (Kind::DomainConstraint, Fate::Create | Fate::Replace) => true,
        (Kind::DomainConstraint | Kind::Domain, Fate::Alter(alterations)) => {
            alterations.iter().any(|it| {
                matches!(
                    it,
                    Alteration::DomainNull(false)
                        | Alteration::DomainNotNull(_)
                        | Alteration::DomainConstraintValidate
                )
            })
        }
        _ => false,
    }
}

/// The domain that is made again because of what happens to it or to its check.
pub(crate) fn made_again<'a>(
    from: &Catalog,
    to: &'a Catalog,
    id: &ObjectId,
    fate: &Fate,
) -> Option<&'a ObjectId> {
    if !is_scanned(id, fate) {
        return None;
    }
    if let Some(Definition::DomainConstraint(check)) = to.get(id).map(|it| &it.definition)
        && !check.validated
    {
        return None;
    }
    let domain = match id.kind {
        Kind::Domain => id.clone(),
        _ => relation_of(from, id).or_else(|| relation_of(to, id))?,
    };
    if from.get(&domain).is_none() || !is_held(from, &domain) {
        return None;
    }
    to.objects.get_key_value(&domain).map(|(id, _)| id)
}

fn is_held(from: &Catalog, domain: &ObjectId) -> bool {
    from.objects.iter().filter(|(_, object)| object.depends_on.contains(domain)).any(
        |(user, object)| match &object.definition {
            Definition::Column(column) => column.data_type.ends_with("[]") && is_table(from, user),
            Definition::Domain(above) => above.base.ends_with("[]") || is_held(from, user),
            Definition::Composite(_) | Definition::Range(_) => true,
            _ => from.major < 18 && whole::uses_arrays(object, domain),
        },
    )
}
