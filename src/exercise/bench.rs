//! One connection on which tests run one after another, and what is learnt on the way.

use crate::catalog::{Catalog, Name, QName};
use crate::connect::{Session, StatementError};
use crate::trial::Settings;
use std::collections::BTreeMap;
use tokio_postgres::SimpleQueryMessage;

/// Where tests run.
pub(super) struct Bench<'a> {
    pub(super) session: &'a Session,
    pub(super) catalog: &'a Catalog,
    pub(super) settings: &'a Settings,
    /// Which samples a table took: by table and columns that were left to the tool, the places of the samples.
    pub(super) taken: BTreeMap<(QName, Vec<Name>), BTreeMap<Name, usize>>,
}

/// The rows that a statement gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// The columns' names.
    pub(super) columns: Vec<String>,
    /// The values as text.
    pub(super) rows: Vec<Vec<Option<String>>>,
    /// How many rows were given or touched, as the server counts them.
    pub(super) count: u64,
}

impl<'a> Bench<'a> {
    pub(super) fn new(session: &'a Session, catalog: &'a Catalog, settings: &'a Settings) -> Self {
        Self { session, catalog, settings, taken: BTreeMap::new() }
    }

    /// Runs SQL and gives what the last statement gave.
    pub(super) async fn ask(&self, sql: &str) -> Result<Given, StatementError> {
        let answer = self.session.client.simple_query(sql).await;
        let messages = answer.map_err(|error| self.session.explain(&error, sql))?;
        let mut given = Given::default();
        for message in messages {
            match message {
                SimpleQueryMessage::RowDescription(columns) => {
                    given = Given::default();
                    given.columns = columns.iter().map(|it| it.name().to_owned()).collect();
                }
                SimpleQueryMessage::Row(row) => {
                    let values = (0..row.len()).map(|at| row.get(at).map(str::to_owned));
                    given.rows.push(values.collect());
                }
                SimpleQueryMessage::CommandComplete(count) => given.count = count,
                _ => {}
            }
        }
        Ok(given)
    }

    /// Runs SQL within a savepoint: where it fails, the transaction goes on as if it had not been tried.
    pub(super) async fn attempt(&self, sql: &str) -> Result<Given, StatementError> {
        self.session.batch("SAVEPOINT momni_db_attempt").await?;
        let answer = self.ask(sql).await;
        let end = match answer {
            Ok(_) => "RELEASE momni_db_attempt",
            Err(_) => "ROLLBACK TO momni_db_attempt; RELEASE momni_db_attempt",
        };
        self.session.batch(end).await?;
        answer
    }
}
