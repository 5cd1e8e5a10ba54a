//! A migration file: what changes in words, then the statements.

use super::hazards::{hazards, locks};
use super::summary::summary;
use super::{Statement, function, quoted, step};
use super::{beside, data_step};
use crate::catalog::{Body, Definition, Name};
use crate::hazard::Verdict;
use crate::plan::{Alteration, Change, Part, Plan};
use serde::Serialize;
use std::fmt;

/// The template that is built in; a project may put its own at `templates/migration/migration.sql`.
const TEMPLATE: &str = include_str!("../../templates/migration/migration.sql");

/// The first line of a file whose statements run each by itself: `migrate` looks for it there, whatever the template.
pub(super) const OUTSIDE: &str = "-- momni-db: no transaction";

/// What must hold when it has run.
const ASSERT_AFTER: &str = "-- momni-db: assert_after";

/// A migration file that is not on disk yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// The whole text.
    pub text: String,
    /// What changes, a line each: `create table public.bookings`.
    pub summary: Vec<String>,
    /// What is locked of what was there before, a line for each relation.
    pub locks: Vec<String>,
    /// The hazards, a line each: `data_loss: drop column public.bookings.note: its values are lost`.
    pub hazards: Vec<String>,
}

/// What the template sees.
#[derive(Serialize)]
struct Context<'a> {
    title: &'a str,
    summary: &'a [String],
    locks: &'a [String],
    access: &'a [String],
    hazards: &'a [String],
    settings: Vec<String>,
    statements: Vec<String>,
}

/// A template that does not parse or that names what is not there.
#[derive(Debug)]
pub struct TemplateError(tera::Error);

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the migration template does not render: {}", self.0)?;
        let mut source = std::error::Error::source(&self.0);
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

impl std::error::Error for TemplateError {}

/// The file for a part of a plan, with a verdict on each of its steps. `access` says who may do more or less
/// after it. `search_path` is what unqualified names in function bodies mean while the migration runs;
/// `template` replaces the built-in one.
///
/// # Errors
/// The project's own template does not parse, or names a variable that does not exist.
pub fn migration(
    title: &str,
    part: &Part,
    verdicts: &[Verdict],
    access: &[String],
    search_path: &[Name],
    template: Option<&str>,
) -> Result<MigrationFile, TemplateError> {
    let Part { plan, concurrently, batches } = part;
    let summary = summary(plan);
    let (locks, hazards) = (locks(verdicts), hazards(plan, verdicts));
    let statements = plan.steps.iter().flat_map(|it| step(it, *concurrently));
    let statements = statements.map(|Statement { sql, .. }| sql).collect();
    let settings = settings(plan, search_path);
    let context = Context {
        title,
        summary: &summary,
        locks: &locks,
        access,
        hazards: &hazards,
        settings,
        statements,
    };
    let mut tera = tera::Tera::default();
    tera.autoescape_on(Vec::<&str>::new());
    tera.add_raw_template("migration.sql", template.unwrap_or(TEMPLATE)).map_err(TemplateError)?;
    let context = tera::Context::from_serialize(&context).map_err(TemplateError)?;
    let text = tera.render("migration.sql", &context).map_err(TemplateError)?;
    let mut first = String::new();
    if *concurrently {
        first = format!("{OUTSIDE}\n");
    }
    if let Some(along) = batches {
        let asserts = plan.steps.iter().filter_map(beside::filled);
        let asserts: String = asserts.map(|it| format!("{ASSERT_AFTER} {it}\n")).collect();
        first = format!("{first}{}\n{asserts}", data_step::directive(along));
    }
    let text = first + &text;
    Ok(MigrationFile { text, summary, locks, hazards })
}

/// What the statements need for the length of their transaction.
pub(super) fn settings(plan: &Plan, search_path: &[Name]) -> Vec<String> {
    let mut path: Vec<String> = search_path.iter().map(|name| quoted(name)).collect();
    path.push("pg_temp".into());
    let mut settings = vec![format!("SET LOCAL search_path = {}", path.join(", "))];
    // The bodies of SQL functions may name what a later statement creates.
    let creates_function = |step: &Change| match step {
        Change::Create { id, object, .. } => matches!(
            &object.definition,
            Definition::Function(it)
                if matches!(it.body, Body::Source(_)) || function::may_call_itself(id, it)
        ),
        Change::Alter { alteration, .. } => matches!(**alteration, Alteration::Function(_)),
        _ => false,
    };
    if plan.steps.iter().any(creates_function) {
        settings.push("SET LOCAL check_function_bodies = off".into());
    }
    settings
}
