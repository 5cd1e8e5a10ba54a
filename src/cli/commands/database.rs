//! The database that a command works on: the one that is named, or the project's own.

use super::project::need;
use crate::cli::args;
use crate::cli::exit::Failure;
use crate::cli::options::Place;
use crate::cli::printer::Printer;
use crate::cli::targets::{List, list, of_lines, of_query};
use crate::connect::{Session, Target, connect};
use crate::read::Project;
use crate::scratch::{self, Persistent};
use std::path::Path;

/// A connection, and where it leads.
pub(super) struct Database {
    pub(super) session: Session,
    pub(super) target: Target,
    /// The project's own server, where no database was named.
    own: Option<Persistent>,
}

/// The databases that a file lists, or a query in it.
pub(super) async fn listed(
    path: &Path,
    database: &args::Database,
    place: &Place,
    project: &Project,
    printer: Printer,
) -> Result<Vec<Target>, Failure> {
    match list(path)? {
        List::Lines(lines) => of_lines(&lines, path, place),
        List::Query(query) => {
            let asked = Database::open(database, place, project, printer).await?;
            of_query(&query, path, &asked.session, &asked.target, place).await
        }
    }
}

impl Database {
    /// Connects to what `--database-url`, the environment or `.env` names; else to the project's own server, which is
    /// started, and made when there is none.
    pub(super) async fn open(
        database: &args::Database,
        place: &Place,
        project: &Project,
        printer: Printer,
    ) -> Result<Self, Failure> {
        let Some(target) = place.target(database)? else {
            return Self::own(project, false, printer).await;
        };
        Self::of(&target, printer).await
    }

    /// Connects to this one.
    pub(super) async fn of(target: &Target, printer: Printer) -> Result<Self, Failure> {
        for warning in target.warnings() {
            printer.warn(warning);
        }
        let session = connect(target).await?;
        Ok(Self { session, target: target.clone(), own: None })
    }

    /// Connects to the project's own server; with `reset`, to a new one.
    pub(super) async fn own(
        project: &Project,
        reset: bool,
        printer: Printer,
    ) -> Result<Self, Failure> {
        let name = &project.config.name;
        let own = scratch::persistent(name, &project.root, &need(project), reset).await?;
        let what = if own.started { "started" } else { "running already" };
        printer.note(&format!(
            "no database is named: this is the project's own server, PostgreSQL {}, {what}",
            own.major
        ));
        printer.detail(&format!("its data and log are in {}", own.folder.display()));
        let session = connect(&own.target).await?;
        Ok(Self { session, target: own.target.clone(), own: Some(own) })
    }

    /// The URL, without a password.
    pub(super) fn url(&self) -> String {
        self.target.to_string()
    }

    /// How to connect to the project's own server, for people; nothing for a database that was named.
    pub(super) fn how_to_connect(&self) -> String {
        match &self.own {
            Some(own) => format!("connect with: {}\nor by the URL: {}\n", own.psql, own.target),
            None => String::new(),
        }
    }
}
