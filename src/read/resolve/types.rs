//! Enums, domains, composite types.

use super::acl::Class;
use super::constraint::expression;
use super::renamed_parts::{renamed_parts, unquoted};
use super::{Place, Resolver, comment_of};
use crate::catalog::{
    Attribute, Composite, Domain, DomainConstraint, Enum, Kind, Object, ObjectId, QName,
};
use crate::diagnostic::Diagnostic;
use crate::read::decode::{Entry, Text};
use crate::read::grammar::{self, File};

pub(super) fn types(cx: &mut Resolver<'_>, place: &Place, file: &File) {
    each(cx, place, Kind::Enum, &file.enums.0, |cx, _, id, key, it| enum_type(cx, id, key, it));
    each(cx, place, Kind::Domain, &file.domains.0, |cx, place, id, key, it| {
        domain(cx, place, id, key, it);
    });
    each(cx, place, Kind::Composite, &file.composites.0, composite);
}

/// Every declared thing of a kind that stands in a schema; what a fault hides is known as lost.
pub(super) fn each<T>(
    cx: &mut Resolver<'_>,
    place: &Place,
    kind: Kind,
    entries: &[Entry<T>],
    one: impl Fn(&mut Resolver<'_>, &Place, ObjectId, &Text, &T),
) {
    for Entry { key, value, faulty } in entries {
        let Some(name) = cx.declared_name(place, key) else { continue };
        if *faulty {
            cx.facts.faulty.insert(name.clone());
        }
        let id = ObjectId::in_schema(kind, &name);
        match value {
            Some(value) => one(cx, place, id, key, value),
            None => {
                cx.facts.lost.insert(id);
            }
        }
    }
}

fn enum_type(cx: &mut Resolver<'_>, id: ObjectId, key: &Text, it: &grammar::Enum) {
    let mut labels: Vec<String> = Vec::new();
    for label in &it.labels {
        let name = &label.name;
        let fault = if labels.contains(&name.to_string()) {
            Some(format!("the label `{}` stands here twice", name))
        } else if name.len() > 63 {
            Some(format!("a label has at most 63 bytes, this one {}", name.len()))
        } else {
            None
        };
        if let Some(fault) = fault {
            let fault = Diagnostic::error("bad-label", fault).at(name.span.clone());
            cx.fault(fault.help("remove it or write another one"));
            continue;
        }
        labels.push(name.to_string());
    }
    let parts: Vec<_> = it.labels.iter().map(|it| (&it.name, it.renamed_from.as_ref())).collect();
    let renames = renamed_parts(cx, "label", &parts, |label| label.to_string());
    if !renames.is_empty() {
        cx.declared.intent.renamed_labels.insert(id.clone(), renames);
    }
    let owner = cx.owner(it.owner.as_ref());
    let object = cx.owned(Enum { labels }, Class::Type, owner, it.comment.as_ref(), &it.grants);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
}

fn domain(cx: &mut Resolver<'_>, place: &Place, id: ObjectId, key: &Text, it: &grammar::Domain) {
    let not_null = it.not_null.as_deref();
    let definition = Domain {
        base: cx.data_type(place, &it.r#type),
        null: it.null.unwrap_or(it.not_null.is_none()),
        not_null: not_null.and_then(|it| cx.member_name(it.name.as_ref()?)),
        not_null_comment: not_null.and_then(|it| comment_of(it.comment.as_ref())),
        default: it.default.0.as_ref().map(|sql| expression(sql)),
        collation: it.collation.as_ref().map(|name| cx.collation(name)),
    };
    let owner = cx.owner(it.owner.as_ref());
    let object = cx.owned(definition, Class::Type, owner, it.comment.as_ref(), &it.grants);
    let name = id.qname();
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
    for (key, check) in it.checks.iter() {
        domain_check(cx, &name, key, check);
    }
}

fn domain_check(cx: &mut Resolver<'_>, domain: &QName, key: &Text, check: &grammar::Check) {
    let Some(id) = cx.member_id(Kind::DomainConstraint, domain, key) else { return };
    if check.no_inherit.is_some() {
        let fault = Diagnostic::error("unknown-key", "a check of a domain has no key `no_inherit`")
            .at(key.span.clone())
            .help("remove it: nothing inherits from a domain");
        cx.fault(fault);
    }
    if check.enforced.is_some() {
        let fault = Diagnostic::error("unknown-key", "a check of a domain has no key `enforced`")
            .at(key.span.clone())
            .help("remove it: it is always enforced");
        cx.fault(fault);
    }
    let mut object = Object::new(DomainConstraint {
        check: expression(&check.expression),
        validated: check.validated.unwrap_or(true),
    });
    object.comment = comment_of(check.comment.as_ref());
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, check.renamed_from.as_ref());
}

fn composite(
    cx: &mut Resolver<'_>,
    place: &Place,
    id: ObjectId,
    key: &Text,
    it: &grammar::Composite,
) {
    let mut attributes = Vec::new();
    for (key, attribute) in it.attributes.iter() {
        let Some(name) = cx.member_name(key) else { continue };
        attributes.push(Attribute {
            name,
            data_type: cx.data_type(place, &attribute.r#type),
            collation: attribute.collation.as_ref().map(|name| cx.collation(name)),
            comment: comment_of(attribute.comment.as_ref()),
        });
    }
    let parts: Vec<_> =
        it.attributes.iter().map(|(key, it)| (key, it.renamed_from.as_ref())).collect();
    let renames = renamed_parts(cx, "attribute", &parts, unquoted);
    if !renames.is_empty() {
        cx.declared.intent.renamed_attributes.insert(id.clone(), renames);
    }
    let owner = cx.owner(it.owner.as_ref());
    let comment = it.comment.as_ref();
    let object = cx.owned(Composite { attributes }, Class::Type, owner, comment, &it.grants);
    cx.add(id.clone(), object, &key.span);
    cx.renamed(&id, it.renamed_from.as_ref());
}
