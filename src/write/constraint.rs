//! Constraints of a table: in short at their column where PostgreSQL would have given them their name, else by name.

use super::Writer;
use super::attached;
use super::condition::{Operands, condition};
use super::element::element;
use super::grants::comment;
use super::name::member;
use super::role::settings;
use super::yaml::{Map, Node};
use crate::catalog::{
    Constraint, ConstraintBody, Definition, ExclusionElement, ForeignKeyAction, ForeignKeyMatch,
    Kind, Name, Object, Options, QName, generated,
};
use std::collections::BTreeMap;

/// Everything that a table demands of its rows.
#[derive(Debug, Default)]
pub(super) struct Demands<'a> {
    short: &'a [&'a Name],
    pub(super) columns: BTreeMap<Name, OfColumn>,
    pub(super) primary_key: Option<Node>,
    pub(super) unique: Map,
    pub(super) foreign_keys: Map,
    pub(super) checks: Map,
    pub(super) exclude: Map,
}

/// What a column demands in short.
#[derive(Debug, Default)]
pub(super) struct OfColumn {
    pub(super) references: Option<Node>,
    pub(super) check: Option<Node>,
    pub(super) unique: Option<Node>,
}

/// `short`: the columns at which may stand what they demand alone.
pub(super) fn of_table<'a>(
    cx: &Writer<'_>,
    table: &QName,
    columns: &[&Name],
    short: &'a [&'a Name],
) -> Demands<'a> {
    let mut demands = Demands {
        short,
        unique: Map::block(),
        foreign_keys: Map::block(),
        checks: Map::block(),
        exclude: Map::block(),
        ..Demands::default()
    };
    for (id, object) in cx.catalog.of_relation(Kind::Constraint, table) {
        if let Definition::Constraint(it) = &object.definition {
            demands.add(cx, table, columns, &id.name, object, it);
        }
    }
    let restated = cx.catalog.table(table).into_iter().flat_map(|table| &table.restated.0);
    for (name, expression) in restated {
        let operands = Operands::of_relation(cx.catalog, table);
        demands.checks.set(member(name), Node::sql(condition(expression, &operands)));
    }
    demands
}

