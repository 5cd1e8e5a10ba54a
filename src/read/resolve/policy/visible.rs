//! `visible_by`: who sees a row, by what stands in one of its columns.

use super::members::member_of;
use super::short::{Table, need, owner};
use crate::catalog::{Definition, Kind, Name, ObjectId, QName};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::read::decode::Text;
use crate::read::grammar::{File, SeenBy, Visibility, VisibleBy};
use crate::read::resolve::constraint::expression;
use crate::read::resolve::{Place, Resolver, name};
use crate::render::{literal, quoted};
use std::collections::BTreeMap;

/// Every visibility by name, and where unqualified names in it live.
pub(super) type Visibilities = BTreeMap<Name, (Place, Span, Visibility)>;

/// Takes in what the files declare.
pub(in crate::read::resolve) fn visibilities(cx: &mut Resolver<'_>, files: &[(Place, &File)]) {
    for (place, file) in files {
        for (key, it) in file.visibilities.iter() {
            let Some(name) = cx.member_name(key) else { continue };
            if let Some((_, first, _)) = cx.policies.visibilities.get(&name) {
                let message = format!("visibility {name} is declared a second time");
                let fault = Diagnostic::error("duplicate-name", message)
                    .at(key.span.clone())
                    .also(first.clone(), "first declared here")
                    .help("remove or rename one of the two");
                cx.fault(fault);
                continue;
            }
            let found = (place.clone(), key.span.clone(), it.clone());
            cx.policies.visibilities.insert(name, found);
        }
    }
}

/// The column says that the caller sees the row.
pub(super) fn visible_by(
    cx: &mut Resolver<'_>,
    table: Table<'_>,
    it: &VisibleBy,
) -> Option<String> {
    let wanted = cx.member_name(&it.visibility)?;
    let Some((place, declared, visibility)) = cx.policies.visibilities.get(&wanted).cloned() else {
        unknown(cx, &it.visibility);
        return None;
    };
    let at = &it.visibility.span;
    let stated = it.column.clone().or_else(|| visibility.column.clone());
    let column =
        cx.column(table.name, &stated.unwrap_or_else(|| Text::new(&*wanted, at.clone())))?;
    labels(cx, table.name, &column, &visibility, (at, &declared));
    need(cx, table, std::slice::from_ref(&column), at);
    let table = Table { place: &place, ..table };
    let mut arms = Vec::new();
    for (label, seen) in visibility.seen_by.iter() {
        let Some(condition) = seen_by(cx, table, seen) else { continue };
        let is = format!("{} = {}", quoted(&column), literal(label));
        // Rows of this arm are looked for by the owner or the group. The equality of enums is not leakproof, so that row
        // security hides from the planner how many rows have a label, and it would read the index of all of them.
        let is = if seen.owner.is_some() || seen.member_of.is_some() {
            format!("({is}) is true")
        } else {
            is
        };
        arms.push(match condition.as_str() {
            "" => is,
            condition => format!("{is} and {condition}"),
        });
    }
    match arms.as_slice() {
        [] => Some("false".to_owned()),
        [one] => Some(one.clone()),
        arms => Some(format!("({})", arms.join(" or "))),
    }
}

/// Who sees the row: nothing where everybody does, `None` where nobody does.
fn seen_by(cx: &mut Resolver<'_>, table: Table<'_>, it: &SeenBy) -> Option<String> {
    let mut all = Vec::new();
    if let Some(column) = &it.owner {
        all.push(owner(cx, table, column)?);
    }
    if let Some(members) = &it.member_of {
        all.push(member_of(cx, table, members)?);
    }
    match it.using.as_ref().map(|sql| expression(sql)) {
        Some(word) if word == "everybody" => {}
        Some(word) if word == "nobody" => return None,
        Some(sql) => all.push(format!("({sql})")),
        None => {}
    }
    Some(all.join(" and "))
}

/// Where the column is of a declared enum, every label says who sees it, and there are no others.
fn labels(
    cx: &mut Resolver<'_>,
    table: &QName,
    column: &Name,
    it: &Visibility,
    (at, declared): (&Span, &Span),
) {
    let catalog = &cx.declared.catalog;
    let id = ObjectId::of_relation(Kind::Column, table, column.clone());
    let Some(data_type) = catalog.column(&id).map(|it| it.data_type.clone()) else { return };
    let Ok((Some(schema), short)) = name::qualified(&data_type) else { return };
    let type_id = ObjectId::in_schema(Kind::Enum, &QName { schema, name: short });
    let Some(Definition::Enum(of)) = catalog.get(&type_id).map(|it| &it.definition) else { return };
    let of = of.labels.clone();
    let said: Vec<&Text> = it.seen_by.0.iter().map(|entry| &entry.key).collect();
    let mut faults = Vec::new();
    for entry in it.seen_by.0.iter().filter(|entry| !of.iter().any(|it| **it == *entry.key)) {
        let message = format!("{data_type} has no label `{}`", entry.key);
        let help = match nearest(&entry.key, of.iter().map(String::as_str)) {
            Some(near) => format!("the nearest label is `{near}`"),
            None => format!("its labels are {}", of.join(", ")),
        };
        faults.push(
            Diagnostic::error("unknown-label", message).at(entry.key.span.clone()).help(help),
        );
    }
    for label in of.iter().filter(|label| !said.iter().any(|it| ***it == **label)) {
        let message = format!("nothing says who sees a row of {table} with the {column} `{label}`");
        let fault = Diagnostic::error("unsaid-label", message)
            .at(declared.clone())
            .also(at.clone(), "used here")
            .help(format!("add it under `seen_by`: `{label}: nobody`"));
        faults.push(fault);
    }
    for fault in faults {
        // Policies that share a visibility share its faults.
        let is_told = |told: &Diagnostic| told.message == fault.message && told.span == fault.span;
        if !cx.faults.iter().any(is_told) {
            cx.fault(fault);
        }
    }
}

fn unknown(cx: &mut Resolver<'_>, text: &Text) {
    if cx.facts.incomplete {
        return;
    }
    let help = match nearest(text, cx.policies.visibilities.keys().map(|name| &**name)) {
        Some(near) => format!("the nearest one is `{near}`"),
        None => "declare it: `visibilities: { privacy: { seen_by: { public: everybody, … } } }`"
            .to_owned(),
    };
    let fault = Diagnostic::error("unknown-visibility", format!("there is no visibility {text}"));
    cx.fault(fault.at(text.span.clone()).help(help));
}
