//! One connection on which tests run one after another, and what is learnt on the way.

use super::coverage::{self, Exercises};
use super::equip::{equip, spelled};
use crate::catalog::{Catalog, Kind, Name, ObjectId, QName};
use crate::connect::{Session, StatementError};
use crate::render::literal;
use crate::trial::Settings;
use std::collections::BTreeMap;
use tokio_postgres::SimpleQueryMessage;

/// Where tests run.
pub(super) struct Bench<'a> {
    pub(super) session: &'a Session,
    pub(super) catalog: &'a Catalog,
    pub(super) settings: &'a Settings,
    /// What the tests have exercised so far.
    pub(super) exercised: Exercises,
    /// Functions by their numbers on the server.
    pub(super) functions: BTreeMap<u32, ObjectId>,
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
    /// A connection to a database of the tests' own, which is equipped for them.
    pub(super) async fn new(
        session: &'a Session,
        catalog: &'a Catalog,
        settings: &'a Settings,
    ) -> Result<Self, StatementError> {
        let (exercised, functions, taken) = Default::default();
        let mut bench = Self { session, catalog, settings, exercised, functions, taken };
        bench.session.batch(&equip(catalog)).await?;
        bench.session.batch(coverage::PREPARE).await?;
        let ids: Vec<&ObjectId> = catalog.of_kind(Kind::Function).map(|(id, _)| id).collect();
        let spelled = ids.iter().map(|id| literal(&spelled(id)));
        let sql = format!(
            "SELECT s.place, pg_catalog.to_regprocedure(s.name)::pg_catalog.oid \
             FROM pg_catalog.unnest(ARRAY[{}]::pg_catalog.text[]) WITH ORDINALITY s(name, place)",
            spelled.collect::<Vec<_>>().join(", ")
        );
        for row in bench.ask(&sql).await?.rows {
            let number = |at: usize| row.get(at)?.as_deref()?.parse::<u32>().ok();
            let id =
                number(0).and_then(|place| ids.get(usize::try_from(place).ok()?.checked_sub(1)?));
            if let (Some(number), Some(id)) = (number(1), id) {
                bench.functions.insert(number, (*id).clone());
            }
        }
        Ok(bench)
    }

    /// Asks a query that no policy binds, whatever role the session has taken: it gives one array of text.
    pub(super) async fn unbound(&self, sql: &str) -> Result<Vec<String>, StatementError> {
        let sql = format!("SELECT pg_catalog.unnest(momni_db_test.ask({}))", literal(sql));
        let given = self.attempt(&sql).await?;
        Ok(given
            .rows
            .into_iter()
            .map(|row| row.into_iter().flatten().next().unwrap_or_default())
            .collect())
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

    /// Runs SQL within a savepoint and gives its rows: where it fails, the transaction goes on as if it had not been tried.
    pub(super) async fn attempt(&self, sql: &str) -> Result<Given, StatementError> {
        const SAVEPOINT: &str = "SAVEPOINT momni_db_attempt;";
        const RELEASE: &str = "RELEASE momni_db_attempt";
        let answer = self.ask(&format!("{SAVEPOINT}\n{sql};\n{RELEASE}")).await;
        if answer.is_err() {
            self.session.batch(&format!("ROLLBACK TO momni_db_attempt; {RELEASE}")).await?;
        }
        answer
    }
}
