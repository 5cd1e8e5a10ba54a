//! The next migration: the declared state against the replayed migrations, proven before it is written.

use super::replay::run_file;
use super::state::scope_beside;
use super::{Applied, Failure, Options, State, declared_state, replay};
use crate::catalog::{Catalog, differences};
use crate::introspect::introspect;
use crate::plan::{Alteration, Change, Plan, plan, renames};
use crate::read::Declared;
use crate::render::{migration, statements};

/// What `generate` found.
#[derive(Debug)]
pub struct Generated {
    /// The files to write, in order; empty when there is nothing to do.
    pub migrations: Vec<NewMigration>,
    /// The declared state in the server's words.
    pub to: Catalog,
}

/// A migration that is proven and not on disk yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMigration {
    /// Its number.
    pub version: i32,
    /// Its name within `V<version>__<name>.sql`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// What changes, a line each.
    pub summary: Vec<String>,
    /// The steps.
    pub plan: Plan,
}

/// Plans from the replayed migrations to the declarations, and proves it: the files are run on the replayed
/// database, which must then equal the declared state and plan to nothing.
///
/// # Errors
/// Whatever stops a stage; [`Failure::Unproven`] when the plan does not lead where it should.
pub async fn generate(
    declared: &Declared,
    migrations: &[Applied],
    next: i32,
    name: Option<&str>,
    template: Option<&str>,
    options: &Options,
) -> Result<Generated, Failure> {
    let to = declared_state(declared, options).await?;
    let options = Options { major: Some(to.catalog.major) };
    let to = to.catalog;
    let from = replay(declared, migrations, &to, &options).await?;
    let renaming = renames(&from.catalog, &declared.intent);
    let renamed = after(&from, declared, &to, &renaming).await?;
    let plan = plan(&renamed, &to, &declared.intent);
    let mut files = Vec::new();
    for plan in transactions(renaming, plan) {
        let version = next + i32::try_from(files.len()).unwrap_or(0);
        let name = match (files.len(), name) {
            (0, Some(name)) => name.to_owned(),
            (n, Some(name)) => format!("{name}_{}", n + 1),
            (_, None) => name_of(version, &plan),
        };
        let title = format!("V{version}: {}", name.replace('_', " "));
        let file = migration(&title, &plan, &declared.search_path, template)?;
        let migration =
            NewMigration { version, name, text: file.text, summary: file.summary, plan };
        files.push(migration);
    }
    prove(&from, declared, &to, &files).await?;
    Ok(Generated { migrations: files, to })
}

/// The catalog after the renames, which the server carries out for good: the proof runs them again in a file only
/// when they are not done, so they are done within a transaction that is rolled back.
async fn after(
    from: &State,
    declared: &Declared,
    to: &Catalog,
    renaming: &Plan,
) -> Result<Catalog, Failure> {
    if renaming.is_empty() {
        return Ok(from.catalog.clone());
    }
    let client = &from.session.client;
    let sql: Vec<String> = statements(renaming).into_iter().map(|it| it.sql).collect();
    let sql = sql.join(";\n");
    let failure = |error: tokio_postgres::Error, sql: &str| {
        Failure::Statement(Box::new(crate::connect::StatementError::new(&error, sql)))
    };
    client.batch_execute("BEGIN").await.map_err(|error| failure(error, "BEGIN"))?;
    client.batch_execute(&sql).await.map_err(|error| failure(error, &sql))?;
    let catalog = introspect(client, &scope_beside(declared, to)).await?;
    client.batch_execute("ROLLBACK").await.map_err(|error| failure(error, "ROLLBACK"))?;
    Ok(catalog)
}

/// A label that was added to an enum cannot be used before the transaction that adds it has ended: such labels go
/// into a file of their own, after the renames and before the rest.
fn transactions(renaming: Plan, plan: Plan) -> Vec<Plan> {
    let adds_label = |step: &Change| {
        matches!(step, Change::Alter { alteration, .. }
            if matches!(**alteration, Alteration::EnumAddLabel { .. }))
    };
    let (labels, rest): (Vec<Change>, Vec<Change>) = plan.steps.into_iter().partition(adds_label);
    let mut plans = vec![renaming.steps];
    match (labels.is_empty(), rest.is_empty()) {
        (true, _) | (_, true) => plans[0].extend(labels.into_iter().chain(rest)),
        (false, false) => {
            plans[0].extend(labels);
            plans.push(rest);
        }
    }
    plans.into_iter().map(|steps| Plan { steps }).filter(|plan| !plan.is_empty()).collect()
}

/// A name that says what the first of the weightiest steps does.
fn name_of(version: i32, plan: &Plan) -> String {
    if version == 1 {
        return "init".into();
    }
    let weight = |step: &Change| match step {
        Change::Create { .. } => 0,
        Change::Drop { .. } => 1,
        Change::Rename { .. } => 2,
        Change::Alter { .. } => 3,
        _ => 4,
    };
    let Some(step) = plan.steps.iter().min_by_key(|step| (weight(step), step.id())) else {
        return "change".into();
    };
    let verb = match step {
        Change::Create { .. } => "add",
        Change::Drop { .. } => "drop",
        Change::Rename { .. } => "rename",
        Change::Alter { .. } => "alter",
        Change::SetOwner { .. } => "own",
        Change::SetComment { .. } => "comment",
        Change::Grant(_) => "grant",
        Change::Revoke(_) => "revoke",
    };
    let id = step.id();
    let words = [Some(verb), id.relation.as_deref(), Some(&*id.name)];
    let joined = words.into_iter().flatten().collect::<Vec<_>>().join("_");
    let plain: String = joined
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' })
        .take(60)
        .collect();
    plain.trim_matches('_').to_owned()
}

async fn prove(
    from: &State,
    declared: &Declared,
    to: &Catalog,
    files: &[NewMigration],
) -> Result<(), Failure> {
    for file in files {
        let name = format!("V{}__{}.sql", file.version, file.name);
        run_file(&from.session, &name, &file.text).await?;
    }
    let reached = if files.is_empty() {
        from.catalog.clone()
    } else {
        introspect(&from.session.client, &scope_beside(declared, to)).await?
    };
    let differences = differences(&reached, to);
    let remaining: Vec<String> = statements(&plan(&reached, to, &declared.intent))
        .into_iter()
        .map(|statement| statement.sql)
        .collect();
    if differences.is_empty() && remaining.is_empty() {
        return Ok(());
    }
    Err(Failure::Unproven { differences, remaining })
}
