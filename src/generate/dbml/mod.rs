//! The tables in DBML (dbml.dbdiagram.io), for diagrams: enums, tables with their columns, keys, indexes and references, and a group for
//! each area.

use super::{Areas, Files, MARK, Source};
use crate::catalog::{
    Catalog, Column, Constraint, ConstraintBody, Definition, ForeignKeyAction, Index, Kind, Name,
    Object, ObjectId, QName,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The file.
pub(super) fn files(source: &Source<'_>) -> Files {
    let mut files = Files::default();
    files.add(&source.config.build.dbml_file, text(source));
    files
}

fn text(source: &Source<'_>) -> String {
    let catalog = source.catalog;
    let mut text = format!("// {MARK}.\n\n");
    let name = quoted(&source.config.name);
    let _ = writeln!(text, "Project {name} {{\n  database_type: 'PostgreSQL'\n}}");
    for (id, object) in catalog.of_kind(Kind::Enum) {
        let Definition::Enum(it) = &object.definition else { continue };
        let _ = write!(text, "\n{}Enum {} {{\n", comment(object), qualified(&id.qname()));
        for label in &it.labels {
            let _ = writeln!(text, "  {}", quoted(label));
        }
        text += "}\n";
    }
    let areas = Areas::of(source.objects, &source.config.declarations);
    let mut groups: BTreeMap<&str, Vec<QName>> = BTreeMap::new();
    let mut references = String::new();
    for (id, object) in catalog.of_kind(Kind::Table) {
        let Definition::Table(it) = &object.definition else { continue };
        // What is said of a partition is said of its table.
        if it.partition_of.is_some() {
            continue;
        }
        text += &table(catalog, id, object);
        references += &foreign_keys(catalog, &id.qname());
        groups.entry(areas.area(id)).or_default().push(id.qname());
    }
    if !references.is_empty() {
        text += "\n";
        text += &references;
    }
    for (area, tables) in groups {
        let _ = write!(text, "\nTableGroup {} {{\n", quoted(area));
        for table in tables {
            let _ = writeln!(text, "  {}", qualified(&table));
        }
        text += "}\n";
    }
    text
}

fn table(catalog: &Catalog, id: &ObjectId, object: &Object) -> String {
    let relation = id.qname();
    let constraints: Vec<(&ObjectId, &Constraint)> = catalog
        .of_relation(Kind::Constraint, &relation)
        .filter_map(|(id, object)| match &object.definition {
            Definition::Constraint(it) => Some((id, it)),
            _ => None,
        })
        .collect();
    let key = constraints.iter().find_map(|(_, it)| match &it.body {
        ConstraintBody::PrimaryKey { columns, .. } => Some(columns),
        _ => None,
    });
    let unique: BTreeSet<&Name> = constraints
        .iter()
        .filter_map(|(_, it)| match &it.body {
            ConstraintBody::Unique { columns, .. } if columns.len() == 1 => columns.first(),
            _ => None,
        })
        .collect();
    let mut text = format!("\nTable {} {{\n", qualified(&relation));
    for (id, object, it) in catalog.columns(&relation) {
        let mut settings = Vec::new();
        if key.is_some_and(|key| **key == [id.name.clone()]) {
            settings.push("pk".to_owned());
        }
        if it.identity.is_some() {
            settings.push("increment".to_owned());
        }
        settings.push(if it.null { "null" } else { "not null" }.to_owned());
        if unique.contains(&id.name) {
            settings.push("unique".to_owned());
        }
        settings.extend(default(catalog, &relation, id, it).map(|it| format!("default: `{it}`")));
        settings.extend(object.comment.as_deref().map(|it| format!("note: {}", note(it))));
        let data_type = typed(&it.data_type);
        let _ = writeln!(text, "  {} {data_type} [{}]", quoted(&id.name), settings.join(", "));
    }
    let indexes = indexes(catalog, &relation, key.map(Vec::as_slice), &constraints);
    if !indexes.is_empty() {
        let _ = write!(text, "\n  indexes {{\n{indexes}  }}\n");
    }
    if let Some(comment) = &object.comment {
        let _ = write!(text, "\n  Note: {}\n", note(comment));
    }
    text + "}\n"
}

fn default(catalog: &Catalog, relation: &QName, id: &ObjectId, it: &Column) -> Option<String> {
    if let Some(generated) = &it.generated {
        return Some(inline(&generated.expression));
    }
    let default = ObjectId::of_relation(Kind::DefaultExpr, relation, id.name.clone());
    match &catalog.get(&default)?.definition {
        Definition::DefaultExpr(it) => Some(inline(&it.expression)),
        _ => None,
    }
}

/// Keys of several columns, and indexes.
fn indexes(
    catalog: &Catalog,
    relation: &QName,
    key: Option<&[Name]>,
    constraints: &[(&ObjectId, &Constraint)],
) -> String {
    let mut text = String::new();
    let listed = |columns: &[Name]| {
        let columns: Vec<String> = columns.iter().map(|it| quoted(it)).collect();
        format!("({})", columns.join(", "))
    };
    if let Some(columns) = key.filter(|key| key.len() > 1) {
        let _ = writeln!(text, "    {} [pk]", listed(columns));
    }
    for (id, it) in constraints {
        if let ConstraintBody::Unique { columns, .. } = &it.body
            && columns.len() > 1
        {
            let _ = writeln!(text, "    {} [unique, name: {}]", listed(columns), note(&id.name));
        }
    }
    for (id, object) in catalog.of_relation(Kind::Index, relation) {
        let Definition::Index(it) = &object.definition else { continue };
        let _ = writeln!(text, "    ({}) [{}]", elements(it), settings(id, it));
    }
    text
}

fn elements(it: &Index) -> String {
    // An element is a column only where it is a name; anything else is an expression.
    let element = |text: &str| match text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
    {
        true => quoted(text),
        false => format!("`{}`", inline(text)),
    };
    let all: Vec<String> = it.elements.iter().map(|it| element(&it.expression)).collect();
    all.join(", ")
}

fn settings(id: &ObjectId, it: &Index) -> String {
    let mut settings = Vec::new();
    if it.unique {
        settings.push("unique".to_owned());
    }
    settings.push(format!("name: {}", note(&id.name)));
    // DBML knows these two kinds.
    if matches!(&*it.using, "btree" | "hash") {
        settings.push(format!("type: {}", &*it.using));
    }
    if let Some(predicate) = &it.predicate {
        settings.push(format!("note: {}", note(&format!("WHERE {predicate}"))));
    }
    settings.join(", ")
}

fn foreign_keys(catalog: &Catalog, relation: &QName) -> String {
    let mut text = String::new();
    for (id, object) in catalog.of_relation(Kind::Constraint, relation) {
        let Definition::Constraint(it) = &object.definition else { continue };
        let ConstraintBody::ForeignKey {
            columns,
            references,
            referenced_columns,
            on_delete,
            on_update,
            ..
        } = &it.body
        else {
            continue;
        };
        let side = |relation: &QName, columns: &[Name]| {
            let columns: Vec<String> = columns.iter().map(|it| quoted(it)).collect();
            match &columns[..] {
                [one] => format!("{}.{one}", qualified(relation)),
                all => format!("{}.({})", qualified(relation), all.join(", ")),
            }
        };
        let mut settings = Vec::new();
        settings.extend(action(*on_delete).map(|it| format!("delete: {it}")));
        settings.extend(action(*on_update).map(|it| format!("update: {it}")));
        let settings = match settings.is_empty() {
            true => String::new(),
            false => format!(" [{}]", settings.join(", ")),
        };
        let (from, to) = (side(relation, columns), side(references, referenced_columns));
        let _ = writeln!(text, "Ref {}: {from} > {to}{settings}", quoted(&id.name));
    }
    text
}

fn action(it: ForeignKeyAction) -> Option<&'static str> {
    match it {
        ForeignKeyAction::NoAction => None,
        ForeignKeyAction::Restrict => Some("restrict"),
        ForeignKeyAction::Cascade => Some("cascade"),
        ForeignKeyAction::SetNull => Some("set null"),
        ForeignKeyAction::SetDefault => Some("set default"),
    }
}

/// A type: names of more words, and those with a schema, in quotes.
fn typed(data_type: &str) -> String {
    let is_word = |text: &str| text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    match data_type.split_once('.') {
        Some((schema, name)) if is_word(schema) && is_word(name) => {
            format!("{}.{}", quoted(schema), quoted(name))
        }
        _ if is_word(data_type) => data_type.to_owned(),
        _ => quoted(data_type),
    }
}

fn qualified(name: &QName) -> String {
    format!("{}.{}", quoted(&name.schema), quoted(&name.name))
}

/// A name: DBML has no escape for a quote within one.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'").replace(['\n', '\r'], " "))
}

/// A text of one line or several.
fn note(text: &str) -> String {
    let text = text.replace('\\', "\\\\");
    match text.contains('\n') {
        true => format!("'''{}'''", text.replace("'''", "\\'''")),
        false => format!("'{}'", text.replace('\'', "\\'")),
    }
}

/// An expression between backticks.
fn inline(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'")
}

fn comment(object: &Object) -> String {
    let lines = object.comment.iter().flat_map(|it| it.lines());
    lines.map(|line| format!("// {line}\n")).collect()
}
