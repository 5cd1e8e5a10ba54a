//! Constraints of a table, those that a column states in short included.

use super::element::{Columns, exclusion_element};
use super::role::options;
use super::{Place, Resolver, comment_of};
use crate::catalog::{Constraint, ConstraintBody, Kind, Name, Object, ObjectId, QName, generated};
use crate::diagnostic::{Diagnostic, Span};
use crate::read::decode::{List, Text};
use crate::read::grammar::{self, Table};

/// An expression as it goes into a statement.
pub(super) fn expression(sql: &Text) -> String {
    sql.trim().to_owned()
}

/// Everything that a table, or a trait of it, demands of its rows.
pub(super) fn constraints(
    cx: &mut Resolver<'_>,
    place: &Place,
    table: &QName,
    columns: Columns<'_>,
    it: &Table,
) {
    if let Some(key) = &it.primary_key {
        primary_key(cx, table, key);
    }
    for (key, unique) in it.unique.iter() {
        let body = Some(unique_body(cx, table, unique));
        put(cx, table, key, body, Common::of_unique(unique));
    }
    for (key, foreign_key) in it.foreign_keys.iter() {
        let body = foreign_key_body(cx, place, table, foreign_key);
        put(cx, table, key, body, Common::of_foreign_key(foreign_key));
    }
    for (key, check) in it.checks.iter() {
        let body = Some(ConstraintBody::Check {
            expression: expression(&check.expression),
            no_inherit: check.no_inherit.unwrap_or(false),
        });
        let common = Common {
            deferrable: None,
            initially_deferred: None,
            validated: check.validated,
            enforced: check.enforced,
            tablespace: None,
            index_comment: None,
            comment: check.comment.as_ref(),
            renamed_from: check.renamed_from.as_ref(),
            on_delete_unsaid: false,
        };
        put(cx, table, key, body, common);
    }
    for (key, exclude) in it.exclude.iter() {
        let body = exclusion_body(cx, table, columns, exclude);
        let common = Common {
            deferrable: exclude.deferrable,
            initially_deferred: exclude.initially_deferred,
            validated: None,
            enforced: None,
            tablespace: exclude.tablespace.as_ref(),
            index_comment: exclude.index_comment.as_ref(),
            comment: exclude.comment.as_ref(),
            renamed_from: exclude.renamed_from.as_ref(),
            on_delete_unsaid: false,
        };
        put(cx, table, key, body, common);
    }
    for (key, column) in it.columns.iter() {
        of_column(cx, place, table, key, column);
    }
}

/// What every constraint may say.
struct Common<'a> {
    deferrable: Option<bool>,
    initially_deferred: Option<bool>,
    validated: Option<bool>,
    enforced: Option<bool>,
    tablespace: Option<&'a Text>,
    index_comment: Option<&'a Text>,
    comment: Option<&'a Text>,
    renamed_from: Option<&'a Text>,
    on_delete_unsaid: bool,
}

impl<'a> Common<'a> {
    fn of_unique(it: &'a grammar::Unique) -> Self {
        Self {
            deferrable: it.deferrable,
            initially_deferred: it.initially_deferred,
            validated: None,
            enforced: None,
            tablespace: it.tablespace.as_ref(),
            index_comment: it.index_comment.as_ref(),
            comment: it.comment.as_ref(),
            renamed_from: it.renamed_from.as_ref(),
            on_delete_unsaid: false,
        }
    }

    fn of_foreign_key(it: &'a grammar::ForeignKey) -> Self {
        Self {
            deferrable: it.deferrable,
            initially_deferred: it.initially_deferred,
            validated: it.validated,
            enforced: it.enforced,
            tablespace: None,
            index_comment: None,
            comment: it.comment.as_ref(),
            renamed_from: it.renamed_from.as_ref(),
            on_delete_unsaid: it.on_delete.is_none(),
        }
    }
}

fn put(
    cx: &mut Resolver<'_>,
    table: &QName,
    key: &Text,
    body: Option<ConstraintBody>,
    common: Common<'_>,
) {
    if let (Some(name), Some(body)) = (cx.member_name(key), body) {
        let named = Named { name, at: key.span.clone(), formerly: None };
        put_named(cx, table, named, body, common);
    }
}

