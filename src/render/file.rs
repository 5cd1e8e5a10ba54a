//! A migration file: what changes in words, then the statements.

use super::{Statement, function, quoted, statements};
use crate::catalog::{Body, Definition, Kind, Name, ObjectId};
use crate::plan::{Alteration, Change, Plan, in_place};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The template that is built in; a project may put its own at `templates/migration/migration.sql`.
const TEMPLATE: &str = include_str!("../../templates/migration/migration.sql");

/// A migration file that is not on disk yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// The whole text.
    pub text: String,
    /// What changes, a line each: `create table public.bookings`.
    pub summary: Vec<String>,
}

/// What the template sees.
#[derive(Serialize)]
struct Context<'a> {
    title: &'a str,
    summary: &'a [String],
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

/// The file for a plan. `search_path` is what unqualified names in function bodies mean while the migration runs;
/// `template` replaces the built-in one.
///
/// # Errors
/// The project's own template does not parse, or names a variable that does not exist.
pub fn migration(
    title: &str,
    plan: &Plan,
    search_path: &[Name],
    template: Option<&str>,
) -> Result<MigrationFile, TemplateError> {
    let summary = summary(plan);
    let statements = statements(plan).into_iter().map(|Statement { sql, .. }| sql).collect();
    let context =
        Context { title, summary: &summary, settings: settings(plan, search_path), statements };
    let mut tera = tera::Tera::default();
    tera.autoescape_on(Vec::<&str>::new());
    tera.add_raw_template("migration.sql", template.unwrap_or(TEMPLATE)).map_err(TemplateError)?;
    let context = tera::Context::from_serialize(&context).map_err(TemplateError)?;
    let text = tera.render("migration.sql", &context).map_err(TemplateError)?;
    Ok(MigrationFile { text, summary })
}

/// What the statements need for the length of their transaction.
fn settings(plan: &Plan, search_path: &[Name]) -> Vec<String> {
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

/// What changes: first how much of what, then each object of the kinds that people look for. What is taken down and put
/// back is neither dropped nor created.
fn summary(plan: &Plan) -> Vec<String> {
    let again = plan.made_again();
    let mut counts: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    let mut named = Vec::new();
    let coming_or_going: BTreeSet<&ObjectId> = plan
        .steps
        .iter()
        .filter(|step| matches!(step, Change::Create { .. } | Change::Drop { .. }))
        .map(Change::id)
        .collect();
    for step in &plan.steps {
        if let Change::Drop { along, .. } = step {
            for id in along.iter().filter(|id| !again.contains(*id)) {
                *counts.entry(("drop", id.kind)).or_default() += 1;
                named.push(format!("drop {id}"));
            }
        }
        let (verb, kind) = match step {
            Change::Create { id, parts, .. } => {
                let verb = |id: &ObjectId| if again.contains(id) { "make again" } else { "create" };
                for (part, _) in parts {
                    *counts.entry((verb(part), part.kind)).or_default() += 1;
                }
                (verb(id), id.kind)
            }
            Change::Drop { id, .. } if again.contains(&in_place(id)) => {
                named.push(format!("make again {}", in_place(id)));
                continue;
            }
            Change::Drop { id, .. } => ("drop", id.kind),
            // It gets its body, or is rid of it.
            Change::Alter { id, alteration }
                if matches!(**alteration, Alteration::Function(_))
                    && coming_or_going.contains(id) =>
            {
                continue;
            }
            Change::Alter { id, .. } => ("alter", id.kind),
            Change::Rename { from, to } if again.contains(from) && in_place(to) == *from => {
                continue;
            }
            Change::Rename { from, to } => {
                named.push(format!("rename {from} to {}", to.name));
                continue;
            }
            // Means, not ends.
            Change::Join { .. } | Change::Shell { .. } => continue,
            Change::SetOwner { id, .. } => ("change owner of", id.kind),
            Change::SetComment { id, .. } => ("comment on", id.kind),
            Change::Grant(it) => ("grant on", it.id.kind),
            Change::Revoke(it) => ("revoke on", it.id.kind),
        };
        *counts.entry((verb, kind)).or_default() += 1;
        if verb == "drop" || verb == "alter" {
            let line = format!("{verb} {}", step.id());
            if !named.contains(&line) {
                named.push(line);
            }
        }
    }
    let counted = counts.into_iter().map(|((verb, kind), count)| {
        let word = if count == 1 { kind.word().to_owned() } else { plural(kind) };
        format!("{verb} {count} {word}")
    });
    counted.chain(named).collect()
}

fn plural(kind: Kind) -> String {
    match kind {
        Kind::Policy => "policies".into(),
        Kind::Index => "indexes".into(),
        Kind::TextSearchDictionary => "text search dictionaries".into(),
        Kind::Statistics => "statistics".into(),
        Kind::OperatorClass => "operator classes".into(),
        Kind::OperatorFamily => "operator families".into(),
        Kind::DefaultPrivileges | Kind::Rows => kind.word().into(),
        kind => format!("{}s", kind.word()),
    }
}
