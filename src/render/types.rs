//! Enums, domains and composites.

use super::name::{literal, object, quoted, relation};
use crate::catalog::{
    Attribute, Composite, Definition, Domain, DomainConstraint, Enum, Object, ObjectId,
};

pub(super) fn create_enum(id: &ObjectId, it: &Enum) -> String {
    let labels: Vec<String> = it.labels.iter().map(|label| literal(label)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", object(id), labels.join(", "))
}

pub(super) fn create_domain(
    id: &ObjectId,
    it: &Domain,
    parts: &[(ObjectId, Object)],
) -> Vec<String> {
    let mut text = format!("CREATE DOMAIN {} AS {}", object(id), it.base);
    if let Some(collation) = &it.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(default) = &it.default {
        text.push_str(&format!(" DEFAULT {default}"));
    }
    if !it.null {
        if let Some(name) = &it.not_null {
            text.push_str(&format!(" CONSTRAINT {}", quoted(name)));
        }
        text.push_str(" NOT NULL");
    }
    for (id, part) in parts {
        if let Definition::DomainConstraint(it) = &part.definition {
            text.push_str(&format!("\n    CONSTRAINT {} CHECK ({})", quoted(&id.name), it.check));
        }
    }
    let comment = it.not_null_comment.as_deref();
    let comment = comment.map(|comment| {
        super::column::comment_on_not_null(id, it.not_null.as_deref(), Some(comment))
    });
    std::iter::once(text).chain(comment).collect()
}

pub(super) fn create_domain_constraint(id: &ObjectId, it: &DomainConstraint) -> String {
    let valid = if it.validated { "" } else { " NOT VALID" };
    let (domain, name) = (relation(id), quoted(&id.name));
    format!("ALTER DOMAIN {domain} ADD CONSTRAINT {name} CHECK ({}){valid}", it.check)
}

pub(super) fn create_composite(id: &ObjectId, it: &Composite) -> Vec<String> {
    let attributes: Vec<String> = it.attributes.iter().map(attribute).collect();
    let mut statements =
        vec![format!("CREATE TYPE {} AS (\n    {}\n)", object(id), attributes.join(",\n    "))];
    for attribute in it.attributes.iter().filter(|it| it.comment.is_some()) {
        statements.push(comment(id, &attribute.name, attribute.comment.as_deref()));
    }
    statements
}

pub(super) fn attribute(it: &Attribute) -> String {
    let collation = it.collation.as_ref().map_or(String::new(), |it| format!(" COLLATE {it}"));
    format!("{} {}{collation}", quoted(&it.name), it.data_type)
}

pub(super) fn comment(id: &ObjectId, attribute: &str, comment: Option<&str>) -> String {
    let text = comment.map_or_else(|| "NULL".to_owned(), literal);
    format!("COMMENT ON COLUMN {}.{} IS {text}", object(id), quoted(attribute))
}
