//! The page of a view, materialized or not.

use super::columns::{ColumnView, columns};
use super::keys::{DemandView, indexes};
use super::known::Known;
use super::markdown::{block, code, text};
use super::rights::{RightsView, TouchView, of_object, touching};
use super::templates::Templates;
use super::triggers::{RuleView, TriggerView, rules, triggers};
use crate::catalog::{Definition, Kind, Object, ObjectId};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct View {
    title: String,
    materialized: bool,
    comment: String,
    area: String,
    facts: Vec<String>,
    columns: Vec<ColumnView>,
    query: String,
    reads: Vec<String>,
    indexes: Vec<DemandView>,
    triggers: Vec<TriggerView>,
    rules: Vec<RuleView>,
    rights: Vec<RightsView>,
    functions: Vec<TouchView>,
}

/// The page of a view.
pub(super) fn page(
    known: &Known<'_>,
    templates: &mut Templates,
    page: &str,
    id: &ObjectId,
    object: &Object,
) -> String {
    let name = id.qname();
    let (query, options, populated) = match &object.definition {
        Definition::View(it) => (it.query.as_str(), &it.options, true),
        Definition::MaterializedView(it) => (it.query.as_str(), &it.options, it.populated),
        _ => return String::new(),
    };
    let mut facts = Vec::new();
    if let Some(owner) = &object.owner {
        facts.push(format!("Owner: {}.", known.role(page, owner)));
    }
    if let Some(file) = known.declared_in(page, id) {
        facts.push(format!("Declared in {file}."));
    }
    if id.kind == Kind::View {
        let invoker = options.get("security_invoker").is_some_and(|it| it == "true" || it == "on");
        facts.push(match invoker {
            true => "It is read with the rights of whoever reads it.".to_owned(),
            false => "What it reads, it reads with the rights of its owner.".to_owned(),
        });
    }
    if !populated {
        facts.push("It holds nothing until it is refreshed.".to_owned());
    }
    if !options.is_empty() {
        let options: Vec<String> =
            options.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        facts.push(format!("Options: {}.", code(&options.join(", "))));
    }
    let reads: BTreeSet<ObjectId> = object
        .depends_on
        .iter()
        .filter_map(|it| match it.kind {
            Kind::Table | Kind::View | Kind::MaterializedView => Some(it.clone()),
            Kind::Column => known.relation_id(&it.relation_qname()),
            _ => None,
        })
        .collect();
    let view = View {
        title: code(&name.to_string()),
        materialized: id.kind == Kind::MaterializedView,
        comment: object.comment.as_deref().map(text).unwrap_or_default(),
        area: known.area(page, known.areas.area(id)),
        facts,
        columns: columns(known, page, &name).0,
        query: block("sql", &format!("{};", query.trim())),
        reads: reads.iter().map(|it| known.link(page, it)).collect(),
        indexes: indexes(known, &name),
        triggers: triggers(known, page, &name),
        rules: rules(known, &name),
        rights: of_object(known, page, id),
        functions: touching(known, page, id),
    };
    templates.page("view.md", &view)
}
