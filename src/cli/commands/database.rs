//! The database that a command works on: the one that is named, or the project's own.

use crate::cli::args;
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::Printer;
use crate::connect::{Session, Target, connect};

/// A connection, and where it leads.
pub(super) struct Database {
    pub(super) session: Session,
    pub(super) target: Target,
}

impl Database {
    /// Connects to what `--database-url`, the environment or `.env` names.
    pub(super) async fn open(
        database: &args::Database,
        place: &Place,
        printer: Printer,
    ) -> Result<Self, Failure> {
        let Some(target) = place.target(database)? else {
            return Err(Failure::usage("no database is named", "give --database-url"));
        };
        for warning in target.warnings() {
            printer.warn(warning);
        }
        let session = connect(&target).await?;
        Ok(Self { session, target })
    }

    /// The URL, without a password.
    pub(super) fn url(&self) -> String {
        self.target.to_string()
    }
}
