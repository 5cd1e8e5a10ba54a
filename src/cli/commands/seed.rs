//! `momni-db seed`: example rows.

use super::database::Database;
use super::differences::findings;
use super::project::declared;
use crate::catalog::{Catalog, QName};
use crate::cli::args;
use crate::cli::document::{ResultDocument, SeedDocument, SeededDocument};
use crate::cli::exit::{Exit, Failure};
use crate::cli::options::Place;
use crate::cli::printer::{Outcome, Printer};
use crate::connect::{Session, StatementError};
use crate::diagnostic::{Diagnostic, Sources, Span};
use crate::pipeline::compare;
use crate::read::{Project, SEED_FOLDER, seeds};
use crate::render::{literal, qualified, quoted};
use crate::seed::{Aside, Foreign, Seeds, Step, WORTH_IT, aside, foreign, steps, told_as_of};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Instant;

pub(in crate::cli) async fn seed(
    args: &args::Seed,
    place: &Place,
    printer: Printer,
) -> Result<Outcome, Failure> {
    let project = declared(place, printer)?;
    let (mut seeds, sources) = seeds(&place.root, &project.config)?;
    if let Some(time) = &args.as_of {
        seeds.as_of = Some(time.clone());
    }
    if seeds.sets.is_empty() {
        return Err(Failure::usage(
            format!("this project declares no example rows: there is none in `{SEED_FOLDER}/`"),
            "docs/seed.md says how: `seeds: { users: { rows: { small: 20 } } }` is enough to begin with",
        ));
    }
    // Where none is named it is the project's own server.
    let elsewhere = place.target(&args.database)?.filter(|it| !it.is_local());
    if let Some(target) = elsewhere.filter(|_| !args.yes && !args.dry_run) {
        return Err(Failure::usage(
            format!("{target} is on another machine, and example rows are for no database in use"),
            "say `--yes` if it is to be filled all the same",
        ));
    }
    let database = Database::open(&args.database, place, &project, printer).await?;
    let options = place.scratch(&args.scratch, &project)?;
    let comparison = compare(&project.declared, &database.session, &options).await?;
    if !comparison.differences.is_empty() {
        let found =
            findings("drift", &comparison.differences, "the declaration", &project.declared)?;
        let first = Diagnostic::error("not-migrated", "the database is not what is declared")
            .help("run `momni-db migrate`, and `momni-db drift` to see what is left");
        return Ok(Outcome {
            exit: Exit::Findings,
            human: String::new(),
            result: None,
            diagnostics: std::iter::once(first).chain(found).collect(),
            sources: project.declared.sources(),
        });
    }
    let steps = steps(&comparison.live, &seeds, &args.size, args.seed)
        .map_err(|faults| Failure::diagnostics(faults, sources.clone()))?;
    if args.dry_run {
        return Ok(Outcome::text(text(&seeds, &steps)));
    }
    let keys = if seeds.triggers { Vec::new() } else { foreign(&comparison.live, &steps) };
    let live = &comparison.live;
    let plot = Plot { project: &project, seeds: &seeds, steps: &steps, keys: &keys, live };
    let done = sow(&database.session, &plot, args, printer).await;
    let sets = done.map_err(|stopped| stopped.failure(&sources))?;
    let human = told(&sets);
    let (size, seed) = (args.size.clone(), args.seed);
    let result = SeedDocument { database: database.url(), size, seed, sets };
    Ok(Outcome::clean(human, ResultDocument::Seed(result)))
}

/// Why the rows were not made.
enum Stopped {
    /// The database has some already.
    Filled(Vec<QName>),
    /// Triggers cannot be turned off.
    Triggers(Box<StatementError>),
    /// A row, as text, refers to nothing by this key.
    Dangling(Option<Span>, Box<Foreign>, String),
    /// A statement failed, of this set where it was one's.
    Failed(Option<Box<Step>>, Box<StatementError>),
}

/// What is sown.
struct Plot<'a> {
    project: &'a Project,
    seeds: &'a Seeds,
    steps: &'a [Step],
    /// What is looked at in the end, as no trigger does.
    keys: &'a [Foreign],
    /// The database as it is.
    live: &'a Catalog,
}

