//! Constraints of tables and of domains.

use super::build::Build;
use super::class::{PG_CLASS, PG_CONSTRAINT, PG_TYPE};
use super::error::BadRow;
use super::relation::names;
use super::stage::{Fields, Stage, since};
use crate::catalog::{
    AlsoOwn, Attached, Constraint, ConstraintBody, Definition, DomainConstraint, ExclusionElement,
    ForeignKeyAction, ForeignKeyMatch, Kind, Name, NotNull, Object, ObjectId,
};

/// A foreign key that a partition has from its parent, or for the partitions of the table that it refers to, is a copy;
/// so is a check that a table inherits. A key of a partition is one of its own, with a name of its own.
pub(super) const STAGE: Stage = Stage {
    name: "constraints",
    sql: |major| {
        let not_null = since(major, 18, "OR (contype = 'n' AND conrelid <> 0)", "");
        let kinds = "contype IN ('p', 'u', 'x') OR (contype = 'f' AND conparentid = 0)";
        select(major, "false, NULL::text", &format!("{kinds} {not_null}"))
    },
    read,
};

/// Apart, since the server words them.
pub(super) const CHECKS: Stage = Stage {
    name: "checks",
    sql: |major| select(major, "true, pg_get_expr(conbin, conrelid)", "contype = 'c'"),
    read,
};

fn select(major: u32, expression: &str, kinds: &str) -> String {
    let set_columns = since(major, 15, "confdelsetcols", "NULL::int2[]");
    let (enforced, period) = match major {
        ..18 => ("true", "false"),
        _ => ("conenforced", "conperiod"),
    };
    format!(
        "SELECT oid, conname, contypid, conrelid, contype, condeferrable, condeferred, \
         convalidated, connoinherit, coninhcount > 0, conislocal, conparentid <> 0, {enforced}, {period}, \
         {expression}, conindid, conkey, confrelid, confkey, confmatchtype, confdeltype, confupdtype, \
         {set_columns}, conexclop FROM pg_constraint WHERE oid >= 16384 AND ({kinds})"
    )
}

fn read(build: &mut Build<'_>, row: &mut Fields<'_>) -> Result<(), BadRow> {
    let oid: u32 = row.take()?;
    let name = Name::from(row.take::<&str>()?);
    let (domain, relation): (u32, u32) = (row.take()?, row.take()?);
    let found = Found::read(row)?;
    if domain != 0 {
        let Some(handle) = build.handle((PG_TYPE, domain)) else { return Ok(()) };
        let id = ObjectId::of_relation(Kind::DomainConstraint, &build.id(handle).qname(), name);
        let (check, validated) = (found.expression, found.validated);
        build.add((PG_CONSTRAINT, oid), id, Object::new(DomainConstraint { check, validated }));
        return Ok(());
    }
    let Some(table) = build.relations.get(&relation) else { return Ok(()) };
    let Some(handle) = table.handle else { return Ok(()) };
    if found.kind == 'c' && found.inherited {
        if found.local
            && found.validated
            && let Definition::Table(table) = &mut build.object(handle).definition
        {
            table.restated.0.insert(name, found.expression);
        }
        return Ok(());
    }
    if found.kind == 'n' {
        not_null(build, relation, name, &found);
        return Ok(());
    }
    let id = ObjectId::of_relation(Kind::Constraint, &table.name, name);
    let (kind, index) = (found.kind, found.index);
    let (deferrable, initially_deferred) = (found.deferrable, found.initially_deferred);
    let (validated, not_enforced) = (found.validated, !found.enforced);
    let (body, tablespace, attached) = match kind {
        'f' => (foreign_key(build, relation, &found)?, None, None),
        'c' => {
            let (expression, no_inherit) = (found.expression, found.no_inherit);
            (ConstraintBody::Check { expression, no_inherit }, None, None)
        }
        _ => index_constraint(build, &found)?,
    };
    let constraint = Constraint {
        body,
        deferrable,
        initially_deferred,
        validated,
        not_enforced,
        tablespace,
        index_comment: None,
        attached,
    };
    let handle = build.add((PG_CONSTRAINT, oid), id, Object::new(constraint));
    if kind != 'f' && index != 0 {
        build.stands_for((PG_CLASS, index), handle);
    }
    Ok(())
}

/// A row of `pg_constraint`; what does not go with its kind is empty.
struct Found {
    kind: char,
    deferrable: bool,
    initially_deferred: bool,
    validated: bool,
    no_inherit: bool,
    inherited: bool,
    local: bool,
    /// Of a key of a partition: it is part of a key, and not of an index that is no more.
    part_of_key: bool,
    enforced: bool,
    period: bool,
    /// Empty unless it is a check.
    expression: String,
    index: u32,
    columns: Vec<i16>,
    target: u32,
    referenced: Vec<i16>,
    match_type: char,
    on_delete: char,
    on_update: char,
    set_columns: Vec<i16>,
    operators: Vec<u32>,
}