fn put_named(
    cx: &mut Resolver<'_>,
    table: &QName,
    Named { name, at, formerly }: Named,
    body: ConstraintBody,
    common: Common<'_>,
) {
    let id = ObjectId::of_relation(Kind::Constraint, table, name);
    let deferred = common.initially_deferred.unwrap_or(false);
    if deferred && common.deferrable == Some(false) {
        let fault = Diagnostic::error(
            "conflicting-keys",
            format!("{id} is initially deferred and not deferrable"),
        )
        .at(at.clone())
        .help("remove `deferrable: false`, or `initially_deferred`");
        cx.fault(fault);
    }
    let tablespace = common.tablespace.and_then(|text| cx.member_name(text));
    let mut object = Object::new(Constraint {
        body,
        // INITIALLY DEFERRED implies DEFERRABLE.
        deferrable: common.deferrable.unwrap_or(false) || deferred,
        initially_deferred: deferred,
        validated: common.validated.unwrap_or(common.enforced.unwrap_or(true)),
        not_enforced: common.enforced == Some(false),
        tablespace,
        index_comment: comment_of(common.index_comment),
        attached: None,
    });
    object.comment = comment_of(common.comment);
    if cx.add(id.clone(), object, &at) {
        if common.on_delete_unsaid {
            cx.declared.unsaid.insert((id.clone(), "on_delete"));
        }
        if let (None, Some(name)) = (common.renamed_from, formerly) {
            let old = ObjectId { name, ..id.clone() };
            cx.declared.intent.renames.insert(id.clone(), old);
        }
        cx.renamed(&id, common.renamed_from);
    }
}

/// The name of a constraint.
struct Named {
    name: Name,
    at: Span,
    /// The one that PostgreSQL gave when the table or the column had its former name.
    formerly: Option<Name>,
}

/// A name that is stated, or else the one that PostgreSQL gives.
fn named(
    cx: &mut Resolver<'_>,
    table: &QName,
    column: Option<(&Name, Option<&Name>)>,
    stated: Option<&Text>,
    label: &str,
    at: &Span,
) -> Option<Named> {
    if let Some(text) = stated {
        let name = cx.member_name(text)?;
        return Some(Named { name, at: text.span.clone(), formerly: None });
    }
    let given = |table: &str, column: Option<&str>| generated(table, column, label);
    let name = given(&table.name, column.map(|(name, _)| &**name));
    let former_table = cx.declared.intent.renames.get(&ObjectId::in_schema(Kind::Table, table));
    let former_table = former_table.map_or(&table.name, |old| &old.name);
    let former_column =
        column.map(|(name, from)| from.map_or_else(|| name.clone(), |it| it.clone()));
    let formerly =
        Some(given(former_table, former_column.as_deref())).filter(|former| *former != name);
    Some(Named { name, at: at.clone(), formerly })
}

fn primary_key(cx: &mut Resolver<'_>, table: &QName, it: &grammar::PrimaryKey) {
    let Some(span) = it.columns.span.clone() else { return };
    let columns = key_columns(cx, table, &it.columns);
    let body = ConstraintBody::PrimaryKey {
        columns,
        include: cx.columns(table, &it.include),
        options: options(&it.with),
        without_overlaps: it.without_overlaps.unwrap_or(false),
    };
    let common = Common {
        deferrable: it.deferrable,
        initially_deferred: it.initially_deferred,
        validated: None,
        enforced: None,
        tablespace: it.tablespace.as_ref(),
        index_comment: it.index_comment.as_ref(),
        comment: it.comment.as_ref(),
        renamed_from: it.renamed_from.as_ref(),
        on_delete_unsaid: false,
    };
    if let Some(named) = named(cx, table, None, it.name.as_ref(), "pkey", &span) {
        put_named(cx, table, named, body, common);
    }
}

/// The columns of a key, none twice.
fn key_columns(cx: &mut Resolver<'_>, table: &QName, list: &List<Text>) -> Vec<Name> {
    let columns = cx.columns(table, list);
    for (index, column) in list.iter().enumerate() {
        if list[..index].iter().any(|earlier| **earlier == **column) {
            let fault = Diagnostic::error(
                "duplicate-column",
                format!("column {} stands twice in one key", column),
            )
            .at(column.span.clone())
            .help("remove one of the two");
            cx.fault(fault);
        }
    }
    columns
}

fn unique_body(cx: &mut Resolver<'_>, table: &QName, it: &grammar::Unique) -> ConstraintBody {
    ConstraintBody::Unique {
        columns: key_columns(cx, table, &it.columns),
        include: cx.columns(table, &it.include),
        nulls_not_distinct: it.nulls_not_distinct.unwrap_or(false),
        options: options(&it.with),
        without_overlaps: it.without_overlaps.unwrap_or(false),
    }
}

