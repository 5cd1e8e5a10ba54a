//! What a file demands of the database before it runs.

use super::error::ApplyError;
use super::failure::Failure;
use super::migrations::MigrationFile;
use super::seam::{Seam, ended};
use crate::connect::Session;
use crate::connect::statement::without_passwords;
use crate::read::FILE;
use std::ops::Range;

/// A query that asks is read in a part of the transaction that can change nothing, and is taken back.
const BEGIN: &str = "savepoint momni_db_assertion; set local transaction_read_only = on";
const END: &str = "rollback to momni_db_assertion; release momni_db_assertion";

impl Seam<'_> {
    /// Asks the queries of a file within the open transaction; each must give one row with true.
    pub(super) async fn assertions(
        &mut self,
        file: &MigrationFile,
        assertions: &[Range<usize>],
    ) -> Result<(), ApplyError> {
        for at in assertions {
            let query = &file.sql[at.clone()];
            self.session.batch(BEGIN).await.map_err(|error| ended(file, error, false))?;
            let work = self.session.rows(query);
            let rows = self.watch.during(self.session, file, self.observer, work).await;
            let rows = rows.map_err(|error| {
                if error.connection_lost {
                    return ended(file, error, false);
                }
                let error = error.within(&file.sql, at.start);
                let failure = Failure { dry_run: self.dry_run, ..Failure::of_piece(file, error) };
                ApplyError::Statement(Box::new(failure.blocked(self.watch.blockers())))
            })?;
            self.session.batch(END).await.map_err(|error| ended(file, error, false))?;
            if let Some(found) = otherwise(&rows) {
                return Err(ApplyError::Assertion {
                    file: file.path(),
                    line: Some(1 + file.sql[..at.start].matches('\n').count()),
                    query: without_passwords(query),
                    found,
                });
            }
        }
        Ok(())
    }
}

/// Asks the queries of the project file, each in a transaction of its own that can change nothing.
pub(super) async fn of_project(session: &Session, queries: &[String]) -> Result<(), ApplyError> {
    for query in queries {
        session.batch("begin read only").await.map_err(ApplyError::asking)?;
        let rows = session.rows(query).await;
        // Of no use when the connection is gone, and then of no need.
        let _ = session.batch("rollback").await;
        let rows = rows.map_err(|error| match error.connection_lost {
            true => ApplyError::asking(error),
            false => ApplyError::Server(Box::new(error.in_file(FILE))),
        })?;
        if let Some(found) = otherwise(&rows) {
            let query = without_passwords(query);
            return Err(ApplyError::Assertion { file: FILE.into(), line: None, query, found });
        }
    }
    Ok(())
}

/// What the query gave, where that is not one row with true.
fn otherwise(rows: &[Vec<Option<String>>]) -> Option<String> {
    match rows {
        [row] => match row.as_slice() {
            [Some(value)] if value == "t" => None,
            [Some(value)] if value == "f" => Some("false".into()),
            [Some(_)] => Some("something else than true or false".into()),
            [None] => Some("null".into()),
            columns => Some(format!("a row of {} columns", columns.len())),
        },
        [] => Some("no row".into()),
        rows => Some(format!("{} rows", rows.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_row_with_true_will_do() {
        let row = |value: &str| vec![Some(value.to_owned())];
        assert_eq!(otherwise(&[row("t")]), None);
        assert_eq!(otherwise(&[row("f")]).as_deref(), Some("false"));
        assert_eq!(otherwise(&[vec![None]]).as_deref(), Some("null"));
        assert_eq!(otherwise(&[]).as_deref(), Some("no row"));
        assert_eq!(otherwise(&[row("t"), row("t")]).as_deref(), Some("2 rows"));
        assert_eq!(otherwise(&[row("1")]).as_deref(), Some("something else than true or false"));
        let two = vec![Some("t".to_owned()), None];
        assert_eq!(otherwise(&[two]).as_deref(), Some("a row of 2 columns"));
    }
}
