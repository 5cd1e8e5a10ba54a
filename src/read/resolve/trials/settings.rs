//! `tests:` of the project file.

use super::super::{Place, Resolver};
use super::value;
use crate::catalog::Name;
use crate::diagnostic::Diagnostic;
use crate::read::FILE;
use crate::read::decode::Text;
use crate::read::grammar::ConfigFile;
use crate::trial::{Settings, Tenants, Visible};
use std::collections::BTreeMap;

const OPERATIONS: [&str; 5] = ["select", "insert", "update", "delete", "call"];

/// How tests are run.
pub(super) fn settings(cx: &mut Resolver<'_>, stated: &ConfigFile) -> Settings {
    let mut settings = Settings::default();
    let Some(stated) = &stated.tests else { return settings };
    if let Some(claims) = &stated.claims_setting {
        settings.claims = claims.to_string();
    }
    settings.roles = roles(cx, &stated.roles);
    if let Some(tenants) = &stated.tenants {
        let place = Place { schema: cx.config.default_schema.clone(), file: FILE.into() };
        let claims = tenants.claims.as_ref().map_or_else(|| serde_json::json!({}), value::json);
        if let Some(table) = cx.table(&place, &tenants.table) {
            let definers = tenants.definers.as_ref().map(|it| roles(cx, it));
            let roles = roles(cx, &tenants.roles);
            let known = ["tenant", "bystander"].map(|row| (row.to_owned(), table.clone())).into();
            let mut rows = BTreeMap::new();
            for (key, values) in tenants.rows.iter() {
                let Some(of) = cx.table(&place, key) else { continue };
                let mut stated = Vec::new();
                for (name, raw) in values.iter() {
                    if let Some(column) = cx.column(&of, name) {
                        stated.push((column, value::value(cx, raw, &known)));
                    }
                }
                rows.insert(of, stated);
            }
            settings.tenants = Some(Tenants { table, claims, roles, definers, rows });
        }
    }
    for visible in &stated.visible {
        for operation in &visible.operations {
            if !OPERATIONS.contains(&&**operation) {
                let message = format!("`{operation}` is no operation");
                let help = format!("one of {}", OPERATIONS.map(|it| format!("`{it}`")).join(", "));
                let fault = Diagnostic::error("unknown-word", message);
                cx.fault(fault.at(operation.span.clone()).help(help));
            }
        }
        settings.visible.push(Visible {
            on: visible.on.to_string(),
            operations: visible.operations.iter().map(ToString::to_string).collect(),
            reason: visible.reason.to_string(),
        });
    }
    settings
}

fn roles(cx: &mut Resolver<'_>, stated: &[Text]) -> Vec<Name> {
    let mut found = Vec::new();
    for text in stated {
        cx.role(text);
        found.extend(cx.member_name(text));
    }
    found
}