fn foreign_key_body(
    cx: &mut Resolver<'_>,
    place: &Place,
    table: &QName,
    it: &grammar::ForeignKey,
) -> Option<ConstraintBody> {
    let columns = key_columns(cx, table, &it.columns);
    let references = cx.table(place, &it.references.table)?;
    Some(ConstraintBody::ForeignKey {
        referenced_columns: cx.columns(&references, &it.references.columns),
        references,
        columns,
        match_type: it.r#match.unwrap_or_default(),
        on_delete: it.on_delete.unwrap_or_default(),
        on_update: it.on_update.unwrap_or_default(),
        set_columns: cx.columns(table, &it.set_columns),
        period: it.period.unwrap_or(false),
    })
}

fn exclusion_body(
    cx: &mut Resolver<'_>,
    table: &QName,
    columns: Columns<'_>,
    it: &grammar::Exclude,
) -> Option<ConstraintBody> {
    let elements: Vec<_> = it
        .elements
        .iter()
        .filter_map(|element| exclusion_element(cx, table, columns, element))
        .collect();
    (!elements.is_empty()).then(|| ConstraintBody::Exclusion {
        using: it.using.as_ref().map_or(Name::from("gist"), |text| Name::from(&**text)),
        elements,
        include: cx.columns(table, &it.include),
        predicate: it.r#where.as_ref().map(|sql| expression(sql)),
        options: options(&it.with),
    })
}

/// What a column demands in short.
fn of_column(
    cx: &mut Resolver<'_>,
    place: &Place,
    table: &QName,
    key: &Text,
    it: &grammar::Column,
) {
    let Ok(column) = super::name::single(key) else { return };
    let former = it.renamed_from.as_ref().and_then(|text| super::name::single(text).ok());
    let this = Some((&column, former.as_ref()));
    if let Some(reference) = &it.references
        && let Some(references) = cx.table(place, &reference.table)
    {
        let body = ConstraintBody::ForeignKey {
            columns: vec![column.clone()],
            referenced_columns: cx.columns(&references, &reference.column),
            references,
            match_type: reference.r#match.unwrap_or_default(),
            on_delete: reference.on_delete.unwrap_or_default(),
            on_update: reference.on_update.unwrap_or_default(),
            set_columns: Vec::new(),
            period: false,
        };
        let common = Common {
            deferrable: reference.deferrable,
            initially_deferred: reference.initially_deferred,
            validated: reference.validated,
            enforced: reference.enforced,
            tablespace: None,
            index_comment: None,
            comment: reference.comment.as_ref(),
            renamed_from: reference.renamed_from.as_ref(),
            on_delete_unsaid: reference.on_delete.is_none(),
        };
        let at = &reference.table.span;
        if let Some(named) = named(cx, table, this, reference.name.as_ref(), "fkey", at) {
            put_named(cx, table, named, body, common);
        }
    }
    if let Some(check) = &it.check {
        let body = ConstraintBody::Check {
            expression: expression(&check.expression),
            no_inherit: check.no_inherit.unwrap_or(false),
        };
        let common = Common {
            deferrable: None,
            initially_deferred: None,
            validated: check.validated,
            enforced: check.enforced,
            tablespace: None,
            index_comment: None,
            comment: check.comment.as_ref(),
            renamed_from: check.renamed_from.as_ref(),
            on_delete_unsaid: false,
        };
        let at = &check.expression.span;
        if let Some(named) = named(cx, table, this, check.name.as_ref(), "check", at) {
            put_named(cx, table, named, body, common);
        }
    }
    if let Some(unique) = it.unique.as_ref().and_then(|unique| unique.0.as_ref()) {
        let body = ConstraintBody::Unique {
            columns: vec![column.clone()],
            include: cx.columns(table, &unique.include),
            nulls_not_distinct: unique.nulls_not_distinct.unwrap_or(false),
            options: options(&unique.with),
            without_overlaps: false,
        };
        let common = Common {
            deferrable: unique.deferrable,
            initially_deferred: unique.initially_deferred,
            validated: None,
            enforced: None,
            tablespace: unique.tablespace.as_ref(),
            index_comment: unique.index_comment.as_ref(),
            comment: unique.comment.as_ref(),
            renamed_from: unique.renamed_from.as_ref(),
            on_delete_unsaid: false,
        };
        if let Some(named) = named(cx, table, this, unique.name.as_ref(), "key", &key.span) {
            put_named(cx, table, named, body, common);
        }
    }
}
