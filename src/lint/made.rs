//! What a file has made: nobody uses it yet.

use squawk_syntax::ast::{self, NameLike};
use std::collections::BTreeSet;

/// A name as PostgreSQL reads it, folded and without quotes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    schema: Option<String>,
    name: String,
}

/// What a statement does to the names of relations, indexes and functions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// What it makes for sure: `IF NOT EXISTS` may find what others use.
    makes: Vec<Named>,
    /// What it alters or drops.
    touches: Vec<Named>,
    /// Whether what it touches is gone afterwards.
    drops: bool,
    /// The new name of what it touches, or its new schema.
    renames: Option<Renamed>,
}

impl Effects {
    /// The first thing that is altered or dropped.
    pub(super) fn touched(&self) -> Option<&Named> {
        self.touches.first()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Renamed {
    Name(String),
    Schema(String),
}

/// The schema of temporary tables.
const TEMPORARY: &str = "pg_temp";

/// The names that a file has made so far, each with its schema.
#[derive(Debug)]
pub(super) struct Made {
    names: BTreeSet<(String, String)>,
    /// The schema of names that state none. Where a file sets another search path, its names are as good as of this one.
    default_schema: String,
}

impl Made {
    pub(super) fn new(default_schema: &str) -> Self {
        Self { names: BTreeSet::new(), default_schema: default_schema.to_owned() }
    }

    /// Whether a statement touches what this file has made, and nothing else.
    pub(super) fn is_all_new(&self, effects: &Effects) -> bool {
        !effects.touches.is_empty() && effects.touches.iter().all(|it| self.find(it).is_some())
    }

    /// Takes over what a statement has made, dropped and renamed.
    pub(super) fn take(&mut self, effects: &Effects) {
        for touched in &effects.touches {
            let Some(known) = self.find(touched) else { continue };
            if effects.drops {
                self.names.remove(&known);
            }
            let new = match &effects.renames {
                Some(Renamed::Name(name)) => (known.0.clone(), name.clone()),
                Some(Renamed::Schema(schema)) => (schema.clone(), known.1.clone()),
                None => continue,
            };
            self.names.remove(&known);
            self.names.insert(new);
        }
        // An index lies in the schema of its table.
        let of_table = effects.touches.first().and_then(|it| self.find(it)).map(|it| it.0);
        for Named { schema, name } in &effects.makes {
            let schema = schema.clone().or_else(|| of_table.clone());
            let schema = schema.unwrap_or_else(|| self.default_schema.clone());
            self.names.insert((schema, name.clone()));
        }
    }

    /// A name that is known. A temporary table hides others of its name.
    fn find(&self, named: &Named) -> Option<(String, String)> {
        let schemas = match &named.schema {
            Some(schema) => vec![schema.as_str()],
            None => vec![TEMPORARY, &self.default_schema],
        };
        let known = schemas.into_iter().map(|it| (it.to_owned(), named.name.clone()));
        known.into_iter().find(|it| self.names.contains(it))
    }
}

/// What a statement does to names.
pub(super) fn effects(statement: &ast::Stmt) -> Effects {
    match statement {
        ast::Stmt::CreateTable(it) => made(
            it.table_name().and_then(|it| it.path()),
            it.if_not_exists().is_some(),
            it.persistence(),
        ),
        ast::Stmt::CreateTableAs(it) => made(
            it.table_name().and_then(|it| it.path()),
            it.if_not_exists().is_some(),
            it.persistence(),
        ),
        ast::Stmt::CreateForeignTable(it) => {
            made(it.table_name().and_then(|it| it.path()), it.if_not_exists().is_some(), None)
        }
        ast::Stmt::CreateMaterializedView(it) => {
            made(it.view().and_then(|it| it.path()), it.if_not_exists().is_some(), None)
        }
        ast::Stmt::CreateView(it) => {
            made(it.view().and_then(|it| it.path()), it.or_replace().is_some(), it.persistence())
        }
        ast::Stmt::CreateFunction(it) => {
            made(it.name().and_then(|it| it.path()), it.or_replace().is_some(), None)
        }
        ast::Stmt::CreateIndex(it) => {
            let index = it.index().and_then(|it| it.path());
            Effects {
                touches: table(it.table_relation_name()).into_iter().collect(),
                ..made(index, it.if_not_exists().is_some(), None)
            }
        }
        ast::Stmt::AlterTable(it) => altered(table(it.table_relation_name()), it.actions()),
        ast::Stmt::AlterForeignTable(it) => altered(table(it.table_relation_name()), it.actions()),
        ast::Stmt::DropTable(it) => dropped(it.table_name_refs().filter_map(|it| it.path_ref())),
        ast::Stmt::DropForeignTable(it) => {
            dropped(it.table_name_refs().filter_map(|it| it.path_ref()))
        }
        ast::Stmt::DropView(it) => dropped(it.view_refs().filter_map(|it| it.path_ref())),
        ast::Stmt::DropMaterializedView(it) => {
            dropped(it.view_refs().filter_map(|it| it.path_ref()))
        }
        ast::Stmt::DropIndex(it) => dropped(it.index_refs().filter_map(|it| it.path_ref())),
        ast::Stmt::DropFunction(it) => {
            let each = it.function_sig_list().into_iter().flat_map(|it| it.function_sigs());
            dropped(each.filter_map(|it| it.function_name_ref()).filter_map(|it| it.path_ref()))
        }
        ast::Stmt::Truncate(it) => {
            let tables = it.table_list().into_iter().flat_map(|it| it.table_relation_names());
            Effects {
                touches: tables.filter_map(|it| table(Some(it))).collect(),
                ..Effects::default()
            }
        }
        ast::Stmt::Reindex(it) => {
            let path = match it.reindex_target() {
                Some(ast::ReindexTarget::ReindexTargetTable(it)) => {
                    it.table_name_ref().and_then(|it| it.path_ref())
                }
                Some(ast::ReindexTarget::ReindexTargetIndex(it)) => {
                    it.index_ref().and_then(|it| it.path_ref())
                }
                _ => None,
            };
            Effects {
                touches: path.and_then(|it| named(&it)).into_iter().collect(),
                ..Effects::default()
            }
        }
        _ => Effects::default(),
    }
}

fn made(
    path: Option<ast::Path>,
    may_be_there: bool,
    persistence: Option<ast::Persistence>,
) -> Effects {
    let temporary = matches!(persistence, Some(ast::Persistence::Temp(_)));
    let name = path.and_then(|path| {
        let schema = path.qualifier().and_then(|it| it.segment()).map(|it| it.text());
        let schema = schema.or_else(|| temporary.then(|| TEMPORARY.to_owned()));
        Some(Named { schema, name: path.segment()?.text() })
    });
    // A session begins with no temporary tables.
    let makes = name.filter(|_| temporary || !may_be_there).into_iter().collect();
    Effects { makes, ..Effects::default() }
}

fn altered(table: Option<Named>, actions: impl Iterator<Item = ast::AlterTableAction>) -> Effects {
    let mut effects = Effects { touches: table.into_iter().collect(), ..Effects::default() };
    for action in actions {
        match action {
            ast::AlterTableAction::TableRenameTo(it) => {
                let name = it.table_name().and_then(|it| it.path()).and_then(|it| it.segment());
                effects.renames = name.map(|it| Renamed::Name(it.text()));
            }
            ast::AlterTableAction::SetSchema(it) => {
                effects.renames = it.schema_ref().map(|it| Renamed::Schema(it.text()));
            }
            _ => {}
        }
    }
    effects
}

fn dropped(paths: impl Iterator<Item = ast::PathRef>) -> Effects {
    Effects {
        touches: paths.filter_map(|it| named(&it)).collect(),
        drops: true,
        ..Effects::default()
    }
}

fn table(relation: Option<ast::TableRelationName>) -> Option<Named> {
    named(&relation?.table_name_ref()?.path_ref()?)
}

fn named(path: &ast::PathRef) -> Option<Named> {
    let schema = path.qualifier().and_then(|it| it.segment()).map(|it| it.text());
    Some(Named { schema, name: path.segment()?.text() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;
    use squawk_syntax::SourceFile;

    /// Whether the last statement touches only what those before it have made.
    #[track_caller]
    fn check(sql: &str, expected: bool) {
        let mut made = Made::new("app");
        let mut last = false;
        for statement in sql.split(';') {
            let parsed = SourceFile::parse(statement);
            let effects = effects(&parsed.tree().stmts().next().unwrap());
            last = made.is_all_new(&effects);
            made.take(&effects);
        }
        assert_eq!(last, expected, "{sql}");
    }

    #[test]
    fn names_are_those_of_postgresql() {
        check("create table T (); alter table t drop column a", true);
        check("create table \"T\" (); alter table t drop column a", false);
        check("create table t (); create index on app.t (a)", true);
        check("create table app.t (); create index on only t (a)", true);
        check("create table other.t (); create index on t (a)", false);
        check("create table t (); create index on other.t (a)", false);
        check("create temp table t (); drop table t", true);
        check("create temp table if not exists t (); truncate pg_temp.t", true);
        check("create temp table t (); drop table app.t", false);
    }

    #[test]
    fn what_may_have_been_there_is_in_use() {
        check("create table if not exists t (); drop table t", false);
        check("create or replace view v as select 1; drop view v", false);
        check("create table t (); drop table t, u", false);
        check("create table t (); drop table t; drop table t", false);
    }

    #[test]
    fn names_change() {
        check("create table t (); alter table t rename to u; reindex table u", true);
        check("create table t (); alter table t rename to u; reindex table t", false);
        check("create table t (); alter table t set schema s; drop table s.t", true);
        check("create table u (); alter table t rename to v; drop table v", false);
    }

    #[test]
    fn other_kinds() {
        check("create table s.t as select 1; create index i on s.t (a); drop index s.i", true);
        check("create index i on t (a); drop index i", true);
        check("create view v as select 1; drop view v", true);
        check("create materialized view v as select 1; create index on v (a)", true);
        check(
            "create function f() returns int language sql as 'select 1'; drop function f()",
            true,
        );
        check("drop function f(t)", false);
        check("create foreign table t (a int) server s; alter foreign table t drop column a", true);
    }
}
