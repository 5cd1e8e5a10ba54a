//! The page of a type.

use super::known::Known;
use super::markdown::{block, code, text};
use super::rights::{RightsView, of_object};
use super::templates::Templates;
use crate::catalog::{Definition, Kind, Object, ObjectId, QName};
use crate::read::{Holds, Shape};
use crate::render::{definition, qualified};
use crate::sql::unwrapped;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct View {
    title: String,
    kind: &'static str,
    comment: String,
    area: String,
    facts: Vec<String>,
    labels: Vec<String>,
    attributes: Vec<AttributeView>,
    fields: Vec<AttributeView>,
    checks: Vec<CheckView>,
    sql: String,
    columns: Vec<UseView>,
    functions: Vec<String>,
    types: Vec<String>,
    rights: Vec<RightsView>,
}

#[derive(Serialize)]
struct AttributeView {
    name: String,
    data_type: String,
    meaning: String,
}

#[derive(Serialize)]
struct CheckView {
    name: String,
    what: String,
    comment: String,
}

#[derive(Serialize)]
struct UseView {
    table: String,
    columns: String,
}

/// The page of a type.
pub(super) fn page(
    known: &Known<'_>,
    templates: &mut Templates,
    page: &str,
    id: &ObjectId,
    object: &Object,
) -> String {
    let name = id.qname();
    let mut view = View {
        title: code(&name.to_string()),
        kind: id.kind.word(),
        comment: object.comment.as_deref().map(text).unwrap_or_default(),
        area: known.area(page, known.areas.area(id)),
        facts: Vec::new(),
        labels: Vec::new(),
        attributes: Vec::new(),
        fields: Vec::new(),
        checks: checks(known, &name),
        sql: block("sql", &format!("{};", definition(id, &object.definition).join(";\n"))),
        columns: Vec::new(),
        functions: Vec::new(),
        types: Vec::new(),
        rights: of_object(known, page, id),
    };
    if let Some(owner) = &object.owner {
        view.facts.push(format!("Owner: {}.", known.role(page, owner)));
    }
    if let Some(file) = known.declared_in(page, id) {
        view.facts.push(format!("Declared in {file}."));
    }
    match &object.definition {
        Definition::Enum(it) => view.labels = it.labels.iter().map(|it| code(it)).collect(),
        Definition::Domain(it) => {
            view.facts.push(format!("Beneath it: {}.", known.data_type(page, &it.base)));
            view.facts.push(
                if it.null { "NULL is a value of it." } else { "NULL is no value of it." }
                    .to_owned(),
            );
            if let Some(shape) = known.objects.shapes.get(&name) {
                fields(known, page, "", shape, &mut view.fields);
            }
            if let Some(default) = &it.default {
                view.facts.push(format!("Default: {}.", code(default)));
            }
        }
        Definition::Composite(it) => {
            let attributes = it.attributes.iter().map(|it| AttributeView {
                name: code(&it.name),
                data_type: known.data_type(page, &it.data_type),
                meaning: it.comment.as_deref().map(text).unwrap_or_default(),
            });
            view.attributes = attributes.collect();
        }
        Definition::Range(it) => {
            view.facts.push(format!("A range of {}.", known.data_type(page, &it.subtype)));
        }
        _ => {}
    }
    let mut columns: BTreeMap<QName, Vec<String>> = BTreeMap::new();
    for by in known.used.get(id).into_iter().flatten() {
        match by.kind {
            Kind::Column => columns.entry(by.relation_qname()).or_default().push(code(&by.name)),
            Kind::Function => view.functions.push(known.link(page, by)),
            _ => view.types.push(known.link(page, by)),
        }
    }
    let columns = columns.into_iter();
    view.columns = columns
        .map(|(table, columns)| UseView {
            table: known.relation(page, &table),
            columns: columns.join(", "),
        })
        .collect();
    templates.page("type.md", &view)
}

/// The fields of an object in JSON by their paths.
fn fields(
    known: &Known<'_>,
    page: &str,
    above: &str,
    shape: &Shape,
    found: &mut Vec<AttributeView>,
) {
    for field in &shape.fields {
        let path = format!("{above}{}{}", field.name, if field.list { "[]" } else { "" });
        let one = match &field.holds {
            Holds::Scalar(name) => code(name),
            Holds::Enum(name) | Holds::Domain(name) => known.data_type(page, &qualified(name)),
            Holds::Object(_) => "an object".to_owned(),
        };
        found.push(AttributeView {
            name: code(&path),
            data_type: if field.null { format!("{one}, may be missing") } else { one },
            meaning: field.comment.as_deref().map(text).unwrap_or_default(),
        });
        if let Holds::Object(inner) = &field.holds {
            fields(known, page, &format!("{path}."), inner, found);
        }
    }
}

fn checks(known: &Known<'_>, domain: &QName) -> Vec<CheckView> {
    let checks = known.catalog.of_relation(Kind::DomainConstraint, domain);
    let views = checks.filter_map(|(id, object)| match &object.definition {
        Definition::DomainConstraint(it) => Some(CheckView {
            name: code(&id.name),
            what: code(unwrapped(&it.check)),
            comment: object.comment.as_deref().map(text).unwrap_or_default(),
        }),
        _ => None,
    });
    views.collect()
}
