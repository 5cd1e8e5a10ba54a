//! What a statement touched, by the server's own counts of the transaction.

use crate::catalog::QName;
use crate::connect::StatementError;
use crate::exercise::bench::Bench;
use std::collections::{BTreeMap, BTreeSet};

/// How a table was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Scan,
    Insert,
    Update,
    Delete,
}

/// What the transaction has touched so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    tables: BTreeMap<(QName, Act), u64>,
    /// Functions by their number.
    functions: BTreeMap<u32, u64>,
}

/// Has the server plan once what [`look`] asks.
pub(crate) const PREPARE: &str = "\
    PREPARE momni_db_look AS \
    SELECT schemaname, relname, coalesce(seq_scan, 0) + coalesce(idx_scan, 0), \
        n_tup_ins, n_tup_upd, n_tup_del, NULL::pg_catalog.oid \
    FROM pg_catalog.pg_stat_xact_user_tables \
    WHERE seq_scan + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del > 0 \
    UNION ALL SELECT NULL, NULL, calls, 0, 0, 0, funcid FROM pg_catalog.pg_stat_xact_user_functions";

/// Asks the server.
pub(crate) async fn look(bench: &Bench<'_>) -> Result<Seen, StatementError> {
    let given = bench.ask("EXECUTE momni_db_look").await?;
    let mut seen = Seen::default();
    for row in &given.rows {
        let text = |at: usize| row.get(at).and_then(|it| it.as_deref());
        let number = |at: usize| text(at).and_then(|it| it.parse().ok()).unwrap_or_default();
        match (text(0), text(1)) {
            (Some(schema), Some(name)) => {
                let acts = [Act::Scan, Act::Insert, Act::Update, Act::Delete];
                for (at, act) in acts.into_iter().enumerate() {
                    seen.tables.insert((QName::new(schema, name), act), number(at + 2));
                }
            }
            _ => {
                let function = text(6).and_then(|it| it.parse().ok()).unwrap_or_default();
                seen.functions.insert(function, number(2));
            }
        }
    }
    Ok(seen)
}

impl Seen {
    /// The tables that were touched since an earlier look.
    pub(crate) fn tables_since(&self, earlier: &Self) -> BTreeSet<(QName, Act)> {
        let is_more = |(key, count): &(&(QName, Act), &u64)| {
            **count > earlier.tables.get(*key).copied().unwrap_or_default()
        };
        self.tables.iter().filter(is_more).map(|(key, _)| key.clone()).collect()
    }

    /// The functions that were called since.
    pub(crate) fn functions_since(&self, earlier: &Self) -> BTreeSet<u32> {
        let is_more = |(key, count): &(&u32, &u64)| {
            **count > earlier.functions.get(*key).copied().unwrap_or_default()
        };
        self.functions.iter().filter(is_more).map(|(key, _)| *key).collect()
    }
}

/// The number of the subtransaction: rows with a smaller one in `xmin` were there before it.
pub(crate) async fn mark(bench: &Bench<'_>) -> Result<u64, StatementError> {
    let given = bench.ask("INSERT INTO momni_db_test.mark DEFAULT VALUES RETURNING xmin").await?;
    let number = given.rows.into_iter().flatten().flatten().next();
    Ok(number.and_then(|it| it.parse().ok()).unwrap_or_default())
}
