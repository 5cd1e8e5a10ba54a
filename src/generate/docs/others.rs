//! The page of the objects that have no page of their own: none is passed over.

use super::known::Known;
use super::markdown::{block, code, text};
use super::role::plural;
use super::templates::Templates;
use crate::access::named;
use crate::catalog::{Definition, Kind, Object, ObjectId};
use crate::render::definition;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where the page lies.
pub(super) const PAGE: &str = "others.md";

#[derive(Serialize)]
struct View {
    kinds: Vec<KindView>,
    /// Objects of kinds that momni-db does not know.
    unmodelled: Vec<String>,
}

#[derive(Serialize)]
struct KindView {
    kind: String,
    objects: Vec<ObjectView>,
}

#[derive(Serialize)]
struct ObjectView {
    name: String,
    comment: String,
    owner: String,
    sql: Option<String>,
}

/// The page.
pub(super) fn page(known: &Known<'_>, templates: &mut Templates) -> String {
    let mut kinds: BTreeMap<Kind, Vec<ObjectView>> = BTreeMap::new();
    for (id, object) in known.catalog.iter().filter(|(id, object)| is_told_here(known, id, object))
    {
        kinds.entry(id.kind).or_default().push(ObjectView {
            name: name(id),
            comment: object.comment.as_deref().map(text).unwrap_or_default(),
            owner: object.owner.as_ref().map(|it| known.role(PAGE, it)).unwrap_or_default(),
            sql: sql(id, object),
        });
    }
    let kinds = kinds.into_iter().map(|(kind, objects)| KindView { kind: plural(kind), objects });
    let unmodelled = known
        .catalog
        .unmodelled
        .iter()
        .map(|it| format!("{} {}", text(&it.kind), code(&it.identity)));
    templates.page(PAGE, &View { kinds: kinds.collect(), unmodelled: unmodelled.collect() })
}

/// Whether an object is told of nowhere else: neither has it a page, nor does it belong to what has one.
fn is_told_here(known: &Known<'_>, id: &ObjectId, object: &Object) -> bool {
    let partition =
        matches!(&object.definition, Definition::Table(it) if it.partition_of.is_some());
    let of_other = matches!(
        id.kind,
        Kind::Column
            | Kind::DefaultExpr
            | Kind::Constraint
            | Kind::DomainConstraint
            | Kind::Index
            | Kind::Trigger
            | Kind::Rule
            | Kind::Policy
            | Kind::Rows
            | Kind::Membership
            | Kind::Database
    );
    !known.pages.has(id) && !partition && !of_other
}

fn name(id: &ObjectId) -> String {
    match id.kind {
        Kind::DefaultPrivileges | Kind::UserMapping => {
            let said = id.to_string();
            code(said.strip_prefix(id.kind.word()).unwrap_or(&said).trim())
        }
        _ => code(&named(id)),
    }
}

/// What an object is, in SQL; nothing where its name says it all.
fn sql(id: &ObjectId, object: &Object) -> Option<String> {
    if matches!(id.kind, Kind::Schema | Kind::DefaultPrivileges) {
        return None;
    }
    let statements = definition(id, &object.definition);
    (!statements.is_empty()).then(|| block("sql", &format!("{};", statements.join(";\n"))))
}