/// All of it in one transaction.
async fn sow(
    session: &Session,
    plot: &Plot<'_>,
    args: &args::Seed,
    printer: Printer,
) -> Result<Vec<SeededDocument>, Stopped> {
    let steps = plot.steps;
    let plain = |error| Stopped::Failed(None, Box::new(error));
    let path: Vec<String> = plot.project.config.search_path.iter().map(|it| quoted(it)).collect();
    // Dates and numbers read the same whatever the role says. To compile what runs once costs more than it saves.
    session
        .batch(&format!(
            "BEGIN; SET LOCAL search_path = {}; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; \
             SET LOCAL IntervalStyle = 'postgres'; SET LOCAL client_min_messages = warning; SET LOCAL statement_timeout = 0; \
             SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; {}",
            path.join(", "),
            told_as_of(plot.seeds)
        ))
        .await
        .map_err(plain)?;
    if !plot.seeds.triggers {
        let off = session.batch("SET LOCAL session_replication_role = replica").await;
        off.map_err(|error| Stopped::Triggers(Box::new(error)))?;
    }
    if !args.add {
        let filled = filled(session, steps).await.map_err(plain)?;
        if !filled.is_empty() {
            return Err(Stopped::Filled(filled));
        }
    }
    let mut done = Vec::new();
    for step in steps {
        let begun = Instant::now();
        let failed = |error| Stopped::Failed(Some(Box::new(step.clone())), Box::new(error));
        for sql in &step.before {
            session.batch(sql).await.map_err(failed)?;
        }
        let aside = set_aside(session, plot, step).await.map_err(failed)?;
        for sql in aside.iter().flat_map(|it| &it.drop) {
            session.batch(sql).await.map_err(failed)?;
        }
        let inserted = session.client.execute(step.insert.as_str(), &[]).await;
        let rows = inserted.map_err(|error| failed(session.explain(&error, &step.insert)))?;
        for sql in aside.iter().flat_map(|it| &it.create) {
            session.batch(sql).await.map_err(failed)?;
        }
        for sql in &step.after {
            session.batch(sql).await.map_err(failed)?;
        }
        // The plans of what follows, now and later, are plans for these rows.
        if let Some(table) = &step.table {
            session.batch(&format!("ANALYZE {}", qualified(table))).await.map_err(failed)?;
        }
        let took = begun.elapsed();
        printer.detail(&format!("{}: {rows} rows in {:.1} s", step.set, took.as_secs_f64()));
        let table = step.table.as_ref().map(ToString::to_string);
        done.push(SeededDocument { set: step.set.clone(), table, rows });
    }
    // What is looked at when the transaction ends is looked at here, where the table tells the set.
    if let Err(error) = session.batch("SET CONSTRAINTS ALL IMMEDIATE").await {
        let named = |what: &str| error.objects.iter().find(|(it, _)| *it == what).map(|(_, it)| it);
        let is_of = |step: &&Step| {
            let table = step.table.as_ref();
            table.is_some_and(|it| {
                Some(&it.name.to_string()) == named("table")
                    && Some(&it.schema.to_string()) == named("schema")
            })
        };
        let step = steps.iter().find(is_of).map(|it| Box::new(it.clone()));
        return Err(Stopped::Failed(step, Box::new(error)));
    }
    for key in plot.keys {
        let row = session.rows(&key.query).await.map_err(plain)?;
        if let Some(row) = row.into_iter().next().and_then(|row| row.into_iter().next().flatten()) {
            let step = steps.iter().find(|it| it.table.as_ref() == Some(&key.table));
            return Err(Stopped::Dangling(
                step.map(|it| it.at.clone()),
                Box::new(key.clone()),
                row,
            ));
        }
    }
    session.batch("COMMIT").await.map_err(plain)?;
    Ok(done)
}

/// The indexes that are dropped while a step fills its table: of one that is empty, where many rows come. A trigger may need them; and who does not own
/// the table cannot drop them.
async fn set_aside(
    session: &Session,
    plot: &Plot<'_>,
    step: &Step,
) -> Result<Vec<Aside>, StatementError> {
    let Some(table) = step.table.as_ref().filter(|_| !plot.seeds.triggers) else {
        return Ok(Vec::new());
    };
    let found = aside(plot.live, table);
    if found.is_empty() {
        return Ok(found);
    }
    let name = qualified(table);
    let free = session
        .rows(&format!(
            "SELECT 1 FROM pg_catalog.pg_class c WHERE c.oid = {}::pg_catalog.regclass \
             AND pg_catalog.pg_has_role(c.relowner, 'USAGE') AND NOT EXISTS (SELECT FROM {name})",
            literal(&name)
        ))
        .await?;
    if free.is_empty() {
        return Ok(Vec::new());
    }
    // Not every statement can be explained, and one that cannot is none of many rows.
    session.batch("SAVEPOINT plan").await?;
    let Ok(plan) = session.rows(&format!("EXPLAIN (FORMAT JSON) {}", step.insert)).await else {
        session.batch("ROLLBACK TO SAVEPOINT plan").await?;
        return Ok(Vec::new());
    };
    session.batch("RELEASE SAVEPOINT plan").await?;
    let plan = plan.into_iter().next().and_then(|row| row.into_iter().next().flatten());
    let plan: serde_json::Value =
        serde_json::from_str(&plan.unwrap_or_default()).unwrap_or_default();
    // The statement itself gives no rows: what it takes them from does.
    let parts = plan[0]["Plan"]["Plans"].as_array().into_iter().flatten();
    let from = parts.into_iter().find(|it| it["Parent Relationship"] == "Outer");
    let expected = from.and_then(|it| it["Plan Rows"].as_f64()).unwrap_or_default();
    Ok(if expected >= WORTH_IT { found } else { Vec::new() })
}