impl Demands<'_> {
    fn add(
        &mut self,
        cx: &Writer<'_>,
        table: &QName,
        known: &[&Name],
        name: &Name,
        object: &Object,
        it: &Constraint,
    ) {
        let operands = Operands::of_relation(cx.catalog, table);
        let Constraint {
            body,
            deferrable,
            initially_deferred,
            validated,
            not_enforced,
            tablespace,
            index_comment,
            attached,
        } = it;
        // Comes with the key of the table. A key may be part of an index, too.
        if attached.as_ref().is_some_and(|it| attached::is_part_of_key(cx, table, it)) {
            return;
        }
        let tail = |map: &mut Map| {
            map.flag("deferrable", *deferrable && !initially_deferred, false);
            map.flag("initially_deferred", *initially_deferred, false);
            map.flag("enforced", !not_enforced, true);
            // What is not enforced is not validated either.
            map.flag("validated", *validated || *not_enforced, true);
            comment(map, object);
            map.text("index_comment", index_comment.as_deref().map(super::text::kept).as_deref());
        };
        let short = self.short;
        let named_after = |column: &Name, label| {
            short.contains(&column) && generated(&table.name, Some(column), label) == *name
        };
        match body {
            ConstraintBody::PrimaryKey { columns, include, options, without_overlaps } => {
                let mut map = Map::new();
                map.set("columns", names(columns));
                if *name != generated(&table.name, None, "pkey") {
                    map.text("name", Some(&member(name)));
                }
                map.flag("without_overlaps", *without_overlaps, false);
                of_index(&mut map, include, options, tablespace.as_ref());
                tail(&mut map);
                self.primary_key = Some(map.brief("columns"));
            }
            ConstraintBody::Unique {
                columns,
                include,
                nulls_not_distinct,
                options,
                without_overlaps,
            } => {
                let mut map = Map::new();
                map.flag("without_overlaps", *without_overlaps, false);
                of_index(&mut map, include, options, tablespace.as_ref());
                map.flag("nulls_not_distinct", *nulls_not_distinct, false);
                tail(&mut map);
                if let [column] = &columns[..]
                    && !without_overlaps
                    && named_after(column, "key")
                    && self.columns.get(column).is_none_or(|it| it.unique.is_none())
                {
                    let node = if map.is_empty() { Node::from(true) } else { map.into() };
                    self.columns.entry(column.clone()).or_default().unique = Some(node);
                    return;
                }
                let mut all = Map::new();
                all.set("columns", names(columns));
                all.append(map);
                self.unique.set(member(name), all.brief("columns"));
            }
            ConstraintBody::ForeignKey {
                columns,
                references,
                referenced_columns,
                match_type,
                on_delete,
                on_update,
                set_columns,
                period,
            } => {
                let target = cx.names.refer(&cx.names.relations, &table.schema, references);
                let is_key = primary_key(cx, references) == Some(&referenced_columns[..]);
                let mut map = Map::new();
                map.flag("period", *period, false);
                map.some("on_delete", action(*on_delete));
                map.some("on_update", action(*on_update));
                map.list("set_columns", set_columns.iter().map(|it| Node::text(member(it))));
                if *match_type == ForeignKeyMatch::Full {
                    map.set("match", Node::word("full"));
                }
                tail(&mut map);
                if let ([column], [to]) = (&columns[..], &referenced_columns[..])
                    && set_columns.is_empty()
                    && !period
                    && named_after(column, "fkey")
                    && self.columns.get(column).is_none_or(|it| it.references.is_none())
                {
                    let mut all = Map::new();
                    all.text("table", Some(&target));
                    if !is_key {
                        all.text("column", Some(&member(to)));
                    }
                    all.append(map);
                    let node = all.brief("table");
                    self.columns.entry(column.clone()).or_default().references = Some(node);
                    return;
                }
                let mut key = Map::new();
                key.text("table", Some(&target));
                if !is_key {
                    key.set("columns", names(referenced_columns));
                }
                let mut all = Map::new();
                all.set("columns", names(columns));
                all.set("references", key.brief("table"));
                all.append(map);
                self.foreign_keys.set(member(name), all);
            }
            ConstraintBody::Check { expression, no_inherit } => {
                let mut map = Map::new();
                map.set("expression", Node::sql(condition(expression, &operands)));
                map.flag("no_inherit", *no_inherit, false);
                tail(&mut map);
                let node = map.brief("expression");
                let column = short.iter().find(|column| named_after(column, "check"));
                if let Some(column) = column
                    && self.columns.get(*column).is_none_or(|it| it.check.is_none())
                {
                    self.columns.entry((*column).clone()).or_default().check = Some(node);
                    return;
                }
                self.checks.set(member(name), node);
            }
            ConstraintBody::Exclusion { using, elements, include, predicate, options } => {
                let mut map = Map::new();
                if **using != *"gist" {
                    map.text("using", Some(using));
                }
                let elements = elements.iter().map(|it| {
                    let ExclusionElement { element: part, operator } = it;
                    Node::sql(format!("{} with {operator}", element(part, known)))
                });
                map.set("elements", Node::List(elements.collect()));
                let predicate = predicate.as_deref().map(|it| condition(it, &operands));
                map.sql("where", predicate.as_deref());
                of_index(&mut map, include, options, tablespace.as_ref());
                tail(&mut map);
                self.exclude.set(member(name), map);
            }
        }
    }
}

/// What the index beneath a constraint has.
fn of_index(map: &mut Map, include: &[Name], options: &Options, tablespace: Option<&Name>) {
    map.list("include", include.iter().map(|it| Node::text(member(it))));
    map.map("with", settings(options));
    map.text("tablespace", tablespace.map(|it| member(it)).as_deref());
}

fn names(columns: &[Name]) -> Node {
    Node::texts(columns.iter().map(|it| member(it)))
}

fn action(action: ForeignKeyAction) -> Option<Node> {
    let word = match action {
        ForeignKeyAction::NoAction => return None,
        ForeignKeyAction::Restrict => "restrict",
        ForeignKeyAction::Cascade => "cascade",
        ForeignKeyAction::SetNull => "set_null",
        ForeignKeyAction::SetDefault => "set_default",
    };
    Some(Node::word(word))
}

/// The columns of a table's primary key.
fn primary_key<'a>(cx: &Writer<'a>, table: &QName) -> Option<&'a [Name]> {
    let mut constraints = cx.catalog.of_relation(Kind::Constraint, table);
    constraints.find_map(|(_, object)| match &object.definition {
        Definition::Constraint(it) => match &it.body {
            ConstraintBody::PrimaryKey { columns, .. } => Some(&columns[..]),
            _ => None,
        },
        _ => None,
    })
}
