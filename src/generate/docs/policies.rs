//! Policies, in words and in SQL: of one table, and the page of all.

use super::known::Known;
use super::markdown::{block, code, text};
use super::templates::Templates;
use crate::catalog::{Definition, Kind, Policy, PolicyCommand, Principal, QName, Table};
use crate::render::definition;
use serde::Serialize;

/// A policy, as templates see it.
#[derive(Serialize)]
pub(super) struct PolicyView {
    name: String,
    /// What its author said.
    comment: String,
    /// What it does, in words.
    words: String,
    /// The statement that makes it.
    sql: String,
}

/// The policies of a table.
pub(super) fn of_table(known: &Known<'_>, page: &str, table: &QName) -> Vec<PolicyView> {
    let policies = known.catalog.of_relation(Kind::Policy, table);
    let views = policies.filter_map(|(id, object)| {
        let Definition::Policy(it) = &object.definition else { return None };
        let sql = definition(id, &object.definition).join(";\n");
        Some(PolicyView {
            name: code(&id.name),
            comment: object.comment.as_deref().map(text).unwrap_or_default(),
            words: words(known, page, it),
            sql: block("sql", &format!("{sql};")),
        })
    });
    views.collect()
}

fn words(known: &Known<'_>, page: &str, it: &Policy) -> String {
    let everybody = it.roles.is_empty() || it.roles.contains(&Principal::Public);
    let who = if everybody { "everybody".to_owned() } else { known.roles(page, &it.roles) };
    let verb = match it.command {
        PolicyCommand::All => "read, add, change and delete",
        PolicyCommand::Select => "read",
        PolicyCommand::Insert => "add",
        PolicyCommand::Update => "change",
        PolicyCommand::Delete => "delete",
    };
    let rows = |expression: &str| match expression {
        "true" => "any row".to_owned(),
        "false" => "no row".to_owned(),
        _ => "rows that meet the condition".to_owned(),
    };
    let which = match (&it.using, &it.with_check) {
        (Some(using), Some(check)) if using == check => rows(using),
        (Some(using), Some(check)) => format!("{}; {} may be left", rows(using), rows(check)),
        (Some(using), None) => rows(using),
        (None, Some(check)) => rows(check),
        (None, None) => "no row".to_owned(),
    };
    let only = if which.starts_with("no row") { "" } else { "only " };
    match it.permissive {
        true if everybody => format!("Everybody may {verb} {which}."),
        true => format!("{who} may {verb} {which}."),
        false => format!(
            "Restrictive: whatever other policies let through, {who} may {verb} {only}{which}."
        ),
    }
}

/// How row security stands, in words.
pub(super) fn row_security(table: &Table) -> &'static str {
    match (table.row_security, table.force_row_security) {
        (true, true) => "on, and binds the owner too",
        (true, false) => "on; the owner is not bound",
        (false, true) => "off (forced, once it is on)",
        (false, false) => "off",
    }
}

/// What the page of all policies is made of.
#[derive(Serialize)]
struct PageView {
    areas: Vec<AreaView>,
    /// Tables on which row security is off.
    open: Vec<String>,
}

#[derive(Serialize)]
struct AreaView {
    name: String,
    tables: Vec<TableView>,
}

#[derive(Serialize)]
struct TableView {
    table: String,
    row_security: &'static str,
    policies: Vec<PolicyView>,
}

/// Where the page of all policies lies.
pub(super) const PAGE: &str = "policies.md";

/// The page of all policies.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    let mut areas: std::collections::BTreeMap<&str, Vec<TableView>> = Default::default();
    let mut open = Vec::new();
    for (id, object) in known.catalog.of_kind(Kind::Table) {
        let Definition::Table(table) = &object.definition else { continue };
        let policies = of_table(known, PAGE, &id.qname());
        if !table.row_security {
            open.push(known.link(PAGE, id));
        }
        if table.row_security || !policies.is_empty() {
            areas.entry(known.areas.area(id)).or_default().push(TableView {
                table: known.link(PAGE, id),
                row_security: row_security(table),
                policies,
            });
        }
    }
    let areas =
        areas.into_iter().map(|(area, tables)| AreaView { name: known.area(PAGE, area), tables });
    templates.page(PAGE, &PageView { areas: areas.collect(), open })
}
