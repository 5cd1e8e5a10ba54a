//! `momni-db import`: a project that declares what a live database holds.

mod store;

use super::differences::findings;
use super::project::declarations;
use crate::apply::{self, FOLDER, TABLE};
use crate::catalog::{Catalog, Difference, Kind, ObjectId};
use crate::cli::args;
use crate::cli::document::{DifferenceDocument, ImportDocument, ResultDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::{PROJECT_FILE, Place};
use crate::cli::printer::{Outcome, Printer};
use crate::cli::signal::Signals;
use crate::connect::{Session, Target, connect};
use crate::diagnostic::{Diagnostic, Level, Sources};
use crate::introspect::{accounts, introspect};
use crate::pipeline::{self, compare};
use crate::read::{self, Config, SCHEMA_FILE, json_schema};
use crate::write;
use std::collections::{BTreeMap, BTreeSet};
use store::Store;

pub(in crate::cli) async fn import(
    args: &args::Import,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let existing = existing(args, place)?;
    let store = Store::open(place, existing.as_ref())?;
    let Some(target) = place.target(&args.database)? else {
        return Err(Failure::usage(
            "no database is named to import from",
            "name it: `--database-url URL`, DATABASE_URL, or PGHOST and its like",
        ));
    };
    for warning in target.warnings() {
        printer.warn(warning);
    }
    let mut signals = Signals::listen()?;
    let session = signals.dropping(connect(&target)).await??;
    printer.note(&format!("reading {target}"));
    let read = signals.dropping(catalog(&session)).await?;
    let (catalog, mut diagnostics) = read.map_err(pipeline::Failure::from)?;
    diagnostics.extend(unmodelled(&catalog));
    let recorded = signals.dropping(recorded(&session)).await?;
    if let (Some(recorded), false) = (recorded, store.has(FOLDER)) {
        printer.warn(&recorded);
    }
    let config = existing.unwrap_or_else(|| write::config(&catalog, target.database()));
    let written = write::project(&catalog, &config, &BTreeSet::new());
    diagnostics.extend(written.warnings);
    if args.strict.strict && !diagnostics.is_empty() {
        return Ok(refused(diagnostics));
    }
    let files = store.write(with_its_own(written.files, &config, &store))?;
    let mut import = Import { args, place, printer, catalog, files, diagnostics };
    let mut compared = signals.dropping(import.compare(&session)).await??;
    if !compared.bodies.is_empty() {
        // The database has them all the same: they are declared, and PostgreSQL is not asked to read them.
        let unchecked = compared.bodies.iter().map(|(id, _)| id.clone()).collect();
        let written = write::project(&import.catalog, &config, &unchecked);
        let store = Store::open(place, Some(&config))?;
        store.write(with_its_own(written.files, &config, &store))?;
        import.diagnostics.extend(compared.bodies.into_iter().map(|(_, finding)| unread(finding)));
        compared = signals.dropping(import.compare(&session)).await??;
    }
    Ok(import.outcome(&target, compared))
}

/// The project file of the project that is replaced, if there is one.
fn existing(args: &args::Import, place: &Place) -> Result<Option<Config>, Failure> {
    let there = place.root.join(PROJECT_FILE).symlink_metadata().is_ok();
    if there && !args.force {
        return Err(Failure::usage(
            format!("`{}` is a project already: nothing is overwritten", place.root.display()),
            "name another folder with `--out DIR`, or replace its declarations with `--force`",
        ));
    }
    if !there {
        return Ok(None);
    }
    let config = read::config(&place.root);
    config.map(Some).map_err(|faults| Failure::diagnostics(faults.diagnostics, faults.sources))
}

/// What the database holds, with the roles that it has to do with; and what of it no declaration can say.
async fn catalog(
    session: &Session,
) -> Result<(Catalog, Vec<Diagnostic>), crate::introspect::IntrospectError> {
    let accounts = accounts(&session.client).await?;
    let catalog = introspect(&session.client, &accounts.scope()).await?;
    Ok(write::relevant(&catalog, &accounts.bootstrap))
}

/// The migrations that are recorded in the database, as a warning: only the project that they are of can go on from
/// there.
async fn recorded(session: &Session) -> Option<String> {
    let recorded = match apply::read_history(session).await {
        Ok(history) => {
            let (first, last) = (history.first()?, history.last()?);
            format!("V{} {} to V{} {}", first.version, first.name, last.version, last.name)
        }
        Err(error) => format!("it cannot be read: {error}"),
    };
    Some(format!(
        "the database has a history of migrations ({recorded}): copy the `{FOLDER}/` of the project that wrote it here, \
         or begin anew with `DROP TABLE {TABLE}`, `momni-db generate` and `momni-db baseline`"
    ))
}

/// A warning for each object that the model has no kind for: nothing is passed over in silence.
fn unmodelled(catalog: &Catalog) -> Vec<Diagnostic> {
    let found = catalog.unmodelled.iter().map(|object| {
        let message = format!(
            "the database holds {} {}, and momni-db does not know such objects: it is not imported",
            object.kind, object.identity
        );
        Diagnostic::warning("unmodelled", message)
    });
    found.collect()
}

/// A body that PostgreSQL refuses, as a remark: it is no worse than in the database.
fn unread(finding: Diagnostic) -> Diagnostic {
    let message = format!("{}; it is declared with `checked: false`", finding.message);
    Diagnostic { level: Level::Warning, message, ..finding }
}

/// `--strict`: nothing is written where something would be lost.
fn refused(diagnostics: Vec<Diagnostic>) -> Outcome {
    let errors = diagnostics.into_iter().map(|it| Diagnostic { level: Level::Error, ..it });
    Outcome {
        exit: Exit::Findings,
        diagnostics: errors.collect(),
        ..Outcome::text("nothing is written: the project would lack what is named above\n")
    }
}

/// The files with those of the project itself, as far as they are not there yet.
fn with_its_own(
    mut files: BTreeMap<String, String>,
    config: &Config,
    store: &Store,
) -> BTreeMap<String, String> {
    let own = [
        (SCHEMA_FILE, format!("{:#}\n", json_schema())),
        (".gitignore", include_str!("../../../../templates/init/gitignore").to_owned()),
        (".gitattributes", include_str!("../../../../templates/init/gitattributes").to_owned()),
        (PROJECT_FILE, write::project_file(config)),
    ];
    for (file, text) in own {
        if !store.has(file) {
            files.insert(file.to_owned(), text);
        }
    }
    files
}

/// A project that is written.
struct Import<'a> {
    args: &'a args::Import,
    place: &'a Place,
    printer: Printer,
    catalog: Catalog,
    files: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

/// What the comparison of the new project with its database gave.
struct Compared {
    /// `None` when they were not compared.
    differences: Option<Vec<Difference>>,
    /// The functions whose bodies PostgreSQL refuses, and nothing else of what was written.
    bodies: Vec<(ObjectId, Diagnostic)>,
    sources: Sources,
}

impl Import<'_> {
    /// Reads back what was written, builds it, and compares it with the database.
    async fn compare(&mut self, session: &Session) -> Result<Compared, Failure> {
        let project = match declarations(self.place) {
            Ok((project, _)) => project,
            Err(failure) => {
                self.diagnostics.extend(failure.details.diagnostics);
                let sources = failure.details.sources;
                return Ok(Compared { differences: None, bodies: Vec::new(), sources });
            }
        };
        let declared = &project.declared;
        self.printer.note("building what was written on a scratch server, to compare it");
        let options = self.place.scratch(&self.args.scratch, &project)?;
        let mut bodies = Vec::new();
        let differences = match compare(declared, session, &options).await {
            Ok(comparison) => {
                let expected = "what was written";
                let found = findings("import", &comparison.differences, expected, declared)?;
                self.diagnostics.extend(found);
                Some(comparison.differences)
            }
            Err(pipeline::Failure::Declaration(found)) => {
                self.diagnostics.extend(found);
                None
            }
            Err(pipeline::Failure::Bodies(found)) => {
                bodies = found;
                None
            }
            Err(why @ pipeline::Failure::Scratch(_)) => {
                let why = format!("what was written is not compared with the database: {why}");
                self.printer.warn(&why);
                None
            }
            Err(failure) => return Err(failure.into()),
        };
        Ok(Compared { differences, bodies, sources: declared.sources() })
    }

    fn outcome(mut self, target: &Target, compared: Compared) -> Outcome {
        let Compared { differences, bodies, sources } = compared;
        self.diagnostics.extend(bodies.into_iter().map(|(_, finding)| finding));
        let found = self.diagnostics.iter().any(|it| it.level == Level::Error);
        let folder = self.place.root.display().to_string();
        let mut human =
            format!("wrote {} files to {folder}: {}\n", self.files.len(), self.counts());
        if !found {
            let go = if folder == "." { String::new() } else { format!("cd {folder} && ") };
            human.push_str(&format!("\nNext: {go}momni-db generate && momni-db baseline\n"));
        }
        let document = ImportDocument {
            database: target.to_string(),
            folder,
            files: self.files,
            compared: differences.is_some(),
            differences: differences.iter().flatten().map(DifferenceDocument::new).collect(),
            unmodelled: self
                .catalog
                .unmodelled
                .iter()
                .map(|it| format!("{} {}", it.kind, it.identity))
                .collect(),
        };
        Outcome {
            exit: if found { Exit::Findings } else { Exit::Clean },
            diagnostics: self.diagnostics,
            sources,
            ..Outcome::clean(human, ResultDocument::Import(document))
        }
    }

    /// `3 schemas, 12 tables, 2 functions`.
    fn counts(&self) -> String {
        let kinds = [
            (Kind::Table, "table"),
            (Kind::View, "view"),
            (Kind::MaterializedView, "materialized view"),
            (Kind::Function, "function"),
            (Kind::Role, "role"),
        ];
        let counts =
            kinds.into_iter().filter_map(|(kind, word)| match self.catalog.of_kind(kind).count() {
                0 => None,
                1 => Some(format!("1 {word}")),
                count => Some(format!("{count} {word}s")),
            });
        let counts: Vec<String> = counts.collect();
        if counts.is_empty() { "nothing to declare".to_owned() } else { counts.join(", ") }
    }
}
