//! Enums, domains and composites.

use super::Outcome;
use crate::catalog::{
    Attribute, Body, Catalog, Composite, Definition, Domain, DomainConstraint, Enum, Kind,
    ObjectId, generated,
};
use crate::plan::Alteration;

/// Labels can be added anywhere; one that goes or moves makes the type again.
pub(super) fn alter_enum(old: &Enum, new: &Enum) -> Outcome {
    let kept: Vec<&String> = new.labels.iter().filter(|label| old.labels.contains(label)).collect();
    if !kept.iter().copied().eq(&old.labels) {
        return Outcome::Replace;
    }
    // From the last to the first, so that the label before which one is added is always there.
    let mut alterations = Vec::new();
    for (place, label) in new.labels.iter().enumerate().rev() {
        if !old.labels.contains(label) {
            let before = new.labels.get(place + 1).cloned();
            alterations.push(Alteration::EnumAddLabel { label: label.clone(), before });
        }
    }
    alterations.into()
}

pub(super) fn alter_domain(id: &ObjectId, old: &Domain, new: &Domain) -> Outcome {
    if old.base != new.base || old.collation != new.collation {
        return Outcome::Replace;
    }
    let mut alterations = Vec::new();
    if old.default != new.default {
        alterations.push(Alteration::DomainDefault(new.default.clone()));
    }
    let mut said = old.not_null_comment.as_ref();
    if old.null != new.null {
        said = None;
        alterations.push(match &new.not_null {
            Some(name) if !new.null => Alteration::DomainNotNull(name.clone()),
            _ => Alteration::DomainNull(new.null),
        });
    } else if !new.null && old.not_null != new.not_null {
        let given = generated(&id.name, None, "not_null");
        let from = old.not_null.clone().unwrap_or_else(|| given.clone());
        let to = new.not_null.clone().unwrap_or(given);
        alterations.push(Alteration::NotNullRename { from: Some(from), to });
    }
    if said != new.not_null_comment.as_ref() {
        let (name, comment) = (new.not_null.clone(), new.not_null_comment.clone());
        alterations.push(Alteration::NotNullComment { name, comment });
    }
    alterations.into()
}

pub(super) fn alter_domain_constraint(old: &DomainConstraint, new: &DomainConstraint) -> Outcome {
    if old.check == new.check && !old.validated && new.validated {
        return Outcome::Alter(vec![Alteration::DomainConstraintValidate]);
    }
    Outcome::Replace
}

/// Attributes can be added at the end, dropped and, where nothing keeps values of the type, retyped; another order makes
/// the type again.
pub(super) fn alter_composite(
    from: &Catalog,
    id: &ObjectId,
    old: &Composite,
    new: &Composite,
) -> Outcome {
    let find = |composite: &Composite, name: &Attribute| {
        composite.attributes.iter().find(|it| it.name == name.name).cloned()
    };
    let kept: Vec<_> = old.attributes.iter().filter(|it| find(new, it).is_some()).collect();
    let starts_with_kept = new.attributes.len() >= kept.len()
        && kept.iter().zip(&new.attributes).all(|(old, new)| old.name == new.name);
    // PostgreSQL refuses a composite type without attributes only in ALTER, never in the end state.
    if !starts_with_kept || kept.is_empty() {
        return Outcome::Replace;
    }
    let mut alterations = Vec::new();
    for attribute in old.attributes.iter().filter(|it| find(new, it).is_none()) {
        alterations.push(Alteration::CompositeDrop(attribute.name.clone()));
    }
    for attribute in &new.attributes {
        let comment = || Alteration::CompositeComment {
            attribute: attribute.name.clone(),
            comment: attribute.comment.clone(),
        };
        match find(old, attribute) {
            None => {
                alterations.push(Alteration::CompositeAdd(attribute.clone()));
                alterations.extend(attribute.comment.is_some().then(comment));
            }
            Some(old) => {
                if old.data_type != attribute.data_type || old.collation != attribute.collation {
                    if is_stored(from, id) {
                        return Outcome::Replace;
                    }
                    alterations.push(Alteration::CompositeType(attribute.clone()));
                }
                alterations.extend((old.comment != attribute.comment).then(comment));
            }
        }
    }
    alterations.into()
}

/// Whether a column holds values of the type, another type is made of it, or an expression works with it: PostgreSQL alters
/// no attribute then. That a function takes or gives such values does not keep it.
fn is_stored(from: &Catalog, id: &ObjectId) -> bool {
    from.objects.iter().any(|(user, object)| {
        let keeps = match &object.definition {
            Definition::Column(_) => {
                let view = ObjectId::in_schema(Kind::View, &user.relation_qname());
                from.get(&view).is_none()
            }
            Definition::Function(function) => {
                matches!(function.body, Body::Atomic(_))
                    || function.args.iter().any(|it| it.default.is_some())
            }
            Definition::Aggregate(_) | Definition::Operator(_) | Definition::Cast(_) => false,
            Definition::Table(_) => false,
            _ => true,
        };
        keeps && object.depends_on.contains(id)
    })
}