/// The tables that have rows.
async fn filled(session: &Session, steps: &[Step]) -> Result<Vec<QName>, StatementError> {
    let tables: BTreeSet<&QName> = steps.iter().filter_map(|it| it.table.as_ref()).collect();
    let mut found = Vec::new();
    for table in tables {
        let rows = session.rows(&format!("SELECT 1 FROM {} LIMIT 1", qualified(table))).await?;
        if !rows.is_empty() {
            found.push(table.clone());
        }
    }
    Ok(found)
}

impl Stopped {
    fn failure(self, sources: &Sources) -> Failure {
        match self {
            Self::Filled(tables) => {
                let names: Vec<String> = tables.iter().map(ToString::to_string).collect();
                let message = format!("the database has rows already, in {}", names.join(", "));
                Failure::new(Exit::Findings, "filled", message).help(
                    "take another database, or add to these rows: `--add`, with another `--seed` where keys would be the same",
                )
            }
            Self::Triggers(error) => {
                let message = format!("triggers cannot be turned off: {}", error.message);
                Failure::new(Exit::Failed, "seed", message).help(
                    "`triggers: off` takes a superuser, or from PostgreSQL 15 on a role with `GRANT SET ON PARAMETER session_replication_role`",
                )
            }
            Self::Dangling(at, key, row) => {
                let Foreign { table, references, columns, .. } = *key;
                let message =
                    format!("rows of {table} refer to nothing in {references}: {columns} is {row}");
                let fault = Diagnostic::error("seed", message).at(at);
                let help = "triggers are off, so PostgreSQL did not refuse it when it was written. Nothing was kept";
                let mut failure = Failure::diagnostics(vec![fault.help(help)], sources.clone());
                failure.exit = Exit::Failed;
                failure
            }
            Self::Failed(Some(step), error) => {
                let of = step.table.map_or_else(String::new, |it| format!(" of {it}"));
                let code = error.sqlstate.as_deref().unwrap_or("without code");
                let message = format!("the rows{of} are not taken ({code}): {}", error.message);
                let fault = Diagnostic::error("seed", message).at(step.at);
                let help = match (&error.detail, &error.hint) {
                    (Some(detail), _) => format!("{detail} Nothing was kept"),
                    (None, Some(hint)) => format!("{hint}. Nothing was kept"),
                    (None, None) => {
                        "say under `columns:` what it holds. Nothing was kept".to_owned()
                    }
                };
                let mut failure = Failure::diagnostics(vec![fault.help(help)], sources.clone());
                failure.exit = Exit::Failed;
                failure
            }
            Self::Failed(None, error) => {
                Failure::new(Exit::Failed, "statement", error.message.clone())
            }
        }
    }
}

/// The statements, for who wants to read them.
fn text(seeds: &Seeds, steps: &[Step]) -> String {
    let mut text = format!("{};\n", told_as_of(seeds));
    if !seeds.triggers {
        text.push_str("SET LOCAL session_replication_role = replica;\n");
    }
    for step in steps {
        let about = step.comment.as_deref().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(text, "{}", format!("-- {}. {about}", step.set).trim_end());
        for sql in step.before.iter().chain([&step.insert]).chain(&step.after) {
            let _ = writeln!(text, "{sql};");
        }
    }
    text
}

fn told(sets: &[SeededDocument]) -> String {
    let mut text = String::new();
    let wide = sets.iter().map(|it| it.set.len()).max().unwrap_or_default();
    for it in sets {
        let table = it.table.as_deref().unwrap_or("by a statement");
        let _ = writeln!(text, "{:wide$}  {:>9}  {table}", it.set, it.rows);
    }
    let all: u64 = sets.iter().map(|it| it.rows).sum();
    let _ = writeln!(text, "{:wide$}  {all:>9}  in all", "");
    text
}