impl Found {
    fn read(row: &mut Fields<'_>) -> Result<Self, BadRow> {
        Ok(Self {
            kind: row.letter()?,
            deferrable: row.take()?,
            initially_deferred: row.take()?,
            validated: row.take()?,
            no_inherit: row.take()?,
            inherited: row.take()?,
            local: row.take()?,
            part_of_key: row.take()?,
            enforced: row.take()?,
            period: row.take()?,
            expression: row.worded()?.unwrap_or_default().to_owned(),
            index: row.take()?,
            columns: row.take::<Option<_>>()?.unwrap_or_default(),
            target: row.take()?,
            referenced: row.take::<Option<_>>()?.unwrap_or_default(),
            match_type: row.letter()?,
            on_delete: row.letter()?,
            on_update: row.letter()?,
            set_columns: row.take::<Option<_>>()?.unwrap_or_default(),
            operators: row.take::<Option<_>>()?.unwrap_or_default(),
        })
    }
}

/// From PostgreSQL 18 on NOT NULL is a constraint. A name like those that the server gives is none, whichever column it
/// was given for: it stays when the column or the table is renamed.
fn not_null(build: &mut Build<'_>, relation: u32, name: Name, found: &Found) {
    let given = name.trim_end_matches(|it: char| it.is_ascii_digit()).ends_with("_not_null");
    let also_own = found.inherited && found.local;
    if given && !found.no_inherit && found.validated && !also_own {
        return;
    }
    let column =
        found.columns.first().and_then(|number| build.attributes.get(&(relation, *number)));
    let Some(handle) = column.and_then(|column| column.handle) else { return };
    if let Definition::Column(column) = &mut build.object(handle).definition {
        let (no_inherit, validated) = (found.no_inherit, found.validated);
        let name = (!given).then_some(name);
        column.not_null = NotNull { name, no_inherit, validated, comment: None }.unusual();
        column.own_not_null = AlsoOwn(also_own);
    }
}

fn foreign_key(build: &Build<'_>, relation: u32, found: &Found) -> Result<ConstraintBody, BadRow> {
    let target = build.relations.get(&found.target);
    let target =
        target.ok_or_else(|| BadRow::Changed("the table of a foreign key is missing".into()))?;
    Ok(ConstraintBody::ForeignKey {
        columns: names(build, relation, &found.columns),
        references: target.name.clone(),
        referenced_columns: names(build, found.target, &found.referenced),
        match_type: match found.match_type {
            's' => ForeignKeyMatch::Simple,
            'f' => ForeignKeyMatch::Full,
            letter => return Err(BadRow::unknown("match type of a foreign key", letter)),
        },
        on_delete: action(found.on_delete)?,
        on_update: action(found.on_update)?,
        set_columns: names(build, relation, &found.set_columns),
        period: found.period,
    })
}

fn action(letter: char) -> Result<ForeignKeyAction, BadRow> {
    Ok(match letter {
        'a' => ForeignKeyAction::NoAction,
        'r' => ForeignKeyAction::Restrict,
        'c' => ForeignKeyAction::Cascade,
        'n' => ForeignKeyAction::SetNull,
        'd' => ForeignKeyAction::SetDefault,
        letter => return Err(BadRow::unknown("action of a foreign key", letter)),
    })
}

/// A constraint that an index enforces takes its key and its parameters from there.
fn index_constraint(
    build: &mut Build<'_>,
    found: &Found,
) -> Result<(ConstraintBody, Option<Name>, Option<Attached>), BadRow> {
    let index = build.indexes.remove(&found.index);
    let index =
        index.ok_or_else(|| BadRow::Changed("the index of a constraint is missing".into()))?;
    let label = match found.kind {
        'p' => "pkey",
        'x' => "excl",
        _ => "key",
    };
    let attached = index.attached(build, label);
    let attached = attached.map(|it| Attached { chosen: it.chosen && found.part_of_key, ..it });
    let tablespace = index.tablespace;
    let (columns, include, options) = (index.key, index.include, index.options);
    let body = match found.kind {
        'p' => {
            let without_overlaps = found.period;
            ConstraintBody::PrimaryKey { columns, include, options, without_overlaps }
        }
        'u' => {
            let nulls_not_distinct = index.nulls_not_distinct;
            let without_overlaps = found.period;
            ConstraintBody::Unique {
                columns,
                include,
                nulls_not_distinct,
                options,
                without_overlaps,
            }
        }
        'x' => {
            let elements = index.elements.into_iter().zip(&found.operators);
            let elements = elements.map(|(element, oid)| {
                let operator = build.operators.operators.get(oid).cloned();
                let operator =
                    operator.ok_or_else(|| BadRow::Changed("an operator is missing".into()))?;
                Ok(ExclusionElement { element, operator })
            });
            ConstraintBody::Exclusion {
                using: index.using,
                elements: elements.collect::<Result<_, BadRow>>()?,
                include,
                predicate: index.predicate,
                options,
            }
        }
        letter => return Err(BadRow::unknown("kind of constraint", letter)),
    };
    Ok((body, tablespace, attached))
}
