//! The statement of a data step: read by the server once, and held against the key.

use super::super::literal::literal;
use super::directive::Batches;
use super::key::{Key, Values};
use crate::connect::{Session, StatementError};

/// What it is called in its session.
const NAME: &str = "momni_db_batch";

/// What is wrong with a data step.
#[derive(Debug)]
pub(super) enum Fault {
    /// With its key, or something that was asked about it.
    Key(StatementError),
    /// With its statement.
    Statement(StatementError),
}

impl Fault {
    pub(super) fn key(what: &str, help: &str) -> Self {
        Self::Key(own(what, help))
    }

    /// The error with its place in the file.
    pub(super) fn within(self, sql: &str, batches: &Batches, statement: usize) -> StatementError {
        match self {
            Self::Key(error) if error.connection_lost => error,
            Self::Statement(error) if error.connection_lost => error,
            // Our own questions stand nowhere in the file.
            Self::Key(error) => {
                StatementError { position: None, ..error }.within(sql, batches.at.start)
            }
            Self::Statement(error) => error.within(sql, statement),
        }
    }
}

fn own(what: &str, help: &str) -> StatementError {
    StatementError {
        message: what.to_owned(),
        sqlstate: None,
        detail: None,
        hint: Some(help.to_owned()),
        context: None,
        statement: None,
        position: None,
        file: None,
        internal: None,
        objects: Vec::new(),
        connection_lost: false,
    }
}

/// Has the server read the statement. Its parameters must be the first and the last key of a batch.
pub(super) async fn prepare(session: &Session, key: &Key, statement: &str) -> Result<(), Fault> {
    forget(session).await;
    let before = format!("prepare {NAME} as ");
    session.batch(&format!("{before}{statement}")).await.map_err(|mut error| {
        if let Some(position) = &mut error.position {
            position.offset = position.offset.saturating_sub(before.len());
        }
        Fault::Statement(error)
    })?;
    // A text is as good as what is stored like one, and a base type as its domain.
    let types: Vec<String> = key.types().map(literal).collect();
    let query = format!(
        "with recursive k as (
            select t.n, t.word::pg_catalog.regtype::oid as type from pg_catalog.unnest(array[{}]::text[]) with ordinality as t (word, n)
            union all select k.n, d.typbasetype from k join pg_catalog.pg_type d on d.oid = k.type and d.typtype = 'd'),
         p as (select p.n, p.type::oid from pg_catalog.pg_prepared_statements s,
                pg_catalog.unnest(s.parameter_types) with ordinality as p (type, n) where s.name = '{NAME}')
         select (select count(*) from p), (select pg_catalog.min(p.n) from p where not exists (
            select from k where k.n = (p.n - 1) % {count} + 1 and (k.type = p.type or exists (
                select from pg_catalog.pg_cast c
                where c.castsource = k.type and c.casttarget = p.type and c.castmethod = 'b'))))",
        types.join(", "),
        count = types.len()
    );
    let row = session.rows(&query).await.map_err(Fault::Key)?.pop().unwrap_or_default();
    let number = |at: usize| row.get(at).cloned().flatten().and_then(|it| it.parse::<usize>().ok());
    let columns: Vec<&str> = key.types().collect();
    let found = number(0).unwrap_or_default();
    if found != 2 * columns.len() {
        let what = format!(
            "the statement has {found} parameters, and a batch of this key has {}",
            2 * columns.len()
        );
        return Err(Fault::Statement(own(&what, &how(columns.len()))));
    }
    if let Some(wrong) = number(1) {
        let data_type = columns[(wrong - 1) % columns.len()];
        let what = format!("parameter ${wrong} is compared with another type than that of the key");
        let help =
            format!("compare it with the column of the key, or write `${wrong}::{data_type}`");
        return Err(Fault::Statement(own(&what, &help)));
    }
    Ok(())
}

fn how(columns: usize) -> String {
    match columns {
        1 => "take the rows of a batch with `id BETWEEN $1 AND $2`, where `id` is the key".into(),
        columns => {
            let list = |from: usize| {
                let each = (from..from + columns).map(|it| format!("${it}"));
                each.collect::<Vec<_>>().join(", ")
            };
            format!(
                "take the rows of a batch with `(key) >= ({}) AND (key) <= ({})`",
                list(1),
                list(columns + 1)
            )
        }
    }
}

/// What runs it over the rows from one key to another; over none where there is none.
pub(super) fn execute(key: &Key, range: Option<(&Values, &Values)>) -> String {
    let mut values = key.written(range.map(|it| it.0));
    values.extend(key.written(range.map(|it| it.1)));
    format!("execute {NAME}({})", values.join(", "))
}

/// The session forgets the statement, if it knows one.
pub(super) async fn forget(session: &Session) {
    let known = format!("select from pg_catalog.pg_prepared_statements where name = '{NAME}'");
    if session.rows(&known).await.is_ok_and(|rows| !rows.is_empty()) {
        let _ = session.batch(&format!("deallocate {NAME}")).await;
    }
}
